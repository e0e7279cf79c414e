"""What a data point is called in a language: by the names that its file gives, else as its source calls it, in its own language."""

from collections.abc import Iterable

from annotations.languages import base
from annotations.triangulation.records import DataPoint

NAMED = ("indicator", "unit", "place", "denominator", "source", "caveat")
"""The columns whose words can be given in other languages too."""


def name_in(point: DataPoint, column: str, language: str) -> str:
    """The words of a column in a language; in their own where they are not given in it.

    >>> import datetime
    >>> day = datetime.date(2024, 5, 2)
    >>> paid = DataPoint("D1", "Pago a tiempo", 97, "%", "Alta", "2020", "118 tomas", "Comité", day,
    ...                  names={"indicator": {"en": "Payments on time"}}, language="es")
    >>> name_in(paid, "indicator", "en-GB"), name_in(paid, "source", "en")
    ('Payments on time', 'Comité')
    """
    own: str = getattr(point, column)
    if base(language) == base(point.language):
        return own
    given = point.names.get(column, {})
    return next((words for tag, words in given.items() if base(tag) == base(language) and words), own)


def is_given(point: DataPoint, column: str, language: str) -> bool:
    """Whether its words are in that language, as far as is known."""
    named = any(base(tag) == base(language) and words for tag, words in point.names.get(column, {}).items())
    return named or not getattr(point, column) or base(point.language) in ("", base(language))


def language_of(point: DataPoint, column: str, language: str, otherwise: str = "") -> str:
    """In which language ``name_in`` tells it; ``otherwise`` where nobody has said."""
    return language if point.language and is_given(point, column, language) else point.language or otherwise


def foreign(points: Iterable[DataPoint], language: str) -> tuple[str, ...]:
    """The other languages in which indicators of these points are named for who reads in ``language``."""
    return tuple(dict.fromkeys(point.language for point in points if not is_given(point, "indicator", language)))
