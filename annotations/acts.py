"""What coders did with suggestions, from the log of their acts: how many were accepted, changed, rejected, added; and how long it took."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotations.codings import PLANTED

ItemKey = tuple[str, str, int]
"""Segment, coder and round: one work item."""
Target = tuple[str, str]
"""Kind and id of what is coded."""
ACTS = ("accepted", "changed", "rejected", "added", "left", "kept", "dropped")
_NO_REVIEW = ("migrated",)  # written by a change of the code frame, not by the coder
_TAKEN_BACK = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One row of the log. ``number`` orders them; ``source`` names the one annotation that several rows came from."""

    number: int
    segment_id: str
    coder_id: str
    round: int
    act: str
    kind: str
    target: str
    suggested: str
    model_version: str
    source: str

    @property
    def item(self) -> ItemKey:
        return self.segment_id, self.coder_id, self.round


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """A work item that was reviewed: what the coder did last, how it was shown, and what the model suggests for the segment.

    ``group`` is the transcript, or transcripts that share a person. ``likely``: what the model suggests as likely for the segment,
    whether the coder was shown it or not. ``words``: length of the segment. ``seconds``: as Label Studio counted them, None unknown.
    """

    segment_id: str
    coder_id: str
    round: int
    arm: str
    condition: str
    group: str
    acts: tuple[LoggedAct, ...]
    likely: frozenset[Target] = frozenset()
    words: int = 0
    seconds: float | None = None

    @property
    def chosen(self) -> frozenset[Target]:
        """What holds of the segment in this coder's judgement."""
        return frozenset((a.kind, a.target) for a in self.acts if a.target and a.act in ("accepted", "changed", "added", "kept"))


@dataclass(frozen=True)
class ActCounts:
    """How many acts of each kind. ``instead``: chosen in the place of another suggestion (of a kind that takes one value).

    For all suggestions together ``instead`` equals ``changed``; for one code ``changed`` counts its suggestions that were replaced by
    another, and ``instead`` those of others that it replaced. ``left``: suggested as possible, not chosen, and nothing said.
    """

    accepted: int = 0
    changed: int = 0
    rejected: int = 0
    added: int = 0
    left: int = 0
    instead: int = 0
    kept: int = 0
    dropped: int = 0

    @property
    def decided(self) -> int:
        """Suggestions that the coder decided about."""
        return self.accepted + self.changed + self.rejected

    @property
    def accepted_ratio(self) -> float | None:
        """Of the suggestions decided about those accepted as they were."""
        return self.accepted / self.decided if self.decided else None

    @property
    def unsuggested_ratio(self) -> float | None:
        """Of what the coder gave, beside what was carried over, the part that was not suggested."""
        own = self.added + self.instead
        return own / (own + self.accepted) if own + self.accepted else None


@dataclass(frozen=True)
class Times:
    """Seconds a segment: median, quartiles; ``long`` lie more than five robust standard deviations above the median (left open)."""

    segments: int
    median: float
    lower: float
    upper: float
    long: int
    per_100_words: float | None


def standing_acts(log: Iterable[LoggedAct]) -> dict[ItemKey, tuple[LoggedAct, ...]]:
    """What each coder did last with each work item; nothing for one whose review was taken back or that was skipped.

    A review that is done again is on the log again, under another source; the last source counts, with all that it ever said: when
    a later annotation is deleted, the earlier one counts once more.
    """
    last: dict[ItemKey, tuple[int, str]] = {}
    said: dict[tuple[ItemKey, str], list[LoggedAct]] = {}
    for row in log:
        if row.act in _NO_REVIEW:
            continue
        said.setdefault((row.item, row.source), []).append(row)
        last[row.item] = max(last.get(row.item, (row.number, row.source)), (row.number, row.source))
    found = {}
    for item, (_, source) in last.items():
        rows = [row for row in said[item, source] if row.act not in _TAKEN_BACK]
        if rows and not any(row.act == "skipped" for row in rows):
            found[item] = tuple(rows)
    return found


def was_shown(item: ReviewedItem) -> bool:
    """Whether the coder saw the model's suggestions with the segment."""
    return item.arm == "assisted" and item.condition != "withheld"


def act_counts(items: Sequence[ReviewedItem]) -> dict[str, ActCounts]:
    """Acts upon the model's suggestions where they were shown, planted ones left out.

    Keys: ``all``, ``coder:…``, ``round:…``, ``model:…``, ``kind:…``, and every target as ``code:…``, ``domain:…``, ``section:…``.
    """
    counted: dict[str, Counter[str]] = {"all": Counter()}

    def count(key: str, act: str) -> None:
        counted.setdefault(key, Counter())[act] += 1

    for item in items:
        for a in item.acts if was_shown(item) else ():
            if a.act not in ACTS or a.model_version == PLANTED:
                continue
            for key in ("all", f"coder:{a.coder_id}", f"round:{a.round}", f"model:{a.model_version}", f"kind:{a.kind}"):
                count(key, a.act)
                if a.act == "changed":
                    count(key, "instead")
            count(f"{a.kind}:{a.suggested or a.target}", a.act)
            if a.act == "changed":
                count(f"{a.kind}:{a.target}", "instead")
    return {key: ActCounts(**found) for key, found in sorted(counted.items())}


def times(items: Sequence[ReviewedItem]) -> dict[str, Times]:
    """Time per segment, by how it was shown (``assisted``, ``withheld``, ``planted``, ``blind`` …), by coder and by round."""
    ways: Mapping[str, Callable[[ReviewedItem], str]] = {
        "shown": lambda i: i.arm if i.condition == "shown" or i.arm != "assisted" else i.condition,
        "coder": lambda i: i.coder_id,
        "round": lambda i: str(i.round),
    }
    grouped: dict[str, list[ReviewedItem]] = {}
    for item in items:
        if item.seconds is not None and item.seconds > 0:
            for way, of in ways.items():
                grouped.setdefault(f"{way}:{of(item)}", []).append(item)
    return {key: _times(found) for key, found in sorted(grouped.items())}


def _times(items: Sequence[ReviewedItem]) -> Times:
    seconds = np.array([item.seconds or 0.0 for item in items])
    median = float(np.median(seconds))
    spread = 1.4826 * float(np.median(np.abs(seconds - median)))  # standard deviation, were they normal
    long = int((seconds > median + 5 * spread).sum()) if spread else 0
    paces = [100 * (item.seconds or 0.0) / item.words for item in items if item.words]
    lower, upper = (float(q) for q in np.percentile(seconds, [25, 75]))
    return Times(len(items), median, lower, upper, long, float(np.median(paces)) if paces else None)
