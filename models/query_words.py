"""Why a segment is where it is in the queue, in words."""

from collections.abc import Sequence

from annotations.languages import base

WHY = {
    "es": {
        "uncertainty": "el modelo duda entre {0} y {1}",
        "uncertainty one": "el modelo duda si es {0}",
        "uncertainty none": "el modelo duda",
        "diversity": "no se parece a lo revisado hasta ahora",
        "rare": "podría llevar el código poco frecuente {0}",
        "random": "salió por sorteo",
    },
    "en": {
        "uncertainty": "the model is uncertain between {0} and {1}",
        "uncertainty one": "the model is uncertain about {0}",
        "uncertainty none": "the model is uncertain",
        "diversity": "unlike what was reviewed so far",
        "rare": "may carry the rare code {0}",
        "random": "drawn at random",
    },
}


def why_in_words(strategy: str, names: Sequence[str], language: str) -> str:
    """One clause, in Spanish or English (the default for any other language); ``names`` of the targets of the place.

    >>> why_in_words("uncertainty", ["Agua", "Dinero"], "es-MX")
    'el modelo duda entre «Agua» y «Dinero»'
    >>> why_in_words("rare", ["Water"], "en")
    'may carry the rare code “Water”'
    """
    said = WHY.get(base(language), WHY["en"])
    quoted = [f"«{name}»" if said is WHY["es"] else f"“{name}”" for name in names]
    key = strategy if strategy != "uncertainty" or len(quoted) > 1 else ("uncertainty one" if quoted else "uncertainty none")
    return said[key].format(*quoted)
