"""The model in use, and how a challenger is compared with it on transcripts that neither saw."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.batches import Batch
from models.cold_start import ColdStart
from models.heads import Head
from training.checkpoints import NOWHERE, Checkpoints
from training.comparison import Comparison, compared, unseen
from training.datasets import Reviewed
from training.metrics import DECIDING_KIND, columns_of
from training.promotion import FEWEST_GROUPS, Decision, Opponent, Why, decide
from training.recipes import recipe_version
from training.validation import Judged, Validation, refitted

How = Literal["cold_start", "refitted", "as_it_is"]


@dataclass(frozen=True, eq=False)
class Champion:
    """A head in use: ``data`` are the segments it was fitted on, with the labels they had then; ``recipe`` the version that made it."""

    head: Head
    data: Reviewed
    recipe: str

    @property
    def version(self) -> str:
        return self.head.version


@dataclass(frozen=True, eq=False)
class Duel:
    """A challenger against what is in use: ``opponent`` is its version, the cold start's where there is no other.

    ``blind``: segments that were coded without suggestions were the judge, and no others.
    """

    opponent: str
    how: How
    comparison: Comparison
    decision: Decision
    blind: bool = False


def champion_of(head: Head, recipe: str, batch: Batch, together: Sequence[frozenset[str]]) -> Champion:
    """With its data out of ``batch``: what was since withdrawn is not there any more, and left out."""
    place = {segment_id: row for row, segment_id in enumerate(head.neighbours.ids)}
    rows = [row for row, segment in enumerate(batch.segments) if segment.id in place]
    labels = np.asarray(head.neighbours.labels, dtype=np.float64)[[place[batch.segments[row].id] for row in rows]]
    return Champion(head, Reviewed(batch.take(rows), head.targets, labels.reshape(len(rows), -1), tuple(together)), recipe)


def duel(
    reviewed: Reviewed,
    cold: ColdStart,
    validation: Validation,
    champion: Champion | None,
    *,
    seed: int,
    folds: int,
    ask: Sequence[Why] = (),
    encoder_saw: Collection[str] = (),
    checkpoints: Checkpoints = NOWHERE,
    progress: Callable[[int, int], None] | None = None,
) -> Duel:
    """Compare and decide.

    A champion of the present recipe is fitted again on its own data, fold by fold without the transcripts that are judged. One of
    another recipe cannot be: it is judged as it is, on transcripts that it was not fitted on; where these are too few, the cold
    start is the opponent and a person decides. Nothing is judged on sessions that the encoder saw (``encoder_saw``). Where enough
    transcripts were coded blind, their segments alone decide: other labels lean towards what was shown.
    """
    opponent: Opponent = "champion" if champion else "cold_start"
    how: How = "cold_start"
    found, rows = validation.judged_cold, unseen(reviewed, encoder_saw)
    if champion and champion.recipe == recipe_version():
        how = "refitted"
        name = f"champion-{champion.version}"
        found = refitted(
            champion.data, reviewed, cold, name=name, seed=seed, folds=folds, checkpoints=checkpoints, progress=progress
        )
    elif champion:
        fresh = unseen(reviewed, {*encoder_saw, *(segment.session_id for segment in champion.data.segments)})
        if _enough(reviewed, fresh):
            how, found, rows = "as_it_is", as_it_is(champion.head, reviewed), fresh
        else:
            opponent, ask = "cold_start", (*ask, "other_recipe")
    unled = rows[[reviewed.segments[row].id in reviewed.blind for row in rows]]
    blind = _enough(reviewed, unled)
    comparison = compared(found, validation.judged_head, reviewed, seed=seed, rows=unled if blind else rows)
    difference, losers = comparison.scores["difference"], comparison.losers
    decision = decide(difference, comparison.paired, seed=seed, against=opponent, losers=losers, ask=ask, blind=blind)
    return Duel(champion.version if champion else cold.version, how, comparison, decision, blind)


def _enough(reviewed: Reviewed, rows: NDArray[np.int_]) -> bool:
    """Whether the segments at ``rows`` can decide: coded ones in enough groups of transcripts."""
    coded = rows[reviewed.labels[rows][:, columns_of(reviewed.targets, DECIDING_KIND)].any(axis=1)]
    return len(set(reviewed.groups[coded])) >= FEWEST_GROUPS


def as_it_is(head: Head, reviewed: Reviewed) -> Judged:
    """What a head says of segments, those it was fitted on included."""
    scores = head.scores(reviewed.batch)
    limits: Mapping[str, float] = {str(kind): value for kind, value in head.thresholds.items()}
    return Judged(scores, scores >= np.array([limits.get(target.kind, 1.0) for target in reviewed.targets], np.float32))
