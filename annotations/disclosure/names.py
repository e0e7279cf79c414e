"""Masked names that are printed, whole or in part, and what of them is masked in another output of the set."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.disclosure.covering import Cover
from annotations.disclosure.matching import Hit
from annotations.disclosure.name_words import OF_PLACES, TITLES
from annotations.disclosure.reading import ReadPart
from annotations.disclosure.records import Finding, FindingKind, Place, Secret, Severity
from annotations.disclosure.secret_forms import ORGANISATIONS, PERSONS

# written small more often than this in all outputs together, it is a word of the language, and a name only by chance
COMMON = 3
_BETWEEN = frozenset(["la", "el", "las", "los", "the", "our", "mi", "nuestra", "nuestro", "una", "un", "a", "an", "su"])
_MOST_PLACES = 5
Verdict = tuple[FindingKind, Severity]


@dataclass
class _Group:
    """Occurrences of the same secrets in one document."""

    first: tuple[ReadPart, Hit]
    places: list[Place] = field(default_factory=list)
    times: int = 0


class NameCheck:
    """Judges hits. ``roles``: words for what people are in this study; ``given``: given names that are known."""

    def __init__(
        self, secrets: Sequence[Secret], parts: Sequence[ReadPart], roles: Collection[str], given: Collection[str]
    ) -> None:
        self._secrets, self._parts = secrets, parts
        self._roles, self._given = TITLES | set(roles), given
        self._small = _written_small(parts)
        self._judged = list(self._judge())

    def findings(self, cover: Cover, documents: Sequence[str]) -> list[Finding]:
        """One for each document and secret (or secrets that share the form), in its name, in what it shows, in what it hides."""
        groups: dict[tuple[int, FindingKind, Severity, tuple[int, ...], str], _Group] = {}
        for read, hit, (kind, severity) in self._judged:
            place = read.place(hit.start)
            layer = "name" if place.unit == "file_name" else "hidden" if read.part.hidden else "shown"
            group = groups.setdefault((read.document, kind, severity, hit.owners, layer), _Group((read, hit)))
            group.places += [] if place in group.places else [place]
            group.times += 1
        return [
            Finding(
                kind=kind,
                severity=severity,
                document=documents[number],
                place=cover.place(group.places[0]),
                excerpt=cover.excerpt(group.first[0], group.first[1].start, group.first[1].end),
                entities=self._ids(owners),
                others=tuple((documents[number], cover.place(place)) for place in group.places[1 : _MOST_PLACES + 1]),
                times=group.times,
                reason=group.first[1].strength,
            )
            for (number, kind, severity, owners, _), group in groups.items()
        ]

    def printed(self) -> Mapping[int, list[tuple[ReadPart, Hit]]]:
        """By secret, where it is printed beyond doubt."""
        found: dict[int, list[tuple[ReadPart, Hit]]] = {}
        for read, hit, (_, severity) in self._judged:
            for owner in hit.owners if severity == "stop" else ():
                found.setdefault(owner, []).append((read, hit))
        return found

    def _judge(self) -> Iterable[tuple[ReadPart, Hit, Verdict]]:
        for read in self._parts:
            for hit in read.hits:
                verdict = self._verdict(read, hit) if hit.strength not in {"mask", "public"} else None
                if verdict:
                    yield read, hit, verdict

    def _verdict(self, read: ReadPart, hit: Hit) -> Verdict | None:
        secrets = [self._secrets[owner] for owner in hit.owners]
        written = read.part.text[hit.start : hit.end]
        small, prose = written.islower(), not read.part.hidden and read.place(hit.start).unit != "file_name"
        most: Severity = "stop" if any(secret.severity == "stop" for secret in secrets) else "look"
        weight: Severity | None = most
        if hit.strength == "full":
            weight = "look" if small and prose and _is_common_noun(secrets[0]) else most
        elif hit.strength in {"alone", "surname"}:
            weight = self._of_single(read, hit, most, small=small, prose=prose)
        elif hit.strength == "given":
            weight = self._of_given(read, hit, small=small, prose=prose)
        else:
            weight = None if small or (hit.strength == "distinct" and not self._within_a_sentence(read, hit)) else "look"
        return (self._kind(hit, secrets[0]), weight) if weight else None

    def _of_single(self, read: ReadPart, hit: Hit, weight: Severity, *, small: bool, prose: bool) -> Severity | None:
        """One word: a name beyond doubt unless it is also a word, a saint's, or goes with somebody else's given name."""
        index = read.word_at(hit.start)
        common = self._small[read.words.words[index]] > COMMON if index < len(read.words) else False
        if small:
            return None if (common or hit.end - hit.start < 5) and prose else "look"
        if self._before(read, hit, OF_PLACES):
            return None
        if hit.strength == "surname" and self._of_somebody_else(read, index):
            return "look"
        return (
            "look"
            if common or (not prose and hit.strength == "surname" and read.part.hidden and not _is_property(read, hit))
            else weight
        )

    def _of_given(self, read: ReadPart, hit: Hit, *, small: bool, prose: bool) -> Severity | None:
        """A given name is a leak beside what the person is; alone, something to look at."""
        if small and prose:
            return None
        if self._before(read, hit, OF_PLACES) or (read.part.hidden and not _is_property(read, hit)):
            return None
        if self._before(read, hit, self._roles) or self._role_after(read, hit):
            return "stop"
        index = read.word_at(hit.start)
        return None if index < len(read.words) and self._small[read.words.words[index]] > COMMON else "look"

    def _within_a_sentence(self, read: ReadPart, hit: Hit) -> bool:
        """Where a capital letter is not the beginning's, and the word no common one."""
        index = read.word_at(hit.start)
        if read.part.hidden or index == 0 or self._small[read.words.words[index]] > COMMON:
            return False
        return read.part.text[read.words.ends[index - 1] : hit.start].strip(' *_"“«(,') == ""

    def _before(self, read: ReadPart, hit: Hit, words: Collection[str]) -> bool:
        index = read.word_at(hit.start) - 1
        if index < 0 or read.part.text[read.words.ends[index] : hit.start].strip(" .,*_"):
            return False
        return read.words.words[index] in words

    def _role_after(self, read: ReadPart, hit: Hit) -> bool:
        """``Elena, la tesorera``; ``Elena (teacher)``."""
        if not read.part.text[hit.end : hit.end + 3].lstrip("*_ ").startswith((",", "(", "—", "–", ":")):
            return False
        index = read.word_at(hit.end)
        following = [word for word in read.words.words[index : index + 3] if word not in _BETWEEN]
        return bool(following) and following[0] in self._roles

    def _of_somebody_else(self, read: ReadPart, index: int) -> bool:
        """Whether a given name that is not this person's stands right before the surname."""
        if index == 0 or read.words.gap(index) != " ":
            return False
        return read.words.words[index - 1] in self._given and not read.words.is_small(index - 1)

    def _kind(self, hit: Hit, secret: Secret) -> FindingKind:
        if secret.kind in PERSONS:
            return "name" if hit.strength in {"full", "alone"} else "name_part"
        if secret.kind in ORGANISATIONS:
            return "organisation"
        return "place_name" if secret.kind == "place" else "identifier"

    def _ids(self, owners: Iterable[int]) -> tuple[str, ...]:
        return tuple(sorted({self._secrets[owner].entity_id for owner in owners}))


def _is_common_noun(secret: Secret) -> bool:
    """Whether small letters make it plain words: *los aceros del valle*."""
    return secret.kind in ORGANISATIONS or secret.kind == "place"


def _is_property(read: ReadPart, hit: Hit) -> bool:
    """Whether it stands where programs write who made a file."""
    place = read.place(hit.start)
    return place.unit in {"property", "comment", "annotation"} or place.name in {"author", "initials", "creator"}


def _written_small(parts: Sequence[ReadPart]) -> Counter[str]:
    """How often each word that may be a name is written in small letters where people write sentences."""
    counted: Counter[str] = Counter()
    for read in parts:
        if read.part.hidden:
            continue
        for hit in read.hits:
            if hit.strength in {"alone", "surname", "given", "distinct"} and read.part.text[hit.start : hit.end].islower():
                index = read.word_at(hit.start)
                counted[read.words.words[index]] += index < len(read.words)
    return counted
