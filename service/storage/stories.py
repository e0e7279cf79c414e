"""Texts of stories in SQL: versions that nobody changes, but where somebody takes back what they said or a name is masked."""

import json
from collections.abc import Callable, Collection

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session as Tx

from annotations.stories.records import StoryText, StoryVersion
from annotations.stories.silence import is_empty, may_quote, reworded_all, without
from service.storage.story_tables import ActRow, StoryTextRow
from service.storage.tables import SegmentRow
from service.storage.transactions import now

_text = TypeAdapter(StoryText)
MOST = 2**31
MINE = ("story_comment", "comment_resolved", "gap_kept", "flag_answered", "text_changed", "parts_left", "story_sent", "story_sent_back",
        "story_signed", "role_assigned", "role_unassigned", "rephrased", "rubric_judged", "rubric_taken_back")  # fmt: skip
"""The acts of the log that are about texts; others in it are about statistics."""


def versions(tx: Tx, study_id: str, change_id: str) -> list[StoryVersion]:
    """Every version of a story's text, the first one first."""
    here = (StoryTextRow.study_id == study_id) & (StoryTextRow.change_id == change_id)
    return [_version(row) for row in tx.scalars(select(StoryTextRow).where(here).order_by(StoryTextRow.number))]


def version(tx: Tx, study_id: str, change_id: str, number: int) -> StoryVersion | None:
    if not 0 < number < MOST:
        return None
    row = tx.get(StoryTextRow, (study_id, change_id, number))
    return _version(row) if row else None


def latest(tx: Tx, study_id: str, change_id: str) -> StoryVersion | None:
    return newest(tx, study_id, change_id).get(change_id)


def newest(tx: Tx, study_id: str, change_id: str = "") -> dict[str, StoryVersion]:
    """The newest version of every story that has a text, or of one, by change."""
    if "\0" in change_id:  # no id, and no database asks for it
        return {}
    number = func.max(StoryTextRow.number).label("number")
    last = select(StoryTextRow.change_id, number).where(StoryTextRow.study_id == study_id).group_by(StoryTextRow.change_id)
    if change_id:
        last = last.where(StoryTextRow.change_id == change_id)
    found = last.subquery()
    same = (StoryTextRow.change_id == found.c.change_id) & (StoryTextRow.number == found.c.number)
    query = select(StoryTextRow).join(found, same).where(StoryTextRow.study_id == study_id).order_by(StoryTextRow.change_id)
    return {row.change_id: _version(row) for row in tx.scalars(query)}


def add(tx: Tx, study_id: str, number: int, by: str, reason: str, text: StoryText) -> StoryVersion:
    """The next version of a text; the study is locked."""
    row = StoryTextRow(
        study_id=study_id, change_id=text.change_id, number=number, at=now(), by=by, reason=reason,
        body=_text.dump_python(text, mode="json"),
    )  # fmt: skip
    tx.add(row)
    tx.flush()
    return _version(row)


def silence(tx: Tx, study_id: str, gone: Collection[str], quoted: Callable[[str], bool]) -> int:
    """Take what these segments and sessions said out of every version, and whatever ``quoted`` says is quoted from them; how many stories that concerns.

    Reasons, comments and answers about blocks that cite them may quote too, and go; who did what when stays.
    """
    concerned: dict[str, set[str]] = {}
    texts = [(row, _text.validate_python(row.body)) for row in _all(tx, study_id)]
    before = _not_there(tx, study_id, {one for _, text in texts for one in text.citations})
    for row, text in texts:
        cited = {block.id for block in text.blocks if set(block.citations) & set(gone)}
        left = without(text, gone, quoted, before)
        emptied = {block.id for block in left.blocks if is_empty(block)} - {b.id for b in text.blocks if is_empty(b)}
        if cited or emptied:
            concerned.setdefault(row.change_id, set()).update(cited | emptied)
        if left != text:
            row.body = _text.dump_python(left, mode="json")
    numbers = set()
    for act in _acts(tx, study_id):
        if _silence_act(act, concerned.get(act.subject, set()), gone, quoted):
            numbers.add((act.subject, act.body.get("number")))
    for row in _all(tx, study_id):
        if row.reason and (quoted(row.reason) or (row.change_id, row.number) in numbers):
            row.reason = ""
    return len(concerned)


def reword(tx: Tx, study_id: str, word_in: Callable[[str], Callable[[str], str]]) -> int:
    """Put what people and drafts wrote through the words of ``word_in(change)``; how many versions and acts changed."""
    changed = 0
    for row in _all(tx, study_id):
        word = word_in(row.change_id)
        raw = json.dumps([row.body, row.reason], ensure_ascii=False)
        if word(raw) == raw:  # as most are: reading the text would take longer
            continue
        body = _text.dump_python(reworded_all(_text.validate_python(row.body), word), mode="json")
        if (body, word(row.reason)) != (row.body, row.reason):
            row.body, row.reason, changed = body, word(row.reason), changed + 1
    for act in _acts(tx, study_id):
        word = word_in(act.subject)
        new = {**act.body, "text": word(act.body["text"])} if "text" in act.body else act.body
        if (new, word(act.reason)) != (act.body, act.reason):
            act.body, act.reason, changed = new, word(act.reason), changed + 1
    return changed


def _silence_act(act: ActRow, blocks: Collection[str], gone: Collection[str], quoted: Callable[[str], bool]) -> bool:
    """Empty what an act says where it may quote; whether it may."""
    held = act.body.get("held", {})
    body = {**act.body, "held": {id_: one for id_, one in held.items() if id_ not in gone}} if held else act.body
    may = may_quote(body, act.reason, blocks, gone, quoted)
    if "segments" in body:
        body = {**body, "segments": [one for one in body["segments"] if one not in gone]}
    act.body = body
    if not may:
        return False
    act.reason = ""
    act.body = {**body, "text": ""} if "text" in body else body
    return True


def retired(tx: Tx, study_id: str) -> set[str]:
    """Segments that cannot be read any more, and sessions that have none that can."""
    query = select(SegmentRow.session_id, SegmentRow.id, SegmentRow.retired).where(SegmentRow.study_id == study_id)
    rows = tx.execute(query).all()
    return {id_ for _, id_, gone in rows if gone} | {row[0] for row in rows} - {session for session, _, gone in rows if not gone}


def _not_there(tx: Tx, study_id: str, cited: Collection[str]) -> set[str]:
    """What is cited and cannot be read any more."""
    here = (SegmentRow.study_id == study_id) & SegmentRow.retired.is_(False)
    live = set(tx.scalars(select(SegmentRow.id).where(here, SegmentRow.id.in_(cited))))
    return set(cited) - live - set(tx.scalars(select(SegmentRow.session_id).where(here).distinct()))


def _all(tx: Tx, study_id: str) -> list[StoryTextRow]:
    query = select(StoryTextRow).where(StoryTextRow.study_id == study_id)
    return list(tx.scalars(query.order_by(StoryTextRow.change_id, StoryTextRow.number)))


def _acts(tx: Tx, study_id: str) -> list[ActRow]:
    here = (ActRow.study_id == study_id) & (ActRow.log == "story") & ActRow.act.in_(MINE)
    return list(tx.scalars(select(ActRow).where(here).order_by(ActRow.number)))


def _version(row: StoryTextRow) -> StoryVersion:
    return StoryVersion(row.number, row.at, row.by, row.reason, _text.validate_python(row.body))
