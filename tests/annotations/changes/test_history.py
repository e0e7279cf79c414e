import datetime
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.changes.history import History, Recorded, held, held_on, held_since, history, recorded_on, recorded_since
from annotations.changes.rankable import rankable
from annotations.changes.saturation import State
from annotations.studies import Occasion, SaturationRule
from tests.annotations.changes.samples import (
    CHANGE,
    OTHER,
    STUDY,
    coding,
    judge,
    observe,
    one_each,
    person,
    register,
    session,
    words,
)

RULE = SaturationRule(minimum_independent=3)


def day(number: int) -> datetime.date:
    return datetime.date(2024, 2, number)


def recorded(number: int, on: int, state: State, hour: int = 12) -> Recorded:
    return Recorded(number, datetime.datetime(2024, 2, on, hour, tzinfo=datetime.UTC), 3, 0, state, False, 3, None)


def of(sessions: int, *verdicts: Recorded) -> History:
    who = one_each(sessions)
    found = observe(who, [coding(f"S{n}.001") for n in range(1, sessions + 1)], rule=RULE)
    return history("CH1", found, who, RULE, verdicts)


def test_what_was_saturated_on_a_day() -> None:
    past = of(5)
    assert [(s.date, s.sessions, s.independent_for, s.state) for s in past.held] == [
        (day(1), ("S1",), 1, "candidate"),
        (day(2), ("S2",), 2, "needs_sessions"),
        (day(3), ("S3",), 3, "saturated"),
        (day(4), ("S4",), 4, "saturated"),
        (day(5), ("S5",), 5, "saturated"),
    ]
    on = held_on(past, day(2))
    assert on is not None
    assert on.state == "needs_sessions"
    assert held_on(past, datetime.date(2024, 1, 31)) is None
    assert [held_since(past, day(n)) for n in (2, 3, 5, 28)] == [None, day(3), day(3), day(3)]


def test_a_session_that_ties_two_others_takes_away_from_what_was_held_before() -> None:
    who = register(
        [session("S1", 1), session("S2", 2), session("S3", 3)],
        [person("R1"), person("R3", referred_by="R1"), person("R2", referred_by="R3")],
        {f"S{n}": [f"R{n}"] for n in (1, 2, 3)},
    )
    rule = SaturationRule(minimum_independent=2)
    found = observe(who, [coding(f"S{n}.001") for n in (1, 2, 3)], rule=rule)
    steps = held(found, who, rule)
    assert [(s.independent_for, s.state) for s in steps] == [(1, "candidate"), (2, "saturated"), (1, "candidate")]
    past = History("CH1", steps, ())
    assert [held_since(past, day(n)) for n in (2, 3)] == [day(2), None]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 8), st.sampled_from(["for", "against"]), st.integers(0, 5)), min_size=1, max_size=8))
def test_the_last_step_is_the_verdict_of_today(drawn: list[tuple[int, str, int]]) -> None:
    sessions = [session(f"S{n}", on) for n, (on, _, _) in enumerate(drawn)]
    people = [person(f"R{n}", referred_by=f"R{m}" if m < n else "") for n, (_, _, m) in enumerate(drawn)]
    who = register(sessions, people, {f"S{n}": [f"R{n}"] for n in range(len(drawn))})
    found = observe(who, [coding(f"S{n}.001", stance=stance) for n, (_, stance, _) in enumerate(drawn)], rule=RULE)  # type: ignore[arg-type]
    last, now = held(found, who, RULE)[-1], judge(found, RULE)
    assert (last.independent_for, last.independent_against) == (now.independent_for, now.independent_against)
    assert (last.state, last.contested) == (now.state, now.contested)


def test_sessions_without_a_date_are_in_no_step() -> None:
    who = one_each(2)
    undated = replace(who, sessions=(who.sessions[0], replace(who.sessions[1], date=None)))
    found = observe(undated, [coding("S1.001"), coding("S2.001")])
    past = history("CH1", found, undated, RULE, ())
    assert ([s.sessions for s in past.held], past.undated) == ([("S1",)], ("S2",))


def test_what_was_recorded_is_what_people_knew() -> None:
    past = of(3, recorded(2, 20, "saturated"), recorded(1, 10, "needs_sessions"), recorded(3, 25, "needs_sessions", hour=23))
    assert [one.number for one in past.recorded] == [1, 2, 3]
    states = [one.state if (one := recorded_on(past, day(n))) else "none" for n in (9, 10, 20, 24, 25)]
    assert states == ["none", "needs_sessions", "saturated", "saturated", "needs_sessions"]
    assert [recorded_since(past, day(n)) for n in (19, 22, 26)] == [None, day(20), None]


def test_only_what_was_saturated_before_the_day_can_be_ranked_on_it() -> None:
    occasions = (
        Occasion("late", words("Late"), day(20), domains=("other",)),
        Occasion("same", words("Same day"), day(3)),
        Occasion("next", words("Day after"), day(4)),
    )
    study = replace(STUDY, occasions=occasions)
    pasts = {"CH1": of(5, recorded(1, 3, "saturated")), "CH2": of(2)}
    found = {(r.occasion_id, r.change_id): r for r in rankable(study, [CHANGE, OTHER], pasts)}
    assert [occasion for occasion, _ in list(found)[::2]] == ["same", "next", "late"]
    same, after = found["same", "CH1"], found["next", "CH1"]
    assert (same.held, same.independent_for, same.recorded) == (False, 2, False)
    assert (after.held, after.held_since, after.recorded, after.recorded_since) == (True, day(3), True, day(3))
    assert not found["late", "CH2"].held
    assert [found[o, "CH1"].asked for o in ("same", "next", "late")] == [True, True, False]
    elsewhere = replace(CHANGE, secondary_domains=("other",))
    assert rankable(study, [elsewhere], pasts)[-1].asked
