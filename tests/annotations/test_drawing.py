"""The draw: whole sessions, the overlap in every stratum, even loads, the same again, and nothing that was given moves."""

import math
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotations.drawing import Material, draw, stratum_of
from annotations.rounds import Assignment
from annotations.sessions import Session
from annotations.studies import Coder, RoundRule

ANA, BEN, CARLA, SUP = (
    Coder("ana", "Ana", "ana@example.org", "es"),
    Coder("ben", "Ben", "ben@example.org", "en"),
    Coder("carla", "Carla", "carla@example.org", "es"),
    Coder("sup", "Sup", "sup@example.org", "es", role="supervisor"),
)
CODERS = (ANA, BEN, CARLA, SUP)
STRATA = st.sampled_from([("es",), ("en",), ("",)])
SESSIONS = st.lists(st.tuples(st.integers(0, 5000), STRATA), max_size=30).map(
    lambda rows: [Material(f"S{n:02}", words, stratum) for n, (words, stratum) in enumerate(rows)]
)
RULES = st.builds(
    RoundRule, number=st.integers(1, 3), overlap=st.floats(0, 1), coders=st.integers(2, 3), blind=st.sampled_from(["overlap", "all", "none"])
)  # fmt: skip


def sessions_of(made: tuple[Assignment, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in made:
        found.setdefault(one.session_id, set()).add(one.coder_id)
    return found


def test_a_third_of_six_sessions_is_coded_by_two_and_in_both_languages() -> None:
    sessions = [Material(f"S{n}", 1000, ("es" if n < 3 else "en",)) for n in range(6)]
    made = draw(RoundRule(1, overlap=1 / 3), 1, CODERS, sessions)
    several = {session for session, coders in sessions_of(made).items() if len(coders) == 2}
    assert len(several) == 2
    assert len({n for n in several if n in ("S0", "S1", "S2")}) == 1
    assert {a.arm for a in made if a.session_id in several} == {"blind"}
    assert {a.arm for a in made if a.session_id not in several} == {"assisted"}
    assert sorted(Counter(a.coder_id for a in made).values()) == [2, 3, 3]


def test_who_may_have_few_sessions_has_those() -> None:
    only = replace(BEN, sessions=("S0",))
    made = draw(RoundRule(1), 1, (ANA, only), [Material("S0", 10), Material("S1", 5000), Material("S2", 10)])
    assert {a.session_id: a.coder_id for a in made if a.session_id != "S0"} == {"S1": "ana", "S2": "ana"}


def test_a_session_that_nobody_may_code_is_left() -> None:
    assert draw(RoundRule(1, overlap=1), 1, (replace(ANA, sessions=("S9",)), SUP), [Material("S0", 10)]) == ()


def test_another_seed_draws_otherwise() -> None:
    sessions = [Material(f"S{n:02}", 1000) for n in range(30)]
    rule = RoundRule(1, overlap=0.2)
    assert draw(rule, 1, CODERS, sessions) != draw(rule, 2, CODERS, sessions)


def test_everything_at_once_by_everybody() -> None:
    sessions = [Material(f"S{n}", n) for n in range(4)]
    made = draw(RoundRule(1, overlap=1, coders=3, blind="none"), 1, CODERS, sessions)
    assert {(a.session_id, a.coder_id) for a in made} == {(s.session_id, c.id) for s in sessions for c in (ANA, BEN, CARLA)}
    assert {a.arm for a in made} == {"assisted"}


def test_what_a_session_is() -> None:
    session = Session("S1", language="es", method="focus_group", prompted=True, domains=("homes", "roads"))
    assert stratum_of(session, ("language", "method", "prompted", "domains", "place")) == (
        "es", "focus_group", "True", "homes roads", ""
    )  # fmt: skip


@given(RULES, st.integers(0, 5), SESSIONS)
def test_every_session_goes_to_coders_and_the_share_to_several(rule: RoundRule, seed: int, sessions: list[Material]) -> None:
    made = draw(rule, seed, CODERS, sessions)
    by_session = sessions_of(made)
    assert set(by_session) == {s.session_id for s in sessions}
    assert "sup" not in {a.coder_id for a in made}
    several = {i for i, coders in by_session.items() if len(coders) > 1}
    assert len(several) == math.ceil(rule.overlap * len(sessions) - 1e-9)
    assert all(len(by_session[i]) == rule.coders for i in several)
    for stratum in {s.stratum for s in sessions}:
        here = [s.session_id for s in sessions if s.stratum == stratum]
        assert abs(len(several & set(here)) - rule.overlap * len(here)) < 1 + 1e-6


@given(RULES, st.integers(0, 5), SESSIONS, st.randoms())
def test_the_order_of_sessions_and_coders_does_not_matter(
    rule: RoundRule, seed: int, sessions: list[Material], random: object
) -> None:
    shuffled, coders = list(sessions), list(CODERS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(coders)  # type: ignore[attr-defined]
    assert draw(rule, seed, coders, shuffled) == draw(rule, seed, CODERS, sessions)


@given(RULES, st.integers(0, 5), SESSIONS)
def test_no_two_coders_are_further_apart_than_the_longest_session(rule: RoundRule, seed: int, sessions: list[Material]) -> None:
    words = {s.session_id: s.words for s in sessions}
    load = Counter({"ana": 0, "ben": 0, "carla": 0})
    for one in draw(rule, seed, CODERS, sessions):
        load[one.coder_id] += words[one.session_id]
    assert max(load.values()) - min(load.values()) <= max(words.values(), default=0)


@given(RULES, st.integers(0, 5), SESSIONS, st.integers(0, 30))
def test_what_comes_later_moves_nothing(rule: RoundRule, seed: int, sessions: list[Material], at: int) -> None:
    first = draw(rule, seed, CODERS, sessions[:at])
    later = draw(rule, seed, CODERS, sessions, first)
    assert {a.session_id for a in later} == {s.session_id for s in sessions[at:]}
    assert draw(rule, seed, CODERS, sessions, (*first, *later)) == ()
    several = sum(len(coders) > 1 for coders in sessions_of((*first, *later)).values())
    before = sum(len(coders) > 1 for coders in sessions_of(first).values())
    assert several == max(before, math.ceil(rule.overlap * len(sessions) - 1e-9))
    assert several <= math.ceil(rule.overlap * len(sessions) - 1e-9)
