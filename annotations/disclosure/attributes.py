"""What outputs say about people without naming them: category, sex, place, affiliation, date; and how many people of the register
that fits."""

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from annotations.disclosure.dates import days_in, months_in
from annotations.disclosure.folding import Words, fold, folded_words
from annotations.disclosure.reading import ReadPart
from annotations.sessions import Register, Respondent
from annotations.studies import Study

Attribute = Literal["category", "sex", "place", "affiliation", "date"]
Value = str | datetime.date | tuple[int, int]
Combination = tuple[tuple[Attribute, Value], ...]
_FEMALE = frozenset(["f", "female", "woman", "mujer", "femenino", "femenina", "fem", "feminino", "mulher"])
_MALE = frozenset(["m", "h", "male", "man", "hombre", "masculino", "masculina", "masc", "homem"])
_SEX_WORDS = {"f": ("mujer", "woman", "female"), "m": ("hombre", "man", "male")}
_EITHER = re.compile(r"(\S+)\s+(?:o|u|or|y|and)\s+(\S+)|(\S+)/(\S+)")
_SLASHED = re.compile(r"(\w+?)([oa])\s?[/(]\s?-?([oa]s?)\)?")
_EDGE_BEFORE = re.compile(r"(?:^|[\n\t,;|(—–·:•\"“«])[ *_>-]*$")
_EDGE_AFTER = re.compile(r"^[ *_]*(?:$|[\n\t,;|)\[—–·:•.\"”»])")
_HEAD_ENDS = frozenset(["from", "of", "in", "at", "with", "who", "de", "del", "en", "con", "que"])
_LONGEST_FIELD_WORD = 1
_MOST_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class Named:
    """``text[start:end]`` gives the attribute this value. ``also``: a sex that the wording gives away."""

    start: int
    end: int
    attribute: Attribute
    value: Value


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    attribute: Attribute
    value: str
    sex: str = ""
    field: bool = False


class People:
    """The respondents of a register by what could be said of them."""

    def __init__(self, register: Register) -> None:
        sessions = {session.id: session for session in register.sessions}
        self.of_session: dict[str, set[str]] = {}
        taken: dict[str, list[str]] = {}
        for part in register.participations:
            taken.setdefault(part.respondent_id, []).append(part.session_id)
            self.of_session.setdefault(part.session_id, set()).add(part.respondent_id)
        self._swapped = any(fold(person.sex.strip()) == "h" for person in register.respondents)
        self._facts: dict[str, dict[Attribute, set[Value]]] = {}
        for person in register.respondents:
            own = [sessions[session] for session in taken.get(person.id, ()) if session in sessions]
            dates = [session.date for session in own if session.date]
            self._facts[person.id] = {
                "category": _set(person.category),
                "sex": _set(self.sex(person.sex)),
                "place": _set(person.place) | {fold(session.place.strip()) for session in own if session.place.strip()},
                "affiliation": _set(person.affiliation),
                "date": {*dates, *((date.year, date.month) for date in dates)},
            }

    def sex(self, written: str) -> str:
        """``f``, ``m``, or as it is written; where men are *H*, *M* is a woman."""
        plain = fold(written.strip())
        if self._swapped and plain == "m":
            return "f"
        return "f" if plain in _FEMALE else "m" if plain in _MALE else plain

    def fitting(self, combination: Combination) -> tuple[str, ...]:
        """Ids of those whom all of it fits."""
        return tuple(
            sorted(person for person, facts in self._facts.items() if all(value in facts[name] for name, value in combination))
        )

    def values(self, attribute: Attribute) -> frozenset[Value]:
        return frozenset(value for facts in self._facts.values() for value in facts[attribute])


def _set(written: str) -> set[Value]:
    plain = fold(written.strip())
    return {plain} if plain else set()


class Vocabulary:
    """The words of the study and the register for the attributes of people, in every language of the study."""

    def __init__(self, register: Register, study: Study | None, people: People) -> None:
        self._by_first: dict[str, list[_Phrase]] = {}
        self._people = people
        self._days = {day for day in people.values("date") if isinstance(day, datetime.date)}
        self.shown: dict[tuple[Attribute, Value], str] = {}
        for phrase in dict.fromkeys(self._phrases(register, study)):
            self._by_first.setdefault(phrase.words[0], []).append(phrase)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.words))
        ids = sorted({s.id for s in register.sessions if re.search(r"[^\W\d_]", s.id)}, key=len, reverse=True)
        self._sessions = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, ids))})(?:\.\d{{1,6}})?(?![\w-])") if ids else None

    def named(self, words: Words) -> list[Named]:
        """All attributes that the text names, in its order; dates only those of sessions."""
        found: list[Named] = []
        after = 0
        for index in [i for i, word in enumerate(words.words) if word in self._by_first]:
            if index < after:
                continue
            for phrase in self._by_first[words.words[index]]:
                end = index + len(phrase.words)
                if tuple(words.words[index:end]) == phrase.words and _stands(words, index, end, phrase):
                    a, b = words.starts[index], words.ends[end - 1]
                    found.append(Named(a, b, phrase.attribute, phrase.value))
                    found += [Named(a, b, "sex", phrase.sex)] if phrase.sex else []
                    after = end
                    break
        months = {value for value in self._people.values("date") if isinstance(value, tuple)}
        found += [Named(a, b, "date", day) for a, b, day in days_in(words.text) if day in self._days]
        found += [Named(a, b, "date", month) for a, b, month in months_in(words.text) if month in months]
        return sorted(found, key=lambda named: (named.start, named.attribute))

    def cited(self, text: str) -> frozenset[str]:
        """The sessions that a passage cites."""
        return frozenset(match[1] for match in self._sessions.finditer(text)) if self._sessions else frozenset()

    def show(self, attribute: Attribute, value: Value) -> str:
        if isinstance(value, tuple):
            return f"{value[0]:04}-{value[1]:02}"
        return self.shown.get((attribute, value), str(value))

    def _phrases(self, register: Register, study: Study | None) -> Iterator[_Phrase]:
        for category in study.categories if study else ():
            value = fold(category.id.strip())
            self.shown[("category", value)] = category.id
            for name in category.name.values():
                yield from (_Phrase(words, "category", value, sex) for words, sex in wordings(name) if words)
        for person in register.respondents:
            yield from self._of_person(person)
        for session in register.sessions:
            yield from self._phrase("place", session.place)
        for sex, words in _SEX_WORDS.items():
            self.shown[("sex", sex)] = sex.upper()
            yield from (_Phrase((word,), "sex", sex) for word in words)

    def _of_person(self, person: Respondent) -> Iterator[_Phrase]:
        yield from self._phrase("category", person.category, field=True)
        yield from self._phrase("place", person.place)
        yield from self._phrase(
            "affiliation", person.affiliation, field=len(folded_words(person.affiliation)) <= _LONGEST_FIELD_WORD
        )
        for word in folded_words(person.sex):
            yield _Phrase((word,), "sex", self._people.sex(person.sex), field=True)

    def _phrase(self, attribute: Attribute, written: str, *, field: bool = False) -> Iterator[_Phrase]:
        words = tuple(folded_words(written))
        if words:
            value = fold(written.strip())
            self.shown.setdefault((attribute, value), written.strip())
            yield _Phrase(words, attribute, value, field=field)


def _stands(words: Words, index: int, end: int, phrase: _Phrase) -> bool:
    """A word that is also a common noun counts only where it fills a field: between commas, in a cell, at the start."""
    if not phrase.field:
        return True
    before, after = (
        words.text[max(0, words.starts[index] - 6) : words.starts[index]],
        words.text[words.ends[end - 1] : words.ends[end - 1] + 6],
    )
    if len(phrase.words[0]) == 1:
        return before[-1:] in {"", "\t", "\n"} and after[:1] in {"", "\t", "\n"}
    return bool(_EDGE_BEFORE.search(before)) and bool(_EDGE_AFTER.match(after))


def wordings(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The ways to write the name of a category, and the sex that one of them gives away.

    >>> [(" ".join(words), sex) for words, sex in wordings("usuaria o usuario")]
    [('usuaria o usuario', ''), ('usuaria', 'f'), ('usuarias', 'f'), ('usuario', ''), ('usuarios', '')]
    """
    whole = tuple(folded_words(name))
    yield whole, ""
    spelled = _SLASHED.sub(lambda match: f"{match[1]}a o {match[1]}o", name)
    either = _EITHER.search(spelled)
    if not either:
        yield from ((words, "") for words in _plurals(whole))
        return
    pair = sorted(filter(None, either.groups()), key=lambda one: fold(one)[-1:] != "a")
    rest_before, rest_after = folded_words(spelled[: either.start()]), folded_words(spelled[either.end() :])
    by_sex = fold(pair[0])[-1:] == "a" and fold(pair[1]).removesuffix("o") == fold(pair[0])[:-1]
    for number, one in enumerate(pair):
        words = (*rest_before, *folded_words(one), *rest_after)
        sex = "f" if by_sex and number == 0 else ""
        yield words, sex
        yield from ((plural, sex) for plural in _plurals(words))


def _plurals(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """With its head in the plural: the first word, or the one before *of* or *de*, or the last (*committee members*)."""
    if not words:
        return
    stop = next((i for i, word in enumerate(words) if word in _HEAD_ENDS and i), len(words))
    for at in {0, stop - 1}:
        for ending in ("s", "es") if words[at][-1:] not in "aeiou" else ("s",):
            yield (*words[:at], words[at] + ending, *words[at + 1 :])


def within(named: Sequence[Named], start: int, end: int) -> Mapping[Attribute, tuple[Value, ...]]:
    """The values of each attribute that are named in ``start:end``; a day says more than its month."""
    found: dict[Attribute, dict[Value, None]] = {}
    for one in named[bisect_left(named, start, key=lambda named: named.start) :]:
        if one.start >= end:
            break
        found.setdefault(one.attribute, {})[one.value] = None
    if any(isinstance(value, datetime.date) for value in found.get("date", ())):
        found["date"] = {value: None for value in found["date"] if isinstance(value, datetime.date)}
    return {attribute: tuple(values) for attribute, values in found.items()}


def combinations(values: Mapping[Attribute, Iterable[Value]]) -> Iterator[Combination]:
    """One value of each attribute, in every way; of very many, the first ones."""
    names = sorted(values)
    for number, chosen in enumerate(product(*(values[name] for name in names))):
        if number == _MOST_COMBINATIONS:
            return
        yield tuple(zip(names, chosen, strict=True))


def named_in(parts: Sequence[ReadPart], vocabulary: Vocabulary) -> list[list[Named]]:
    return [vocabulary.named(read.words) for read in parts]
