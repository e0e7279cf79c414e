"""relato import: every transcript of a folder, each file by itself: imported, unchanged, changed, or refused and why.

A file is one transaction: its originals into the vault, their masked texts, turns and segments into SQL. A job that was killed goes
on with the files that are not there yet.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from annotations.errors import BadInput, BadTranscript, Conflict
from annotations.languages import detect_turns
from annotations.pseudonyms.masking import Masked
from annotations.pseudonyms.records import Mention
from annotations.readers import READER_VERSION, SUFFIXES, session_id_of
from annotations.readers.sniffing import MAXIMUM_BYTES
from annotations.sessions import Register, Session
from annotations.studies import Study
from annotations.taking_out import without_labels
from annotations.transcripts import Segment, Transcript
from annotations.translations import translation_of
from models.embeddings import TokenMeasure, token_measure
from models.resegmentation import CarriedOver, carry_over
from models.segmentation import SEGMENTER_VERSION, Stretch, cut, segments_at
from service.storage import corpus, identity, people, studies
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.storage.vault import open_vault
from service.workflows import masking
from service.workflows.consent import check_consent
from service.workflows.loading import register_beside, register_files
from service.workflows.naming import Names, is_name, together
from service.workflows.reading import File, Reader, read_bounded
from service.workflows.translating import import_translations
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
    measure: TokenMeasure

    def may_replace(self, session_id: str) -> bool:
        return EVERYTHING in self.replace or session_id in self.replace


@dataclass(frozen=True)
class _WithRoom:
    """A measure that leaves an eighth of what the encoder sees for masks, which may be longer than what they replace."""

    inner: TokenMeasure

    @property
    def limit(self) -> int:
        return self.inner.limit * 7 // 8

    def __call__(self, texts: Sequence[str]) -> list[int]:
        return self.inner(texts)


class _WouldLose(Exception):
    """Work of people would be lost, and nobody has said that it may: what it is."""

    def __init__(self, sessions: list[Outcome]) -> None:
        self.sessions = sessions


def import_folder(
    work: Work, *, study_id: str, folder: str, replace: Sequence[str] = (), reader: Reader | None = None
) -> Outcome:
    """Import every transcript in ``folder`` (or one file), with its translations, and the register when it lies there too.

    A file that is as it was is left alone. One whose text has changed under codings or tasks is only told about, with what would be
    lost, unless ``replace`` names its session (or ``*``: all of them). One that cannot be read, or in which somebody has not
    consented, is refused by itself. ``reader``: one that is used for several folders; it stays open.
    """
    base = Path(folder)
    study, register, names = _begin(work, study_id, base)
    files, translations, left_out = transcript_files(base, study)
    job = _Job(work, study, register, names, frozenset(replace), _WithRoom(token_measure(work.settings.encoder)))
    with work.store.read() as tx:
        kept = corpus.kept(tx, study.id)
    found = {file: _unchanged(job, kept, file) for file in files}
    changed = [_request(job, file, base) for file, sessions in found.items() if not sessions]
    told = {file: {"sessions": sessions, "state": "unchanged"} for file, sessions in found.items() if sessions}
    with nullcontext(reader) if reader else Reader() as reading:
        for request, read in reading.read_all(changed, progress=work.progress):
            told[request.path] = _refused(read) if isinstance(read, BadInput) else _import_file(job, request.path, read, told)
        anew = {session_id for outcome in told.values() if outcome["state"] == "imported" for session_id in outcome["sessions"]}
        told |= import_translations(work, study, register, names, reading, translations, anew)
    return _outcome(study, {file.name: told[file] for file in [*files, *translations]}, left_out)


def _begin(work: Work, study_id: str, base: Path) -> tuple[Study, Register, Names]:
    """Take in the register that lies beside the transcripts."""
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        box = open_vault(work.settings, tx)
        register = people.register(tx, box, study.id)
        beside = register_beside(base if base.is_dir() else base.parent, study, register)
        if beside.sessions or beside.contacts:
            register = register.updated(beside)
            people.save_register(tx, box, study.id, register, is_name=is_name(study))
    return study, register, Names(study, register, box)


def transcript_files(base: Path, study: Study) -> tuple[list[Path], dict[Path, tuple[str, str]], list[str]]:
    """The transcripts under ``base`` by name, the translations with session and language, and the names of the other files."""
    if not base.exists():
        raise BadTranscript("there is no such file or folder", where=str(base), remedy="check the path")
    # ~$ is Word's lock
    found = [base] if base.is_file() else sorted(p for p in base.iterdir() if not p.name.startswith((".", "~$")))
    own = {path.name for path in register_files(base, study).values() if path} | {
        study.code_frame,
        "study.yaml",
        study.statistics,
    }
    files = [p for p in found if p.is_file() and p.suffix.lower() in SUFFIXES and p.name not in own]
    if not files:
        raise BadTranscript(
            "no transcript here", where=str(base), remedy=f"put files of these kinds there: {', '.join(SUFFIXES)}"
        )
    named = {p: translation_of(p) for p in files}
    translations = {
        p: (stem, language) for p, one in named.items() if one for stem, language in [one] if language in study.languages
    }
    return (
        [p for p in files if p not in translations],
        translations,
        [p.name for p in found if p not in files and p.name not in own],
    )


def _reading_key(job: _Job, session_id: str) -> str:
    """What decides, beside the file, what is kept of it: with another label, consent, guide or encoder it is read anew."""
    facts = (
        [READER_VERSION, SEGMENTER_VERSION, job.work.settings.encoder],
        [_language_of(job.register, session_id), *job.study.languages],
        [[q.id, dict(q.text), [dict(one) for one in q.variants], q.feeds, q.block] for q in job.study.guide],
        sorted([p.label, p.respondent_id, p.consent.holds] for p in job.register.of_session(session_id)),
        job.study.consent,
    )
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _language_of(register: Register, session_id: str) -> str:
    return next((s.language for s in register.sessions if s.id == session_id and s.registered), "")


def _unchanged(job: _Job, kept: Mapping[str, corpus.Kept], file: Path) -> list[str]:
    """The sessions that this very file gave, when nothing that decides what is kept of it has changed; else none."""
    try:
        digest = hashlib.sha256(read_bounded(file, within=file.parent, maximum=MAXIMUM_BYTES)).hexdigest()
    except BadTranscript:
        return []  # it is refused when it is read
    sessions = [session_id for session_id, known in kept.items() if known.source_hash == digest and known.source == file.name]
    return sessions if all(kept[session_id].reading_key == _reading_key(job, session_id) for session_id in sessions) else []


def _request(job: _Job, file: Path, base: Path) -> File:
    session_id = session_id_of(file)
    labels = sorted({p.label for p in job.register.of_session(session_id) if p.label})
    within = base if base.is_dir() else base.parent
    return File(file, within, session_id, _language_of(job.register, session_id), respondents=labels)


def _refused(error: BadInput | Conflict) -> Outcome:
    return {"sessions": [], "state": "refused", "why": str(error)}


def _import_file(job: _Job, file: Path, read: Sequence[Transcript], told: Mapping[Path, Outcome]) -> Outcome:
    """Keep what was read of one file, all of its sessions or none."""
    sessions = [transcript.session_id for transcript in read]
    try:
        for other, outcome in told.items():
            if both := set(sessions) & set(outcome["sessions"]):
                raise BadTranscript(
                    f"this and {other.name} would both be session {min(both)}", where=str(file), remedy="rename one of them"
                )
        originals = [_prepared(job, transcript, str(file)) for transcript in read]
        with job.work.store.begin() as tx:
            job.names.refresh(tx)
            parts = [_keep(tx, job, prepared) for prepared in originals]
            if any(part["would_lose"] for part in parts):
                raise _WouldLose(parts)
    except (BadInput, Conflict) as error:
        return _refused(error)
    except _WouldLose as losing:
        return {"sessions": sessions, "state": "changed", "parts": losing.sessions}
    return {"sessions": sessions, "state": "imported", "parts": parts}


@dataclass(frozen=True)
class _Prepared:
    """What may be kept of a transcript, where its segments lie, and what is named in it."""

    original: Transcript
    stretches: Sequence[Stretch]
    mentions: Sequence[Mention]


def _prepared(job: _Job, read: Transcript, where: str) -> _Prepared:
    left_out = check_consent(job.study, job.register, read.session_id, where=where)
    original = detect_turns(without_labels(read, left_out, where=where), job.study.languages)
    # Segments are cut in the original: what somebody decides about names later moves no border.
    return _Prepared(original, cut(original, measure=job.measure), job.names.find(original))


def _keep(tx: Tx, job: _Job, prepared: _Prepared) -> Outcome:
    study, session_id = job.study, prepared.original.session_id
    known = corpus.kept(tx, study.id).get(session_id)
    earlier = masking.sealed_of(tx, job.names.vault, study.id, session_id) if known else None
    sealed = job.names.settle(tx, prepared.original, _mentions(job, prepared, earlier))
    same = known is not None and earlier is not None and earlier.transcript.text == prepared.original.text
    borders = {at for stretch in prepared.stretches for at in (stretch.start, stretch.end)}
    view = masking.show(study, sealed, job.names.entities, job.register, borders=borders)
    shown = view.transcript
    places = [Stretch(*view.masked.mapped_span(s.start, s.end)) for s in prepared.stretches]
    parts = [s.check(shown) for s in segments_at(shown, places, guide=study.guide)]
    carried = _carried_over(tx, study, earlier, prepared, parts)
    lost = corpus.work_on(tx, study.id, [s.id for s in carried.gone])
    outcome = _told(shown, carried, lost)
    if lost.any and not job.may_replace(session_id):
        return {**outcome, "would_lose": True}
    if session_id not in {s.id for s in job.register.sessions}:
        studies.add_session(tx, study.id, Session(id=session_id, language=shown.language, registered=False))
    key = _reading_key(job, session_id)
    identity.seal_original(tx, job.names.vault, study.id, dataclasses.replace(sealed, pieces=view.masked.pieces))
    looked_at = known.looked_at if known and same else ""
    corpus.save_transcript(tx, study.id, shown, carried.segments, reading_key=key, looked_at=looked_at, replace=True)
    return outcome


def _mentions(job: _Job, prepared: _Prepared, earlier: Sealed | None) -> Sequence[Mention]:
    """What is named in a transcript; what an earlier look at this session has found, a closer one perhaps, stays found."""
    if earlier is None:
        return prepared.mentions
    found = [mention for mention, _ in earlier.mentions]
    if earlier.transcript.text == prepared.original.text:
        return together(found, prepared.mentions)
    return job.names.find(prepared.original, also={mention.text: mention.kind for mention in found})


def _carried_over(tx: Tx, study: Study, earlier: Sealed | None, prepared: _Prepared, parts: Sequence[Segment]) -> CarriedOver:
    """The segments with the numbers of those that were said alike: what is masked in them, now or then, is no difference."""
    session_id = prepared.original.session_id
    highest = corpus.highest_number(tx, study.id, session_id)
    if earlier is None:
        return carry_over([], parts, highest=highest)
    before = corpus.segments(tx, study.id, session_id=session_id)
    masked = Masked(corpus.transcript(tx, study.id, session_id).text, earlier.pieces)
    was = [_as_said(earlier.transcript, s, *masked.original_span(s.start, s.end)) for s in before]
    said = [_as_said(prepared.original, s, at.start, at.end) for s, at in zip(parts, prepared.stretches, strict=True)]
    carried = carry_over(was, said, highest=highest)
    numbered = {s.start: dataclasses.replace(part, number=s.number) for s, part in zip(carried.segments, parts, strict=True)}
    gone = {s.id for s in carried.gone}
    return CarriedOver(
        segments=tuple(numbered.values()),
        kept=tuple(numbered[s.start] for s in carried.kept),
        new=tuple(numbered[s.start] for s in carried.new),
        gone=tuple(s for s in before if s.id in gone),
    )


def _as_said(original: Transcript, segment: Segment, start: int, end: int) -> Segment:
    speaker = next((turn.speaker for turn in original.turns if turn.start <= start and end <= turn.end), "")
    return dataclasses.replace(segment, start=start, end=end, text=original.text[start:end], speaker=speaker)


def _told(shown: Transcript, carried: CarriedOver, lost: corpus.WorkOn) -> Outcome:
    return {
        "session": shown.session_id,
        "language": shown.language,
        "turns": len(shown.turns),
        "speakers": sorted({turn.speaker for turn in shown.turns}),
        "characters": len(shown.text),
        "segments": len(carried.segments),
        "kept": len(carried.kept),
        "gone": [s.id for s in carried.gone],
        "codings_lost": lost.codings,
        "tasks_lost": lost.tasks,
        "would_lose": False,
    }


def _outcome(study: Study, files: Mapping[str, Outcome], left_out: Sequence[str]) -> Outcome:
    counts = {
        state: sum(o["state"] == state for o in files.values()) for state in ("imported", "unchanged", "changed", "refused")
    }
    return {"study": study.id, "files": dict(files), **counts, "left_out": list(left_out)}
