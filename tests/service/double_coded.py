"""A study that three people coded twice over and a supervisor looked at, put into the database by hand."""

import dataclasses
from datetime import UTC, datetime, timedelta

from annotations.codings import Coding, Stance
from annotations.sessions import Session
from annotations.studies import Coder
from service.storage import corpus, review, studies
from service.storage.transactions import Store, Tx
from tests.service.records import FRAME, STUDY, segments_of, transcript

PEOPLE = (*((who, "coder") for who in ("ana", "ben", "eva")), ("inés", "supervisor"))
STUDY_OF_THREE = dataclasses.replace(
    STUDY,
    consent="not_required",
    coders=tuple(Coder(who, f"={who.title()}", f"{who}@example.org", "es", (), role) for who, role in PEOPLE),  # type: ignore[arg-type]
)
SESSIONS, SEGMENTS = 10, 4
START = datetime(2026, 3, 1, tzinfo=UTC)


def put_in(store: Store) -> None:
    """Sessions S0 to S9, reviewed from the last to the first, of four segments. Blind, round 1, ana and ben: both give *accounts* to the first segment of each session; to the second
    ana gives *meters* where ben gives *accounts*; to the third only ana gives *committee*; the fourth both leave empty, except in S9,
    which eva has instead of ben, and where she gives what ana gives. Assisted, round 2, everybody the same.
    """
    with store.begin() as tx:
        studies.save_study(tx, STUDY_OF_THREE)
        studies.save_frame(tx, STUDY.id, FRAME)
        for number in range(SESSIONS):
            name = f"S{number}"
            studies.add_session(tx, STUDY.id, Session(name))
            made = transcript(name, *(f"Respuesta {n} de {name}." for n in range(1, SEGMENTS + 1)), source_hash=name)
            corpus.save_transcript(tx, STUDY.id, made, segments_of(made))
            other = "eva" if number == SESSIONS - 1 else "ben"
            for n, (mine, theirs) in enumerate((("accounts",) * 2, ("meters", "accounts"), ("committee", ""), ("", "")), 1):
                segment = f"{name}.{n:03d}"
                code(tx, segment, "ana", 1, "blind", mine)
                code(tx, segment, other, 1, "blind", mine if other == "eva" else theirs)
                code(tx, segment, "ana", 2, "assisted", mine)
                code(tx, segment, "ben", 2, "assisted", mine)
        spans = [{"segment_id": "S1.001", "coder_id": "ana", "label": "quote", "start": 0, "end": 9, "text": "Respuesta"}]
        note(tx, "S1.001", "ana", spans)
        note(tx, "S1.001", "ben", spans)
        note(tx, "S1.002", "ana", [{**spans[0], "segment_id": "S1.002"}])
        for segment, given, why in (("S1.002", "meters", "drawn"), ("S2.002", "meters", "flagged"), ("S1.004", "", "drawn")):
            code(tx, segment, "inés", 1, "revision", given, why=why)
        code(tx, "S2.002", "inés", 1, "adjudication", "accounts", why="disagreement", id_="a1/S2.002/inés")


def code(tx: Tx, segment: str, coder: str, round_: int, arm: str, given: str, *, why: str = "", id_: str = "") -> None:
    item = id_ or f"r{round_}/{segment}/{coder}"
    row = {"study_id": STUDY.id, "id": item, "segment_id": segment, "coder_id": coder, "round": round_, "batch": "b"}
    review.add_work_items(tx, [{**row, "state": "reviewed", "model_version": "m1", "task_id": None, "arm": arm, "why": why}])
    at = START + timedelta(days=SESSIONS - int(segment[1]))
    codings = [Coding(segment, coder, "code", one, round_, 1, at) for one in given.split()]
    review.replace_codings(tx, STUDY.id, segment, coder, round_, codings)
    seen = at.isoformat().replace("+00:00", "Z")
    review.save_annotation(tx, STUDY.id, item, 1, seen_at=seen, deleted=False, body={})


def note(tx: Tx, segment: str, coder: str, spans: list[dict[str, object]]) -> None:
    review.save_note(tx, STUDY.id, f"r1/{segment}/{coder}", {"spans": spans, "flags": [], "memo": "", "problems": []})


def change_side(tx: Tx, segment: str, coder: str, stance: Stance) -> None:
    """The coder says of the study's change that the segment reports it, or denies it, and nothing else."""
    coding = Coding(segment, coder, "change", "CH1", 1, 1, START, stance)
    review.replace_codings(tx, STUDY.id, segment, coder, 1, [coding])
