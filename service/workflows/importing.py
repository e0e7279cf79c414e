"""relato import: every transcript of a folder, each file by itself: imported, unchanged, changed, or refused and why.

A file is one transaction: its originals into the vault, their masked texts, turns and segments into SQL. A job that is killed goes
on with the files that are not there yet.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from annotations.errors import BadInput, BadTranscript, Conflict, RelatoError
from annotations.readers import READER_VERSION, SUFFIXES, session_id_of
from annotations.sessions import Register, Session
from annotations.studies import Study
from annotations.transcripts import Segment, Transcript
from annotations.translations import translation_of
from models.resegmentation import CarriedOver, carry_over
from models.segmentation import SEGMENTER_VERSION, segment
from service.storage import corpus, people, studies, vault
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.workflows import masking
from service.workflows.consent import check_consent
from service.workflows.loading import register_beside
from service.workflows.naming import Names, is_name
from service.workflows.reading import File, Reader, read_bounded
from service.workflows.work import Outcome, Work

EVERYTHING = "*"


@dataclass(frozen=True)
class _Job:
    """What holds for every file of one import."""

    work: Work
    study: Study
    register: Register
    names: Names
    replace: frozenset[str]
    measure: Any

    def may_replace(self, session_id: str) -> bool:
        return EVERYTHING in self.replace or session_id in self.replace


def import_folder(work: Work, *, study_id: str, folder: str, replace: Sequence[str] = ()) -> Outcome:
    """Import every transcript in ``folder`` (or one file), and the register when it lies there too.

    A file that is as it was is left alone. One whose text has changed under codings or tasks is only told about, with what would be
    lost, unless ``replace`` names its session (or ``*``, all of them). One that cannot be read, or whose speakers have not
    consented, is refused by itself.
    """
    base = Path(folder)
    study, register, report = _begin(work, study_id, base)
    files, translations, left_out = transcript_files(base, study)
    job = _Job(work, study, register, Names(work, study, register), frozenset(replace), token_measure(work.settings.encoder))
    with work.store.read() as tx:
        kept = corpus.kept(tx, study.id)
    reading, states = [], {}
    for file in files:
        known = _unchanged(job, kept, file)
        if known:
            states[file] = {"sessions": known, "state": "unchanged"}
        else:
            reading.append(_request(job, file, base))
    with Reader() as reader:
        for request, read in reader.read_all(reading, progress=work.progress):
            states[request.path] = _refused(read) if isinstance(read, BadInput) else _import_file(job, request.path, read, states)
    for file, (session_id, language) in translations.items():
        states[file] = translating.import_translation(work, study, job.names, file, session_id, language)
    return _outcome(study, {file: states[file] for file in [*files, *translations]}, left_out)


def _begin(work: Work, study_id: str, base: Path) -> tuple[Study, Register]:
    """Take in the register that lies beside the transcripts."""
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        box = vault.open_vault(work.settings, tx)
        register = people.register(tx, box, study.id)
        beside = register_beside(base if base.is_dir() else base.parent, study, register)
        if beside.sessions:
            register = register.updated(beside)
            people.save_register(tx, box, study.id, register, is_name=is_name(study))
    return study, register


def transcript_files(base: Path, study: Study) -> tuple[list[Path], dict[Path, tuple[str, str]], list[str]]:
    """The transcripts under ``base`` by name, the translations with session and language, and the names of the other files."""
    if not base.exists():
        raise BadTranscript("there is no such file or folder", where=str(base), remedy="check the path")
    # ~$ is Word's lock
    found = [base] if base.is_file() else sorted(p for p in base.iterdir() if not p.name.startswith((".", "~$")))
    own = {path.name for path in register_files(base, study).values() if path} | {study.code_frame, "study.yaml"}
    files = [p for p in found if p.is_file() and p.suffix.lower() in SUFFIXES and p.name not in own]
    translations = {p: named for p in files if (named := translation_of(p)) and named[1] in study.languages}
    originals = [p for p in files if p not in translations]
    if not files:
        raise BadTranscript("no transcript here", where=str(base), remedy=f"put files of these kinds there: {', '.join(SUFFIXES)}")
    return originals, translations, [p.name for p in found if p not in files and p.name not in own and p.is_file()]


def _reading_key(job: _Job, session_id: str) -> str:
    """What, beside the file, decides what is kept of it: other readers, labels, consents, guide or encoder, and it is read anew."""
    people_there = job.register.of_session(session_id)
    facts = (
        READER_VERSION,
        SEGMENTER_VERSION,
        job.work.settings.encoder,
        [language_of(job.register, session_id), *job.study.languages],
        [[question.id, dict(question.text), question.feeds, question.block] for question in job.study.guide],
        sorted([p.label, p.respondent_id, p.consent.holds] for p in people_there),
        job.study.consent,
    )
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def language_of(register: Register, session_id: str) -> str:
    return next((s.language for s in register.sessions if s.id == session_id), "")


def _unchanged(job: _Job, kept: dict[str, corpus.Kept], file: Path) -> list[str]:
    """The sessions that this very file gave, when nothing that decides what is kept of it has changed; else none."""
    try:
        digest = hashlib.sha256(read_bounded(file, within=file.parent)).hexdigest()
    except BadTranscript:
        return []  # refused when it is read
    sessions = [session_id for session_id, known in kept.items() if known.source_hash == digest]
    return sessions if all(kept[s].reading_key == _reading_key(job, s) for s in sessions) else []


def _request(job: _Job, file: Path, base: Path) -> File:
    session_id = session_id_of(file)
    labels = {p.label for p in job.register.of_session(session_id) if p.label}
    return File(
        file, base if base.is_dir() else base.parent, session_id, language_of(job.register, session_id), respondents=labels
    )


def _refused(error: RelatoError) -> Outcome:
    return {"sessions": [], "state": "refused", "why": str(error)}


def _import_file(job: _Job, file: Path, read: Sequence[Transcript], states: dict[Path, Outcome]) -> Outcome:
    """Keep what was read of one file, all of its sessions or none."""
    try:
        for transcript in read:
            other = next((f.name for f, o in states.items() if transcript.session_id in o["sessions"]), "")
            if other:
                raise BadTranscript(
                    f"this and {other} would both be session {transcript.session_id}", where=str(file), remedy="rename one of them"
                )
        with job.work.store.begin() as tx:
            done = [_import_session(tx, job, transcript, str(file)) for transcript in read]
            if any(one["state"] == "changed" for one in done):
                tx.rollback()
    except (BadInput, Conflict) as error:
        return _refused(error)
    state = next((s for s in ("changed", "imported") if any(one["state"] == s for one in done)), "unchanged")
    return {"sessions": [t.session_id for t in read], "state": state, "parts": done}


def _import_session(tx: Tx, job: _Job, read: Transcript, where: str) -> Outcome:
    study, session_id = job.study, read.session_id
    left_out = check_consent(study, job.register, session_id, where=where)
    original = detect_turns(without_labels(read, left_out, job.register), study.languages)
    sealed = job.names.seal(tx, original)
    shown = masking.show(study, sealed, job.names.entities, job.register).transcript
    cut = segment(shown, guide=study.guide, measure=job.measure)
    before = corpus.segments(tx, study.id, session_id=session_id)
    highest = corpus.highest_number(tx, study.id, session_id)
    carried = carry_over(before, cut, highest=highest)
    work_lost = corpus.work_on(tx, study.id, [s.id for s in carried.gone])
    outcome = _told(shown, carried, work_lost, before)
    if work_lost.any and not job.may_replace(session_id):
        return {**outcome, "state": "changed"}
    known = {s.id for s in job.register.sessions}
    if session_id not in known:
        studies.add_session(tx, study.id, Session(id=session_id, language=shown.language, registered=False))
    job.names.keep(tx, sealed)
    corpus.save_transcript(tx, study.id, shown, carried.segments, reading_key=_reading_key(job, session_id), replace=True)
    return {**outcome, "state": "imported"}
