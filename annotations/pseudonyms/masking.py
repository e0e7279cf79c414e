"""Replace mentions, and map every offset between the two texts, both ways."""

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotations.pseudonyms.records import Entity, Mention
from annotations.pseudonyms.replacements import replacement
from annotations.transcripts import Mark, Turn

Edge = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One replacement: ``original`` stood at ``start:end`` of the original; ``masked_start:masked_end`` of the masked text replaces it."""

    start: int
    end: int
    masked_start: int
    masked_end: int
    entity_id: str
    original: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its mentions replaced. ``pieces`` are in order and apart; together with ``text`` they give the original back."""

    text: str
    pieces: tuple[Piece, ...] = ()

    def unmask(self) -> str:
        """The original, whatever the texts hold: only offsets decide, so a ``[Persona A]`` that somebody said stays."""
        parts, at = [], 0
        for piece in self.pieces:
            parts += [self.text[at : piece.masked_start], piece.original]
            at = piece.masked_end
        return "".join([*parts, self.text[at:]])

    def to_masked(self, offset: int, edge: Edge = "start") -> int:
        """Where an offset of the original stands in the masked text; inside of what was replaced, that ``edge`` of it."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        if index < 0:
            return offset
        piece = self.pieces[index]
        if piece.start < offset < piece.end:
            return piece.masked_start if edge == "start" else piece.masked_end
        return piece.masked_start if offset == piece.start else piece.masked_end + offset - piece.end

    def to_original(self, offset: int, edge: Edge = "start") -> int:
        """Where an offset of the masked text stands in the original; inside of a replacement, that ``edge`` of what it replaced."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece.masked_start) - 1
        if index < 0:
            return offset
        piece = self.pieces[index]
        if piece.masked_start < offset < piece.masked_end:
            return piece.start if edge == "start" else piece.end
        return piece.start if offset == piece.masked_start else piece.end + offset - piece.masked_end

    def mapped_span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the original in the masked text, grown to whole replacements; an empty one stays empty."""
        masked = self.to_masked(start, "start")
        return (masked, masked) if end <= start else (masked, self.to_masked(end, "end"))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the masked text in the original, grown to whole mentions; an empty one stays empty."""
        original = self.to_original(start, "start")
        return (original, original) if end <= start else (original, self.to_original(end, "end"))

    def mapped_turns(self, turns: Iterable[Turn], *, speakers: Mapping[str, str] | None = None) -> tuple[Turn, ...]:
        """The turns in the masked text; ``speakers`` gives the new label of those whose label is a name."""
        named, mapped = speakers or {}, []
        for turn in turns:
            start, end = self.mapped_span(turn.start, turn.end)
            mapped.append(dataclasses.replace(turn, speaker=named.get(turn.speaker, turn.speaker), start=start, end=end))
        return tuple(mapped)

    def mapped_marks(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """The marks in the masked text."""
        spans = ((mark, self.mapped_span(mark.start, mark.end)) for mark in marks)
        return tuple(dataclasses.replace(mark, start=start, end=end) for mark, (start, end) in spans)


def without_overlaps(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions that are apart, in order of the text: the longest stay, then the highest score, then the first.

    >>> from annotations.pseudonyms.records import IdentityKind as K
    >>> found = [Mention(0, 4, K.PERSON, "Juan"), Mention(0, 9, K.PERSON, "Juan Ruiz"), Mention(12, 15, K.PLACE, "Ibi")]
    >>> [(m.start, m.end) for m in without_overlaps(found)]
    [(0, 9), (12, 15)]
    """
    kept, stretches = [], Stretches()
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, -m.score, m.start, m.kind)):
        if mention.start < mention.end and not stretches.touch(mention):
            stretches.add(mention)
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


class Stretches:
    """The stretches of a text that mentions cover, for asking fast whether another one touches them."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._covered = bytearray()
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        if mention.end > len(self._covered):
            self._covered.extend(bytes(max(mention.end - len(self._covered), len(self._covered))))
        self._covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)

    def touch(self, mention: Mention) -> bool:
        return self._covered.find(1, mention.start, mention.end) >= 0


def cut_at(mentions: Iterable[Mention], fences: Collection[int]) -> tuple[Mention, ...]:
    """Mentions that cross no fence (where a turn begins or ends): one that did becomes two."""
    borders, cut = sorted(set(fences)), []
    for mention in mentions:
        inner = borders[bisect_right(borders, mention.start) : bisect_left(borders, mention.end)]
        for start, end in zip([mention.start, *inner], [*inner, mention.end], strict=True):
            text = mention.text[start - mention.start : end - mention.start]
            cut.append(dataclasses.replace(mention, start=start, end=end, text=text))
    return tuple(cut)


def mask(
    text: str,
    mentions: Sequence[tuple[Mention, Entity]],
    language: str,
    *,
    fences: Collection[int] = (),
) -> Masked:
    """The text with every mention replaced by the words of its entity.

    Parameters
    ----------
    mentions : each with the entity it stands for; those that overlap are settled by ``without_overlaps``. Leave out what is not to be masked.
    fences : offsets that no replacement may cross: the starts and ends of turns and marks.

    Raises
    ------
    ValueError : a mention is not what stands at its offsets.
    """
    for mention, _ in mentions:
        if not 0 <= mention.start < mention.end <= len(text) or text[mention.start : mention.end] != mention.text:
            raise ValueError(f"text[{mention.start}:{mention.end}] is not the mention's text")
    entities = {(m.start, m.end, m.kind, m.score): entity for m, entity in reversed(mentions)}
    parts, pieces, at, length = [], [], 0, 0
    for whole in without_overlaps(m for m, _ in mentions):
        entity = entities[(whole.start, whole.end, whole.kind, whole.score)]
        for mention in cut_at((whole,), fences):
            new = replacement(entity, language)
            parts += [text[at : mention.start], new]
            length += mention.start - at
            pieces.append(Piece(mention.start, mention.end, length, length + len(new), entity.id, mention.text))
            length += len(new)
            at = mention.end
    return Masked("".join([*parts, text[at:]]), tuple(pieces))
