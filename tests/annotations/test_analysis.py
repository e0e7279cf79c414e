"""Rows of the analysis plan on a meadow whose answers were counted by hand."""

from typing import Any

import pytest

from annotations.analysis import Counts
from annotations.analysis_plan import RowResult, execute
from tests.annotations.meadow import CODINGS, coding, meadow, row


def ids(**asked: Any) -> list[str]:
    return list(execute(row(**asked), meadow()).segment_ids)


def test_people_sessions_and_segments_are_three_counts() -> None:
    """R1 is in S1 and V1, and said three segments; who said G1.003 and the two of W1 is not known."""
    of = meadow()
    assert of.count([s for s in of.segments if s.session_id in ("S1", "V1")]) == Counts(1, 2, 3, 0)
    assert of.count(of.segments) == Counts(4, 5, 10, 3)
    assert of.count([]) == Counts()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"methods": ("individual",)}, ["S1.001", "S1.002", "S2.001", "S2.002"]),
        ({"methods": ("individual", "survey"), "instruments": ("form-1",)}, ["V1.001"]),
        ({"prompted": True}, ["S1.002", "V1.001"]),
        ({"prompted": False, "methods": ("individual",)}, ["S1.001", "S2.001", "S2.002"]),
        ({"domains": ("homes", "offices")}, ["S1.001"]),
        ({"sections": ("why",)}, ["G1.002"]),
        ({"codes": ("fees",)}, ["S1.001", "G1.002", "V1.001"]),
        ({"codes": ("money",)}, ["S1.001", "S2.002", "G1.002", "V1.001"]),
        ({"codes": ("theme",)}, ["S1.001", "S2.002", "G1.002", "G1.003", "V1.001"]),
        ({"changes": ("CH1",)}, ["S1.001", "S2.002", "V1.001"]),
        ({"any_change": True}, ["S1.001", "S2.001", "S2.002", "G1.001", "V1.001"]),
        ({"any_change": True, "sections": ("what",), "methods": ("focus_group",)}, ["G1.001"]),
        ({"sections": ("what",), "codes": ("fees",), "categories": ("household",), "methods": ("individual",)}, ["S1.001"]),
        ({"modes": ("remote",)}, []),
    ],
)
def test_criteria(asked: dict[str, Any], expected: list[str]) -> None:
    assert ids(**asked) == expected


def test_who_speaks() -> None:
    """In the group a voice is of the committee or of a family: it is neither; both of the workshop are partners: they are."""
    assert ids(categories=("committee",)) == ["S2.001", "S2.002", "G1.001"]
    assert ids(categories=("partner",)) == ["W1.001", "W1.002"]
    assert ids(categories=("committee", "household"), methods=("focus_group",)) == ["G1.001", "G1.002", "G1.003"]


def test_who_was_not_asked_is_left_out_and_so_is_who_may_be_one_of_them() -> None:
    found = execute(row(not_asked=("household", "partner")), meadow())
    assert found.segment_ids == ("S2.001", "S2.002", "G1.001")
    assert [(step.criterion, step.left.segments, step.unsure) for step in found.steps] == [("", 10, 0), ("not_asked", 3, 1)]


def test_who_was_asked_about_a_domain_whatever_they_answered() -> None:
    """R4 was asked about homes in a group about committees; the voice in it may be theirs."""
    assert ids(asked_about=("homes",)) == ["S1.001", "S1.002", "G1.002", "V1.001"]
    assert ids(asked_about=("committees",)) == ["S2.001", "S2.002", "G1.001"]
    assert execute(row(asked_about=("homes",)), meadow()).steps[1].unsure == 1


def test_empty_says_why() -> None:
    found = execute(row(sections=("last",), instruments=("guide-1", "panel"), categories=("mayor",), codes=("gold",)), meadow())
    assert found.segment_ids == ()
    assert found.counts == Counts()
    assert set(found.absent) == {("instruments", "panel"), ("categories", "mayor"), ("codes", "gold")}
    assert [(step.criterion, step.left.segments) for step in found.steps] == [
        ("", 10), ("instruments", 7), ("categories", 0), ("sections", 0), ("codes", 0),
    ]  # fmt: skip
    assert found.breakdowns["section"] == {"last": Counts()}
    assert found.breakdowns["category"] == {"mayor": Counts()}
    assert found.breakdowns["code"] == {}


def test_what_nobody_has_read_yet_may_still_answer() -> None:
    assert execute(row(codes=("dust",)), meadow()).unread == ("V1",)
    assert execute(row(codes=("dust",), methods=("individual",)), meadow()).unread == ()
    assert execute(row(methods=("survey",)), meadow()).unread == (), "nothing has to be read for that"


def test_breakdowns_count_each_segment_once_in_each_value_and_show_what_is_empty() -> None:
    found = execute(row(codes=("theme",)), meadow())
    assert found.counts == Counts(3, 4, 5, 1)
    assert found.breakdowns["method"] == {
        "individual": Counts(2, 2, 2), "focus_group": Counts(1, 1, 2, 1), "survey": Counts(1, 1, 1), "collective": Counts(),
    }  # fmt: skip
    assert found.breakdowns["category"] == {
        "household": Counts(2, 3, 3), "committee": Counts(1, 1, 1), "partner": Counts(), "": Counts(0, 1, 1, 1),
    }  # fmt: skip
    assert found.breakdowns["section"] == {"what": Counts(1, 2, 2), "why": Counts(1, 1, 1), "last": Counts()}
    assert found.breakdowns["priority"] == {"fair": Counts(1, 2, 2), "priority": Counts()}, (
        "S2.002 denies CH1, and no segment reports CH3"
    )
    assert found.breakdowns["code"] == {
        "theme": Counts(3, 4, 5, 1), "money": Counts(3, 4, 4), "fees": Counts(2, 3, 3), "debt": Counts(1, 1, 1), "dust": Counts(2, 2, 3, 1),
    }  # fmt: skip
    assert found.cross == {("household", "what"): Counts(1, 2, 2), ("household", "why"): Counts(1, 1, 1)}


def test_a_code_that_is_asked_for_and_nowhere_is_shown() -> None:
    assert execute(row(codes=("money",), methods=("survey",)), meadow()).breakdowns["code"] == {
        "money": Counts(1, 1, 1),
        "theme": Counts(1, 1, 1),
        "fees": Counts(1, 1, 1),
        "debt": Counts(),
    }


def test_codings_of_segments_that_are_gone_count_nowhere() -> None:
    assert execute(row(codes=("dust",)), meadow(coding("S9.001", "code", "dust"))).segment_ids == ()


@pytest.mark.parametrize(
    "asked",
    [
        {"methods": ("individual", "focus_group"), "any_change": True},  # results, of interviews and groups
        {"methods": ("individual", "focus_group"), "sections": ("why",), "asked_about": ("homes", "committees")},  # factors
        {"methods": ("individual",), "asked_about": ("committees",), "codes": ("priority",)},  # respondents of one domain
        {
            "methods": ("individual", "focus_group", "survey"),
            "codes": ("theme",),
            "sections": ("what", "why", "last"),
        },  # with the survey
        {"instruments": ("workshop",), "categories": ("partner",)},  # material of a workshop, of partners alone
        {"instruments": ("workshop", "guide-1"), "not_asked": ("partner",)},  # not collected from partners
    ],
)
def test_shapes_of_rows_of_a_real_plan(asked: dict[str, Any]) -> None:
    """More criteria leave no more, whatever their kind, and all of what is left meets each of them alone."""
    found: RowResult = execute(row(**asked), meadow())
    left = [step.left.segments for step in found.steps]
    assert left == sorted(left, reverse=True)
    for name, value in asked.items():
        assert set(found.segment_ids) <= set(ids(**{name: value}))
    assert len(CODINGS) == 20
