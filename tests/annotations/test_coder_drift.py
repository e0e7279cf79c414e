"""A coder who changes is found, one who does not is left alone, and transcripts that differ are no drift."""

import numpy as np

from annotations.agreement_intervals import Bootstrap
from annotations.coder_drift import drifts
from tests.annotations.coders import judgements

TRANSCRIPTS, EACH, CODES = 40, 25, 6


def drawn(worse_from: int, more_of_first_code: float) -> object:
    """Two coders who err in a twentieth; from a transcript on the first gives everything by lot, or the first code more often."""
    chance = np.random.default_rng(3)
    # richer transcripts later: no drift, as they are richer for everybody
    share = np.linspace(0.1, 0.5, TRANSCRIPTS)[:, None, None]
    truth = (chance.random((TRANSCRIPTS, EACH, CODES)) < share).reshape(-1, CODES)
    given = np.stack([truth ^ (chance.random(truth.shape) < 0.05) for _ in range(2)], axis=1)
    late = np.arange(len(truth)) // EACH >= worse_from
    by_lot = chance.random(truth.shape) < 0.3
    given[late, 0] = by_lot[late] if not more_of_first_code else given[late, 0]
    given[late, 0, 0] |= chance.random(late.sum()) < more_of_first_code
    at = np.repeat(np.arange(len(truth))[:, None].astype(float) * 60, 2, axis=1)
    return judgements(given, transcripts=[f"T{n // EACH:02d}" for n in range(len(truth))], at=at)


def test_a_coder_who_gets_worse_is_found() -> None:
    found = {d.coder: d for d in drifts(drawn(30, 0.0), "code", Bootstrap(300))}  # type: ignore[arg-type]
    change = found["a"].change
    assert [w.transcripts for w in found["a"].windows] == [10, 10, 10, 10]
    assert change.high is not None
    assert change.high < -0.3
    kappas = [w.kappa.value or 0 for w in found["a"].windows]
    assert min(kappas[:3]) > 0.6
    assert kappas[3] < 0.2


def test_a_code_given_more_readily_is_named_and_richer_transcripts_are_no_drift() -> None:
    found = {d.coder: d for d in drifts(drawn(20, 0.4), "code", Bootstrap(300))}  # type: ignore[arg-type]
    shifts = {s.target: s for s in found["a"].shifts}
    assert "k0" in shifts
    assert shifts["k0"].change.low is not None
    assert shifts["k0"].change.low > 0.1
    assert shifts["k0"].late > shifts["k0"].early
    assert len(shifts) <= 2  # one in twenty by chance
    assert found["a"].looked_at == CODES


def test_steady_coders_and_unknown_times() -> None:
    steady = drawn(TRANSCRIPTS, 0.0)
    for one in drifts(steady, "code", Bootstrap(300)):  # type: ignore[arg-type]
        assert one.change.low is not None
        assert one.change.high is not None
        assert one.change.low < 0.15
        assert one.change.high > -0.15
        assert all((w.kappa.value or 0) > 0.6 for w in one.windows)
    nobody_knows = judgements(np.ones((100, 2, 1), dtype=bool))
    assert drifts(nobody_knows, "code", Bootstrap(300)) == ()
