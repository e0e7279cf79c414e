from collections.abc import Sequence
from dataclasses import replace

from annotations.changes.next_sessions import NextSessions, next_sessions, not_asked
from annotations.changes.saturation import verdict
from annotations.codings import Coding
from annotations.contacts import Contact
from annotations.sessions import Register, Respondent
from annotations.studies import SaturationRule, Study
from tests.annotations.changes.samples import CHANGE, FRAME, STUDY, coding, observe, person, register, session

PEOPLE = [person("R1", "farmer"), person("R2", "teacher"), person("R3", "nurse"), person("R4", "teacher")]
SESSIONS = [session(f"S{n}", n, place=f"place {n}") for n in (1, 2, 3, 4)]
FIELD = register(SESSIONS, PEOPLE, {f"S{n}": [f"R{n}"] for n in (1, 2, 3, 4)})


def asked(
    who: Register,
    codings: Sequence[Coding],
    *,
    study: Study = STUDY,
    unreviewed: Sequence[str] = (),
    codes: Sequence[Coding] = (),
) -> NextSessions:
    found = observe(who, codings, rule=study.saturation)
    judged = verdict(
        CHANGE, found, study.saturation, sessions_total=4, sessions_reviewed=4 - len(unreviewed), unreviewed=unreviewed
    )
    return next_sessions(CHANGE, study, FRAME, who, judged, found, codes, not_asked(who))


def test_silent_categories_with_what_was_heard_of_them() -> None:
    found = asked(FIELD, [coding("S1.001"), coding("S3.001", stance="against")], unreviewed=["S4"])
    assert [(s.category, s.heard, s.unreviewed, s.deny) for s in found.silent_categories] == [
        ("teacher", ("S2",), ("S4",), ()),
        ("nurse", (), (), ("S3",)),
    ]
    assert (found.independent, found.review_first) == (2, ("S4",))


def test_silent_groups_of_the_code_frame() -> None:
    codes = [coding("S1.001", "g-old", kind="code"), coding("S2.001", "g-young", kind="code")]
    assert asked(FIELD, [coding("S1.001")], codes=codes).silent_groups == ("g-young",)
    assert asked(FIELD, [coding("S1.001")], study=replace(STUDY, groups_family="")).silent_groups == ()


def test_sessions_held_for_another_domain_say_nothing_of_who_is_silent() -> None:
    elsewhere = replace(FIELD, sessions=(*SESSIONS[:1], *(replace(s, domains=("other",)) for s in SESSIONS[1:])))
    assert [s.category for s in asked(elsewhere, [coding("S1.001")], unreviewed=["S4"]).silent_categories] == []
    assert asked(elsewhere, [coding("S1.001")], unreviewed=["S4"]).review_first == ()


def contacts(*these: Contact, people: Sequence[Respondent] = PEOPLE) -> Register:
    return replace(FIELD, contacts=these, respondents=tuple(people))


def test_contacts_who_were_asked_are_left_out() -> None:
    who = contacts(
        Contact("C1", outcome="refused"), Contact("C2"), Contact("C3"), people=[replace(PEOPLE[0], contact="C2"), *PEOPLE[1:]]
    )
    assert list(not_asked(who)) == ["C3"]


def test_why_somebody_is_asked_and_whether_they_would_count() -> None:
    who = contacts(
        Contact("C1", referred_by="R1", changes=("CH1",), place="place 1"),
        Contact("C2", referred_by="C1", domains=("paths",), place="place 9"),
        Contact("C3", domains=("paths",), place="Place  1"),
        Contact("C4", changes=("CH2",)),
        Contact("C5", domains=("other",)),
        Contact("C6", referred_by="R3"),
    )
    found = {c.contact_id: c for c in asked(who, [coding("S1.001"), coding("S3.001", stance="against")]).contacts}
    assert list(found) == ["C3", "C6", "C1", "C2"]
    assert (found["C1"].reasons, found["C1"].counts_with, found["C1"].through) == (("named_for_it",), ("S1",), "R1")
    assert (found["C2"].reasons, found["C2"].named_by, found["C2"].independent) == (
        ("of_its_domain", "new_place"),
        ("R1",),
        False,
    )
    assert found["C3"].reasons == ("of_its_domain", "independent")
    assert found["C6"].reasons == ("other_side", "independent")


def test_the_rule_says_who_would_count() -> None:
    who = contacts(
        Contact("C1", referred_by="R1", changes=("CH1",)),
        Contact("C2", affiliation="the  CO-OP", changes=("CH1",)),
        people=[replace(PEOPLE[0], affiliation="The co-op"), *PEOPLE[1:]],
    )
    rule = SaturationRule(minimum_independent=3, merge_referrals=False, merge_affiliations=True)
    found = {c.contact_id: c.counts_with for c in asked(who, [coding("S1.001")], study=replace(STUDY, saturation=rule)).contacts}
    assert found == {"C1": (), "C2": ("S1",)}
