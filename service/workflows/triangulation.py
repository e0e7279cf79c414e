"""relato data: statistics beside stories. A person puts points beside a claim of a story, with a verdict and the reason for it; a
contradiction stops the signing of the story until somebody answers it.

What the number check finds is a proposal, computed from the claim and the points whenever it is asked for; the verdict is a person's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotations.documents.tables import Table
from annotations.errors import BadInput, Conflict, NotFound
from annotations.languages import in_language
from annotations.stories.records import PersonsAct, StoryVersion, citations_in
from annotations.stories.silence import HIDDEN, Silence
from annotations.studies import Study
from annotations.triangulation.attachments import ANSWERED, ATTACHED, WITHDRAWN, attachments_of
from annotations.triangulation.checking import Finding, check_claim
from annotations.triangulation.claims import read_claim
from annotations.triangulation.records import VERDICTS, Attachment, DataPoint, Verdict
from annotations.triangulation.series import Series
from annotations.triangulation.tables import attachment_table
from service.storage import act_logs, changes, data_points, stories, studies
from service.storage.transactions import Tx
from service.workflows.change_checks import check_who, entry
from service.workflows.memos import hiding
from service.workflows.silencing import silence
from service.workflows.statistics import add_point, correct_point, current, import_points, points, remove_point, series
from service.workflows.work import Work

__all__ = [
    "ClaimLine", "Judged", "Series", "add_point", "answer", "attach", "attachments", "attachments_in", "blocking", "check", "claims", "correct_point",
    "import_points", "judged", "points", "remove_point", "series", "triangulation_table", "withdraw_attachment",
]  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """An attachment with its points and what the number check proposes.

    ``findings``: of the claim as it stood, with what its points say now. ``reworded``: the claim reads otherwise now, or is gone;
    ``corrected``: those of its points that were corrected or taken out since.
    """

    attachment: Attachment
    points: tuple[DataPoint, ...]
    findings: tuple[Finding, ...]
    reworded: bool = False
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClaimLine:
    """A sentence that data can be put beside. ``checkable``: it has a number or says which way something went."""

    change_id: str
    block: str
    text: str
    language: str
    checkable: bool


@dataclass(frozen=True)
class _Claim:
    text: str
    language: str
    number: int
    places: tuple[str, ...]


def attach(
    work: Work,
    *,
    study_id: str,
    change_id: str,
    by: str,
    points: Sequence[str],
    block: str = "",
    verdict: Verdict,
    reason: str,
    language: str = "",
) -> Attachment:
    """Put points beside a claim.

    Parameters
    ----------
    block : of the story's current text; empty: the statement of the register.
    language : of the claim; the study's first when empty.

    Raises
    ------
    BadInput : no points, no such verdict, nobody named, no reason, or the block makes no claim. NotFound : no such change, block or
        point. Conflict : a point was corrected since, or the same points stand beside the same claim already.
    """
    check_who(by, reason)
    if verdict not in VERDICTS:
        raise BadInput(f"{verdict!r} is no verdict", remedy=f"use {', '.join(VERDICTS)}")
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        ids = tuple(dict.fromkeys(points))
        if not ids:
            raise BadInput("no data point is named", remedy="name at least one: `relato data list`")
        for id_ in ids:
            current(tx, study.id, id_)
        claim = _claim(tx, study, change_id, block, language)
        before = attachments_in(tx, study.id)
        for one in before:
            if not one.withdrawn and (one.change_id, one.block, one.claim, set(one.points)) == (
                change_id,
                block,
                claim.text,
                set(ids),
            ):
                raise Conflict(f"{one.id} has the same data beside the same claim", remedy="withdraw it first to judge it anew")
        body = {"id": f"A{len(before) + 1}", "points": list(ids), "block": block, "text_number": claim.number, "claim": claim.text,
                "language": claim.language, "verdict": verdict}  # fmt: skip
        return _write(tx, work, study, by, ATTACHED, change_id, body, reason)


def withdraw_attachment(work: Work, *, study_id: str, change_id: str, by: str, attachment_id: str, reason: str) -> Attachment:
    """Take an attachment back; it stays in the log. Raises BadInput, Conflict, NotFound."""
    check_who(by, reason)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        return _write(tx, work, study, by, WITHDRAWN, change_id, {"id": attachment_id}, reason)


def answer(work: Work, *, study_id: str, change_id: str, by: str, attachment_id: str, answer: str) -> Attachment:
    """Say what was made of a contradiction, so that the story can be signed. Raises BadInput, Conflict, NotFound."""
    check_who(by, None)
    if not answer.strip():
        raise BadInput(
            "the answer is empty", remedy="say what was made of the contradiction: what was reworded, or why the story stands"
        )
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        return _write(tx, work, study, by, ANSWERED, change_id, {"id": attachment_id, "answer": answer}, "")


def attachments(work: Work, study_id: str, change_id: str, *, everything: bool = False) -> tuple[Attachment, ...]:
    """In order; ``everything``: also those that were withdrawn."""
    with work.store.read() as tx:
        return _shown(tx, studies.study(tx, study_id), change_id, everything)


def attachments_in(tx: Tx, study_id: str, change_id: str = "") -> tuple[Attachment, ...]:
    """All of them, also withdrawn ones; of one change, or of all changes."""
    return attachments_of(act_logs.acts(tx, study_id, "story", change_id), change_id)


def blocking(tx: Tx, study_id: str, change_id: str) -> tuple[Attachment, ...]:
    """The contradictions that nobody has answered."""
    return tuple(one for one in attachments_in(tx, study_id, change_id) if one.blocks_signing)


def judged(work: Work, study_id: str, change_id: str = "", *, everything: bool = False) -> tuple[Judged, ...]:
    """The attachments of a change, or of all, with their points and what the number check says of them."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = _shown(tx, study, change_id, everything)
        texts = {id_: _text(tx, study, id_) for id_ in dict.fromkeys(one.change_id for one in found)}
        known = {one.point.id: one.point for one in data_points.kept(tx, study.id)}
        then = {one.point.id: one for one in data_points.kept(tx, study.id, {id_ for a in found for id_ in a.points})}
        return tuple(_judged(tx, study, one, texts[one.change_id], known, then) for one in found)


def check(
    work: Work, *, study_id: str, change_id: str, points: Sequence[str], block: str = "", language: str = ""
) -> tuple[Finding, ...]:
    """What the number check says of a claim with these points, before anybody attaches them. Raises BadInput, Conflict, NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        chosen = [current(tx, study.id, id_) for id_ in dict.fromkeys(points)]
        claim = _claim(tx, study, change_id, block, language)
        known = [one.point for one in data_points.kept(tx, study.id)]
    return check_claim(claim.text, claim.language, chosen, known, claim.places)


def claims(work: Work, study_id: str, change_id: str, language: str = "") -> tuple[ClaimLine, ...]:
    """The statement of a change and the sentences and quotes of its story, as they stand. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        statement, text = _statement(tx, study, change_id), _text(tx, study, change_id)
    blocks = [block.id for block in text.text.blocks if any((_words(text, block.id) or {}).values())] if text else []
    found = [(block, _claim_in(change_id, statement, text, block, language or study.languages[0])) for block in ("", *blocks)]
    return tuple(ClaimLine(change_id, block, one.text, one.language, _is_checkable(one)) for block, one in found)


def _is_checkable(claim: _Claim) -> bool:
    read = read_claim(claim.text, claim.language)
    return bool(read.said or read.moves)


def triangulation_table(work: Work, study_id: str, language: str, change_id: str = "") -> Table:
    """Claim, data, verdict, reason, answer: of one story, or of all."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    found = judged(work, study.id, change_id)
    titles = {change.id: in_language(change.title, language) for change in study.changes}
    return attachment_table([(one.attachment, one.points) for one in found], titles, language)


def _write(
    tx: Tx, work: Work, study: Study, by: str, act: str, change_id: str, body: Mapping[str, Any], reason: str
) -> Attachment:
    """Write an act down and return the attachment as it is after it. What people write is masked as the transcripts are."""
    hide = hiding(work.settings, tx, study)
    masked = {key: hide(value.strip()) if key == "answer" else value for key, value in body.items()}

    def check(acts: Collection[PersonsAct]) -> object:
        return attachments_of(acts, change_id)

    made = act_logs.append(tx, study.id, "story", by, act, change_id, masked, hide(reason.strip()), check=check)
    return next(one for one in attachments_in(tx, study.id, change_id) if one.id == made.body["id"])


def _claim(tx: Tx, study: Study, change_id: str, block: str, language: str) -> _Claim:
    """The sentence that is meant, as it stands. Raises BadInput, NotFound."""
    statement = _statement(tx, study, change_id)
    return _claim_in(change_id, statement, _text(tx, study, change_id), block, language or study.languages[0])


def _claim_in(change_id: str, statement: Mapping[str, str], text: StoryVersion | None, block: str, language: str) -> _Claim:
    places = text.text.locations if text else ()
    if not block:
        return _Claim(in_language(statement, language), _spoken(statement, language), text.number if text else 0, places)
    words = _words(text, block)
    if words is None or text is None:
        raise NotFound(f"the story of {change_id} has no block {block!r}", remedy="look at its text: it may have been taken out")
    if not any(words.values()):
        raise BadInput(f"{block} makes no claim", remedy="put data beside a sentence or a quote")
    return _Claim(in_language(words, language), _spoken(words, language), text.number, places)


def _text(tx: Tx, study: Study, change_id: str) -> StoryVersion | None:
    """The story as it stands, without what must not be shown any more."""
    newest = stories.latest(tx, study.id, change_id)
    return replace(newest, text=silence(tx, study).of_text(newest.text)) if newest else None


def _shown(tx: Tx, study: Study, change_id: str, everything: bool) -> tuple[Attachment, ...]:
    """The attachments; without the words of claims that cite what must not be shown any more."""
    found = [one for one in attachments_in(tx, study.id, change_id) if everything or not one.withdrawn]
    return without_words_of(silence(tx, study), found)


def without_words_of(hush: Silence, found: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """These attachments, without claims that cite or quote what may not be shown, and what was said of them."""
    return tuple(_silent(one) if hush and _may_quote(one, hush) else one for one in found)


def _may_quote(one: Attachment, hush: Silence) -> bool:
    return bool(set(citations_in(one.claim)) & hush.ids) or any(map(hush.quoted, [one.claim, one.reason, one.answer]))


def _silent(one: Attachment) -> Attachment:
    return replace(one, claim="", reason="", answer=HIDDEN if one.answer else "")


def _statement(tx: Tx, study: Study, change_id: str) -> Mapping[str, str]:
    register = changes.register(tx, study.id)
    return entry(register, change_id).change.statement if register.entries else study.change(change_id).statement


def _words(text: StoryVersion | None, block_id: str) -> Mapping[str, str] | None:
    """The words of a block by language, a quote with the segment that it is of; none of a gap; None where there is no such block."""
    block = next((one for one in text.text.blocks if one.id == block_id), None) if text else None
    if block is None:
        return None
    if block.quote is not None:
        return {block.quote.language: f"{block.quote.text} [{block.quote.segment_id}]"}
    return {} if block.kind == "gap" else block.text


def _spoken(words: Mapping[str, str], language: str) -> str:
    """In which language the words are that ``in_language`` chooses."""
    chosen = in_language(words, language)
    return next((one for one, text in words.items() if text == chosen), language)


def _judged(
    tx: Tx,
    study: Study,
    one: Attachment,
    text: StoryVersion | None,
    known: Mapping[str, DataPoint],
    then: Mapping[str, data_points.Kept],
) -> Judged:
    now = [point for id_ in one.points for point in [_now(id_, known, then)] if point is not None]
    language = one.language or study.languages[0]
    findings = (
        check_claim(one.claim, language, now, list(known.values()), text.text.locations if text else ()) if one.claim else ()
    )
    words = _words(text, one.block) if one.block else _statement(tx, study, one.change_id)
    reworded = bool(one.claim) and (words or {}).get(language) != one.claim
    corrected = tuple(id_ for id_ in one.points if id_ not in known)
    return Judged(one, tuple(then[id_].point for id_ in one.points if id_ in then), findings, reworded, corrected)


def _now(id_: str, known: Mapping[str, DataPoint], then: Mapping[str, data_points.Kept]) -> DataPoint | None:
    """The point that counts now in the place of one; None where it was taken out."""
    if id_ in known or id_ not in then:
        return known.get(id_)
    old = then[id_].point
    return next((one for one in known.values() if one.id == then[id_].replaced_by), None) or next(
        (
            one
            for one in known.values()
            if (one.indicator, one.unit, one.place, one.period) == (old.indicator, old.unit, old.place, old.period)
        ),
        None,
    )
