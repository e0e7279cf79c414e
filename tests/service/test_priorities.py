"""Passages cited for priorities: what may be cited, what becomes of it, and which priorities are found without a change."""

from dataclasses import replace
from typing import Any

import pytest

from annotations.changes.priorities import PriorityLine, priority_lines
from annotations.codeframe import Code, CodeFrame
from annotations.errors import BadInput, NotFound, RelatoError
from annotations.studies import Change, Project
from service.storage import changes as acts_in_sql
from service.workflows import changes
from service.workflows.changes import Part, register_shown, told
from service.workflows.priorities import priorities
from tests.service.hamlet import Place
from tests.service.records import STUDY as RECORDED
from tests.service.test_story_seams import withdrawn_in_roster

WHO: dict[str, Any] = {"study_id": "hamlet", "by": "vera"}
PROJECTS = [
    {"id": "wells", "name": {"es": "Pozos"}, "priorities": ["dust"]},
    {"id": "school", "name": {"es": "Escuela"}},
]


@pytest.fixture
def read_out(place: Place) -> tuple[Place, str, str]:
    """CH1 serves the priority of accounts; what was said in S1 and in the group reports it."""
    place.study |= {"priorities_family": "theme", "projects": PROJECTS}
    place.load()
    place.take_in()
    alone, group = place.id_of("Ahora leen las cuentas"), place.id_of("Las leen cada dos meses")
    changes.link(place.work, **WHO, change_id="CH1", segments={alone: "for", group: "for"}, reason="they say so")
    changes.describe(place.work, **WHO, change_id="CH1", priorities=["accounts"], contributed=["wells"], addressed=["school"])
    return place, alone, group


def cite(place: Place, *segments: str, **more: str) -> None:
    given = {"change_id": "CH1", "priority": "accounts", "reason": "accounts are what it asks for", **more}
    changes.cite_priority(place.work, **WHO, segments=segments, **given)


def evidence(place: Place, change_id: str = "CH1") -> list[tuple[str, tuple[str, ...], str]]:
    """What is shown: priority, passages, reason."""
    _, register, silent = register_shown(place.work, study_id="hamlet")
    found = told(register.entries[change_id], register, silent)["priority_evidence"]
    return [(one["priority"], tuple(one["segment_ids"]), one["reason"]) for one in found]


def lines(place: Place) -> list[PriorityLine]:
    return priorities(place.work, study_id="hamlet")[2]


def test_the_later_passages_hold_and_none_takes_them_back(read_out: tuple[Place, str, str]) -> None:
    place, alone, group = read_out
    cite(place, alone, group, alone)
    assert evidence(place) == [("accounts", (alone, group), "accounts are what it asks for")]
    cite(place, group, reason="only this one")
    assert evidence(place) == [("accounts", (group,), "only this one")]
    cite(place, reason="it does not say so")
    assert evidence(place) == []
    with place.store.read() as tx:
        made = [act for act in acts_in_sql.acts(tx, "hamlet") if act.act == "cited"]
    assert [(act.by, len(act.body["segments"])) for act in made] == [("vera", 2), ("vera", 1), ("vera", 0)]


def test_only_passages_of_the_evidence_and_priorities_of_the_change(read_out: tuple[Place, str, str]) -> None:
    place, alone, _ = read_out
    other = place.id_of("Se barre cada domingo")
    wrong: list[tuple[dict[str, str], str, type[RelatoError], str]] = [
        ({"priority": "dust"}, alone, NotFound, "CH1 does not belong to the priority 'dust'"),
        ({"reason": " "}, alone, BadInput, "no reason"),
        ({}, other, NotFound, f"nobody coded or linked {other} with CH1"),
        ({}, "S9.001", NotFound, "there is no segment S9.001"),
        ({"change_id": "CH9"}, alone, NotFound, "CH9"),
    ]
    for more, segment, error, said in wrong:
        with pytest.raises(error, match=said):
            cite(place, segment, **more)
    assert evidence(place) == []


def test_what_may_not_be_shown_is_neither_cited_nor_shown_nor_the_reason_that_may_repeat_it(
    read_out: tuple[Place, str, str],
) -> None:
    place, alone, group = read_out
    cite(place, alone, group)
    withdrawn_in_roster(place.work, "hamlet", "R1")
    assert evidence(place) == [("accounts", (group,), "")]
    assert lines(place)[0].cited == {"CH1": (group,)}
    with pytest.raises(NotFound, match=f"nobody coded or linked {alone} with CH1"):
        cite(place, alone)


def test_it_goes_with_its_segments_and_with_the_priority(read_out: tuple[Place, str, str]) -> None:
    place, alone, group = read_out
    cite(place, alone, group)
    changes.unlink(place.work, **WHO, change_id="CH1", segments=[group], reason="another village")
    assert [one[1] for one in evidence(place)] == [(alone,)]
    changes.split(place.work, **WHO, change_id="CH1", parts=[Part((alone,), "CH2")], reason="two things")
    assert (evidence(place), evidence(place, "CH2")) == ([], [])  # CH2 does not belong to the priority
    changes.describe(place.work, **WHO, change_id="CH2", priorities=["accounts"])
    assert [one[:2] for one in evidence(place, "CH2")] == [("accounts", (alone,))]


def test_priorities_without_a_change_are_told_apart(read_out: tuple[Place, str, str]) -> None:
    place, alone, _ = read_out
    cite(place, alone)
    assert lines(place) == [
        PriorityLine("accounts", "served", ("CH1",), {"CH1": (alone,)}, ("wells",), ("school",)),
        PriorityLine("dust", "pursued", pursued_by=("wells",)),
    ]
    place.study["projects"] = [{"id": "wells", "name": {"es": "Pozos"}, "priorities": ["accounts"]}, PROJECTS[1]]
    place.load()
    assert [(one.priority, one.state, one.pursued_by) for one in lines(place)] == [
        ("accounts", "served", ("wells",)),
        ("dust", "not_pursued", ()),
    ]
    changes.drop(place.work, **WHO, change_id="CH1", reason="hearsay")
    assert [(one.priority, one.state) for one in lines(place)] == [("accounts", "pursued"), ("dust", "not_pursued")]


def test_a_heading_counts_with_what_is_beneath_it() -> None:
    beneath = tuple(Code(one, {"en": one}) for one in ("pipes", "meters", "taps"))
    frame = CodeFrame(
        1, (Code("aims", {"en": "Aims"}, codes=(Code("water", {"en": "Water"}, codes=beneath), Code("peace", {"en": "Peace"}))),)
    )
    change = Change("C1", "homes", {"en": "T"}, {"en": "S"}, priorities=("pipes",))
    wells = Project("wells", {"en": "Wells"}, priorities=("water", "meters"))
    study = replace(RECORDED, projects=(wells,), priorities_family="aims")
    found = priority_lines(study, frame, [change], {("C1", "pipes"): ("S1.001",)})
    assert [(one.priority, one.state, one.changes, one.pursued_by) for one in found] == [
        ("water", "served", ("C1",), ("wells",)),
        ("pipes", "served", ("C1",), ("wells",)),
        ("meters", "pursued", (), ("wells",)),
        ("peace", "not_pursued", (), ()),
    ]  # nobody names taps
    assert found[0].cited == {"C1": ("S1.001",)}


def test_a_project_pursues_priorities_that_there_are(place: Place) -> None:
    place.study |= {"priorities_family": "theme", "projects": [{**PROJECTS[0], "priorities": ["light"]}]}
    with pytest.raises(BadInput, match=r"projects\[0\].priorities\[0\]: the family of priorities has no code 'light'"):
        place.load()
