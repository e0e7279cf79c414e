"""What the board says, in each of its languages: words by key, found in the modules ``words_*`` beside this one."""

import importlib
import pkgutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

import service.board
from annotations.errors import Conflict
from annotations.studies import Words

LANGUAGES = ("es", "en")
NAMES = {"es": "Español", "en": "English"}
MONTHS = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
NARROW, FIXED = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
BETWEEN_FORMS = " | "


@cache
def all_words() -> Mapping[str, Words]:
    """Every text of the board by its key. Raises Conflict when two modules have the same key."""
    found: dict[str, Words] = {}
    for module in pkgutil.iter_modules(service.board.__path__):
        if module.name.startswith("words_"):
            words: Mapping[str, Words] = importlib.import_module(f"service.board.{module.name}").WORDS
            if twice := found.keys() & words.keys():
                raise Conflict(f"words that are there already: {', '.join(sorted(twice))}", where=module.name)
            found |= words
    return found


def say(language: str, key: str, **values: object) -> str:
    """The text of a key with its values put in.

    Where it has two forms, as in ``"{n} person | {n} people"``, the value ``n`` chooses. Whole numbers are written as the language does.
    """
    text = all_words()[key][language]
    if "n" in values and BETWEEN_FORMS in text:
        one, many = text.split(BETWEEN_FORMS, 1)
        text = one if values["n"] == 1 else many
    if not values:
        return text
    return text.format(**{name: number(value, language) if _whole(value) else value for name, value in values.items()})


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def number(value: object, language: str) -> str:
    """A count, with its thousands apart.

    >>> number(60000, "en"), number(60000, "es") == "60" + NARROW + "000", number(1234, "es")
    ('60,000', True, '1234')
    """
    if language == "en":
        return f"{value:,}"
    return str(value) if isinstance(value, int) and abs(value) < 10_000 else f"{value:,}".replace(",", NARROW)


def share(ratio: float | None, language: str) -> str:
    """A ratio in [0, 1] as a whole percentage; a dash when there is none.

    >>> share(0.345, "en"), share(0.345, "es") == "34" + FIXED + "%", share(None, "en")
    ('34%', True, '–')
    """
    if ratio is None:
        return "–"
    return f"{ratio:.0%}" if language == "en" else f"{ratio * 100:.0f}{FIXED}%"


def day(value: date | datetime | str | None, language: str) -> str:
    """A day; a dash when it is not known.

    >>> day("2025-09-15", "es"), day("2025-09-15", "en"), day(None, "en")
    ('15 sep 2025', '15 Sep 2025', '–')
    """
    moment = _moment(value)
    return f"{moment.day} {MONTHS[language][moment.month - 1]} {moment.year}" if moment else "–"


def clock(value: datetime | str | None, language: str) -> str:
    """A day with hour and minute, in the time zone of the machine that serves the board."""
    moment = _moment(value)
    return f"{day(moment, language)}, {moment:%H:%M}" if moment else "–"


def _moment(value: date | datetime | str | None) -> datetime | None:
    if not value:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return value.astimezone() if value.tzinfo else value


def asked_language(query: str, cookie: str, accepted: str) -> str:
    """The language of a page: as the address says, else as chosen before, else as the browser prefers, else English.

    >>> asked_language("", "", "pt-BR,es-419;q=0.8,en;q=0.5"), asked_language("", "en", "es"), asked_language("fr", "", "de")
    ('es', 'en', 'en')
    """
    for chosen in (query, cookie):
        if chosen in LANGUAGES:
            return chosen
    ranked = []
    for part in accepted.split(","):
        tag, _, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=")
        ranked.append((float(weight) if weight.replace(".", "", 1).isdecimal() else 1.0, tag.split("-")[0].lower()))
    return next((tag for weight, tag in sorted(ranked, key=lambda one: -one[0]) if weight and tag in LANGUAGES), "en")
