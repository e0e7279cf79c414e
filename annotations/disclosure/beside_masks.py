"""What stands beside the mask of an organisation and may name it all the same: amounts, and what only one can be."""

import re
from collections.abc import Sequence

from annotations.disclosure.covering import Cover
from annotations.disclosure.folding import fold_in_place
from annotations.disclosure.reading import ReadPart, passages
from annotations.disclosure.records import Finding, Secret
from annotations.disclosure.secret_forms import ORGANISATIONS

_UNITS = [
    "toneladas?",
    "tons?",
    "tonnes?",
    "kg",
    "kilos?",
    "kilogramos?",
    "hectareas?",
    "hectares?",
    "acres?",
    "litros?",
    "liters?",
    "litres?",
    "barriles",
    "barrels?",
    "m2",
    "m3",
    "mw",
    "kw",
    "piezas?",
    "pieces?",
    "cajas?",
    "boxes",
    "unidades",
    "units?",
    "vehiculos?",
    "vehicles?",
    "autos?",
    "cars",
    "prendas?",
    "garments?",
    "cabezas",
    "trabajador[ae]s",
    "trabajadores",
    "workers?",
    "emplead[oa]s",
    "employees?",
    "obrer[oa]s",
    "afiliad[oa]s",
    "members?",
    "jornaler[oa]s",
    "camas",
    "beds",
    "pesos",
    "dolares",
    "dollars",
    "usd",
    "mxn",
    "euros?",
]
_AMOUNT = re.compile(rf"\d[\d.,  ]*(?:\s?(?:mil|millon(?:es)?|thousand|million|de|of))*\s?(?:{'|'.join(_UNITS)})\b")
_ONLY = re.compile(
    r"\b(?:(?:el|la) unic[oa]|(?:el|la) mas (?:grande|antigu[oa])|(?:el|la) (?:mayor|principal|primer[ao]?)|the (?:only|sole|largest|biggest|oldest|first|leading))\b"
)


def beside_masks(
    parts: Sequence[ReadPart], masks: Sequence[str], secrets: Sequence[Secret], cover: Cover, documents: Sequence[str]
) -> list[Finding]:
    """One notice for every sentence with the mask of an organisation and an amount or a superlative."""
    of_organisation = {
        mask for secret in secrets if secret.kind in ORGANISATIONS for written in secret.masks.values() for mask in written
    }
    found = []
    for read in parts:
        spots = [hit for hit in read.hits if hit.strength == "mask" and any(masks[at] in of_organisation for at in hit.owners)]
        if not spots:
            continue
        for passage in passages(read.part):
            if not any(passage.start <= hit.start < passage.end for hit in spots):
                continue
            plain = fold_in_place(read.part.text[passage.start : passage.end])
            telling = _AMOUNT.search(plain) or _ONLY.search(plain)
            if telling:
                start = passage.start + telling.start()
                found.append(
                    Finding(
                        kind="beside_mask",
                        severity="look",
                        document=documents[read.document],
                        place=cover.place(read.place(start)),
                        excerpt=cover.excerpt(read, start, passage.start + telling.end()),
                        reason="amount" if telling.re is _AMOUNT else "only",
                    )
                )
    return found
