"""Translations beside their originals: kept apart, masked alike; codings and citations stay on the original."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from annotations.errors import BadInput, NotFound
from annotations.readers import session_id_of
from annotations.readers.sniffing import MAXIMUM_BYTES
from annotations.sessions import Register
from annotations.studies import Study
from annotations.taking_out import without_labels
from annotations.transcripts import Segment, Transcript
from annotations.translations import Translated, align, translated
from service.storage import corpus, translations
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.workflows import masking
from service.workflows.consent import check_consent
from service.workflows.naming import Names
from service.workflows.reading import File, Reader, read_bounded
from service.workflows.work import Outcome, Work


def import_translations(
    work: Work,
    study: Study,
    register: Register,
    names: Names,
    reader: Reader,
    files: Mapping[Path, tuple[str, str]],
    anew: Collection[str] = (),
) -> dict[Path, Outcome]:
    """Import files that are named as translations; each is imported, unchanged or refused by itself.

    ``anew``: sessions whose originals were read again just now, as theirs are then: it may be that consent has changed.
    """
    with work.store.read() as tx:
        known = translations.hashes(tx, study.id)
    told: dict[Path, Outcome] = {}
    waiting = []
    for path, (stem, language) in files.items():
        session_id = session_id_of(Path(stem + path.suffix))
        try:
            digest = hashlib.sha256(read_bounded(path, within=path.parent, maximum=MAXIMUM_BYTES)).hexdigest()
        except BadInput as error:
            told[path] = {"sessions": [], "state": "refused", "why": str(error)}
            continue
        if known.get((session_id, language)) == digest and session_id not in anew:
            told[path] = {"sessions": [], "state": "unchanged"}
        else:
            waiting.append(File(path, path.parent, session_id, language))
    for file, read in reader.read_all(waiting, progress=work.progress):
        told[file.path] = (
            {"sessions": [], "state": "refused", "why": str(read)}
            if isinstance(read, BadInput)
            else _import_one(work, study, register, names, file, read)
        )
    return told


def _import_one(work: Work, study: Study, register: Register, names: Names, file: File, read: tuple[Transcript, ...]) -> Outcome:
    where = str(file.path)
    try:
        if len(read) != 1:
            raise BadInput("a translation is of one session", where=where, remedy="give one file for each session")
        left_out = check_consent(study, register, file.session_id, where=where)
        original = without_labels(replace(read[0], session_id=file.session_id), left_out, where=where)
        with work.store.begin() as tx:
            if file.session_id not in corpus.kept(tx, study.id):
                raise NotFound(
                    f"there is no transcript of session {file.session_id} that this could translate",
                    where=where,
                    remedy="import the original first, or name the file like it",
                )
            names.refresh(tx)
            there = {m.text: m.kind for m, _ in masking.sealed_of(tx, names.vault, study.id, file.session_id).mentions}
            sealed = names.settle(tx, original, names.find(original, also=there))
            shown = show(tx, study, register, names, file.language, sealed)
            corpus.set_looked_at(tx, study.id, file.session_id, "")  # nobody has looked closely at this part of it
    except (BadInput, NotFound) as error:
        return {"sessions": [], "state": "refused", "why": str(error)}
    part = {"session": file.session_id, "language": file.language, "turns": len(shown.turns), "characters": len(shown.text)}
    return {"sessions": [], "state": "imported", "translation": part}


def show(tx: Tx, study: Study, register: Register, names: Names, language: str, sealed: Sealed) -> Transcript:
    """Keep a translation, masked by what is known now; as it is shown."""
    shown = masking.show(study, sealed, names.entities, register).transcript
    translations.save(tx, names.vault, study.id, shown.session_id, language, sealed, shown)
    return shown


def translated_segments(tx: Tx, study_id: str, session_id: str, language: str) -> dict[str, Translated]:
    """What the translation into a language says for each segment of a session; empty without one."""
    translation = translations.translation(tx, study_id, session_id, language)
    if translation is None:
        return {}
    aligned = align(corpus.transcript(tx, study_id, session_id), translation)
    segments: list[Segment] = corpus.segments(tx, study_id, session_id=session_id)
    return {segment.id: translated(segment, aligned, translation) for segment in segments}
