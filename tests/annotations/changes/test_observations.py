from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.changes.observations import Observation, observations
from annotations.sessions import Register
from annotations.studies import SaturationRule
from tests.annotations.changes.samples import CHANGE, STUDY, coding, observe, one_each, person, register, segment, session


def by_session(found: tuple[Observation, ...]) -> dict[str, Observation]:
    return {o.session_id: o for o in found}


def test_sessions_of_different_people_count_each() -> None:
    found = observe(one_each(3), [coding("S1.001"), coding("S3.002")])
    assert [(o.session_id, o.independent, o.why_not, o.counts_with) for o in found] == [
        ("S1", True, "", ""),
        ("S3", True, "", ""),
    ]
    assert found[0].segment_ids == ("S1.001",)


def test_other_kinds_and_other_changes_are_passed_over() -> None:
    assert observe(one_each(1), [coding("S1.001", "CH2"), coding("S1.001", "CH1", kind="code")]) == ()


@pytest.mark.parametrize(("readers", "observed"), [(["ana"], False), (["ana", "bo"], True), (["ana", "bo", "cy"], True)])
def test_half_of_the_coders_who_reviewed_must_read_it_so(readers: list[str], observed: bool) -> None:
    codings = [coding("S1.001", coder=coder) for coder in readers]
    found = observe(one_each(1), codings, coders=("ana", "bo", "cy", "di"))
    assert bool(found) is observed
    if found:
        assert (found[0].coders_for, found[0].coders_against, found[0].coders_reviewed) == (len(readers), 0, 4)


def test_coders_who_have_not_finished_the_session_do_not_speak() -> None:
    assert observe(one_each(1), [coding("S1.001", coder="bo")], coders=("ana",)) == ()


def test_a_focus_group_is_one_observation_and_keeps_its_dissent() -> None:
    group = register([session("S1", 1, method="focus_group")], [person(p) for p in "ABC"], {"S1": "ABC"})
    segments = [segment("S1", n, speaker=p) for n, p in enumerate("ABC", 1)]
    codings = [coding("S1.001"), coding("S1.002"), coding("S1.003", stance="against")]
    (found,) = observe(group, codings, segments=segments)
    assert (found.stance, found.dissent, found.independent) == ("for", True, True)
    assert (found.segment_ids_for, found.segment_ids_against) == (("S1.001", "S1.002"), ("S1.003",))


def test_an_even_split_is_against_so_that_doubt_never_helps() -> None:
    (found,) = observe(one_each(1), [coding("S1.001"), coding("S1.002", stance="against")])
    assert (found.stance, found.dissent) == ("against", True)


def test_more_coders_go_before_more_segments() -> None:
    codings = [
        coding("S1.001", coder="ana"),
        coding("S1.001", coder="bo"),
        *(coding(f"S1.00{n}", stance="against") for n in (2, 3)),
    ]
    (found,) = observe(one_each(1), [*codings, coding("S1.001", stance="against")], coders=("ana", "bo"))
    assert (found.stance, found.coders_for, found.coders_against) == ("for", 2, 1)


def same_person_twice() -> Register:
    return register([session("S2", 9), session("S1", 1)], [person("R1")], {"S2": ["R1"], "S1": ["R1"]})


def test_a_second_interview_adds_evidence_and_no_observation() -> None:
    found = observe(same_person_twice(), [coding("S1.001"), coding("S2.001", stance="for")])
    assert [(o.session_id, o.independent, o.counts_with, o.why_not) for o in found] == [
        ("S1", True, "", ""),
        ("S2", False, "S1", "same_person"),
    ]


def test_somebody_who_takes_it_back_leaves_dissent_on_what_counts() -> None:
    first, second = observe(same_person_twice(), [coding("S1.001"), coding("S2.001", stance="against")])
    assert (first.stance, first.dissent, second.counts_with) == ("for", True, "S1")


def test_referred_people_count_once_on_the_same_side_when_the_rule_says_so() -> None:
    who = register(
        [session("S1", 1), session("S2", 2), session("S3", 3)],
        [person("R1"), person("R2", referred_by="R1"), person("R3", referred_by="R2")],
        {f"S{n}": [f"R{n}"] for n in (1, 2, 3)},
    )
    same_side = by_session(observe(who, [coding("S1.001"), coding("S2.001"), coding("S3.001")]))
    assert (same_side["S2"].why_not, same_side["S2"].counts_with) == ("referred", "S1")
    assert same_side["S3"].counts_with == "S1"
    other_side = by_session(observe(who, [coding("S1.001"), coding("S2.001", stance="against")]))
    assert all(o.independent for o in other_side.values())
    unmerged = observe(who, [coding("S1.001"), coding("S2.001")], rule=SaturationRule(merge_referrals=False))
    assert all(o.independent for o in unmerged)
    without_the_middle = observe(who, [coding("S1.001"), coding("S3.001")])
    assert all(o.independent for o in without_the_middle)


def test_the_earliest_counts_even_when_it_is_the_referred_one() -> None:
    who = register(
        [session("S1", 5), session("S2", 2)], [person("R1"), person("R2", referred_by="R1")], {"S1": ["R1"], "S2": ["R2"]}
    )
    found = by_session(observe(who, [coding("S1.001"), coding("S2.001")]))
    assert found["S2"].independent
    assert (found["S1"].counts_with, found["S1"].why_not) == ("S2", "referred")


def test_prompted_sessions_and_segments_count_only_when_the_rule_says_so() -> None:
    who = register(
        [session("S1", 1, prompted=True), session("S2", 2), session("S3", 3)],
        [person(f"R{n}") for n in (1, 2, 3)],
        {f"S{n}": [f"R{n}"] for n in (1, 2, 3)},
    )
    codings = [coding("S1.001"), coding("S2.001"), coding("S3.001"), coding("S3.002")]
    found = by_session(observe(who, codings, prompted=["S2.001", "S3.001"]))
    assert [(found[s].prompted, found[s].why_not) for s in ("S1", "S2", "S3")] == [
        (True, "prompted"),
        (True, "prompted"),
        (False, ""),
    ]
    counted = observe(who, codings, prompted=["S2.001"], rule=SaturationRule(count_prompted=True))
    assert all(o.independent for o in counted)
    assert [o.prompted for o in counted] == [True, True, False]


def test_a_prompted_first_answer_does_not_swallow_a_free_second_one() -> None:
    who = register([session("S1", 1, prompted=True), session("S2", 2)], [person("R1")], {"S1": ["R1"], "S2": ["R1"]})
    found = by_session(observe(who, [coding("S1.001"), coding("S2.001")]))
    assert found["S2"].independent
    assert (found["S1"].why_not, found["S1"].counts_with) == ("prompted", "")


@pytest.mark.parametrize("consent", [None, False])
def test_without_documented_consent_nothing_counts(consent: bool | None) -> None:
    who = register([session("S1", 1)], [person("R1")], {"S1": ["R1"]}, consent=consent)
    (found,) = observe(who, [coding("S1.001")])
    assert (found.independent, found.why_not) == (False, "undocumented")


def test_sessions_that_nobody_registered_never_count() -> None:
    (flagged,) = observe(register([session("S1", 1, registered=False)], [person("R1")], {"S1": ["R1"]}), [coding("S1.001")])
    assert flagged.why_not == "undocumented"
    (unknown,) = observations(CHANGE, STUDY, Register(), [segment("S9", 1)], [coding("S9.001")], {"S9": {"ana"}})
    assert (unknown.why_not, unknown.date, unknown.categories) == ("undocumented", None, ())


def test_categories_are_of_those_who_say_it() -> None:
    who = register([session("S1", 1)], [person("R1", "farmer"), person("R2", "teacher")], {"S1": ["R1", "R2"]})
    segments = [segment("S1", 1, speaker="R2"), segment("S1", 2, speaker="someone")]
    (named,) = observe(who, [coding("S1.001")], segments=segments)
    assert (named.categories, named.respondents) == (("teacher",), ("R1", "R2"))
    (unnamed,) = observe(who, [coding("S1.002")], segments=segments)
    assert unnamed.categories == ("farmer", "teacher")


def test_a_group_without_labels_is_everybody_and_not_its_first_participant() -> None:
    who = register(
        [session("S1", 1, method="focus_group")], [person("R1", "farmer"), person("R2", "teacher")], {"S1": ["R1", "R2"]}
    )
    unlabelled = replace(who, participations=tuple(replace(p, label="") for p in who.participations))
    unsaid = [replace(segment("S1", 1), speaker="")]
    assert observe(unlabelled, [coding("S1.001")], segments=unsaid)[0].categories == ("farmer", "teacher")


def test_labels_are_known_without_their_accents() -> None:
    who = register([session("S1", 1)], [person("R1", "farmer"), person("R2", "teacher")], {"S1": ["R1", "R2"]})
    lencha = replace(who, participations=(who.participations[0], replace(who.participations[1], label="Doña Lencha")))
    (found,) = observe(lencha, [coding("S1.001")], segments=[segment("S1", 1, speaker="DONA LENCHA")])
    assert found.categories == ("teacher",)


def test_sessions_without_a_date_come_last() -> None:
    who = one_each(3)
    undated = replace(who, sessions=(replace(who.sessions[0], date=None), *who.sessions[1:]))
    assert [o.session_id for o in observe(undated, [coding(f"S{n}.001") for n in (1, 2, 3)])] == ["S2", "S3", "S1"]


@given(st.permutations(range(6)), st.data())
def test_the_order_in_which_records_are_kept_changes_nothing(order: list[int], data: st.DataObject) -> None:
    names = [f"S{n}" for n in range(6)]
    people = [person(f"R{n}", referred_by=data.draw(st.sampled_from(["", *(f"R{m}" for m in range(6))]))) for n in range(6)]
    present = {s: data.draw(st.lists(st.sampled_from([p.id for p in people]), min_size=1, unique=True)) for s in names}
    sessions = [session(s, data.draw(st.integers(1, 4))) for s in names]
    codings = [coding(f"{s}.001", stance=data.draw(st.sampled_from(["for", "against"]))) for s in names]
    straight = observe(register(sessions, people, present), codings)
    shuffled = observe(
        register([sessions[n] for n in order], [people[n] for n in order], {names[n]: present[names[n]] for n in order}),
        [codings[n] for n in order],
        segments=[segment(names[n], 1) for n in order],
    )
    assert [replace(o, respondents=tuple(sorted(o.respondents))) for o in straight] == [
        replace(o, respondents=tuple(sorted(o.respondents))) for o in shuffled
    ]
    counting = {o.session_id for o in straight if o.independent}
    assert all(o.independent or o.counts_with in counting for o in straight)
    heard = [person for o in straight if o.independent for person in o.respondents]
    assert len(heard) == len(set(heard)), "nobody is heard in two sessions that count"
