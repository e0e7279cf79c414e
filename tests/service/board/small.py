"""A study of two sessions that has been through the whole loop."""

from annotations.codings import Coding, Reason, Stance, Suggestion
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from service.storage import corpus, machines, review, studies
from service.storage.review import LogEntry
from service.storage.transactions import Tx, now
from service.workflows.change_sync import enter_from_file
from tests.service.records import FRAME, STUDY, segments_of, transcript


def fill(tx: Tx) -> None:
    """Sessions S1 and S2 of two segments each; Ana reviewed S1.001 and has S1.002 before her."""
    studies.save_study(tx, STUDY)
    studies.save_frame(tx, "water", FRAME)
    person = Participation("S1", "R1", "A", Consent(True, True))
    studies.save_register(tx, "water", Register((Session("S1"), Session("S2")), (Respondent("R1"),), (person,)))
    for session_id in ("S1", "S2"):
        made = transcript(session_id, "Leen las cuentas 💧.", "Pusieron medidores.")
        corpus.save_transcript(tx, "water", made, segments_of(made))
    machines.save_model(tx, "water", "m1", frame_version=1, encoder="e", champion=True, body={"kind": "cold_start"})
    reason = Reason("definition", "leen", "Leen las cuentas 💧.", "es")
    suggested = Suggestion("S1.001", "code", "accounts", 0.9, "m1", 1, (reason,))
    machines.save_suggestions(tx, "water", "m1", {"S1.001": 0.5, "S1.002": 1.0}, [suggested])
    for segment_id, state in (("S1.001", "reviewed"), ("S1.002", "pushed")):
        item = {"study_id": "water", "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1}
        review.add_work_items(tx, [{**item, "batch": "b", "state": state, "model_version": "m1", "task_id": 1}])
    accepted = {"kind": "code", "act": "accepted", "suggested": "accounts", "target": "accounts"}
    review.replace_reviews(tx, "water", "r1/S1.001/ana", "m1", [accepted])
    coding = Coding("S1.001", "ana", "code", "accounts", 1, 1, now(), None, "m1")
    review.replace_codings(tx, "water", "S1.001", "ana", 1, [coding])
    entry = LogEntry("ana", "S1.001", 1, 1, "accepted", "code", "accounts", "accounts", "", "m1", "label-studio:1@1")
    review.append_log(tx, "water", [entry])


def finish(tx: Tx) -> None:
    """Ana reviews everything: R1 of S1 reports change CH1, R2 of S2 denies it."""
    enter_from_file(tx, "water")
    register = studies.register(tx, "water")
    agreed = [Participation(s, r, "A", Consent(True, True)) for s, r in (("S1", "R1"), ("S2", "R2"))]
    people = (Respondent("R1", "household"), Respondent("R2", "committee"))
    studies.save_register(tx, "water", Register(register.sessions, people, tuple(agreed)))
    items = [("S1.002", 2), ("S2.001", 3), ("S2.002", 4)]
    for segment_id, task in items:
        item = {"study_id": "water", "id": f"r1/{segment_id}/ana", "segment_id": segment_id, "coder_id": "ana", "round": 1}
        review.add_work_items(tx, [{**item, "batch": "b", "state": "reviewed", "model_version": "m1", "task_id": task}])
    review.set_items(tx, "water", ["r1/S1.002/ana"], state="reviewed")
    stances: tuple[tuple[str, Stance], ...] = (("S1.001", "for"), ("S2.001", "against"))
    for segment_id, stance in stances:
        before = [coding for coding in review.codings(tx, "water") if coding.segment_id == segment_id]
        said = Coding(segment_id, "ana", "change", "CH1", 1, 1, now(), stance, "")
        review.replace_codings(tx, "water", segment_id, "ana", 1, [*before, said])
