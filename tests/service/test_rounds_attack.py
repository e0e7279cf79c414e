"""What the pieces of the review assume of each other: people who leave, codes that change and consent that ends in the middle of a round."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.codings import PLANTED, Coding
from annotations.rounds import Arm, Standing, carried_from, standing
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Coder, ReviewRule, RoundRule, Study
from service.reports_rounds import decisions_in_words
from service.settings import Settings
from service.storage import corpus, machines, outdated, review, rounds, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Store
from service.workflows import deciding, entering, pushing, retraining
from service.workflows.agreeing import agreement
from service.workflows.applying import Place, apply_tasks
from service.workflows.carrying_over import bring_forward, way_from
from service.workflows.entering import Desk
from service.workflows.registering import register_people
from service.workflows.rounds import close_round, open_round, plan_round, to_send
from service.workflows.work import Outcome, Work
from tests.service.records import STUDY, segments_of, transcript

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA = Coder("ana", "Ana", "ana@example.org", "es")
BEN = Coder("ben", "Ben", "ben@example.org", "en")
CAM = Coder("cam", "Cam", "cam@example.org", "en")
SOL = Coder("sol", "Sol", "sol@example.org", "es", role="supervisor")
TIO = Coder("tio", "Tío", "tio@example.org", "es", role="supervisor")
BOTH = ReviewRule((RoundRule(1, overlap=1.0), RoundRule(2)))
VILLAGE = replace(STUDY, coders=(ANA, BEN, SOL), review=BOTH, consent="not_required")


def frame(version: int, *codes: str, changes: tuple[FrameChange, ...] = ()) -> CodeFrame:
    leaves = tuple(Code(code, {"en": code.title()}) for code in codes)
    return CodeFrame(version, (Code("all", {"en": "All"}, codes=leaves),), changes, version - 1 if changes else 0)


FIRST = frame(1, "accounts", "school", "meters")
RENAMED = frame(2, "ledgers", "school", "meters", changes=(FrameChange("renamed", ("accounts",), ("ledgers",)),))
SPLIT = frame(2, "accounts", "pupils", "teachers", "meters", changes=(FrameChange("split", ("school",), ("pupils", "teachers")),))


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    """Four sessions of two segments; round 1, coded blind by two, is open."""
    with store.begin() as tx:
        studies.save_study(tx, VILLAGE)
        studies.save_frame(tx, "water", FIRST)
        machines.save_model(tx, "water", "m1", frame_version=1, encoder="none", champion=True, body={})
        for number in range(1, 5):
            studies.add_session(tx, "water", Session(f"S{number}", language="es"))
            made = transcript(f"S{number}", "Leen las cuentas.", "Van a la escuela.")
            corpus.save_transcript(tx, "water", made, segments_of(made))
    made_work = Work(settings, store)
    open_round(made_work, study_id="", round_=1)
    return made_work


def answer(
    work: Work, segment_id: str, coder: str, *targets: str, round_: int = 1, arm: Arm = "blind", state: str = "reviewed", **more: Any
) -> None:  # fmt: skip
    """Somebody has coded a segment, or has still to."""
    id_ = f"r{round_}/{segment_id}/{coder}"
    key = {"study_id": "water", "id": id_, "segment_id": segment_id, "coder_id": coder, "round": round_}
    with work.store.begin() as tx:
        row = {**key, "batch": "b", "state": state, "model_version": "m1", "task_id": 1, "arm": arm, "frame_version": 1}
        review.add_work_items(tx, [row])
        review.set_items(tx, "water", [id_], state=state, **more)
        codings = [Coding(segment_id, coder, "code", target, round_, 1, NOON) for target in targets]
        review.replace_codings(tx, "water", segment_id, coder, round_, codings)
        note = {"spans": [], "flags": [], "memo": ""} if state == "reviewed" else None
        review.save_note(tx, "water", id_, note)


def load(work: Work, study: Study = VILLAGE, new: CodeFrame | None = None) -> Study:
    """The study as it is now, with a new version of the frame perhaps."""
    with work.store.begin() as tx:
        studies.save_study(tx, study)
        if new is not None:
            studies.save_frame(tx, "water", new)
            bring_forward(tx, study)
    return study


def desk(study: Study, used: CodeFrame, coder: Coder, round_: int, arm: Arm, sessions: Sequence[str] = ()) -> Desk:
    return Desk(study, used, coder, round_, arm, frozenset(sessions))


def to_push(work: Work, one: Desk) -> list[WorkItemRow]:
    """What the next send would import for this desk."""
    entering.enter_items(work, one, "m1")
    with work.store.read() as tx:
        return review.work_items(tx, one.study.id, ids=[item.id for item in pushing.waiting(tx, one)])


def differ(work: Work) -> None:
    answer(work, "S1.001", "ana", "accounts", "school")
    answer(work, "S1.001", "ben", "accounts")


class TestDecisionsWaitForTheirSides:
    def test_a_decision_is_not_sent_while_a_coder_has_the_segment_again(self, work: Work) -> None:
        differ(work)
        assert deciding.adjudicate(work, study_id="")["entered"] == 1
        assert [i.segment_id for i in to_push(work, desk(VILLAGE, FIRST, SOL, 1, "adjudication"))] == ["S1.001"]
        load(work, VILLAGE, SPLIT)  # ana, who had said school, has to look again
        now = desk(VILLAGE, SPLIT, SOL, 1, "adjudication")
        assert to_push(work, now) == []
        answer(work, "S1.001", "ana", "accounts", "pupils")
        (item,) = to_push(work, now)
        assert [(side["coder"], [c[1] for c in side["choices"]]) for side in item.carried] == [
            ("Ana", ["accounts", "pupils"]), ("Ben", ["accounts"]),
        ]  # fmt: skip


class TestConsent:
    def test_what_was_entered_before_consent_ended_is_not_sent(self, work: Work) -> None:
        """Not by a register that is loaded anew, nor after a change of the frame for which every task is made anew."""
        one = desk(VILLAGE, FIRST, ANA, 1, "blind", ["S1", "S2"])
        assert {i.segment_id.split(".")[0] for i in to_push(work, one)} == {"S1", "S2"}
        with work.store.begin() as tx:
            refused = Participation("S1", "R1", consent=Consent(take_part=False))
            register = Register((Session("S1", registered=True),), (Respondent("R1"),), (refused,))
            studies.save_register(tx, "water", register)
        assert {i.segment_id.split(".")[0] for i in to_push(work, one)} == {"S2"}
        load(work, VILLAGE, RENAMED)
        assert {i.segment_id.split(".")[0] for i in to_push(work, replace(one, frame=RENAMED))} == {"S2"}

    def test_tasks_that_are_out_leave_when_consent_ends_by_the_register(self, work: Work, tmp_path: Path) -> None:
        """All of a session of one person; of two who can be told apart, the tasks of the one alone. Their words wait to be withdrawn."""
        for segment_id in ("S1.001", "S1.002", "S2.001", "S3.001"):
            answer(work, segment_id, "ana", state="pushed", task_id=int(segment_id[1]) * 10 + int(segment_id[-1]))
        with work.store.begin() as tx:
            review.save_project(tx, "water", 1, "ana", "blind", 1, label_studio_id=7, cursor="", account_id=1)
        rows = [f"S{n},2024-02-0{n},individual,recording" for n in range(1, 5)]
        (tmp_path / "sessions.csv").write_text("\n".join(["session,date,method,capture", *rows]))
        people = [
            "R1,S1,,no,yes", "R2,S2,ANA,yes,yes", "R3,S3,RESPONDENT,no,yes", "R5,S3,OTHER,yes,yes", "R4,S4,,yes,yes",
        ]  # fmt: skip
        (tmp_path / "roster.csv").write_text("\n".join(["respondent,session,label,consent,consent_recording", *people]))
        with work.store.read() as tx:
            speaker = corpus.segments(tx, "water", ids=["S3.001"])[0].speaker
        (tmp_path / "roster.csv").write_text((tmp_path / "roster.csv").read_text().replace("RESPONDENT", speaker))
        told = register_people(work, study_id="water", sessions=tmp_path / "sessions.csv", roster=tmp_path / "roster.csv")
        assert (told["refused"], told["to_withdraw"]) == (["S1"], ["R1", "R3"])
        with work.store.read() as tx:
            assert {row.task_id for row in outdated.removals(tx, "water")} == {11, 12, 31}
            assert {i.segment_id: i.state for i in review.work_items(tx, "water")} == {
                "S1.001": "pending", "S1.002": "pending", "S2.001": "pushed", "S3.001": "pending",
            }  # fmt: skip
        sent = {i.segment_id for i in to_push(work, desk(VILLAGE, FIRST, ANA, 1, "blind", ["S1", "S2", "S3"]))}
        assert sent == {"S2.002"}  # both of S3 are theirs


class TestPeopleWhoLeave:
    def test_a_coder_who_has_left_holds_nobody_up(self, work: Work) -> None:
        answer(work, "S1.001", "ana", "accounts")
        answer(work, "S1.001", "cam", "accounts", "school")
        answer(work, "S1.001", "ben", state="pushed")
        assert deciding.adjudicate(work, study_id="")["waiting"] == 1
        load(work, replace(VILLAGE, coders=(ANA, CAM, SOL)))
        assert deciding.adjudicate(work, study_id="")["entered"] == 1

    def test_what_only_somebody_has_who_left_is_given_to_somebody_else(self, work: Work) -> None:
        with work.store.begin() as tx:
            studies.save_study(tx, replace(VILLAGE, review=ReviewRule((RoundRule(1), RoundRule(2, blind="none")))))
        close_round(work, study_id="", round_=1, unfinished=True)
        open_round(work, study_id="", round_=2)
        before = {a for a in self.assigned(work)}
        left = sorted(a.session_id for a in before if a.coder_id == "ben")
        assert len(left) == 2
        for number in (1, 2):
            answer(work, f"{left[0]}.00{number}", "ben", "accounts", round_=2, arm="assisted")  # all done, and it stays
        answer(work, f"{left[1]}.001", "ben", "accounts", round_=2, arm="assisted")
        answer(work, f"{left[1]}.002", "ben", round_=2, arm="assisted", state="pushed")
        now = load(work, replace(VILLAGE, coders=(ANA, CAM, SOL)))
        to_send(work, now)
        new = set(self.assigned(work)) - before
        assert {a.session_id for a in new} == {left[1]}
        assert {a.coder_id for a in new} <= {"ana", "cam"}
        to_send(work, now)
        assert set(self.assigned(work)) == before | new
        assert plan_round(work, study_id="", round_=2)["new"] == 0

    def test_nor_is_a_round_unfinished_because_of_them(self, work: Work) -> None:
        """Ben had not been sent anything."""
        now = load(work, replace(VILLAGE, coders=(ANA, SOL)))
        to_send(work, now)
        for number in range(1, 5):
            for segment in (1, 2):
                answer(work, f"S{number}.00{segment}", "ana", "accounts")
        assert close_round(work, study_id="", round_=1)["unsent"] == 0

    @staticmethod
    def assigned(work: Work) -> list[Any]:
        with work.store.read() as tx:
            return rounds.assignments(tx, "water", round_=2)

    def test_a_decision_that_lies_with_somebody_who_left_goes_to_another(self, work: Work) -> None:
        differ(work)
        deciding.adjudicate(work, study_id="")
        load(work, replace(VILLAGE, coders=(ANA, BEN, TIO)))
        assert deciding.adjudicate(work, study_id="")["entered"] == 1
        assert deciding.adjudicate(work, study_id="")["entered"] == 0
        with work.store.read() as tx:
            assert {i.coder_id for i in review.work_items(tx, "water", arm="adjudication")} == {"sol", "tio"}

    def test_nobody_decides_what_they_have_coded(self, work: Work) -> None:
        """Ben was a coder and is a supervisor now."""
        differ(work)
        ben = replace(BEN, role="supervisor")
        load(work, replace(VILLAGE, coders=(ANA, CAM, ben)))
        found = deciding.adjudicate(work, study_id="")
        assert (found["entered"], found["nobody"]) == (0, ["S1.001"])
        assert "! every supervisor has coded S1.001" in decisions_in_words(found)
        load(work, replace(VILLAGE, coders=(ANA, CAM, ben, SOL)))
        assert deciding.adjudicate(work, study_id="")["entered"] == 1
        with work.store.read() as tx:
            assert [i.coder_id for i in review.work_items(tx, "water", arm="adjudication")] == ["sol"]

    def test_two_of_the_same_name_are_two_sides(self, work: Work) -> None:
        differ(work)
        load(work, replace(VILLAGE, coders=(ANA, replace(BEN, name="Ana"), SOL)))
        deciding.adjudicate(work, study_id="")
        with work.store.read() as tx:
            (item,) = review.work_items(tx, "water", coder_id="sol")
        assert [side["coder"] for side in item.carried] == ["Ana (ana)", "Ana (ben)"]


class TestCodesThatChange:
    def test_nothing_is_learnt_of_a_split_code_until_somebody_has_looked(self, work: Work) -> None:
        """A segment that had it has none of its parts for now: that nobody gave them says nothing."""
        for coder in ("ana", "ben"):
            answer(work, "S1.001", coder, "accounts")
            answer(work, "S1.002", coder, "school")
        close_round(work, study_id="", round_=1, unfinished=True)
        assert {s.id for s in retraining.material(work, VILLAGE).segments} == {"S1.001", "S1.002"}
        load(work, VILLAGE, SPLIT)
        found = retraining.material(work, VILLAGE)
        assert {s.id for s in found.segments} == {"S1.001"}
        assert {segment_id for segment_id, _ in found.reviewed_by} == {"S1.001"}
        answer(work, "S1.002", "ana", "pupils", round_=2, arm="assisted")
        assert {s.id for s in retraining.material(work, VILLAGE).segments} == {"S1.001", "S1.002"}

    def test_nor_does_it_count_as_agreement_that_nobody_gave_a_part(self, work: Work) -> None:
        answer(work, "S1.001", "ana", "accounts", "meters")
        answer(work, "S1.001", "ben", "accounts")
        answer(work, "S1.002", "ana", "school")
        answer(work, "S1.002", "ben", "meters")
        close_round(work, study_id="", round_=1, unfinished=True)
        assert [part.shared for part in agreement(work, study_id="", replicates=100).report.parts] == [2]
        load(work, VILLAGE, SPLIT)
        assert [part.shared for part in agreement(work, study_id="", replicates=100).report.parts] == [1]

    def test_nor_does_what_was_coded_again_after_the_decision(self, work: Work) -> None:
        """Who looks again is shown the supervisor's reason: that they agree then says nothing of the two."""
        for segment_id in ("S1.001", "S1.002"):
            answer(work, segment_id, "ana", "meters", arm="assisted", why="moved" if segment_id == "S1.001" else "")
            answer(work, segment_id, "ben", "meters", arm="assisted")
        assert [part.shared for part in agreement(work, study_id="", replicates=100).report.parts] == [2]
        answer(work, "S1.001", "sol", "meters", arm="revision")
        assert [part.shared for part in agreement(work, study_id="", replicates=100).report.parts] == [1]

    def test_why_the_supervisor_had_it_is_not_forgotten(self, work: Work) -> None:
        differ(work)
        answer(work, "S1.001", "sol", "school", arm="revision", why="drawn")
        load(work, VILLAGE, SPLIT)
        with work.store.read() as tx:
            (item,) = review.work_items(tx, "water", coder_id="sol")
        assert (item.state, item.why) == ("pending", "drawn, moved")

    def test_what_is_carried_follows_into_a_task_that_is_made_anew_later(self, work: Work) -> None:
        """Reviewed under version 1, so that it does not move; then taken back, and its project is deleted."""
        carried = [{"kind": "code", "target": "accounts", "stance": None, "by": ["ben"], "round": 1, "decided": False}]
        answer(work, "S1.001", "ana", "accounts", round_=2, arm="assisted", carried=carried)
        load(work, VILLAGE, RENAMED)
        with work.store.begin() as tx:
            review.set_items(tx, "water", ["r2/S1.001/ana"], state="lost", task_id=None)
        one = desk(VILLAGE, RENAMED, ANA, 2, "assisted")
        (item,) = to_push(work, one)
        assert [c["target"] for c in item.carried] == ["ledgers"]
        assert pushing.tasks_of(work, one, [item], {})

    def test_what_the_study_no_longer_has_is_not_shown(self, work: Work) -> None:
        """A change, a domain or a section can go from the study; what was chosen of it stays in the log."""
        for coder, stance in (("ana", "for"), ("ben", "against")):
            answer(work, "S1.001", coder, "accounts")
            with work.store.begin() as tx:
                chosen: list[Any] = [
                    Coding("S1.001", coder, "code", "accounts", 1, 1, NOON),
                    Coding("S1.001", coder, "change", "CH1", 1, 1, NOON, stance),  # type: ignore[arg-type]
                ]
                review.replace_codings(tx, "water", "S1.001", coder, 1, chosen)
        deciding.adjudicate(work, study_id="")
        fewer = load(work, replace(VILLAGE, changes=()))
        one = desk(fewer, FIRST, SOL, 1, "adjudication")
        (made,) = pushing.tasks_of(work, one, to_push(work, one), {})
        assert [c["alias"] for c in made["data"]["suggested"]] == ["accounts"]
        close_round(work, study_id="", round_=1, unfinished=True)
        one = desk(fewer, FIRST, ANA, 2, "assisted", ["S1"])
        made = pushing.tasks_of(work, one, to_push(work, one), {})[0]
        assert made["data"]["suggested"][0]["alias"] == "accounts"


def coding(coder: str, target: str, from_suggestion: str = "", round_: int = 1) -> Coding:
    return Coding("S1.001", coder, "code", target, round_, 1, NOON, None, from_suggestion)


class TestPlantedCodes:
    def test_a_code_known_to_be_wrong_is_not_carried_on(self) -> None:
        stood = Standing((coding("ana", "meters", PLANTED), coding("ana", "school", "m1")), "single", ("ana",))
        assert [c.target for c in carried_from(stood)] == ["school"]

    def test_of_two_who_agree_the_one_counts_who_was_not_led(self) -> None:
        done = {("S1.001", coder, 1, "assisted") for coder in ("ana", "ben")}
        said = [coding("ana", "meters", PLANTED), coding("ben", "meters")]
        (one,) = standing(said, done)["S1.001"].codings  # type: ignore[arg-type]
        assert one.from_suggestion == ""

    def test_nor_when_the_coder_looks_again(self, work: Work) -> None:
        answer(work, "S1.001", "ana", arm="assisted")
        with work.store.begin() as tx:
            led = [coding("ana", "meters", PLANTED), coding("ana", "school")]
            review.replace_codings(tx, "water", "S1.001", "ana", 1, led)
        rule = FrameChange("rule", ("school",), note={"en": "Only what somebody did."})
        load(work, VILLAGE, frame(2, "accounts", "school", "meters", changes=(rule,)))
        with work.store.read() as tx:
            (item,) = review.work_items(tx, "water")
        assert (item.why, [c["target"] for c in item.carried]) == ("moved", ["school"])

    def test_merged_with_one_that_the_coder_chose(self, work: Work) -> None:
        answer(work, "S1.001", "ana", arm="assisted")
        with work.store.begin() as tx:
            led = [coding("ana", "meters", PLANTED), coding("ana", "school")]
            review.replace_codings(tx, "water", "S1.001", "ana", 1, led)
        merged = FrameChange("merged", ("school", "meters"), ("meters",))
        load(work, VILLAGE, frame(2, "accounts", "meters", changes=(merged,)))
        with work.store.read() as tx:
            (one,) = review.codings(tx, "water")
        assert (one.target, one.from_suggestion) == ("meters", "")


class TestBlindStaysBlind:
    def test_put_again_after_a_rule_change_and_a_decision(self, work: Work) -> None:
        differ(work)
        answer(work, "S1.001", "sol", "school", arm="adjudication")
        with work.store.begin() as tx:
            review.save_note(tx, "water", "r1/S1.001/sol", {"spans": [], "flags": [], "memo": "Ben tiene razón."})
        rule = FrameChange("rule", ("accounts",), note={"en": "Only what somebody did."})
        new = frame(2, "accounts", "school", "meters", changes=(rule,))
        load(work, VILLAGE, new)
        one = desk(VILLAGE, new, ANA, 1, "blind")
        items = to_push(work, one)
        assert [(i.id, i.why) for i in items] == [("r1/S1.001/ana", "moved")]
        (made,) = pushing.tasks_of(work, one, items, {})
        assert made["predictions"] == []
        assert not {"suggested", "changed", "sides", "model_version", "suggested_hint"} & set(made["data"])
        assert "Ben" not in str(made)


def told(work: Work, segment_id: str) -> list[tuple[str, str, str]]:
    with work.store.read() as tx:
        return [(e.act, e.suggested, e.target) for e in review.log(tx, "water", segment_id=segment_id)]


class There:
    """Ana's project of a round in Label Studio, under version 1, and one task of it."""

    def __init__(self, work: Work, round_: int, offered: Sequence[str] = (), **place: Any) -> None:
        self.work, self.more = work, place
        with work.store.begin() as tx:
            review.save_project(tx, "water", round_, "ana", "assisted", 1, label_studio_id=70, cursor="", account_id=1)
        key = {"work_item_id": f"r{round_}/S1.001/ana", "segment_id": "S1.001", "study": "water", "model_version": "m1"}
        self.data = {**key, "text": "Leen las cuentas.", "suggested": [{"alias": code} for code in offered]}

    def says(self, *annotations: tuple[int, int, Sequence[str]]) -> Outcome:
        """Label Studio has these annotations (number, second, codes) and is read."""
        task: dict[str, Any] = {"id": 1, "data": self.data, "annotations": []}
        for number, second, codes in annotations:
            result = [{"from_name": "suggested", "type": "choices", "value": {"choices": list(codes)}}]
            at = f"2026-11-23T12:00:{second:02d}.000000Z"
            by = {"completed_by": 1, "updated_by": 1, "updated_at": at, "was_cancelled": False, "task": 1}
            task["annotations"].append({"id": number, "result": result, **by})
        outcome = Outcome(changed=0, withdrawn=0, problems=[])
        with self.work.store.begin() as tx:
            (project,) = review.projects(tx, "water")
            forward = way_from(tx, "water", 1)
            apply_tasks(tx, Place(VILLAGE, FIRST, project, {1: "ana"}, forward, **self.more), [task], outcome)
        return outcome


class TestAnswers:
    def test_an_answer_that_counts_again_is_said_again(self, work: Work) -> None:
        """A, then B, then B is deleted: the log ends with A, once."""
        answer(work, "S1.001", "ana", arm="assisted", state="pushed")
        there = There(work, 1)
        there.says((1, 1, ["accounts"]))
        there.says((1, 1, ["accounts"]), (2, 2, ["meters"]))
        for _ in range(2):
            there.says((1, 1, ["accounts"]))
        assert told(work, "S1.001") == [
            ("added", "", "accounts"),
            ("added", "", "meters"), ("withdrawn", "", "accounts"),
            ("added", "", "accounts"), ("withdrawn", "", "meters"),
        ]  # fmt: skip

    def test_a_number_that_label_studio_gives_twice(self, work: Work) -> None:
        answer(work, "S1.001", "ana", arm="assisted", state="pushed")
        there = There(work, 1)
        for second in (1, 2):
            there.says((5, second, ["accounts"]))
            there.says()
        assert [act for act, _, _ in told(work, "S1.001")] == ["added", "withdrawn"] * 2

    def test_a_late_answer_is_read_against_what_its_task_showed(self, work: Work) -> None:
        """It was sent under version 1; accounts has another id now, school is split."""
        carried = [
            {"kind": "code", "target": code, "stance": None, "by": ["ben"], "round": 1, "decided": False}
            for code in ("accounts", "school")
        ]
        answer(work, "S1.001", "ana", round_=2, arm="assisted", state="pushed", carried=carried)
        there = There(work, 2, ["accounts", "school"])
        changes = (FrameChange("renamed", ("accounts",), ("ledgers",)), FrameChange("split", ("school",), ("pupils", "teachers")))
        load(work, VILLAGE, frame(2, "ledgers", "pupils", "teachers", "meters", changes=changes))
        assert there.says((1, 1, ["accounts"]))["problems"] == []
        assert told(work, "S1.001") == [("kept", "accounts", "accounts"), ("dropped", "school", "")]

    def test_a_late_answer_to_a_planted_suggestion(self, work: Work) -> None:
        answer(work, "S1.001", "ana", arm="assisted", state="pushed", condition="planted", planted=["meters"])
        there = There(work, 1, ["meters"])
        load(work, VILLAGE, RENAMED)
        there.says((1, 1, ["meters"]))
        with work.store.read() as tx:
            assert [c.from_suggestion for c in review.codings(tx, "water")] == [PLANTED]

    def test_an_answer_after_the_round_was_closed_is_told(self, work: Work) -> None:
        answer(work, "S1.001", "ana", arm="assisted", state="pushed")
        there = There(work, 1, closed_at=datetime(2026, 11, 23, 12, 0, 1, tzinfo=UTC))
        late = "r1/S1.001/ana: was answered after its round had been closed; it counts"
        assert late not in there.says((1, 1, ["accounts"]))["problems"]
        assert late in there.says((1, 2, ["accounts", "meters"]))["problems"]
