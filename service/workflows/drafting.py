"""relato draft: a story draft for each change that the evidence carries, in Markdown and DOCX, in every language of the study."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from annotations.changes.stories import StoryDraft, draft
from annotations.changes.story_documents import render_markdown, write_docx
from annotations.changes.story_quotes import Translator
from annotations.errors import Conflict
from annotations.studies import Change
from annotations.transcripts import Segment, Transcript
from annotations.translations import Aligned, Translated, align, translated
from service.storage import corpus, results, studies, translations
from service.storage.transactions import Tx
from service.storage.vault import open_vault
from service.workflows.assessing import Evidence, evidence
from service.workflows.consent import silent_ids
from service.workflows.story_letters import with_story_letters
from service.workflows.work import Outcome, Work, write_whole

_draft = TypeAdapter(StoryDraft)
TRIES = 3


def draft_stories(work: Work, *, study_id: str, change_id: str = "") -> Outcome:
    """Draft every saturated change, or the one named, whatever its verdict (the draft then says what is missing)."""
    for _ in range(TRIES):
        made = _drafted(work, study_id, change_id)
        if made is not None:
            return made
    raise Conflict("what the drafts rest on was taken back or worded anew while they were made", remedy="draft again")


def _drafted(work: Work, study_id: str, change_id: str) -> Outcome | None:
    """None where something that a draft rests on was taken back or worded anew while it was made: to be begun again."""
    known = evidence(work, study_id).that_may_be_shown()
    wanted = [known.study.change(change_id)] if change_id else list(known.study.changes)
    words_in_translation = _translator(work, known)
    stories = {}
    for number, change in enumerate(wanted):
        work.progress("draft", number, len(wanted))
        found, judged = known.judge(change)
        if judged.state != "saturated" and not change_id:
            continue
        story = draft(
            change,
            known.study,
            known.frame,
            known.register,
            known.segments,
            known.codings,
            known.spans,
            judged,
            found,
            prompted_segments=known.prompted,
            reports=known.changes.elements(change.id),
            translate=words_in_translation,
        )
        kept = _keep(work, known, change, story)
        if kept is None:
            return None
        stories[change.id] = kept
    work.progress("draft", len(wanted), len(wanted))
    return {"study": known.study.id, "stories": stories}


def _translator(work: Work, known: Evidence) -> Translator:
    """What the translations of sessions say for a quote; each session is aligned once, when something of it is quoted."""
    with work.store.read() as tx:
        having = {session_id for session_id, _ in translations.hashes(tx, known.study.id)}

    @cache
    def of_session(session_id: str) -> Sequence[tuple[Transcript, Sequence[Aligned]]]:
        with work.store.read() as tx:
            original = corpus.transcript(tx, known.study.id, session_id)
            there = translations.of_session(tx, known.study.id, session_id)
        return [(other, align(original, other)) for other in there] if original else []

    def translate(segment: Segment, start: int, end: int) -> Mapping[str, Translated]:
        if segment.session_id not in having:
            return {}
        quoted = replace(segment, start=segment.start + start, end=segment.start + end)
        return {other.language: translated(quoted, aligned, other) for other, aligned in of_session(segment.session_id)}

    return translate


def _keep(work: Work, known: Evidence, change: Change, story: StoryDraft) -> Outcome | None:
    """Keep the draft as a version of its own if it differs from the last, and write its files; None where what it cites is not so any
    more."""
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        if not _still_said(tx, known, _draft.dump_python(story, mode="json")):
            return None
        box = open_vault(work.settings, tx)
        body = with_story_letters(tx, box, known.study.id, change.id, _draft.dump_python(story, mode="json"))
        row, new = results.save_story(tx, known.study.id, change.id, body)
    story = _draft.validate_python(body)
    files = {}
    for language in known.study.languages:
        base = work.settings.folder("stories", known.study.id) / f"{change.id}-v{row.version}.{language}"
        files[f"{language}.md"] = str(_write(base.with_name(base.name + ".md"), render_markdown(story, language)))
        docx = base.with_name(base.name + ".docx")
        write_docx(story, language, docx)
        files[f"{language}.docx"] = str(docx)
    home = work.settings.home  # kept relative to it: a home may be moved
    with work.store.begin() as tx:
        studies.lock(tx, known.study.id)
        relative = {name: str(Path(path).relative_to(home)) for name, path in files.items()}
        results.set_story_files(tx, known.study.id, change.id, row.version, relative)
    remove_files(work, known.study.id)  # of what was taken back while they were written
    return {"version": row.version, "new": new, "files": files}


def _still_said(tx: Tx, known: Evidence, body: Any) -> bool:
    """Whether every segment that the draft names says what it said when the evidence was read, and may be shown."""
    said = {segment.id: segment.text for segment in known.segments}
    cited = {one for one in _strings(body) if one in said}
    now = {segment.id: segment.text for segment in corpus.segments(tx, known.study.id, ids=sorted(cited))}
    return not cited & silent_ids(tx, known.study) and all(now.get(one) == said[one] for one in cited)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (key, *_strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def remove_files(work: Work, study_id: str) -> int:
    """Delete the files of drafts that were emptied; how many."""
    with work.store.read() as tx:
        emptied = results.emptied(tx, study_id)
    folder = work.settings.folder("stories", study_id)
    # also what a process that was killed left of a file that had no name yet
    files = [file for id_, version in emptied for dot in ("", ".") for file in folder.glob(f"{dot}{id_}-v{version}.*")]
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)


def _write(path: Path, text: str) -> Path:
    return write_whole(path, lambda file: file.write(text.encode()))
