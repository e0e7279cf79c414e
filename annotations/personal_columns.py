"""Columns of a table that name people, in Spanish and English: what they hold goes to the vault and nowhere else."""

import re

from annotations.pseudonyms.records import IdentityKind

_WORDS: tuple[tuple[IdentityKind, str], ...] = (
    # the first kind that fits holds: an email address is no address
    (IdentityKind.EMAIL, "email mail correo"),
    (IdentityKind.PHONE, "telefono telefonos tel phone telephone mobile celular movil whatsapp"),
    (IdentityKind.BIRTH_DATE, "nacimiento birth birthdate birthday dob"),
    (IdentityKind.CURP, "curp"),
    (IdentityKind.RFC, "rfc"),
    (IdentityKind.NSS, "nss"),
    (IdentityKind.PLATE, "placa placas plate"),
    (IdentityKind.ID_NUMBER, "ine dni cedula passport pasaporte ssn elector"),
    (IdentityKind.HANDLE, "facebook instagram twitter telegram"),
    (IdentityKind.ADDRESS, "direccion address domicilio"),
)
_NAMES = frozenset(
    {"name", "names", "nombre", "nombres", "apellido", "apellidos", "surname", "surnames", "lastname", "firstname", "fullname"}
    | {"alias", "apodo", "nickname"}
)
_BESIDE_NAMES = frozenset(
    {
        "first",
        "last",
        "middle",
        "given",
        "family",
        "full",
        "paterno",
        "materno",
        "primer",
        "primero",
        "segundo",
        "completo",
        "pila",
    }
    | {"de", "del", "la", "person", "persona", "contact", "contacto", "respondent", "respondente", "participant", "participante"}
)
_OFFICIAL = re.compile(r"[0-9-]{8,}|[A-ZÑ&]{3,4}[0-9]{6}[A-Z0-9]{3}([A-Z0-9]{5})?", re.IGNORECASE)


def kind_of_column(name: str) -> IdentityKind | None:
    """What a column of this name holds, if it names people. ``name`` is lower case without accents, words apart by ``_``.

    >>> kind_of_column("correo_electronico"), kind_of_column("apellido_paterno"), kind_of_column("project_name")
    (<IdentityKind.EMAIL: 'email'>, <IdentityKind.PERSON: 'person'>, None)
    """
    words = set(re.sub(r"\d+", "", name).split("_")) - {""}
    for kind, known in _WORDS:
        if words & set(known.split()):
            return kind
    return IdentityKind.PERSON if words & _NAMES and words <= _NAMES | _BESIDE_NAMES else None


def is_alias(name: str) -> bool:
    """Whether a column of names holds one that stands by itself, not a part of the full name."""
    return bool({"alias", "apodo", "nickname"} & set(name.split("_")))


def sounds_personal(name: str) -> bool:
    """Whether a column may hold names although it is not clear whose."""
    return bool(_NAMES & set(name.split("_")))


def looks_personal(value: str) -> bool:
    """Whether an id is a telephone or an official number.

    >>> looks_personal("5512345678"), looks_personal("GODE561231HDFRRN09"), looks_personal("R2024-17")
    (True, True, False)
    """
    return _OFFICIAL.fullmatch(value) is not None
