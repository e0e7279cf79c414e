"""How long agreement takes with its intervals, on one core, for made-up coders; and the same figures from the libraries.

The libraries take one code at a time and know no resampling, so that a bootstrap with them calls them once for each code and
replicate. They are run on a few codes and replicates, and what the whole would take is reckoned from that; it is marked so.
"""

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from annotations.agreement import NOTHING, coefficients, sums
from annotations.agreement_intervals import Bootstrap, drawn
from annotations.agreement_tables import tables
from annotations.confusions import confusions
from annotations.judgements import Judgements, Variable

TRANSCRIPTS, FAMILY, GIVEN = 100, 20, 2.0
KEPT, SLIPS = 0.8, 0.3
"""A coder gives a code that applies with probability ``KEPT``, and ``SLIPS`` codes that do not apply to a segment, on average."""
TRIED = 4
"""Codes, and replicates, on which the libraries are run."""


@dataclass(frozen=True)
class Report:
    """Processor seconds. ``slices``: sets of coders × languages × denominators, each with every figure. ``libraries_one``: of the
    libraries for one code in one replicate; ``ours_one``: of ours, the whole divided by codes, replicates and slices.
    """

    segments: int
    codes: int
    coders: int
    replicates: int
    rows: int
    slices: int
    tables: float
    confusions: float
    wall: float
    libraries_one: float
    off: float

    @property
    def ours_one(self) -> float:
        return self.tables / (self.codes * (self.replicates + 1) * self.slices)

    @property
    def ratio(self) -> float:
        """Processor seconds of the libraries for one of ours, for the same figures."""
        return self.libraries_one / self.ours_one

    def markdown(self) -> str:
        whole = self.libraries_one * self.codes * (self.replicates + 1) * self.slices
        of = f"{self.segments:,} segments"
        return "\n".join(
            [
                f"{of} × {self.codes} codes × {self.coders} coders, {TRANSCRIPTS} transcripts, {self.replicates:,} replicates, one core\n",
                "| what | seconds of processor |",
                "|---|---|",
                f"| {self.rows:,} rows of figures with intervals ({self.slices} sets of coders, languages and denominators) | {self.tables:.1f} |",
                f"| confusions with their segments | {self.confusions:.1f} |",
                f"| krippendorff and scikit-learn, alpha and kappa alone, reckoned from {TRIED} codes × {TRIED} replicates | {whole:,.0f} |",
                f"\nratio: {self.ratio:,.0f}; wall clock of ours {self.wall:.1f} s; largest difference to the libraries {self.off:.1e}",
            ]
        )

    def json(self) -> str:
        return json.dumps({**asdict(self), "ratio": self.ratio}, indent=1)


def run(segments: int, codes: int, coders: int, replicates: int, *, seed: int = 1) -> Report:
    """All rows for made-up coders, then the libraries on a few codes and replicates."""
    judged = made_up(segments, codes, coders, seed)
    how = Bootstrap(replicates, seed)
    with threadpool_limits(1):
        wall = time.perf_counter()
        with _timed() as spent:
            rows = tables(judged, how)
        with _timed() as found:
            confusions(judged, 100)
        wall = time.perf_counter() - wall
        one, off = _libraries(judged, seed)
    slices = len({(row.coders, row.language, row.units_of) for row in rows})
    return Report(segments, codes, coders, replicates, len(rows), slices, spent[0], found[0], wall, one, off)


def made_up(segments: int, codes: int, coders: int, seed: int) -> Judgements:
    """Coders who know what applies and err independently of each other."""
    chance = np.random.default_rng(seed)
    truth = chance.random((segments, codes)) < min(0.5, GIVEN / codes)
    given = np.stack(
        [
            np.where(truth, chance.random((segments, codes)) < KEPT, chance.random((segments, codes)) < min(0.5, SLIPS / codes))
            for _ in range(coders)
        ],
        axis=1,
    )
    variables = tuple(Variable("code", (f"f{k // FAMILY}", f"c{k}")) for k in range(codes))
    each = math.ceil(segments / TRANSCRIPTS)
    names = tuple(f"S{n // each:03d}" for n in range(segments))
    languages = tuple(("es", "en")[n // each % 2] for n in range(segments))
    present = np.ones((segments, coders), dtype=bool)
    who = tuple(f"coder{m}" for m in range(coders))
    units = tuple(f"{name}.{n % each + 1:03d}" for n, name in enumerate(names))
    return Judgements(who, units, names, languages, variables, present, given, np.full((segments, coders), np.nan))


def _libraries(judged: Judgements, seed: int) -> tuple[float, float]:
    """Seconds for alpha of all coders and kappa of each pair, of one code in one replicate; and the largest difference to ours."""
    import krippendorff
    from sklearn.metrics import cohen_kappa_score

    transcript, count = judged.numbered()
    weights = drawn(count, TRIED - 1, seed)
    codes = range(min(TRIED, len(judged.variables)))
    values = np.where(judged.present[..., None], judged.given[:, :, list(codes)], NOTHING).astype(np.int8)
    ours = sums(values, 2, transcript, count).weighted(weights)
    expected = {name: coefficients(ours, name) for name in ("alpha", "kappa")}
    off = 0.0
    with _timed() as spent:
        for b, weight in enumerate(weights):
            rows = np.concatenate([np.tile(np.flatnonzero(transcript == t), int(w)) for t, w in enumerate(weight)])
            for k in codes:
                data = judged.given[rows, :, k]
                alpha = krippendorff.alpha(data.T.astype(float), level_of_measurement="nominal")
                pairs = combinations(range(len(judged.coders)), 2)
                kappa = float(np.mean([cohen_kappa_score(data[:, i], data[:, j]) for i, j in pairs]))
                off = max(off, abs(alpha - expected["alpha"][b, k]), abs(kappa - expected["kappa"][b, k]))
    return spent[0] / (len(weights) * len(codes)), off


@contextmanager
def _timed() -> Iterator[list[float]]:
    spent: list[float] = []
    start = time.process_time()
    yield spent
    spent.append(time.process_time() - start)
