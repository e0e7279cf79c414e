"""The rows: denominators, levels, pairs, languages, intervals that hold, the paradox."""

import numpy as np
import pytest

from annotations.agreement_intervals import Bootstrap, drawn, estimates
from annotations.agreement_tables import Row, tables
from annotations.judgements import Variable
from tests.annotations.coders import Known, judgements

QUICK = Bootstrap(200)


def rows(found: tuple[Row, ...], **wanted: object) -> list[Row]:
    usual = {"language": "", "units_of": "reviewed"} | wanted
    return [row for row in found if all(getattr(row, name) == value for name, value in usual.items())]


def row(found: tuple[Row, ...], **wanted: object) -> Row:
    (one,) = rows(found, **wanted)
    return one


def small() -> tuple[Row, ...]:
    """Six segments, two coders, codes a1 a2 under a and b1 alone at the top; the last two segments are left empty by both."""
    sets = [("a1", "a1"), ("a1", "a2"), ("a1 b1", "b1"), ("b1", "b1"), ("", ""), ("", "")]
    variables = (Variable("code", ("a", "a1")), Variable("code", ("a", "a2")), Variable("code", ("b1",)))
    given = np.array([[[v.key in coder.split() for v in variables] for coder in pair] for pair in sets])
    return tables(judgements(given, variables=variables, languages=["es", "es", "es", "en", "en", "en"]), QUICK)


def test_both_denominators_are_stated_and_differ() -> None:
    found = small()
    reviewed, coded = (row(found, target="b1", units_of=units_of, level=1) for units_of in ("reviewed", "coded"))
    assert (reviewed.units, reviewed.percent.value) == (6, 1.0)
    assert coded.units == 4
    a1 = row(found, target="a1")
    assert a1.percent.value == pytest.approx(4 / 6)
    assert row(found, target="a1", units_of="coded").percent.value == pytest.approx(2 / 4)
    assert a1.kappa.value == pytest.approx((4 / 6 - (3 * 1 + 3 * 5) / 36) / (1 - 18 / 36))
    assert a1.given == pytest.approx(4 / 12)


def test_levels_cut_the_frame_and_a_code_at_the_top_stays_itself() -> None:
    found = small()
    top, deepest = (row(found, target="", level=level) for level in (1, 2))
    assert (top.deepest, deepest.deepest) == (False, True)
    assert (top.variables, deepest.variables) == (2, 3)
    assert top.identical is not None
    assert deepest.identical is not None
    assert top.identical.value == pytest.approx(5 / 6)  # a1 and a2 are both of family a
    assert deepest.identical.value == pytest.approx(4 / 6)
    family = row(found, target="a")
    assert family.heading
    assert family.percent.value == pytest.approx(5 / 6)
    assert {r.target: r.heading for r in rows(found) if r.target} == {"a": True, "a1": False, "a2": False, "b1": False}


def test_languages_are_told_apart() -> None:
    found = small()
    spanish, english = (row(found, target="", level=2, language=language) for language in ("es", "en"))
    assert (spanish.units, english.units) == (3, 3)
    assert english.identical is not None
    assert english.identical.value == 1


def test_pairs_of_three_and_units_that_only_one_judged() -> None:
    given = np.zeros((20, 3, 1), dtype=bool)
    given[:10] = True
    given[0, 2] = False
    present = np.ones((20, 3), dtype=bool)
    present[10:15, 2] = False
    present[19, :2] = False
    found = tables(judgements(given, present=present), QUICK)
    assert {r.coders: r.units for r in rows(found, target="k0")} == {
        ("a", "b", "c"): 19, ("a", "b"): 19, ("a", "c"): 14, ("b", "c"): 14,
    }  # fmt: skip
    assert row(found, target="k0", coders=("a", "b")).percent.value == 1
    assert row(found, target="k0", coders=("a", "c")).percent.value == pytest.approx(13 / 14)


def test_the_paradox_is_flagged_only_where_percent_is_high_and_kappa_low() -> None:
    given = np.zeros((100, 2, 3), dtype=bool)
    given[:3, 0, 0] = given[2:5, 1, 0] = True  # rare, hardly ever by both
    given[:50, :, 1] = True
    given[:2, 0, 1] = False  # common, nearly always by both
    given[:50, 0, 2] = given[25:75, 1, 2] = True  # half of the time apart
    found = tables(judgements(given), QUICK)
    assert {r.target: r.paradox for r in rows(found) if r.target.startswith("k")} == {"k0": True, "k1": False, "k2": False}


def test_nobody_gave_it_there_is_no_row_and_nothing_shared_no_table() -> None:
    found = tables(judgements(np.zeros((10, 2, 2), dtype=bool)), QUICK)
    assert found == ()
    alone = np.ones((10, 2), dtype=bool)
    alone[:5, 0] = alone[5:, 1] = False
    assert tables(judgements(np.ones((10, 2, 1), dtype=bool), present=alone), QUICK) == ()


def test_few_transcripts_give_no_interval() -> None:
    given = Known(0.2, 0.4, 0.8, 0.1).draw(4, 10, 2, 1, 1)
    one = row(tables(judgements(given), QUICK), target="k0")
    assert one.kappa.value is not None
    assert (one.kappa.low, one.kappa.high) == (None, None)


@pytest.mark.parametrize("known", [Known(0.05, 0.35, 0.8, 0.03), Known(0.4, 0.6, 0.9, 0.1)])
def test_intervals_of_made_up_coders_hold_what_is_true(known: Known) -> None:
    """120 codes, three coders, 25 transcripts of 20 segments: 95 % intervals hold the truth nearly as often as they say."""
    found = tables(judgements(known.draw(25, 20, 3, 120, 11), transcripts=[f"T{n // 20}" for n in range(500)]), Bootstrap(400))
    everybody = rows(found, coders=("a", "b", "c"))
    for name, truth in known.truth.items():
        figures = [getattr(r, name) for r in everybody if r.target.startswith("k")]
        held = sum(f.low is not None and f.low <= truth <= f.high for f in figures)
        assert len(figures) == 120
        assert held >= 108, name  # 90 %
        assert np.mean([f.value for f in figures]) == pytest.approx(truth, abs=0.015)
        assert np.mean([f.high - f.low for f in figures]) < 0.35
    whole = row(found, target="", deepest=True, coders=("a", "b", "c"))
    assert whole.kappa.value == pytest.approx(known.truth["kappa"], abs=0.02)
    assert whole.alpha.value == pytest.approx(known.truth["alpha"], abs=0.02)


def test_alpha_of_sets_of_made_up_coders_holds_what_many_more_segments_give() -> None:
    known = Known(0.1, 0.4, 0.85, 0.05)
    many = row(tables(judgements(known.draw(150, 100, 2, 4, 1)), Bootstrap(100)), target="", deepest=True)
    assert many.sets is not None
    assert many.sets.value is not None
    held = 0
    for seed in range(20):
        given = known.draw(20, 20, 2, 4, 100 + seed)
        one = row(tables(judgements(given, transcripts=[f"T{n // 20}" for n in range(400)]), QUICK), target="", deepest=True)
        assert one.sets is not None
        assert one.sets.low is not None
        assert one.sets.high is not None
        held += one.sets.low <= many.sets.value <= one.sets.high
    assert held >= 17


def test_estimates_leave_out_what_is_undefined_and_say_nothing_when_it_is_much() -> None:
    values = np.linspace(0, 1, 101, dtype=np.float64)[:, None].repeat(3, axis=1).astype(np.float64)
    values[0] = 0.5
    values[1:5, 1] = np.nan
    values[1:50, 2] = np.nan
    every, some, few = estimates(values, 1_000_000)
    assert every.low == pytest.approx(0.01 + 0.025 * 0.99, abs=1e-5)
    assert some.low == pytest.approx(0.05 + 0.025 * 0.95, abs=1e-5)
    assert (few.value, few.low) == (0.5, None)
    assert every.half_width == pytest.approx(0.95 * 0.99 / 2, abs=1e-5)


def test_a_draw_counts_every_transcript_and_is_the_same_again() -> None:
    counts = drawn(7, 50, 3)
    assert counts[0].tolist() == [1.0] * 7
    assert set(counts.sum(axis=1)) == {7.0}
    assert np.array_equal(counts, drawn(7, 50, 3))
