import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nhypergeom

from annotations.changes.observations import Observation
from annotations.changes.saturation import order_range
from annotations.changes.saturation_words import explain, render_table
from annotations.changes.wording import Pen
from annotations.codings import Stance
from annotations.studies import SaturationRule
from tests.annotations.changes.samples import CHANGE, judge

RULE = SaturationRule(minimum_independent=3, minimum_categories=2, maximum_against_ratio=0.3)


def observation(number: int, stance: Stance = "for", category: str = "farmer", **more: object) -> Observation:
    plain = Observation(
        session_id=f"S{number}",
        date=datetime.date(2024, 2, number),
        stance=stance,
        dissent=False,
        prompted=False,
        independent=True,
        counts_with="",
        why_not="",
        segment_ids_for=(f"S{number}.001",) if stance == "for" else (),
        segment_ids_against=(f"S{number}.001",) if stance == "against" else (),
        coders_for=int(stance == "for"),
        coders_against=int(stance == "against"),
        coders_reviewed=1,
        categories=(category,) if category else (),
        respondents=(f"R{number}",),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "state"), [(0, "candidate"), (1, "candidate"), (2, "needs_sessions"), (3, "saturated")])
def test_states(number: int, state: str) -> None:
    found = judge([observation(n) for n in range(1, number + 1)], SaturationRule(minimum_independent=3))
    assert (found.state, found.independent_for, found.missing.independent) == (state, number, 3 - number)


def test_the_date_is_of_the_session_that_completed_both_minimums() -> None:
    found = judge([observation(n) for n in (1, 2, 3, 4)] + [observation(5, category="teacher"), observation(6)], RULE)
    assert (found.state, found.reached_with, found.reached_on) == ("saturated", "S5", datetime.date(2024, 2, 5))
    assert found.categories == ("farmer", "teacher")
    assert [(w.minimum_independent, w.state, w.reached_with) for w in found.sensitivity] == [
        (2, "saturated", "S5"),
        (3, "saturated", "S5"),
        (4, "saturated", "S5"),
        (5, "saturated", "S5"),
    ]


def test_kinds_of_people_can_be_all_that_is_missing() -> None:
    found = judge([observation(n) for n in (1, 2, 3, 4)], RULE)
    assert (found.state, found.missing.independent, found.missing.categories) == ("needs_sessions", 0, 1)
    assert (found.reached_on, found.reached_with, found.order_range) == (None, "", None)


def test_a_roster_without_categories_can_still_saturate_a_rule_that_asks_for_one() -> None:
    assert judge([observation(n, category="") for n in (1, 2, 3)], replace(RULE, minimum_categories=1)).state == "saturated"


def test_sensitivity_to_the_minimum() -> None:
    found = judge([observation(n) for n in (1, 2, 3, 4)], SaturationRule(minimum_independent=3))
    assert [(w.minimum_independent, w.reached_with) for w in found.sensitivity] == [(2, "S2"), (3, "S3"), (4, "S4"), (5, "")]
    assert [w.minimum_independent for w in judge([], SaturationRule(minimum_independent=1)).sensitivity] == [1, 2, 3]


def test_contested_is_above_the_ratio_and_not_at_it() -> None:
    for_it = [observation(n) for n in range(1, 8)]
    against = [observation(n, "against") for n in (11, 12, 13)]
    at_the_ratio = judge([*for_it, *against], RULE)
    assert (at_the_ratio.against_ratio, at_the_ratio.contested) == (0.3, False)
    assert judge([*for_it[:-1], *against], RULE).contested


def test_where_all_coders_agree_is_counted_apart() -> None:
    both = observation(1, coders_for=2, coders_reviewed=2)
    one_of_two = observation(2, coders_reviewed=2)
    not_counting = observation(3, independent=False, coders_for=2, coders_reviewed=2, counts_with="S1", why_not="referred")
    against = observation(4, "against", coders_for=2, coders_against=2, coders_reviewed=2)
    found = judge([both, one_of_two, not_counting, against])
    assert (found.independent_for, found.agreed_for) == (2, 1)
    assert "If all coders of a session had to agree: 1 for it." in " ".join(explain(found, Pen("en")))
    spanish = " ".join(explain(judge([one_of_two]), Pen("es-MX")))
    assert "Si todas las personas que codificaron una sesión tuvieran que coincidir: 0 a favor." in spanish


def test_what_does_not_count_is_named_and_not_counted() -> None:
    found = judge(
        [
            observation(1, dissent=True),
            observation(2, independent=False, counts_with="S1", why_not="same_person"),
            observation(3, independent=False, prompted=True, why_not="prompted"),
            observation(4, independent=False, why_not="undocumented"),
            observation(5, "against"),
        ]
    )
    assert (found.sessions_for, found.sessions_against, found.sessions_merged) == (("S1",), ("S5",), ("S2",))
    assert (found.sessions_prompted, found.sessions_undocumented, found.sessions_divided) == (("S3",), ("S4",), ("S1",))
    assert (found.independent_for, found.independent_against, found.prompted) == (1, 1, 1)


@pytest.mark.parametrize(("sessions", "number", "minimum"), [(20, 8, 5), (12, 5, 5), (30, 6, 2)])
def test_the_order_range_is_negative_hypergeometric_when_nothing_is_merged(sessions: int, number: int, minimum: int) -> None:
    """Sessions drawn until the ``minimum``-th of ``number``: the others drawn before it are negative hypergeometric."""
    found = order_range(
        [observation(n) for n in range(1, number + 1)],
        SaturationRule(minimum_independent=minimum),
        sessions=sessions,
        orders=20_000,
    )
    exact = nhypergeom(sessions, sessions - number, minimum)
    assert found is not None
    wanted = [minimum + exact.ppf(share) for share in (0.05, 0.5, 0.95)]
    assert [found.low, found.middle, found.high] == pytest.approx(wanted, abs=1)


def test_sessions_that_count_as_one_are_there_with_the_first_of_them() -> None:
    """Ten sessions, all of one group but one: the second group is met when S1 has come, so at any place alike."""
    merged = [observation(n, independent=False, counts_with="S2", why_not="referred") for n in range(3, 11)]
    found = order_range(
        [observation(1), observation(2), *merged], SaturationRule(minimum_independent=2), sessions=10, orders=20_000
    )
    assert found is not None
    assert (found.low, found.high) == (2, 10)
    assert found.middle == pytest.approx(5, abs=1)


def test_waiting_for_a_second_kind_takes_longer_than_counting() -> None:
    found = [observation(n) for n in range(1, 10)] + [observation(10, category="teacher")]
    counting = order_range(found, replace(RULE, minimum_categories=1), sessions=10)
    both = order_range(found, RULE, sessions=10)
    assert counting is not None
    assert both is not None
    assert (counting.low, counting.high) == (3, 3)
    assert (both.low, both.high) == (3, 10)


def test_the_same_records_give_the_same_range() -> None:
    found = [observation(n) for n in range(1, 6)]
    assert judge(found).order_range == judge(found).order_range


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["farmer", "teacher", "nurse"])), max_size=12), st.data())
def test_verdicts_do_not_depend_on_order_and_never_lose_state_by_more_support(
    sides: list[tuple[bool, str]], data: st.DataObject
) -> None:
    found = [observation(n, "for" if side else "against", category) for n, (side, category) in enumerate(sides, 1)]
    straight = judge(found, RULE, reviewed=20)
    assert judge(data.draw(st.permutations(found)), RULE, reviewed=20) == straight
    assert 0 <= straight.against_ratio <= 1
    more = judge([*found, observation(20)], RULE, reviewed=20)
    order = ["candidate", "needs_sessions", "saturated"]
    assert order.index(more.state) >= order.index(straight.state)
    assert more.reached_on == straight.reached_on or straight.reached_on is None


def test_the_table_in_both_languages_holds_titles_as_text() -> None:
    odd = replace(judge([observation(n) for n in (1, 2, 3)]), title={"es": "<b>a|b</b>", "en": "*x*"})
    assert r"\<b\>a\|b\</b\>" in render_table([odd], "es")
    english = render_table([odd], "en")
    assert r"\*x\*" in english
    assert "3 February 2024" in english
    assert "3 de febrero de 2024" in render_table([odd], "es")
    assert "a person decides" in english
    assert "una persona decide" in render_table([odd], "es")


def test_a_verdict_explains_itself() -> None:
    text = " ".join(explain(judge([observation(n) for n in (1, 2, 3)] + [observation(4, "against")]), Pen("en")))
    assert text.startswith("State by the study's rule: saturated since 3 February 2024, with S3.")
    assert "For it: S1, S2 and S3. Against it: S4." in text
    assert "two, met on 2 February 2024 with S2; four, not met; five, not met" in text
    assert "This is a proposal" in text
    spanish = " ".join(explain(judge([observation(1)]), Pen("es")))
    assert spanish.startswith("Estado según la regla del estudio: candidato.")


def test_a_change_that_nobody_reports_has_a_verdict_too() -> None:
    found = judge([])
    assert (found.state, found.contested, found.change_id, found.against_ratio) == ("candidate", False, CHANGE.id, 0.0)
    assert "Against it: none" in " ".join(explain(found, Pen("en")))
