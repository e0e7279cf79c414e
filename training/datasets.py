"""Reviewed segments as labels. What nobody reviewed is not here, and what a machine proposed is not a label."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotations.codings import Coding
from annotations.transcripts import Segment
from models.batches import Batch
from models.targets import Target


@dataclass(frozen=True, eq=False)
class Reviewed:
    """S reviewed segments and what people said of them.

    ``labels`` (S, K) of 0.0 and 1.0: at least half of the coders who reviewed the segment gave it the target. A row of zeros was
    read and nothing applied. ``targets`` names the columns. ``together`` are sets of session ids that must not be parted, since
    the same person speaks in them. ``blind``: ids of the segments whose coders saw no suggestions.
    """

    batch: Batch
    targets: tuple[Target, ...]
    labels: NDArray[np.float64]
    together: tuple[frozenset[str], ...] = ()
    blind: frozenset[str] = frozenset()

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.batch.segments

    @property
    def vectors(self) -> NDArray[np.float32]:
        return self.batch.vectors

    @cached_property
    def groups(self) -> NDArray[np.str_]:
        """(S,) what is split and resampled: the session id, and for sessions kept together the first of their ids."""
        names = group_names({segment.session_id for segment in self.segments}, self.together)
        return np.array([names[segment.session_id] for segment in self.segments], dtype=str)

    def take(self, rows: Sequence[int]) -> "Reviewed":
        """The segments at ``rows``, in that order. A part may name its groups by other sessions than the whole does."""
        return Reviewed(self.batch.take(rows), self.targets, self.labels[list(rows)], self.together, self.blind)

    @cached_property
    def data_hash(self) -> str:
        """SHA-256 of segments, words, targets, labels, groups, and what was coded blind."""
        digest = hashlib.sha256(json.dumps([target.key for target in self.targets]).encode())
        for segment, row, group in zip(self.segments, self.labels, self.groups.tolist(), strict=True):
            facts = [segment.id, segment.text, segment.question, segment.section, np.flatnonzero(row).tolist(), group]
            facts += ["blind"] if segment.id in self.blind else []
            digest.update(json.dumps(facts, ensure_ascii=False).encode())
        return digest.hexdigest()


def from_codings(
    batch: Batch,
    targets: Sequence[Target],
    codings: Iterable[Coding],
    reviewed_by: Iterable[tuple[str, str]],
    *,
    together: Iterable[Collection[str]] = (),
    blind: Collection[str] = (),
) -> Reviewed:
    """The reviewed segments of ``batch`` with their labels, in the order of segment ids.

    Parameters
    ----------
    batch : any segments; those that nobody reviewed are left out.
    codings : of the rounds that count; kinds and targets that are not among ``targets`` are left out.
    reviewed_by : (segment id, coder id) of every finished review, those with no coding at all included.
    together : for each person, say, the ids of the sessions they speak in. Sessions linked by any chain of these are judged as
        one; ids of sessions without reviewed segments link, and otherwise do nothing.
    blind : ids of the segments whose coders saw no suggestions.
    """
    coders: dict[str, set[str]] = defaultdict(set)
    for segment_id, coder_id in reviewed_by:
        coders[segment_id].add(coder_id)
    columns = {(target.kind, target.id): k for k, target in enumerate(targets)}
    said: dict[tuple[str, int], set[str]] = defaultdict(set)
    for coding in codings:
        column = columns.get((coding.kind, coding.target))
        if column is not None and coding.coder_id in coders.get(coding.segment_id, ()):
            said[coding.segment_id, column].add(coding.coder_id)
    rows = sorted((s.id, row) for row, s in enumerate(batch.segments) if s.id in coders)
    places = {segment_id: at for at, (segment_id, _) in enumerate(rows)}
    labels = np.zeros((len(rows), len(columns)))
    for (segment_id, column), who in said.items():
        if segment_id in places:
            labels[places[segment_id], column] = 2 * len(who) >= len(coders[segment_id])
    sets = tuple(frozenset(each) for each in together)
    return Reviewed(batch.take([row for _, row in rows]), tuple(targets), labels, sets, frozenset(blind) & set(places))


def group_names(sessions: Collection[str], together: Iterable[frozenset[str]]) -> dict[str, str]:
    """For each session the name of its group: the first of the sessions it is linked with, among those given."""
    names = {session: session for session in sessions}
    for joined in _components(together):
        here = joined & set(sessions)
        names.update((session, min(here)) for session in here)
    return names


def _components(together: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    found: list[frozenset[str]] = []
    for each in together:
        touched = [component for component in found if component & each]
        found = [component for component in found if not component & each] + [each.union(*touched)]
    return found
