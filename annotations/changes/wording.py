"""Numbers, dates, lists and citations in words, for whatever a person reads. Spanish and English; other languages read English."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotations.changes.story_years import MONTHS
from annotations.languages import base, in_language

_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBERS = {
    "es": ["ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
    "en": ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
}
_MASCULINE = {0: "ningún", 1: "un"}
_AND = {"es": ("y", "e"), "en": ("and", "and")}


def plain(text: str) -> str:
    """Text from outside as one line that every format can hold."""
    return " ".join(_UNREADABLE.sub("\ufffd", text).split())


def _bracketed(citations: Iterable[str]) -> str:
    return f"[{', '.join(citations)}]"


@dataclass(frozen=True)
class Pen:
    """How to write in one language and format. ``escape`` makes text from outside harmless; ``cite`` writes a citation."""

    language: str
    escape: Callable[[str], str] = plain
    brackets: Callable[[Iterable[str]], str] = _bracketed

    @property
    def spoken(self) -> str:
        """The language of the phrases."""
        spoken = base(self.language)
        return spoken if spoken in _NUMBERS else "en"

    def words(self, words: Mapping[str, str]) -> str:
        return self.escape(in_language(words, self.language))

    def cite(self, citations: Iterable[str]) -> str:
        return self.brackets(self.escape(citation) for citation in citations)

    def number(self, number: int, *, masculine: bool = False) -> str:
        """In words up to ten.

        >>> Pen("es").number(1, masculine=True), Pen("en").number(1), Pen("es").number(12)
        ('un', 'one', '12')
        """
        if masculine and self.spoken == "es" and number in _MASCULINE:
            return _MASCULINE[number]
        known = _NUMBERS[self.spoken]
        return known[number] if 0 <= number < len(known) else f"{number:,}"

    def date(self, date: datetime.date) -> str:
        """
        >>> Pen("es").date(datetime.date(2024, 2, 12)), Pen("en").date(datetime.date(2024, 2, 12))
        ('12 de febrero de 2024', '12 February 2024')
        """
        month = MONTHS[self.spoken][date.month - 1]
        return f"{date.day} de {month} de {date.year}" if self.spoken == "es" else f"{date.day} {month} {date.year}"

    def period(self, dates: Sequence[datetime.date]) -> str:
        """``between … and …`` with a space before it; empty without dates."""
        if not dates:
            return ""
        first, last = self.date(dates[0]), self.date(dates[-1])
        if first == last:
            return f" el {first}" if self.spoken == "es" else f" on {first}"
        return f" entre el {first} y el {last}" if self.spoken == "es" else f" between {first} and {last}"

    def month(self, date: datetime.date) -> str:
        """
        >>> Pen("es").month(datetime.date(2024, 2, 12)), Pen("en").month(datetime.date(2024, 2, 12))
        ('febrero de 2024', 'February 2024')
        """
        name = MONTHS[self.spoken][date.month - 1]
        return f"{name} de {date.year}" if self.spoken == "es" else f"{name} {date.year}"

    def months(self, dates: Sequence[datetime.date]) -> str:
        """A period in months with a space before it; empty without dates."""
        if not dates:
            return ""
        first, last = self.month(dates[0]), self.month(dates[-1])
        if first == last:
            return f" en {first}" if self.spoken == "es" else f" in {first}"
        return f" entre {first} y {last}" if self.spoken == "es" else f" between {first} and {last}"

    def listed(self, parts: Sequence[str]) -> str:
        """
        >>> Pen("es").listed(["agua", "luz", "iglesia"]), Pen("en").listed(["a", "b"])
        ('agua, luz e iglesia', 'a and b')
        """
        if len(parts) < 2:
            return "".join(parts)
        usual, before_i = _AND[self.spoken]
        joint = before_i if re.match(r"(?i)h?i(?![aeou])|h?í", parts[-1]) else usual
        return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def escape_markdown(text: str) -> str:
    """Text from outside as text in Markdown: no markup, no HTML, no links, no table cells.

    >>> print(escape_markdown("<b>*uno*</b> | [dos](http://x.org)"))
    \\<b\\>\\*uno\\*\\</b\\> \\| \\[dos\\](http\\://x.org)
    """
    escaped = re.sub(r"([\\`*_\[\]<>&|~$#{}])", r"\\\1", plain(text))
    return re.sub(r"(?i)\bwww\.", lambda found: found[0][:-1] + "\\.", re.sub(r":(?=//)", r"\\:", escaped))


def sentence_case(text: str) -> str:
    """First letter large, the rest as it is.

    >>> sentence_case("¿dos sesiones?")
    '¿Dos sesiones?'
    """
    for place, character in enumerate(text):
        if character.isalnum():
            return text[:place] + character.upper() + text[place + 1 :]
    return text
