"""Codings, work items and tasks under a new version of the code frame; nothing is lost, done twice is done once."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.codings import Coding
from annotations.label_studio.decisions import Choice, Side
from annotations.rounds import Carried
from annotations.sessions import Session
from annotations.studies import RoundRule
from service.storage import corpus, outdated, questions, review, rounds, studies
from service.storage.transactions import Store, Tx
from service.workflows.carrying_over import Brought, bring_forward
from service.workflows.shown import stored_carried, stored_sides
from tests.service.records import STUDY, segments_of, transcript

NOON, LATER = datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2026, 11, 23, 13, tzinfo=UTC)


def frame(version: int, *codes: str, changes: tuple[FrameChange, ...] = ()) -> CodeFrame:
    leaves = tuple(Code(code, {"en": code.title()}) for code in codes)
    return CodeFrame(version, (Code("all", {"en": "All"}, codes=leaves),), changes, version - 1 if changes else 0)


FIRST = frame(1, "agua", "road", "bridge", "school", "other", "health", "home")
RENAMED = FrameChange("renamed", ("agua",), ("water",), {"en": "In English."})
MERGED = FrameChange("merged", ("road", "bridge"), ("road",))
SPLIT = FrameChange("split", ("school",), ("pupils", "teachers"))
REMOVED = FrameChange("removed", ("other",))
RULE = FrameChange("rule", ("health",), note={"en": "Only what somebody did."})
SECOND = frame(
    2, "water", "road", "pupils", "teachers", "health", "home", changes=(RENAMED, MERGED, SPLIT, REMOVED, RULE)
)  # fmt: skip
THIRD = frame(3, "water", "pupils", "teachers", "health", "home", changes=(FrameChange("removed", ("road",)),))


def item(segment: str, state: str, task: int | None, **more: Any) -> dict[str, Any]:
    coder, round_ = more.get("coder_id", "ana"), more.get("round", 1)
    return {
        "study_id": "water", "id": f"r{round_}/{segment}/{coder}", "segment_id": segment, "coder_id": coder, "round": round_,
        "batch": "b1", "state": state, "model_version": "m1", "task_id": task, "frame_version": 1, "arm": "assisted",
        "planted": [], "carried": [], "condition": "shown", "why": "", **more,
    }  # fmt: skip


def coding(segment: str, target: str, at: datetime = NOON, **more: Any) -> Coding:
    return replace(Coding(segment, "ana", "code", target, 1, 1, at), **more)


@pytest.fixture
def water(store: Store) -> Store:
    with store.begin() as tx:
        studies.save_study(tx, STUDY)
        studies.save_frame(tx, "water", FIRST)
        studies.add_session(tx, "water", Session("S1"))
        made = transcript("S1", "Uno.", "Dos.", "Tres.", "Cuatro.", "Cinco.", "Seis.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
        for arm, number in (("assisted", 5), ("blind", 6), ("adjudication", 7)):
            review.save_project(tx, "water", 1, "ana", arm, 1, label_studio_id=number, cursor="", account_id=1)
    return store


def enter(store: Store, items: list[dict[str, Any]], codings: dict[str, list[Coding]] | None = None) -> None:
    with store.begin() as tx:
        review.add_work_items(tx, items)
        for segment_id, of_segment in (codings or {}).items():
            for coder, round_ in sorted({(c.coder_id, c.round) for c in of_segment}):
                mine = [c for c in of_segment if (c.coder_id, c.round) == (coder, round_)]
                review.replace_codings(tx, "water", segment_id, coder, round_, mine)


def change(store: Store, new: CodeFrame = SECOND) -> Brought:
    with store.begin() as tx:
        studies.save_frame(tx, "water", new)
        return bring_forward(tx, STUDY)


def standing(tx: Tx) -> dict[str, list[tuple[str, str, int]]]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for c in review.codings(tx, "water"):
        found.setdefault(c.segment_id, []).append((c.kind, c.target, c.frame_version))
    return found


def state(store: Store) -> Any:
    with store.read() as tx:
        return (
            review.codings(tx, "water"),
            [(i.id, i.state, i.task_id, i.batch, i.frame_version, i.why, i.carried) for i in review.work_items(tx, "water")],
            [(e.act, e.kind, e.suggested, e.target, e.source, e.reason) for e in review.log(tx, "water")],
            [(r.label_studio_id, r.task_id, r.moving) for r in outdated.moving(tx, "water")],
        )


def test_codings_are_rewritten_and_the_log_says_what_they_were(water: Store) -> None:
    enter(
        water,
        [item(f"S1.00{n}", "reviewed", n) for n in range(1, 5)],
        {
            "S1.001": [coding("S1.001", "agua", from_suggestion="m1"), coding("S1.001", "home"), coding("S1.001", "homes", kind="domain")],
            "S1.002": [coding("S1.002", "bridge", NOON), coding("S1.002", "road", LATER)],
            "S1.003": [coding("S1.003", "school"), coding("S1.003", "home")],
            "S1.004": [coding("S1.004", "health"), coding("S1.004", "other")],
        },
    )  # fmt: skip
    brought = change(water)
    assert brought == Brought(6, ["r1/S1.003/ana", "r1/S1.004/ana"], [], [])
    with water.read() as tx:
        assert standing(tx) == {
            "S1.001": [("code", "home", 2), ("code", "water", 2), ("domain", "homes", 2)],
            "S1.002": [("code", "road", 2)],
            "S1.003": [("code", "home", 2)],
            "S1.004": [("code", "health", 2)],
        }
        kept = {(c.segment_id, c.target): (c.at, c.from_suggestion) for c in review.codings(tx, "water")}
        assert kept["S1.001", "water"] == (NOON, "m1")
        assert kept["S1.002", "road"] == (LATER, "")  # it stood under this id before
        told = [(e.segment_id, e.act, e.suggested, e.target, e.frame_version) for e in review.log(tx, "water")]
        assert sorted(told) == [
            ("S1.001", "migrated", "agua", "water", 2),
            ("S1.002", "migrated", "bridge", "road", 2),
            ("S1.002", "migrated", "road", "road", 2),
            ("S1.003", "migrated", "school", "", 2),
            ("S1.004", "migrated", "health", "health", 2),
            ("S1.004", "migrated", "other", "", 2),
        ]
        reasons = {e.suggested: e.reason for e in review.log(tx, "water")}
        assert reasons["agua"] == "«Agua» (agua) tiene otra clave: «Water» (water). In English."
        assert {e.source for e in review.log(tx, "water") if e.suggested == "agua"} == {"frame:1>2@r1@2026-11-23T12:00:00+00:00"}


def test_what_a_person_must_look_at_is_pending_again_with_what_stood(water: Store) -> None:
    review_of = {
        "S1.001": [coding("S1.001", "school"), coding("S1.001", "agua"), coding("S1.001", "CH1", kind="change", stance="for")]
    }
    enter(
        water, [item("S1.001", "reviewed", 1), item("S1.002", "reviewed", 2)], {**review_of, "S1.002": [coding("S1.002", "agua")]}
    )
    with water.begin() as tx:
        seen = {"id": 9, "ours": True, "result": []}
        review.save_annotation(tx, "water", "r1/S1.001/ana", 9, seen_at="t", deleted=False, body=seen)
        review.save_annotation(tx, "water", "r1/S1.002/ana", 10, seen_at="t", deleted=False, body={**seen, "id": 10})
    change(water)
    with water.read() as tx:
        again, fine = review.work_items(tx, "water")
        assert (again.state, again.task_id, again.batch, again.frame_version) == ("pending", None, "", 2)
        assert (again.why, again.model_version) == ("moved", "")
        assert again.carried == stored_carried(
            [Carried("change", "CH1", "for", ("ana",), 1, False), Carried("code", "water", None, ("ana",), 1, False)]
        )
        assert (fine.state, fine.task_id, fine.frame_version, fine.why) == ("reviewed", 2, 1, "")  # its task stays where it is
        assert outdated.moving(tx, "water") == outdated.removals(tx, "water") == []
        assert review.annotations_of(tx, "water", again.id)[9].body["ours"] is False
        assert review.annotations_of(tx, "water", fine.id)[10].body["ours"] is True
        assert review.reviewed(tx, "water") == {("S1.002", "ana", 1, "assisted")}


def test_nothing_is_shown_to_who_codes_blind(water: Store) -> None:
    enter(water, [item("S1.001", "reviewed", 1, arm="blind")], {"S1.001": [coding("S1.001", "health")]})
    change(water)
    with water.read() as tx:
        (again,) = review.work_items(tx, "water")
        assert (again.state, again.arm, again.carried) == ("pending", "blind", [])


def test_tasks_that_nobody_has_reviewed_move(water: Store) -> None:
    sides = [Side("Ben", frozenset({Choice("code", "bridge"), Choice("code", "school")}), "dudo")]
    carried = [Carried("code", "agua", None, ("ben",), 1, True), Carried("domain", "homes", None, ("ben",), 1, True)]
    enter(
        water,
        [
            item("S1.001", "pushed", 1, planted=["home"], condition="planted"),
            item("S1.002", "skipped", 2),
            item("S1.003", "lost", None),
            item("S1.004", "pending", None, frame_version=0),
            item("S1.005", "pushed", 5, arm="adjudication", carried=stored_sides(sides)),
            item("S1.006", "retired", None, carried=stored_carried(carried)),
            item("S1.006", "pending", None, coder_id="ben", carried=stored_carried(carried)),
        ],
    )
    assert change(water).moved == [
        "r1/S1.001/ana", "r1/S1.002/ana", "r1/S1.003/ana", "r1/S1.004/ana", "r1/S1.005/ana", "r1/S1.006/ben",
    ]  # fmt: skip
    with water.read() as tx:
        items = {i.id: i for i in review.work_items(tx, "water")}
        retired = items.pop("r1/S1.006/ana")
        assert (retired.state, retired.frame_version) == ("retired", 1)
        assert {(i.state, i.task_id, i.batch, i.frame_version, i.model_version, i.why) for i in items.values()} == {
            ("pending", None, "", 2, "", "")
        }
        assert items["r1/S1.001/ana"].planted == []
        assert items["r1/S1.005/ana"].carried == stored_sides([Side("Ben", frozenset({Choice("code", "road")}), "dudo")])
        assert items["r1/S1.006/ben"].carried == stored_carried(
            [replace(carried[1]), replace(carried[0], target="water")]
        ) or items["r1/S1.006/ben"].carried == stored_carried([replace(carried[0], target="water"), carried[1]])
        assert [(r.label_studio_id, r.task_id) for r in outdated.moving(tx, "water")] == [(5, 1), (5, 2), (7, 5)]
        assert outdated.removals(tx, "water") == []  # not before what was begun in them has been carried over
        assert outdated.leaving_of(tx, "water", 5) == {1, 2}


def test_closed_rounds_keep_their_tasks(water: Store) -> None:
    with water.begin() as tx:
        for number in (1, 2):
            rounds.open_round(tx, "water", RoundRule(number), stratify_by=(), seed=1, frame_version=1)
        rounds.close_round(tx, "water", 1)
    said = {"S1.001": [coding("S1.001", "school"), coding("S1.001", "agua")], "S1.002": [coding("S1.002", "school", round=2)]}
    items = [item("S1.001", "reviewed", 1), item("S1.003", "pushed", 3), item("S1.002", "reviewed", 2, round=2)]
    enter(water, items, said)
    assert change(water) == Brought(3, ["r2/S1.002/ana"], ["r1/S1.001/ana"], [])
    with water.read() as tx:
        assert {i.id: i.state for i in review.work_items(tx, "water")} == {
            "r1/S1.001/ana": "reviewed", "r1/S1.003/ana": "pushed", "r2/S1.002/ana": "pending",
        }  # fmt: skip
        assert standing(tx) == {"S1.001": [("code", "water", 2)]}


def test_done_again_nothing_changes(water: Store) -> None:
    items = [item("S1.001", "reviewed", 1), item("S1.002", "pushed", 2), item("S1.003", "reviewed", 3)]
    enter(
        water, items, {"S1.001": [coding("S1.001", "school")], "S1.003": [coding("S1.003", "bridge"), coding("S1.003", "road")]}
    )
    change(water)
    once = state(water)
    assert change(water) == Brought()
    assert state(water) == once


def die_on_the_way(store: Store) -> None:
    with store.begin() as tx:
        studies.save_frame(tx, "water", SECOND)
        assert bring_forward(tx, STUDY).again
        raise ZeroDivisionError


def test_a_failure_on_the_way_leaves_everything_as_it_was(water: Store) -> None:
    enter(water, [item("S1.001", "reviewed", 1), item("S1.002", "pushed", 2)], {"S1.001": [coding("S1.001", "school")]})
    before = state(water)
    with pytest.raises(ZeroDivisionError):
        die_on_the_way(water)
    assert state(water) == before
    with water.read() as tx:
        assert studies.frame(tx, "water") == FIRST


def test_in_two_steps_as_at_once(water: Store) -> None:
    """Somebody answers in a task of the first version when the third is in force; others went through both."""
    said = {"S1.001": [coding("S1.001", "bridge"), coding("S1.001", "agua")], "S1.002": [coding("S1.002", "school")]}
    enter(water, [item(f"S1.00{n}", "reviewed", n) for n in (1, 2, 3)], said)
    change(water)
    change(water, THIRD)
    late = {"S1.003": [coding("S1.003", "bridge", LATER), coding("S1.003", "agua", LATER)]}
    enter(water, [], late)
    assert change(water, THIRD).again == ["r1/S1.003/ana"]
    with water.read() as tx:
        assert standing(tx) == {"S1.001": [("code", "water", 3)], "S1.003": [("code", "water", 3)]}
        states = {i.id: (i.state, i.frame_version) for i in review.work_items(tx, "water")}
        assert states == {f"r1/S1.00{n}/ana": ("pending", 3) for n in (1, 2, 3)}
        way = [(e.segment_id, e.suggested, e.target, e.source.split("@")[0]) for e in review.log(tx, "water")]
        assert sorted(way) == [
            ("S1.001", "agua", "water", "frame:1>2"),
            ("S1.001", "bridge", "road", "frame:1>2"),
            ("S1.001", "road", "", "frame:2>3"),
            ("S1.002", "school", "", "frame:1>2"),
            ("S1.003", "agua", "water", "frame:1>3"),
            ("S1.003", "bridge", "", "frame:1>3"),
        ]


def test_words_that_may_not_be_shown_leave_at_once(water: Store) -> None:
    enter(water, [item("S1.001", "pushed", 1), item("S1.002", "pushed", 2)])
    change(water)
    with water.begin() as tx:
        outdated.take_out(tx, "water", ["S1.001"])
    with water.read() as tx:
        assert [r.task_id for r in outdated.removals(tx, "water")] == [1]
        assert [r.task_id for r in outdated.moving(tx, "water")] == [2]


def test_a_frame_that_was_kept_before_there_were_changes_is_the_same_still(water: Store) -> None:
    from service.storage.tables import CodeFrameRow

    with water.begin() as tx:
        row = tx.get_one(CodeFrameRow, ("water", 1))
        row.body = {name: value for name, value in row.body.items() if name not in ("changes", "changed_from")}
    with water.begin() as tx:
        assert studies.save_frame(tx, "water", FIRST) is False
        assert studies.frames(tx, "water") == [FIRST]


def test_questions_about_codes_that_are_gone_need_no_answer(water: Store) -> None:
    enter(water, [item("S1.001", "reviewed", 1)], {"S1.001": [coding("S1.001", "agua")]})
    with water.begin() as tx:
        key = {"segment_id": "S1.001", "direction": "doubtful", "score": 0.1, "labels": "x", "body": {}}
        questions.ask(tx, "water", [{"id": t, "target": t, **key} for t in ("code:agua", "code:home", "domain:homes")])
    change(water)
    with water.read() as tx:
        assert {q.id: q.state for q in questions.questions(tx, "water")} == {
            "code:agua": "stale", "code:home": "open", "domain:homes": "open",
        }  # fmt: skip
