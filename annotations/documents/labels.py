"""Words of documents in Spanish and English; other languages read English."""

from collections.abc import Mapping

from annotations.languages import base

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "table": "Table", "figure": "Figure", "page": "Page", "of": "of", "contents": "Contents", "notes": "Notes",
        "version": "Version", "back": "back to the text", "lacking": "� stands for letters that no font of this machine has: {names}.", "split": "{caption} (part {n} of {of})",
        "draft": "DRAFT – NOT SIGNED", "in_review": "DRAFT – IN REVIEW", "signed": "Signed",
        "draft_notice": "This is a draft. Nobody has signed it: do not cite it or pass it on.",
        "in_review_notice": "This is a draft that is being reviewed. Signatures are missing: do not cite it or pass it on.",
        "signed_notice": "",
    },
    "es": {
        "table": "Tabla", "figure": "Figura", "page": "Página", "of": "de", "contents": "Contenido", "notes": "Notas",
        "version": "Versión", "back": "volver al texto", "lacking": "� está en lugar de letras que ninguna tipografía de esta máquina tiene: {names}.", "split": "{caption} (parte {n} de {of})",
        "draft": "BORRADOR – SIN FIRMAR", "in_review": "BORRADOR – EN REVISIÓN", "signed": "Firmada",
        "draft_notice": "Es un borrador. Nadie lo ha firmado: no se cita ni se hace circular.",
        "in_review_notice": "Es un borrador en revisión. Faltan firmas: no se cita ni se hace circular.",
        "signed_notice": "",
    },
}  # fmt: skip


def spoken(language: str) -> str:
    """The language in which the words of a document are, when it is asked for in this one.

    >>> spoken("es-MX"), spoken("nah")
    ('es', 'en')
    """
    return base(language) if base(language) in LABELS else "en"


def labels_of(language: str) -> Mapping[str, str]:
    return LABELS[spoken(language)]
