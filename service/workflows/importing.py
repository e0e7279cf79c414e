"""relato import: read a folder of transcripts, segment them, keep them; refused whole when one of them is bad."""

from pathlib import Path

from annotations.errors import BadTranscript, ConsentMissing
from annotations.readers import SUFFIXES, read_transcript, session_id_of
from annotations.sessions import Register, Session
from annotations.studies import Study
from annotations.transcripts import Segment, Transcript
from models.segmentation import segment
from service.storage import corpus, studies
from service.workflows.loading import register_beside
from service.workflows.work import Outcome, Work


def import_folder(work: Work, *, study_id: str, folder: str) -> Outcome:
    """Import every transcript in ``folder`` (or one file), and the register when it lies there too.

    Files that have not changed since they were imported are left alone. Sessions that are in no register are kept, marked as
    such, and never count as observations. Files of other kinds are named in the outcome under ``left_out``.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register, known = studies.register(tx, study.id), corpus.transcript_ids(tx, study.id)
        hashes = {session_id: corpus.source_hash(tx, study.id, session_id) for session_id in known}
    base = Path(folder)
    beside = register_beside(base if base.is_dir() else base.parent, study, [person.id for person in register.respondents])
    register = register.updated(beside)
    files, left_out = transcript_files(base, {study.sessions, study.roster, study.code_frame})
    transcripts = _read(work, files, study, register)
    changed = [t for t in transcripts if hashes.get(t.session_id) != t.source_hash]
    parts = _segment(work, changed, study)
    registered = {session.id for session in register.sessions}
    new = [Session(id=t.session_id, language=t.language, registered=False) for t in transcripts if t.session_id not in registered]
    with work.store.begin() as tx:
        if beside.sessions:
            studies.save_register(tx, study.id, register)
        for session in new:
            studies.add_session(tx, study.id, session)
        for transcript in changed:
            corpus.save_transcript(tx, study.id, transcript, parts[transcript.session_id])
    return {
        "study": study.id,
        "files": {
            Path(t.source).name: {
                "session": t.session_id,
                "state": "imported" if t in changed else "unchanged",
                "turns": len(t.turns),
                "speakers": sorted({turn.speaker for turn in t.turns}),
                "characters": len(t.text),
                "segments": len(parts.get(t.session_id, ())) if t in changed else None,
            }
            for t in transcripts
        },
        "imported": len(changed),
        "unchanged": len(transcripts) - len(changed),
        "unregistered": [session.id for session in new],
        "left_out": left_out,
    }


def transcript_files(base: Path, other: set[str]) -> tuple[list[Path], list[str]]:
    """The transcripts under ``base`` by name, and the names of the files that are not transcripts."""
    if not base.exists():
        raise BadTranscript("there is no such file or folder", where=str(base), remedy="check the path")
    found = (
        [base] if base.is_file() else sorted(p for p in base.iterdir() if not p.name.startswith((".", "~$")))
    )  # ~$: Word's lock
    files = [p for p in found if p.is_file() and p.suffix.lower() in SUFFIXES]
    if not files:
        raise BadTranscript(
            "no transcript here", where=str(base), remedy=f"put files of these kinds there: {', '.join(SUFFIXES)}"
        )
    return files, [p.name for p in found if p not in files and p.name not in other]


def _read(work: Work, files: list[Path], study: Study, register: Register) -> list[Transcript]:
    sessions = {session.id: session for session in register.sessions}
    seen: dict[str, Path] = {}
    transcripts = []
    for number, path in enumerate(files):
        work.progress("read", number, len(files))
        session_id = session_id_of(path)
        labels = {p.label for p in register.of_session(session_id) if p.label}
        language = sessions[session_id].language if session_id in sessions else ""
        transcript = read_transcript(path, session_id=session_id, language=language, respondents=labels)
        if transcript.session_id in seen:
            raise BadTranscript(
                f"this and {seen[transcript.session_id].name} would both be session {transcript.session_id}",
                where=str(path),
                remedy="rename one of them",
            )
        seen[transcript.session_id] = path
        for participation in register.of_session(transcript.session_id):
            if participation.consent.take_part is False:
                raise ConsentMissing(
                    f"respondent {participation.respondent_id} did not consent to take part in session {transcript.session_id}",
                    where=str(path),
                    remedy="take the file out of the folder",
                )
        transcripts.append(transcript)
    work.progress("read", len(files), len(files))
    return transcripts


def _segment(work: Work, transcripts: list[Transcript], study: Study) -> dict[str, list[Segment]]:
    parts = {}
    for number, transcript in enumerate(transcripts):
        work.progress("segment", number, len(transcripts))
        parts[transcript.session_id] = [s.check(transcript) for s in segment(transcript, guide=study.guide)]
    work.progress("segment", len(transcripts), len(transcripts))
    return parts
