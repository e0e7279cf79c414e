"""Role, place, date and the like that fit so few respondents that they single somebody out; in one passage, or put together over
all outputs by the session that they cite."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.disclosure.attributes import Attribute, Combination, Named, People, Value, Vocabulary, combinations, within
from annotations.disclosure.covering import Cover
from annotations.disclosure.reading import Passage, ReadPart, passages
from annotations.disclosure.records import Finding, Place, Severity

_POSTS: frozenset[Attribute] = frozenset({"category", "affiliation"})
_PERSONAL: frozenset[Attribute] = frozenset({"category", "affiliation", "sex"})
_MOST_PLACES = 5
Told = dict[Attribute, dict[Value, tuple[int, Place]]]


@dataclass
class _Group:
    first: tuple[ReadPart, Passage]
    people: tuple[str, ...]
    places: list[Place] = field(default_factory=list)
    others: dict[tuple[int, Place], None] = field(default_factory=dict)
    times: int = 0


class CombinationCheck:
    """Counts whom a passage fits."""

    def __init__(self, people: People, vocabulary: Vocabulary, k: int) -> None:
        self._people, self._vocabulary, self._k = people, vocabulary, k

    def findings(
        self, parts: Sequence[ReadPart], named: Sequence[Sequence[Named]], cover: Cover, documents: Sequence[str]
    ) -> list[Finding]:
        groups: dict[tuple[int, bool, Combination], _Group] = {}
        told = self._told(parts, named)
        for read, known in zip(parts, named, strict=True):
            for passage in passages(read.part) if known else ():
                values = within(known, passage.start, passage.end)
                if not values:
                    continue
                for combination, people in self._few(values):
                    self._note(groups, (read.document, False, combination), read, passage, people)
                self._across(groups, told, read, passage, values)
        _without_parts(groups)
        return [self._finding(key, group, cover, documents) for key, group in groups.items()]

    def _few(self, values: Mapping[Attribute, Sequence[Value]]) -> list[tuple[Combination, tuple[str, ...]]]:
        found = []
        for combination in combinations(values):
            names = {name for name, _ in combination}
            if not names & (_PERSONAL if len(names) > 1 else _POSTS) and names != {"date", "place"}:
                continue
            people = self._people.fitting(combination)
            if people and len(people) < (self._k if len(names) > 1 else 2):
                found.append((combination, people))
        return found

    def _told(self, parts: Sequence[ReadPart], named: Sequence[Sequence[Named]]) -> Mapping[str, Told]:
        """What all outputs together say of each session, in passages that cite it alone."""
        told: dict[str, Told] = {}
        for read, known in zip(parts, named, strict=True):
            for passage in passages(read.part) if known else ():
                sessions = self._vocabulary.cited(read.part.text[passage.start : passage.end])
                if len(sessions) != 1:
                    continue
                facts = told.setdefault(next(iter(sessions)), {})
                for attribute, values in within(known, passage.start, passage.end).items():
                    for value in values:
                        facts.setdefault(attribute, {}).setdefault(value, (read.document, read.place(passage.start)))
        return told

    def _across(
        self,
        groups: dict[tuple[int, bool, Combination], _Group],
        told: Mapping[str, Told],
        read: ReadPart,
        passage: Passage,
        values: Mapping[Attribute, Sequence[Value]],
    ) -> None:
        """The passage, with what is said elsewhere of the one session that it cites."""
        sessions = self._vocabulary.cited(read.part.text[passage.start : passage.end])
        if len(sessions) != 1 or not values.keys() & _PERSONAL:
            return
        session = next(iter(sessions))
        facts = told[session]
        joined = {**{name: tuple(found) for name, found in facts.items()}, **values}
        if joined.keys() == values.keys():
            return
        alone = {combination for combination, _ in self._few(values) if len(combination) > 1}
        for combination, people in self._few(joined):
            if any(set(part) <= set(combination) for part in alone) or not set(people) & self._people.of_session.get(
                session, set()
            ):
                continue
            group = self._note(groups, (read.document, True, combination), read, passage, people)
            for name, value in combination:
                if name not in values:
                    group.others[facts[name][value]] = None

    def _note(
        self,
        groups: dict[tuple[int, bool, Combination], _Group],
        key: tuple[int, bool, Combination],
        read: ReadPart,
        passage: Passage,
        people: tuple[str, ...],
    ) -> _Group:
        group = groups.setdefault(key, _Group((read, passage), people))
        place = read.place(passage.start)
        group.places += [] if place in group.places else [place]
        group.times += 1
        return group

    def _finding(self, key: tuple[int, bool, Combination], group: _Group, cover: Cover, documents: Sequence[str]) -> Finding:
        number, across, combination = key
        others = [(number, place) for place in group.places[1 : _MOST_PLACES + 1]] if not across else list(group.others)
        return Finding(
            kind="combination_across" if across else "combination",
            severity=severity_of(combination, len(group.people)),
            document=documents[number],
            place=cover.place(group.places[0]),
            excerpt=cover.excerpt(group.first[0], group.first[1].start, group.first[1].end),
            respondents=group.people,
            combination=tuple((name, cover.text(self._vocabulary.show(name, value))) for name, value in combination),
            count=len(group.people),
            without=self._without(combination),
            others=tuple((documents[document], cover.place(place)) for document, place in others),
            times=group.times,
        )

    def _without(self, combination: Combination) -> tuple[tuple[str, int], ...]:
        """How many it fits when one attribute is left out, or the day of the date."""
        found: list[tuple[str, int]] = []
        for left_out in combination if len(combination) > 1 else ():
            rest = tuple(pair for pair in combination if pair != left_out)
            name, value = left_out
            if isinstance(value, datetime.date):
                coarse: Combination = (*rest, ("date", (value.year, value.month)))
                found.append(("day", len(self._people.fitting(coarse))))
            found.append((name, len(self._people.fitting(rest))))
        return tuple(found)


def severity_of(combination: Combination, count: int) -> Severity:
    """One person by post and by something else than their sex: stop. Few, or one by less, or by a month that may be any month: look."""
    exact = {name for name, value in combination if not isinstance(value, tuple)}
    return "stop" if count == 1 and exact & _POSTS and len(exact - {"sex"}) > 1 else "look"


def _without_parts(groups: dict[tuple[int, bool, Combination], _Group]) -> None:
    """A post alone says nothing new beside the same post with a place in the same document."""
    longer = {(number, pair) for number, _, combination in groups if len(combination) > 1 for pair in combination}
    for key in [key for key in groups if len(key[2]) == 1 and (key[0], key[2][0]) in longer]:
        del groups[key]
