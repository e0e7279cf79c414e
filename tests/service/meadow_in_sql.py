"""The meadow of ``tests.annotations.meadow`` in a database, as if Ana had reviewed all of it but the survey."""

from collections import defaultdict
from dataclasses import replace

from annotations.studies import PlanRow
from annotations.transcripts import Segment, Transcript, Turn
from service.storage import corpus, review, studies
from service.storage.review import LogEntry
from service.storage.transactions import Tx
from tests.annotations.meadow import CODINGS, FRAME, REGISTER, SAID, STUDY, row

PLAN = (
    row("1", sections=("what",), not_asked=("partner",)),
    row("2", sections=("last",), instruments=("panel",)),
    row("3", methods=("collective",)),
)
READ = ("S1", "S2", "G1", "W1")
ACCEPTED = LogEntry("ana", "S1.001", 1, 1, "accepted", "code", "fees", "fees", "", "m1", "label-studio:1@1")


def fill(tx: Tx, plan: tuple[PlanRow, ...] = PLAN) -> None:
    studies.save_study(tx, replace(STUDY, plan=plan))
    studies.save_frame(tx, "meadow", FRAME)
    studies.save_register(tx, "meadow", REGISTER)
    for made, parts in transcripts():
        corpus.save_transcript(tx, "meadow", made, parts)
        for part in parts:
            state = "reviewed" if part.session_id in READ else "pushed"
            item = {"study_id": "meadow", "id": f"r1/{part.id}/ana", "segment_id": part.id, "coder_id": "ana", "round": 1}
            review.add_work_items(tx, [{**item, "batch": "b", "state": state, "model_version": "m1", "task_id": 1}])
            said = [one for one in CODINGS if one.segment_id == part.id and one.coder_id == "ana"]
            review.replace_codings(tx, "meadow", part.id, "ana", 1, said)
    review.append_log(tx, "meadow", [ACCEPTED])


def transcripts() -> list[tuple[Transcript, list[Segment]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for session_id, speaker, words in SAID:
        found[session_id].append((speaker, words))
    return [_transcript(session_id, said) for session_id, said in found.items()]


def _transcript(session_id: str, said: list[tuple[str, str]]) -> tuple[Transcript, list[Segment]]:
    text, turns, parts = "", [], []
    for number, (speaker, words) in enumerate(said, 1):
        start = len(text)
        text += f"{words}\n"
        turns.append(Turn(speaker, "respondent", start, start + len(words)))
        parts.append(Segment(session_id, number, start, start + len(words), words, speaker, question="¿Qué cambió?"))
    return Transcript(session_id, text, tuple(turns), "es", f"{session_id}.txt", "h"), parts
