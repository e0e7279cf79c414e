"""Whether what comes in, and how people take what is suggested, are still what they were."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.transcripts import Segment

LEVEL = 0.025
DRAWS = 1999
FEWEST_KNOWN = 3
FEWEST_NEW = 3
FEWEST_SUGGESTED = 20
TAKEN = ("accepted", "changed", "rejected")


@dataclass(frozen=True)
class InputDrift:
    """New transcripts against those that the model in use was fitted on. ``p`` is None where there are too few to tell.

    ``distance``: between the mean vectors of transcripts, as a share of the spread among all of them. ``words``: median words of a
    segment, before and now. ``languages``: share of segments by language, before and now. ``strange``: share of new segments unlike
    anything that the model knows.
    """

    known: int
    new: int
    distance: float | None
    p: float | None
    words: tuple[float, float]
    languages: dict[str, tuple[float, float]]
    strange: float | None

    @property
    def drifted(self) -> bool | None:
        return None if self.p is None else self.p <= LEVEL


@dataclass(frozen=True)
class Rate:
    """How many of the suggestions that somebody looked at were taken, of one model in one week; ``code`` is empty for all."""

    model: str
    week: str
    code: str
    suggested: int
    accepted: int


@dataclass(frozen=True)
class Change:
    """The rate of the newest week against the weeks before, with a 95 % interval of the difference; ``code`` is empty for all."""

    model: str
    week: str
    code: str
    before: float
    now: float
    low: float
    high: float

    @property
    def changed(self) -> bool:
        return self.low > 0 or self.high < 0


def input_drift(
    segments: Sequence[Segment], vectors: NDArray[np.float32], fitted_on: Iterable[str], strange: Iterable[str], *, seed: int = 1
) -> InputDrift:
    """Compare sessions that are not among ``fitted_on`` with those that are.

    The unit is the transcript: segments of one are alike, and counting each would make every new transcript look like a change. For
    the mean vectors of transcripts the squared distance between the two groups' means is compared with that of random divisions
    (a permutation test, exact but for the drawing of ``DRAWS`` divisions; the maximum mean discrepancy with a linear kernel).

    Parameters
    ----------
    vectors : (S, D) of ``segments``.
    strange : ids of the segments that the model in use found unlike anything it knows.
    """
    fitted, unlike = set(fitted_on), set(strange)
    sessions = np.array([segment.session_id for segment in segments], dtype=str)
    names = np.unique(sessions)
    means = np.array([vectors[sessions == name].mean(axis=0) for name in names], dtype=float).reshape(len(names), -1)
    is_new = np.array([name not in fitted for name in names], dtype=bool)
    known, new = int((~is_new).sum()), int(is_new.sum())
    distance, p = (None, None) if known < FEWEST_KNOWN or new < FEWEST_NEW else _distance(means, is_new, seed)
    two = ([s for s in segments if s.session_id in fitted], [s for s in segments if s.session_id not in fitted])
    languages = {s.language for s in segments}
    shares = [Counter(s.language for s in part) for part in two]
    return InputDrift(
        known,
        new,
        distance,
        p,
        words=(_words(two[0]), _words(two[1])),
        languages={one: (_share(shares[0][one], len(two[0])), _share(shares[1][one], len(two[1]))) for one in sorted(languages)},
        strange=_share(sum(s.id in unlike for s in two[1]), len(two[1])) if two[1] else None,
    )


def _distance(means: NDArray[np.float64], is_new: NDArray[np.bool_], seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    spread = float(means.var(axis=0).sum()) or 1.0
    here = _between(means, is_new)
    drawn = np.array([_between(means, rng.permutation(is_new)) for _ in range(DRAWS)])
    return round(here / spread, 6), round(float((1 + (drawn >= here - 1e-12).sum()) / (1 + DRAWS)), 6)


def _between(means: NDArray[np.float64], is_new: NDArray[np.bool_]) -> float:
    return float(((means[is_new].mean(axis=0) - means[~is_new].mean(axis=0)) ** 2).sum())


def _words(segments: Sequence[Segment]) -> float:
    return float(np.median([len(segment.text.split()) for segment in segments])) if segments else 0.0


def _share(count: int, of: int) -> float:
    return round(count / of, 6) if of else 0.0


def acceptance(log: Iterable[Any]) -> tuple[Rate, ...]:
    """Rates by model, week (ISO) and code. Of several acts of a coder on one suggestion the last one counts, in its week.

    Parameters
    ----------
    log : entries of the coding log, oldest first, with ``at``, ``coder_id``, ``segment_id``, ``round``, ``kind``, ``act``,
        ``suggested``, ``model_version``. Only codes are counted.
    """
    last: dict[tuple[str, str, int, str], Any] = {}
    for entry in log:
        if entry.kind == "code" and entry.suggested and entry.act in TAKEN and entry.model_version:
            last[entry.segment_id, entry.coder_id, entry.round, entry.suggested] = entry
    counts: dict[tuple[str, str, str], list[int]] = {}
    for entry in last.values():
        year, number, _ = entry.at.isocalendar()
        for code in ("", entry.suggested):
            found = counts.setdefault((entry.model_version, f"{year}-W{number:02d}", code), [0, 0])
            found[0] += 1
            found[1] += entry.act == "accepted"
    return tuple(Rate(*key, *values) for key, values in sorted(counts.items()))


def changes(rates: Sequence[Rate], model: str) -> tuple[Change, ...]:
    """For one model, the newest week against those before: overall and for each code with enough suggestions on both sides."""
    mine = [rate for rate in rates if rate.model == model]
    weeks = sorted({rate.week for rate in mine})
    if len(weeks) < 2:
        return ()
    found = []
    for code in sorted({rate.code for rate in mine}):
        sides = [[r for r in mine if r.code == code and (r.week == weeks[-1]) is newest] for newest in (False, True)]
        (n0, k0), (n1, k1) = ((sum(r.suggested for r in side), sum(r.accepted for r in side)) for side in sides)
        if min(n0, n1) >= FEWEST_SUGGESTED:
            low, high = difference_interval(k0, n0, k1, n1)
            found.append(Change(model, weeks[-1], code, k0 / n0, k1 / n1, low, high))
    return tuple(found)


def difference_interval(k0: int, n0: int, k1: int, n1: int) -> tuple[float, float]:
    """95 % interval of k1/n1 - k0/n0, from Wilson's intervals of both (Newcombe 1998, method 10).

    >>> [round(x, 4) for x in difference_interval(48, 80, 56, 70)]
    [0.0524, 0.3339]
    """
    from scipy.stats import binomtest

    p0, p1 = k0 / n0, k1 / n1
    one, two = (binomtest(k, n).proportion_ci(method="wilson") for k, n in ((k0, n0), (k1, n1)))
    low = (p1 - p0) - np.hypot(p1 - two.low, one.high - p0)
    high = (p1 - p0) + np.hypot(two.high - p1, p0 - one.low)
    return float(low), float(high)


def as_facts(drift: InputDrift, rates: Sequence[Rate], changed: Sequence[Change]) -> Mapping[str, Any]:
    """Everything as JSON."""
    from dataclasses import asdict

    return {
        "input": {**asdict(drift), "drifted": drift.drifted},
        "acceptance": [asdict(rate) for rate in rates if not rate.code],
        "acceptance_by_code": [asdict(rate) for rate in rates if rate.code],
        "changes": [{**asdict(change), "changed": change.changed} for change in changed],
    }
