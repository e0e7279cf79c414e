"""A study for the benchmark of Label Studio: segments of invented words, with the suggestions, reasons and queue of a made-up model."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from annotations.codeframe import Code, CodeFrame
from annotations.codings import Kind, Reason, Suggestion
from annotations.rounds import ReviewRule
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Coder, IdentityRule, Study, SuggestionRule
from annotations.study_files import read_study
from annotations.transcripts import Segment, Transcript
from service.storage import choices, corpus, machines, studies
from service.storage.choices import Draw, Queued
from service.storage.transactions import Store
from service.workflows.naming import FINDER_VERSION
from service.workflows.work import chunks

SAMPLE = Path(__file__).parents[2] / "examples" / "agua-y-acuerdos"
CODER = Coder("ana", "Ana", "ana@bench.example", "es")
MODELS = ("made-up-1", "made-up-2")
SESSION = 100  # segments
FAMILY = 20  # codes
SYLLABLES = [
    "ba",
    "ca",
    "da",
    "fa",
    "ga",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "va",
    "bre",
    "cle",
    "dri",
    "flo",
    "gru",
    "pla",
    "tre",
]


def enter_study(store: Store, study_id: str, segments: int, codes: int) -> Study:
    """Put a study with one coder, its segments and the first model's suggestions and queue into storage."""
    sample = read_study(SAMPLE / "study.yaml")
    study = replace(
        sample,
        id=study_id,
        coders=(CODER,),
        consent="not_required",
        identity=IdentityRule(before_sending="nothing"),
        suggestions=SuggestionRule(random_share=0.0),
        review=ReviewRule(),
    )
    chance = random.Random(1)
    sessions = [f"B{n:04d}" for n in range(-(-segments // SESSION))]
    people = tuple(Participation(s, f"R{s}", "A", Consent(True, True)) for s in sessions)
    register = Register(tuple(Session(s) for s in sessions), tuple(Respondent(p.respondent_id) for p in people), people)
    with store.begin() as tx:
        studies.save_study(tx, study)
        studies.save_frame(tx, study.id, _frame(codes, chance))
        studies.save_register(tx, study.id, register)
    for n, session in enumerate(sessions):
        made = [_segment(session, number, chance) for number in range(1, min(SESSION, segments - n * SESSION) + 1)]
        transcript = Transcript(session, "-", (), "es", f"{session}.txt", session)
        with store.begin() as tx:
            corpus.save_transcript(tx, study.id, transcript, made, looked_at=FINDER_VERSION)
    enter_model(store, study, MODELS[0])
    return study


def enter_model(store: Store, study: Study, version: str) -> None:
    """A new champion that has looked at every segment and given it a place in its queue, as `relato suggest` and a first look do."""
    chance = random.Random(version)
    with store.begin() as tx:
        machines.save_model(tx, study.id, version, frame_version=1, encoder="none", champion=True, body={"kind": "made up"})
        segments = corpus.segments(tx, study.id)
        codes = [code.id for code in studies.frame(tx, study.id).leaves]
    for part in chunks(segments, 500):
        made = [one for segment in part for one in _suggested(segment, codes, study, version, chance)]
        with store.begin() as tx:
            machines.save_suggestions(tx, study.id, version, {s.id: chance.random() for s in part}, made)
    order = list(segments)
    chance.shuffle(order)
    with store.begin() as tx:
        choices.record_draws(tx, study.id, {s.id: Draw(chance.random(), 0.0, False) for s in segments})
        rows = [Queued(segment.id, place, "uncertain", ()) for place, segment in enumerate(order)]
        choices.enqueue(tx, study.id, version, rows)


def _suggested(segment: Segment, codes: Sequence[str], study: Study, version: str, chance: random.Random) -> list[Suggestion]:
    """Five codes, three of them likely, and a domain, each with two reasons."""
    targets: list[tuple[Kind, str]] = [("code", code) for code in chance.sample(codes, min(5, len(codes)))]
    targets.append(("domain", chance.choice(study.domains).id))
    sentence = segment.text[:80]
    return [
        Suggestion(
            segment.id,
            kind,
            target,
            0.95 - 0.1 * place,
            version,
            1,
            (
                Reason("definition", _words(4, chance), sentence, "es"),
                Reason("segment", _words(4, chance), sentence, "es", similar=segment.id),
            ),
            strength="likely" if place < 3 or kind == "domain" else "possible",
        )
        for place, (kind, target) in enumerate(targets)
    ]


def _frame(codes: int, chance: random.Random) -> CodeFrame:
    """Families of codes with a name and a definition in two languages."""
    leaves = [
        Code(
            f"c{n:03d}", {"es": _words(3, chance), "en": _words(3, chance)}, {"es": _words(12, chance), "en": _words(12, chance)}
        )
        for n in range(codes)
    ]
    return CodeFrame(
        1, tuple(Code(f"f{n}", {"es": _words(2, chance), "en": _words(2, chance)}, codes=tuple(part)) for n, part in enumerate(chunks(leaves, FAMILY)))
    )  # fmt: skip


def _segment(session: str, number: int, chance: random.Random) -> Segment:
    text = _words(60, chance)
    start = number * 1000
    return Segment(
        session, number, start, start + len(text), text, "P1", "es", _words(12, chance), _words(40, chance), _words(40, chance)
    )


def _words(count: int, chance: random.Random) -> str:
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(count)).capitalize() + "."
