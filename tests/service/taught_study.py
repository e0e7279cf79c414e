"""A study whose coders mean something by a code that its definition does not say, reviewed in storage; no Label Studio."""

from dataclasses import replace
from typing import Any

import numpy as np

from annotations.codings import Coding
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import RetrainingRule, Study
from annotations.transcripts import Transcript, Turn
from models.embeddings import Encoder
from service.settings import Settings
from service.storage import corpus, review, studies
from service.storage.transactions import Store, now
from tests.models.toys import FRAME, STUDY, WordEncoder
from tests.service.records import segments_of
from tests.training.toys import FILLER, MEANINGS

CODES = tuple(MEANINGS)


def words_for(settings: Settings) -> Encoder:
    """In the place of the encoder of the settings: nothing to load."""
    return WordEncoder()


def enter(store: Store, *, sessions: int = 8, each: int = 8, promotion: Any = "automatic") -> Study:
    """The study with transcripts S00 … and every segment reviewed."""
    study = replace(STUDY, consent="not_required", retraining=RetrainingRule(promotion=promotion))
    with store.begin() as tx:
        studies.save_study(tx, study)
        studies.save_frame(tx, study.id, FRAME)
    for number in range(sessions):
        add(store, study, f"S{number:02d}", each=each)
    return study


def add(store: Store, study: Study, session: str, *, each: int = 8, reviewed: bool = True, fill: tuple[str, ...] = ()) -> None:
    """One more transcript of ``each`` answers: three fillers and a word that tells the code, or none."""
    rng = np.random.default_rng(int(session[1:]))
    made, codes = _transcript(rng, session, each, list(fill) or FILLER)
    with store.begin() as tx:
        before = studies.register(tx, study.id)
        person = Participation(session, f"R{session}", "A", Consent(True, True))
        register = Register(
            (*before.sessions, Session(session)),
            (*before.respondents, Respondent(person.respondent_id)),
            (*before.participations, person),
        )
        studies.save_register(tx, study.id, register)
        segments = segments_of(made)
        corpus.save_transcript(tx, study.id, made, segments)
        if reviewed:
            for segment, code in zip(segments, codes, strict=True):
                item = {
                    "study_id": study.id,
                    "id": f"r1/{segment.id}/ana",
                    "segment_id": segment.id,
                    "coder_id": "ana",
                    "round": 1,
                }
                review.add_work_items(tx, [{**item, "batch": "b", "state": "reviewed", "model_version": "", "task_id": None}])
                codings = [Coding(segment.id, "ana", "code", code, 1, FRAME.version, now())] if code else []
                review.replace_codings(tx, study.id, segment.id, "ana", 1, codings)


def _transcript(rng: Any, session: str, each: int, fillers: list[str]) -> tuple[Transcript, list[str]]:
    text, turns, codes = "Q: ¿Qué cambió?", [Turn("Q", "interviewer", 3, 15)], []
    for _ in range(each):
        code = int(rng.integers(0, 4))
        words = list(rng.choice(fillers, 3))
        if code < 3:
            words.append(str(rng.choice(MEANINGS[CODES[code]])))
        answer = " ".join(words)
        start = len(text) + len("\n\nA: ")
        text += f"\n\nA: {answer}"
        turns.append(Turn("A", "respondent", start, start + len(answer)))
        codes.append(CODES[code] if code < 3 else "")
    return Transcript(session, text, tuple(turns), "es", f"{session}.txt", f"h-{session}"), codes
