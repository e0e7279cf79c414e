"""A made-up study as large as a large evaluation, for the benchmark of the board: the sample study's frame, changes, places and plan,
and hundreds of transcripts of its respondents' sentences, coded by made-up coders. Most of them have been reviewed.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codeframe_files import read_code_frame
from annotations.contacts import Contact
from annotations.readers import read_transcript
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Coder, IdentityRule, Study
from annotations.study_files import read_study
from annotations.transcripts import Segment, Transcript, Turn
from service.storage import corpus, machines, studies
from service.storage.tables import CodingRow, LogRow, ReviewRow, SegmentNoteRow, SuggestedRow, SuggestionRow, WorkItemRow
from service.storage.transactions import Store, Tx, upsert
from service.workflows.change_sync import sync_changes
from service.workflows.work import chunks

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
STUDY, MODEL = "large", "made-up"
CODERS = 6
REVIEWED = 0.9  # of the sessions
TWICE = 0.2  # of them, by two coders
FIRST = date(2024, 1, 8)
_reason = {
    "source": "definition",
    "phrase": "lo que hacen las familias",
    "sentence": "",
    "language": "es",
    "similar": "",
    "phrases": {},
}
SEQ = count(1)
Rows = dict[type[Any], list[dict[str, Any]]]


def enter_study(store: Store, sessions: int, segments: int, *, seed: int = 1) -> Study:
    """Put the study with ``segments`` in each of its ``sessions`` into storage, and what was suggested, coded and logged."""
    chance = random.Random(seed)
    sample = read_study(SAMPLE / "study.yaml")
    people = tuple(Coder(f"coder{n}", f"Persona {n}", f"c{n}@bench.example", ("es", "en")[n % 2]) for n in range(CODERS))
    boss = Coder("boss", "Supervisora", "boss@bench.example", "es", role="supervisor")
    study = replace(sample, id=STUDY, coders=(*people, boss), identity=IdentityRule(before_sending="nothing"))
    frame = read_code_frame(SAMPLE / sample.code_frame)
    register = _register(study, sessions, chance)
    with store.begin() as tx:
        studies.save_study(tx, study)
        sync_changes(tx, study, None, where=study.id)
        studies.save_frame(tx, study.id, frame)
        studies.save_register(tx, study.id, register)
        machines.save_model(
            tx, study.id, MODEL, frame_version=frame.version, encoder="none", champion=True, body={"kind": "made up"}
        )
    lines = _lines()
    for number, session in enumerate(register.sessions):
        transcript, parts = _transcript(study, session, lines, segments, chance)
        with store.begin() as tx:
            corpus.save_transcript(tx, study.id, transcript, parts)
            _work(tx, study, frame, number, parts, chance, reviewed=chance.random() < REVIEWED)
    return study


def _register(study: Study, sessions: int, chance: random.Random) -> Register:
    places, kinds = [place.id for place in study.places], [category.id for category in study.categories]
    held, people, present = [], [], []
    for n in range(sessions):
        group = n % 10 == 9
        here = Session(
            f"B{n:03d}", FIRST + timedelta(days=n), "focus_group" if group else "individual", "in_person", chance.choice(places),
            ("es", "es", "en")[n % 3], "recording", "guide-1", domains=(chance.choice(study.domains).id,), minutes=60,
        )  # fmt: skip
        held.append(here)
        for number in range(5 if group else 1):
            name = f"R{n:03d}{'abcde'[number]}"
            origin = f"R{chance.randrange(n):03d}a" if n and chance.random() < 0.3 else ""
            people.append(Respondent(name, chance.choice(kinds), chance.choice("FM"), here.place, "", origin, ""))
            present.append(Participation(here.id, name, f"P{number + 1}", Consent(True, True, "oral")))
    contacts = tuple(Contact(f"C{n:03d}", (chance.choice(study.domains).id,), "programme") for n in range(sessions // 2))
    return Register(tuple(held), tuple(people), tuple(present), contacts)


def _lines() -> list[str]:
    """What respondents of the sample study say, turn by turn."""
    found: dict[str, None] = {}
    for path in sorted((SAMPLE / "transcripts").iterdir()):
        transcript = read_transcript(path)
        found |= {transcript.words_of(turn): None for turn in transcript.turns if turn.role == "respondent"}
    return [line for line in found if len(line) > 40]


def _transcript(
    study: Study, session: Session, lines: Sequence[str], segments: int, chance: random.Random
) -> tuple[Transcript, list[Segment]]:
    """Question, answer, question, answer; the answers' words are the segments."""
    speakers = 5 if session.method == "focus_group" else 1
    text, turns, parts = "", [], []
    for number in range(1, segments + 1):
        asked = study.guide[number % len(study.guide)]
        question, answer = asked.text[session.language], f"{chance.choice(lines)} {number}."
        text += "\n\nI: "
        turns.append(Turn("I", "interviewer", len(text), len(text) + len(question)))
        who = f"P{chance.randrange(speakers) + 1}"
        text += f"{question}\n\n{who}: "
        start, end = len(text), len(text) + len(answer)
        turns.append(Turn(who, "respondent", start, end))
        text += answer
        parts.append(
            Segment(session.id, number, start, end, answer, who, session.language, question, asked.id, asked.feeds, question)
        )
    return Transcript(session.id, text, tuple(turns), session.language, f"{session.id}.txt", session.id), parts


def _work(
    tx: Tx, study: Study, frame: CodeFrame, number: int, parts: Sequence[Segment], chance: random.Random, *, reviewed: bool
) -> None:
    """What the model proposed for the segments of a session, and what its coders made of it some days after it was held."""
    day = datetime.combine(FIRST + timedelta(days=number + 3), datetime.min.time(), UTC)
    coders = [f"coder{number % CODERS}"] + ([f"coder{(number + 1) % CODERS}"] if chance.random() < TWICE else [])
    rows: Rows = {kind: [] for kind in (SuggestionRow, SuggestedRow, WorkItemRow, CodingRow, ReviewRow, LogRow, SegmentNoteRow)}
    for segment in parts:
        targets = _targets(study, frame, segment, chance)
        rows[SuggestedRow].append(
            {"study_id": study.id, "segment_id": segment.id, "model_version": MODEL, "uncertainty": chance.random()}
        )
        shown = [target for target in targets if target[0] == "code"]
        rows[SuggestionRow] += [_suggestion(study, frame, segment, target, chance) for target in shown]
        for coder in coders:
            item = f"r1/{segment.id}/{coder}"
            rows[WorkItemRow].append(
                {
                    "study_id": study.id, "id": item, "segment_id": segment.id, "coder_id": coder, "round": 1, "batch": "b1",
                    "state": "reviewed" if reviewed else "pushed", "model_version": MODEL, "task_id": None,
                }
            )  # fmt: skip
            if reviewed:
                _review(rows, study, frame, segment, coder, item, targets, day + timedelta(minutes=segment.number), chance)
    for table, made in rows.items():
        for some in chunks(made, 2000):
            upsert(tx, table, some)


def _targets(study: Study, frame: CodeFrame, segment: Segment, chance: random.Random) -> list[tuple[str, str]]:
    """Codes, the first of the frame the most often, now and then a domain, a section and a change."""
    leaves = frame.leaves
    codes = {
        leaves[min(int(chance.expovariate(6 / len(leaves))), len(leaves) - 1)].id for _ in range(chance.choice((0, 1, 2, 2, 3)))
    }
    found = [("code", code) for code in sorted(codes)]
    found += [("domain", chance.choice(study.domains).id)] if chance.random() < 0.4 else []
    found += [("section", segment.section)] if segment.section and chance.random() < 0.6 else []
    return found + ([("change", chance.choice(study.changes).id)] if study.changes and chance.random() < 0.04 else [])


def _suggestion(
    study: Study, frame: CodeFrame, segment: Segment, target: tuple[str, str], chance: random.Random
) -> dict[str, Any]:
    return {
        "study_id": study.id, "segment_id": segment.id, "model_version": MODEL, "kind": target[0], "target": target[1],
        "frame_version": frame.version, "score": round(chance.uniform(0.4, 1.0), 3), "reasons": [_reason],
    }  # fmt: skip


def _review(
    rows: Rows, study: Study, frame: CodeFrame, segment: Segment, coder: str, item: str,
    targets: Sequence[tuple[str, str]], at: datetime, chance: random.Random,
) -> None:  # fmt: skip
    """Most suggestions are accepted; what no model suggests is added. Every act is on the log."""
    for number, (kind, target) in enumerate(targets):
        act = ("rejected" if chance.random() < 0.2 else "accepted") if kind == "code" else "added"
        suggested, given = (target if kind == "code" else "", "" if act == "rejected" else target)
        stance = ("against" if chance.random() < 0.15 else "for") if kind == "change" else None
        model = MODEL if kind == "code" else ""
        own = {"study_id": study.id, "kind": kind, "target": given}
        rows[ReviewRow].append(
            {**own, "work_item_id": item, "number": number, "act": act, "suggested": suggested, "model_version": model}
        )
        same = {**own, "segment_id": segment.id, "coder_id": coder, "round": 1, "frame_version": frame.version, "at": at}
        rows[LogRow].append(
            {**same, "seq": next(SEQ), "act": act, "suggested": suggested, "stance": stance or "", "model_version": model, "source": f"bench:{item}"}
        )  # fmt: skip
        if given:
            rows[CodingRow].append({**same, "stance": stance, "from_suggestion": model})
    if segment.number % 50 == 0:
        body = {"spans": [], "flags": ["prompted"] if chance.random() < 0.3 else [], "memo": "Volver a esto.", "problems": []}
        rows[SegmentNoteRow].append({"study_id": study.id, "work_item_id": item, "body": body})
