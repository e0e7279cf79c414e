"""Rounds on both databases: planned without doing, drawn once, added to and never moved; decided, closed, and all of it on record."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from annotations.codeframe import Code, CodeFrame
from annotations.codings import PLANTED, Coding
from annotations.errors import Conflict, NotFound, NotReady
from annotations.label_studio.decisions import Choice, Side
from annotations.rounds import Arm, Assignment
from annotations.sessions import Session
from annotations.studies import Coder, ReviewRule, RoundRule, Study
from service.app import create_app
from service.reports_rounds import history_in_words, plan_in_words, status_in_words
from service.settings import Settings
from service.storage import access, corpus, outdated, questions, review, rounds, studies
from service.storage.review import LogEntry
from service.storage.transactions import Store, Tx
from service.workflows import assessing, deciding, histories, retraining
from service.workflows.rounds import close_round, open_round, plan_round, round_status, to_send
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY, segments_of, transcript

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
CODERS = (
    Coder("ana", "Ana", "ana@example.org", "es"),
    Coder("ben", "Ben", "ben@example.org", "en"),
    Coder("sup", "Sol", "sol@example.org", "es", role="supervisor"),
)
RULE = ReviewRule((RoundRule(1, overlap=0.5), RoundRule(2, withheld=0.5, drawn=1.0)), ("language",), 3)
PLANNED = replace(STUDY, coders=CODERS, review=RULE, consent="not_required")


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    """A study of two rounds with four sessions of two segments, nothing opened."""
    with store.begin() as tx:
        studies.save_study(tx, PLANNED)
        studies.save_frame(tx, "water", FRAME)
        for number in range(1, 5):
            bring_in(tx, f"S{number}")
    return Work(settings, store)


def bring_in(tx: Tx, session_id: str) -> None:
    studies.add_session(tx, "water", Session(session_id, language="es" if session_id < "S3" else "en"))
    made = transcript(session_id, "Leen las cuentas.", "Pusieron medidores.")
    corpus.save_transcript(tx, "water", made, segments_of(made))


def answer(
    work: Work, segment_id: str, coder: str, *targets: str, round_: int = 1, arm: Arm = "assisted", **note: object
) -> None:
    """Somebody has coded a segment; without a state it is reviewed."""
    state = str(note.pop("state", "reviewed"))
    key = {
        "study_id": "water",
        "id": f"r{round_}/{segment_id}/{coder}",
        "segment_id": segment_id,
        "coder_id": coder,
        "round": round_,
    }
    with work.store.begin() as tx:
        row = {**key, "batch": "b", "state": state, "model_version": "m1", "task_id": 1, "arm": arm}
        review.add_work_items(tx, [row])
        review.set_items(tx, "water", [str(key["id"])], state=state)
        codings = [Coding(segment_id, coder, "code", target, round_, 1, NOON) for target in targets]
        review.replace_codings(tx, "water", segment_id, coder, round_, codings)
        review.save_note(tx, "water", str(key["id"]), {"spans": [], "flags": [], "memo": "", **note})


def assigned(work: Work, round_: int = 1) -> list[Assignment]:
    with work.store.read() as tx:
        return rounds.assignments(tx, "water", round_=round_)


class TestPlanning:
    def test_a_plan_says_what_opening_then_does_and_does_nothing(self, work: Work) -> None:
        plan = plan_round(work, study_id="", round_=1)
        assert assigned(work) == []
        opened = open_round(work, study_id="", round_=1)
        assert opened == plan
        shown = {(s["session"], coder, arm) for s in plan["sessions"] for coder, arm in s["coders"].items()}
        assert {(a.session_id, a.coder_id, a.arm) for a in assigned(work)} == shown
        assert plan["tasks"] == 2 * len(shown) == 12
        assert [p["title"] for p in plan["projects"] if p["later"]] == [
            "water · r1 · sup · f1 · revision", "water · r1 · sup · f1 · adjudication"
        ]  # fmt: skip
        assert sorted(p["title"] for p in plan["projects"] if not p["later"]) == [
            "water · r1 · ana · f1", "water · r1 · ana · f1 · blind", "water · r1 · ben · f1", "water · r1 · ben · f1 · blind"
        ]  # fmt: skip
        assert [a["coder"] for a in plan["accounts"]] == ["ana", "ben", "sup"]
        assert "water · r1 · ben · f1 · blind" in plan_in_words(plan)

    def test_half_of_each_language_is_coded_blind_by_two(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        blind = [a for a in assigned(work) if a.arm == "blind"]
        assert {a.coder_id for a in blind} == {"ana", "ben"}
        assert sorted("es" if a.session_id < "S3" else "en" for a in blind) == ["en", "en", "es", "es"]

    def test_what_cannot_be_done_is_said_before(self, work: Work) -> None:
        with work.store.begin() as tx:
            studies.save_study(
                tx, replace(PLANNED, coders=(replace(CODERS[0], sessions=("S1",)), replace(CODERS[1], sessions=("S2",))))
            )
        problems = " ".join(plan_round(work, study_id="", round_=1)["problems"])
        assert "nobody may code S3, S4" in problems
        assert "only 0 of 4 sessions" in problems
        assert "no supervisor" in problems

    def test_a_round_that_the_study_does_not_have(self, work: Work) -> None:
        with pytest.raises(NotFound, match="no round 7"):
            plan_round(work, study_id="", round_=7)

    def test_the_conditions_are_told_in_numbers(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        close_round(work, study_id="", round_=1, unfinished=True)
        plan = plan_round(work, study_id="", round_=2)
        assert sum(plan["conditions"].values()) == plan["tasks"] == 8
        assert plan["drawn_for_supervisor"] == 8


class TestOpening:
    def test_a_round_is_opened_once(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        before = assigned(work)
        with pytest.raises(Conflict, match="opened before"):
            open_round(work, study_id="", round_=1)
        assert assigned(work) == before

    def test_rounds_follow_each_other(self, work: Work) -> None:
        with pytest.raises(NotReady, match="round 1 of study water is not opened"):
            open_round(work, study_id="", round_=2)
        open_round(work, study_id="", round_=1)
        with pytest.raises(NotReady, match="still open"):
            open_round(work, study_id="", round_=2)

    def test_the_rule_stays_as_it_was_when_the_round_was_opened(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        with work.store.begin() as tx:
            studies.save_study(tx, replace(PLANNED, review=ReviewRule((RoundRule(1, overlap=1.0),), (), 9)))
            bring_in(tx, "S5")
        to_send(work, PLANNED)
        with work.store.read() as tx:
            (opened,) = rounds.rounds(tx, "water")
        assert (opened.rule, opened.stratify_by, opened.seed, opened.frame_version) == (RULE.rounds[0], ("language",), 3, 1)
        assert plan_round(work, study_id="", round_=1)["rule"]["overlap"] == 0.5

    def test_what_is_imported_later_is_added_and_nothing_moves(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        before = assigned(work)
        assert to_send(work, PLANNED) == tuple(sorted(before, key=lambda a: (a.round, a.coder_id, a.arm, a.session_id)))
        with work.store.begin() as tx:
            bring_in(tx, "S5")
        sent = to_send(work, PLANNED)
        assert set(before) < set(sent)
        assert {a.session_id for a in set(sent) - set(before)} == {"S5"}
        assert set(assigned(work)) == set(sent) == set(to_send(work, PLANNED))

    def test_a_round_without_sessions_is_not_opened(self, settings: Settings, store: Store) -> None:
        with store.begin() as tx:
            studies.save_study(tx, PLANNED)
            studies.save_frame(tx, "water", FRAME)
        with pytest.raises(NotReady, match="no sessions"):
            open_round(Work(settings, store), study_id="", round_=1)

    def test_what_was_sent_before_the_study_had_rounds_stays_with_its_coders(self, work: Work) -> None:
        for coder in ("ana", "ben"):
            answer(work, "S1.001", coder, state="pushed")
        open_round(work, study_id="", round_=1)
        assert [(a.coder_id, a.arm) for a in assigned(work) if a.session_id == "S1"] == [("ana", "assisted"), ("ben", "assisted")]


class TestSending:
    def test_a_study_without_rounds_is_coded_by_everybody(self, work: Work) -> None:
        study = replace(PLANNED, review=ReviewRule(), coders=(CODERS[0], replace(CODERS[1], sessions=("S2",)), CODERS[2]))
        found = to_send(work, study)
        assert [(a.round, a.session_id, a.coder_id, a.arm) for a in found if a.coder_id == "ben"] == [
            (1, "S2", "ben", "assisted")
        ]
        assert len(found) == 5
        assert assigned(work) == []

    def test_with_rounds_one_must_be_open(self, work: Work) -> None:
        with pytest.raises(NotReady, match="relato round open 1"):
            to_send(work, PLANNED)
        open_round(work, study_id="", round_=1)
        close_round(work, study_id="", round_=1, unfinished=True)
        with pytest.raises(NotReady, match="relato round open 2"):
            to_send(work, PLANNED)

    def test_between_rounds_nothing_is_sent_by_itself(self, work: Work) -> None:
        def between(study: Study) -> bool:
            with work.store.read() as tx:
                return rounds.between_rounds(tx, study)

        assert not between(replace(PLANNED, review=ReviewRule()))
        assert between(PLANNED)
        open_round(work, study_id="", round_=1)
        assert not between(PLANNED)
        close_round(work, study_id="", round_=1, unfinished=True)
        assert between(PLANNED)

    def test_segments_of_an_open_round_without_a_work_item_are_waited_for(self, work: Work) -> None:
        with work.store.read() as tx:
            assert rounds.not_entered(tx, "water") == set()
        open_round(work, study_id="", round_=1)
        for a in assigned(work):
            answer(work, f"{a.session_id}.001", a.coder_id, arm=a.arm)
        with work.store.read() as tx:
            assert rounds.not_entered(tx, "water") == {f"S{n}.002" for n in range(1, 5)}


@pytest.fixture
def coded(work: Work) -> Work:
    """Round 1 is open and all coded: in S1.001 (or the first blind session) people differ."""
    with work.store.begin() as tx:
        studies.save_study(tx, replace(PLANNED, review=ReviewRule((RoundRule(1, overlap=1.0, drawn=0.0), RoundRule(2)))))
    open_round(work, study_id="", round_=1)
    for number in range(1, 5):
        for segment in (f"S{number}.001", f"S{number}.002"):
            for coder in ("ana", "ben"):
                answer(work, segment, coder, "accounts", arm="blind")
    answer(work, "S1.001", "ben", "accounts", "meters", arm="blind", memo="también medidores")
    answer(work, "S2.001", "ana", "accounts", arm="blind", flags=["needs_supervisor"])
    return work


def items(work: Work, coder: str = "sup") -> list[tuple[str, str, str, str]]:
    with work.store.read() as tx:
        return [(i.segment_id, i.arm, i.state, i.why) for i in review.work_items(tx, "water", coder_id=coder)]


class TestDeciding:
    def test_disagreements_go_to_the_supervisor_with_both_sides_and_once(self, coded: Work) -> None:
        assert deciding.adjudicate(coded, study_id="")["entered"] == 1
        assert deciding.adjudicate(coded, study_id="")["entered"] == 0
        assert items(coded) == [("S1.001", "adjudication", "pending", "disagreement")]
        with coded.store.read() as tx:
            (item,) = review.work_items(tx, "water", coder_id="sup")
            both = deciding.sides_of(tx, studies.study(tx, ""), item)
        accounts, meters = Choice("code", "accounts"), Choice("code", "meters")
        assert both == (Side("Ana", frozenset({accounts})), Side("Ben", frozenset({accounts, meters}), "también medidores"))
        assert [side["coder"] for side in item.carried] == ["Ana", "Ben"]
        assert (item.id, item.batch, item.frame_version) == ("r1/S1.001/sup", "", 1)

    def test_flags_and_questions_are_revised(self, coded: Work) -> None:
        with coded.store.begin() as tx:
            row = {
                "id": "q1",
                "segment_id": "S3.002",
                "target": "code:meters",
                "direction": "missing",
                "score": -1.0,
                "labels": "",
            }
            questions.ask(tx, "water", [{**row, "body": {}}])
        found = deciding.revise(coded, study_id="", round_=1)
        assert found["why"] == {"flagged": 1, "question": 1}
        assert [(i, why) for i, _, _, why in items(coded)] == [("S2.001", "flagged"), ("S3.002", "question")]
        assert {arm for _, arm, _, _ in items(coded)} == {"revision"}

    def test_only_what_is_asked_for(self, coded: Work) -> None:
        assert deciding.revise(coded, study_id="", flagged=False)["entered"] == 0

    def test_a_wrong_suggestion_that_was_accepted_is_looked_at(self, coded: Work) -> None:
        with coded.store.begin() as tx:
            taken = Coding("S4.001", "ana", "code", "meters", 1, 1, NOON, None, PLANTED)
            review.replace_codings(tx, "water", "S4.001", "ana", 1, [taken])
        assert deciding.revise(coded, study_id="", flagged=False)["why"] == {"check accepted": 1}

    def test_the_drawn_share_is_seen_anyway(self, coded: Work) -> None:
        close_round(coded, study_id="", round_=1)
        with coded.store.begin() as tx:
            studies.save_study(tx, PLANNED)
        open_round(coded, study_id="", round_=2)
        for a in assigned(coded, 2):
            for number in (1, 2):
                answer(coded, f"{a.session_id}.00{number}", a.coder_id, "accounts", round_=2)
        assert deciding.revise(coded, study_id="")["why"] == {"drawn": 8}

    def test_nothing_is_decided_while_a_coder_is_at_it(self, coded: Work) -> None:
        answer(coded, "S1.001", "ana", arm="blind", state="pushed")
        found = deciding.adjudicate(coded, study_id="")
        assert (found["entered"], found["waiting"]) == (0, 1)

    def test_nor_before_it_was_sent_to_everybody(self, work: Work) -> None:
        with work.store.begin() as tx:
            studies.save_study(tx, replace(PLANNED, review=ReviewRule((RoundRule(1, overlap=1.0),))))
        open_round(work, study_id="", round_=1)
        answer(work, "S1.001", "ana", "accounts", arm="blind", flags=["needs_supervisor"])
        assert deciding.revise(work, study_id="")["entered"] == 0

    def test_a_study_without_a_supervisor(self, coded: Work) -> None:
        with coded.store.begin() as tx:
            studies.save_study(tx, replace(PLANNED, coders=CODERS[:2]))
        with pytest.raises(NotReady, match="role: supervisor"):
            deciding.adjudicate(coded, study_id="")

    def test_a_closed_round_is_decided_no_more(self, coded: Work) -> None:
        close_round(coded, study_id="", round_=1)
        with pytest.raises(NotFound, match="no round"):
            deciding.adjudicate(coded, study_id="")
        with pytest.raises(NotReady, match="closed"):
            deciding.adjudicate(coded, study_id="", round_=1)


class TestStanding:
    def test_the_decision_stands_and_the_codings_of_others_stay(self, coded: Work) -> None:
        with coded.store.read() as tx:
            assert review.standing(tx, "water")["S1.001"].how == "open"
        answer(coded, "S1.001", "sup", "meters", arm="adjudication")
        with coded.store.read() as tx:
            stood = review.standing(tx, "water")
            everything = review.codings(tx, "water", round_=1, segment_ids=["S1.001"])
        assert (stood["S1.001"].how, [c.target for c in stood["S1.001"].codings]) == ("decided", ["meters"])
        assert stood["S2.001"].how == "agreed"
        assert len(everything) == 4

    def test_what_counted_before_a_round(self, coded: Work) -> None:
        answer(coded, "S1.001", "ana", "committee", round_=2)
        with coded.store.read() as tx:
            assert review.standing(tx, "water", before=2)["S1.001"].how == "open"
            assert review.standing(tx, "water", segment_ids=["S1.001"])["S1.001"].round == 2

    def test_machines_learn_from_what_stands(self, coded: Work) -> None:
        answer(coded, "S1.001", "sup", "meters", arm="adjudication")
        with coded.store.begin() as tx:
            taken = Coding("S4.001", "ana", "code", "meters", 1, 1, NOON, None, PLANTED)
            review.replace_codings(tx, "water", "S4.001", "ana", 1, [taken])
            study = studies.study(tx, "")
        found = retraining.material(coded, study)
        assert {(c.coder_id, c.target) for c in found.codings if c.segment_id == "S1.001"} == {("sup", "meters")}
        assert {coder for segment, coder in found.reviewed_by if segment == "S1.001"} == {"sup"}
        assert {coder for segment, coder in found.reviewed_by if segment == "S2.001"} == {"ana", "ben"}
        assert [c.target for c in found.codings if c.segment_id == "S4.001"] == ["accounts"]

    def test_evidence_is_what_stands_and_every_coder_of_the_session_has_the_decision(self, coded: Work) -> None:
        answer(coded, "S1.001", "sup", "meters", arm="adjudication")
        answer(coded, "S2.001", "ana", "committee", round_=2)
        answer(coded, "S2.002", "ana", round_=2, state="pushed")  # half read: no evidence yet
        answer(coded, "S3.001", "ben", "committee", round_=2)
        answer(coded, "S3.002", "ben", round_=2, state="skipped")  # what stood stays
        found = assessing.evidence(coded, "")
        assert found.reviewed == {"S1": {"ana", "ben"}, "S2": {"ana", "ben"}, "S3": {"ben"}, "S4": {"ana", "ben"}}
        by_segment: dict[str, set[tuple[str, str]]] = {}
        for c in found.codings:
            by_segment.setdefault(c.segment_id, set()).add((c.coder_id, c.target))
        assert by_segment["S1.001"] == {("ana", "meters"), ("ben", "meters")}
        assert by_segment["S2.001"] == {("ana", "accounts"), ("ben", "accounts")}
        assert by_segment["S3.001"] == {("ben", "committee")}
        assert by_segment["S3.002"] == {("ben", "accounts")}


class TestClosing:
    def test_a_round_with_work_left_is_closed_only_when_said(self, coded: Work) -> None:
        deciding.adjudicate(coded, study_id="")
        with pytest.raises(Conflict, match="1 adjudication tasks are not done"):
            close_round(coded, study_id="", round_=1)
        found = close_round(coded, study_id="", round_=1, unfinished=True)
        assert (found["left"], found["standing"]) == ({"adjudication": 1}, {"open": 1, "agreed": 7})
        with coded.store.read() as tx:
            assert rounds.rounds(tx, "water", open_only=True) == []
            closed = rounds.find(tx, "water", 1).closed_at
        close_round(coded, study_id="", round_=1, unfinished=True)
        with coded.store.read() as tx:
            assert rounds.find(tx, "water", 1).closed_at == closed

    def test_a_round_that_was_not_sent_is_not_finished(self, work: Work) -> None:
        open_round(work, study_id="", round_=1)
        with pytest.raises(Conflict, match="12 tasks were not sent"):
            close_round(work, study_id="", round_=1)

    def test_how_far_it_is(self, coded: Work) -> None:
        deciding.adjudicate(coded, study_id="")
        found = round_status(coded, study_id="")
        (one,) = found["rounds"].values()
        assert one["coders"] == [
            {"coder": "ana", "arm": "blind", "sessions": 4, "tasks": {"reviewed": 8}},
            {"coder": "ben", "arm": "blind", "sessions": 4, "tasks": {"reviewed": 8}},
            {"coder": "sup", "arm": "adjudication", "sessions": 0, "tasks": {"pending": 1}},
        ]
        said = status_in_words(found)
        assert "1 coded differently and not decided" in said
        assert "not opened yet: round 2" in said


class TestHistory:
    @pytest.fixture
    def told(self, coded: Work) -> Work:
        key = {"segment_id": "S1.001", "round": 1, "frame_version": 1, "kind": "code", "model_version": "m1"}
        acts = [
            LogEntry("ana", act="accepted", target="accounts", suggested="accounts", stance="", source="a@1", **key),  # type: ignore[arg-type]
            LogEntry("ana", act="left", target="", suggested="committee", stance="", source="a@1", **key),  # type: ignore[arg-type]
            LogEntry("ben", act="added", target="meters", suggested="", stance="", source="b@1", **key),  # type: ignore[arg-type]
            LogEntry("sup", act="decided", target="meters", suggested="", stance="", source="c@1", reason="lo dice él", **key),  # type: ignore[arg-type]
        ]
        with coded.store.begin() as tx:
            review.append_log(tx, "water", acts)
        answer(coded, "S1.001", "sup", "meters", arm="adjudication")
        return coded

    def test_everything_with_its_reason_in_words(self, told: Work) -> None:
        spanish = histories.history(told, study_id="", segment_id="S1.001", language="es")
        assert [one["said"] for one in spanish["acts"]] == [
            "aceptó la sugerencia “Accounts”", "añadió “Meters”", "decidió “Meters” (motivo: lo dice él)"
        ]  # fmt: skip
        assert [one["who"] for one in spanish["acts"]] == ["Ana", "Ben", "Sol"]
        assert spanish["how"] == "Lo que vale: lo decidió Sol, ronda 1."
        english = histories.history(told, study_id="", segment_id="S1.001", language="en", everything=True)
        assert "left the possible suggestion “Committee” as it was, not chosen" in history_in_words(english)
        assert "(reason: lo dice él)" in history_in_words(english)

    def test_a_code_that_the_frame_no_longer_has_keeps_its_name(self, told: Work) -> None:
        newer = CodeFrame(
            4, (Code("theme", {"en": "Themes"}, codes=(Code("money", {"en": "Money"}), Code("tariff", {"en": "Tariff"}))),)
        )
        key = {
            "segment_id": "S1.002",
            "round": 1,
            "frame_version": 4,
            "act": "migrated",
            "kind": "code",
            "stance": "",
            "model_version": "",
        }
        with told.store.begin() as tx:
            studies.save_frame(tx, "water", newer)
            moved = LogEntry("ana", target="money", suggested="accounts", source="f@1", reason="one code now", **key)  # type: ignore[arg-type]
            gone = LogEntry("ben", target="", suggested="meters", source="f@1", **key)  # type: ignore[arg-type]
            review.append_log(tx, "water", [moved, gone])
        found = histories.history(told, study_id="", segment_id="S1.002", language="en")
        assert [one["said"] for one in found["acts"]] == [
            "“Accounts” became “Money” in version 4 of the code frame (reason: one code now)",
            "“Meters” no longer stands since version 4 of the code frame",
        ]

    def test_a_segment_that_is_not_there(self, told: Work) -> None:
        with pytest.raises(NotFound, match=r"S9\.001"):
            histories.history(told, study_id="", segment_id="S9.001")

    def test_reasons_leave_the_log_with_the_words_they_may_quote(self, told: Work) -> None:
        with told.store.begin() as tx:
            outdated.erase(tx, "water", ["S1.001"])
            assert [row.reason for row in review.log(tx, "water", segment_id="S1.001")] == ["", "", "", ""]
            assert len(review.log(tx, "water", segment_id="S1.001")) == 4


class TestApi:
    @pytest.fixture
    def api(self, settings: Settings, prepared: Store, work: Work) -> Iterator[TestClient]:
        with prepared.begin() as tx:
            key = access.new_key(tx, "tests")
        with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}) as client:
            yield client

    def test_a_round_from_plan_to_history(self, api: TestClient, work: Work) -> None:
        base = "/v1/studies/water"
        assert api.get(f"{base}/rounds").json() == []
        assert api.get(f"{base}/rounds/1/plan").json()["tasks"] == 12
        assert api.post(f"{base}/rounds/1/open").status_code == 200
        assert api.post(f"{base}/rounds/1/open").status_code == 409
        assert len(api.get(f"{base}/rounds/1/assignments").json()) == 6
        for a in assigned(work):
            for number in (1, 2):
                answer(work, f"{a.session_id}.00{number}", a.coder_id, "accounts" if a.coder_id == "ana" else "meters", arm=a.arm)
        assert api.post(f"{base}/rounds/1/adjudicate").json()["entered"] == 4
        assert api.post(f"{base}/rounds/1/revise", json={}).json()["entered"] == 0
        first = api.get(f"{base}/standing", params={"limit": 3}).json()
        rest = api.get(f"{base}/standing", params={"after": first["next"]}).json()
        assert [one["how"] for one in first["items"] + rest["items"]].count("open") == 4
        assert api.get(f"{base}/segments/S1.001/history").json()["state"] in ("open", "single")
        assert api.post(f"{base}/rounds/1/close", json={}).status_code == 409
        assert api.post(f"{base}/rounds/1/close", json={"unfinished": True}).json()["left"] == {"adjudication": 4}
        assert json.loads(api.get(f"{base}/rounds").text)[0]["closed_at"]
        assert api.get(f"{base}/rounds/status").json()["rounds"]["1"]["state"] == "closed"
