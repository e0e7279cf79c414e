"""Studies whose truth is known because they are made from it: what counts must come out exactly."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.changes.observations import Observation, observations
from annotations.changes.register import ElementReport, Override
from annotations.codings import Coding, Stance
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import SaturationRule
from tests.annotations.changes.samples import AT, CHANGE, STUDY, coding, judge, segment

Shape = Literal[
    "interview", "recontact", "focus_group", "chain", "colleagues", "clarified", "only_clarifies", "prompted", "silent"
]
SHAPES: tuple[Shape, ...] = (
    *("interview", "recontact", "focus_group", "chain", "colleagues", "clarified", "only_clarifies", "prompted", "silent"),
)


@dataclass
class Field:
    """A study under construction; every source adds sessions of its own people."""

    sessions: list[Session] = field(default_factory=list)
    people: list[Respondent] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    days: list[int] = field(default_factory=list)

    def person(self, **more: str) -> Respondent:
        self.people.append(Respondent(f"R{len(self.people)}", category="farmer", **more))
        return self.people[-1]

    def session(self, people: Sequence[Respondent], stance: Stance | None, **more: object) -> str:
        name, day = f"S{len(self.sessions)}", self.days[len(self.sessions) % len(self.days)]
        date = datetime.date(2024, 1, 1) + datetime.timedelta(days=day)
        self.sessions.append(Session(name, date=date, **more))  # type: ignore[arg-type]
        self.parts += [Participation(name, p.id, label=p.id, consent=Consent(take_part=True)) for p in people]
        if stance:
            self.codings.append(coding(f"{name}.001", stance=stance))
        return name

    def observe(self, rule: SaturationRule, **more: object) -> tuple[Observation, ...]:
        register = Register(tuple(self.sessions), tuple(self.people), tuple(self.parts))
        heard = [segment(s.id, 1, speaker="") for s in self.sessions]
        reviewed = {s.id: {"ana"} for s in self.sessions}
        return observations(CHANGE, replace(STUDY, saturation=rule), register, heard, self.codings, reviewed, **more)  # type: ignore[arg-type]

    def add(self, shape: Shape, stance: Stance, size: int, rule: SaturationRule) -> int:  # noqa: C901 - one branch per shape
        """Add one source; how many independent observations it is under the rule."""
        if shape == "interview":
            self.session([self.person()], stance)
            return 1
        if shape == "recontact":
            someone = self.person()
            for _ in range(size):
                self.session([someone], stance)
            return 1
        if shape == "focus_group":
            self.session([self.person() for _ in range(size + 1)], stance, method="focus_group")
            return 1
        if shape == "chain":
            named_by = ""
            for _ in range(size):
                named_by = self.person(referred_by=named_by).id
                self.session([self.people[-1]], stance)
            return 1 if rule.merge_referrals else size
        if shape == "colleagues":
            here = f"organisation {len(self.people)}"
            for number in range(size):
                self.session([self.person(affiliation=here.upper() if number % 2 else here)], stance)
            return 1 if rule.merge_affiliations else size
        if shape in ("clarified", "only_clarifies"):
            first = self.session([self.person()], stance if shape == "clarified" else None)
            for _ in range(size):
                self.session([self.person()], stance, clarifies=first)
            return int(shape == "clarified")
        if shape == "prompted":
            self.session([self.person()], stance, prompted=True)
            return int(rule.count_prompted)
        self.session([self.person()], None)
        return 0


RULES = st.builds(
    SaturationRule,
    minimum_independent=st.integers(1, 6),
    merge_referrals=st.booleans(),
    merge_affiliations=st.booleans(),
    count_prompted=st.booleans(),
)
SOURCES = st.lists(st.tuples(st.sampled_from(SHAPES), st.sampled_from(["for", "for", "against"]), st.integers(1, 4)), max_size=14)
DAYS = st.lists(st.integers(0, 40), min_size=1, max_size=20)


def made(sources: Sequence[tuple[Shape, Stance, int]], rule: SaturationRule, days: list[int]) -> tuple[Field, dict[str, int]]:
    world, truth = Field(days=days), {"for": 0, "against": 0}
    for shape, stance, size in sources:
        truth[stance] += world.add(shape, stance, size, rule)
    return world, truth


@settings(max_examples=150, deadline=None)
@given(SOURCES, RULES, DAYS)
def test_counts_of_simulated_studies_are_exact(
    sources: list[tuple[Shape, Stance, int]], rule: SaturationRule, days: list[int]
) -> None:
    world, truth = made(sources, rule, days)
    found = judge(world.observe(rule), rule)
    assert {"for": found.independent_for, "against": found.independent_against} == truth
    assert (found.state == "saturated") == (truth["for"] >= rule.minimum_independent)
    assert found.few == (found.state == "saturated" and truth["for"] < rule.warn_under)


@pytest.mark.parametrize("prevalence", [0.1, 0.4, 0.9])
def test_a_field_of_known_prevalence(prevalence: float) -> None:
    """200 people, of whom the first 20 named the others in turn: those whose namer reports it too do not count."""
    world, rule = Field(days=list(range(200))), SaturationRule()
    knows = [((number * 7919) % 1000) / 1000 < prevalence for number in range(200)]
    for number in range(200):
        person = world.person(referred_by=f"R{number % 20}" if number >= 20 else "")
        world.session([person], "for" if knows[number] else None)
    roots = [n for n in range(20) if knows[n]]
    orphans = [n for n in range(20, 200) if knows[n] and not knows[n % 20]]
    found = judge(world.observe(rule), rule)
    assert found.independent_for == len(roots) + len(orphans)
    assert len(found.sessions_merged) == sum(knows) - found.independent_for


@settings(max_examples=100, deadline=None)
@given(SOURCES, RULES, DAYS, st.sampled_from(["for", "against"]))
def test_one_more_independent_session_adds_one_and_takes_nothing_away(
    sources: list[tuple[Shape, Stance, int]], rule: SaturationRule, days: list[int], stance: Stance
) -> None:
    world, _ = made(sources, rule, days)
    before = {o.session_id: o for o in world.observe(rule)}
    new = world.session([world.person()], stance)
    after = {o.session_id: o for o in world.observe(rule)}
    assert after.pop(new).independent
    assert after == before


@settings(max_examples=100, deadline=None)
@given(SOURCES, RULES, DAYS, st.data())
def test_a_person_moves_the_count_by_one_at_most_and_never_the_wrong_way(
    sources: list[tuple[Shape, Stance, int]], rule: SaturationRule, days: list[int], data: st.DataObject
) -> None:
    world, _ = made(sources, rule, days)
    plain = world.observe(rule)
    if not plain:
        return
    session_id = data.draw(st.sampled_from(sorted(o.session_id for o in plain)))
    for counts in (True, False):
        override = Override(session_id, counts, "ines", AT, "because")
        decided = world.observe(rule, overrides={session_id: override})
        step = sum(o.independent for o in decided) - sum(o.independent for o in plain)
        assert step in ((0, 1) if counts else (-1, 0))
        (one,) = (o for o in decided if o.session_id == session_id)
        assert (one.independent, one.overridden) == (counts, override)
        assert counts or one.why_not in ("overridden", "prompted")


def test_taking_out_the_first_of_a_chain_lets_the_next_one_stand_for_it() -> None:
    world = Field(days=[1, 2, 3])
    world.add("chain", "for", 3, SaturationRule())
    out = {"S0": Override("S0", False, "ines", AT, "he only repeats what he read")}
    first, second, third = world.observe(SaturationRule(), overrides=out)
    assert (first.independent, first.why_not, first.counts_with) == (False, "overridden", "")
    assert (second.independent, second.why_not) == (True, "")
    assert (third.counts_with, third.why_not) == ("S1", "referred")


def test_a_prompted_session_counts_when_a_person_says_so() -> None:
    world = Field(days=[1])
    world.add("prompted", "for", 1, SaturationRule())
    (plain,) = world.observe(SaturationRule())
    assert (plain.independent, plain.why_not, plain.spontaneous) == (False, "prompted", False)
    (counted,) = world.observe(SaturationRule(), overrides={"S0": Override("S0", True, "ines", AT, "she had said it before")})
    assert (counted.independent, counted.why_not, counted.prompted) == (True, "", True)


def test_nobody_can_make_a_session_count_for_which_there_is_no_consent() -> None:
    world = Field(days=[1])
    world.add("interview", "for", 1, SaturationRule())
    world.parts = [replace(world.parts[0], consent=Consent())]
    (found,) = world.observe(SaturationRule(), overrides={"S0": Override("S0", True, "ines", AT, "I remember her")})
    assert (found.independent, found.why_not) == (False, "undocumented")


def test_why_a_session_does_not_count_is_said() -> None:
    world, rule = Field(days=list(range(20))), SaturationRule(merge_affiliations=True)
    world.add("clarified", "for", 1, rule)
    world.add("colleagues", "for", 2, rule)
    world.add("recontact", "for", 2, rule)
    found = {o.session_id: (o.why_not, o.counts_with) for o in world.observe(rule) if not o.independent}
    assert found == {"S1": ("clarification", "S0"), "S3": ("affiliation", "S2"), "S5": ("same_person", "S4")}


def test_ties_are_shown_even_where_the_rule_counts_each() -> None:
    world, rule = Field(days=[1, 2]), SaturationRule(merge_referrals=False)
    world.add("chain", "for", 2, rule)
    first, second = world.observe(rule)
    assert first.independent
    assert second.independent
    assert (first.linked_with, second.linked_with) == (("S1",), ("S0",))


def test_a_session_differs_by_what_people_entered_and_not_by_what_was_guessed() -> None:
    world = Field(days=[1, 2, 3])
    for _ in range(3):
        world.add("interview", "for", 1, SaturationRule())
    world.add("interview", "against", 1, SaturationRule())
    reports = [
        ElementReport(s, "when", year, by="ines") for s, year in (("S0", "2019"), ("S1", "2019"), ("S2", "2021"), ("S3", "1999"))
    ]
    found = {o.session_id: o.relation for o in world.observe(SaturationRule(), reports=reports)}
    assert found == {"S0": "supports", "S1": "supports", "S2": "differs", "S3": "denies"}
    guessed = [replace(report, by="") for report in reports]
    assert {o.relation for o in world.observe(SaturationRule(), reports=guessed)} == {"supports", "denies"}
