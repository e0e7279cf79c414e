"""relato story: people work on the text of a story. Every verb is one act and at most one new version, in one transaction.

Nobody overwrites anybody: an edit of what somebody else has changed meanwhile is refused, and says who changed what.
"""

from collections.abc import Mapping, Sequence

from annotations.changes.story_records import Quote
from annotations.errors import BadInput, NotFound, NotReady
from annotations.stories import differences, editing, proposals
from annotations.stories.editing import block_of, cleaned, reworded, section_of, with_block
from annotations.stories.records import BlockKind, PersonsAct, StoryText, StoryVersion
from annotations.stories.state_records import (
    CHECKS,
    Assignment,
    BlockChange,
    Check,
    Comment,
    Flag,
    KeptGap,
    Obstacle,
    Part,
    Proposal,
    Round,
    SectionRow,
    Signature,
    StoryLine,
    StoryState,
)
from service.storage import act_logs, changes, stories, studies
from service.workflows.change_checks import check_who, entry
from service.workflows.silencing import history_shown, silence, versions_shown
from service.workflows.story_acting import Acting, acting, held_now, opened
from service.workflows.story_drafts import first_text
from service.workflows.story_quoting import quote_of
from service.workflows.story_rounds import (
    answer_flag,
    assign,
    comment,
    keep_gap,
    resolve_comment,
    send_back,
    send_to,
    sign,
    unassign,
)
from service.workflows.story_sections import sections
from service.workflows.story_states import current, known_in, overview, proposal_in
from service.workflows.work import Work

__all__ = [
    "CHECKS", "Assignment", "BlockChange", "Check", "Comment", "Flag", "KeptGap", "Obstacle", "Part", "Proposal", "Round",
    "SectionRow", "Signature", "StoryLine", "StoryState", "StoryVersion", "add_block", "answer_flag", "assign", "comment", "current",
    "difference", "edit_block", "history", "keep_gap", "leave", "move_block", "open_text", "overview", "proposal", "remove_block",
    "resolve_comment", "save_section", "sections", "send_back", "send_to", "sign", "take", "unassign", "version", "versions",
]  # fmt: skip


def open_text(work: Work, *, study_id: str, change_id: str, by: str) -> StoryVersion:
    """Begin the text of a story from its newest draft; the text as it is where somebody has begun it. Raises NotFound, NotReady."""
    by = cleaned(by)
    check_who(by, None)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        register = changes.register(tx, study.id)
        entry(register, change_id)
        there = stories.latest(tx, study.id, change_id)
        if there is not None:
            return versions_shown(tx, study, [there], silence(tx, study))[0]
        text = first_text(tx, study, change_id, register)
        held = held_now(tx, study, change_id, text.citations, strict=False)
        made = stories.add(tx, study.id, 1, by, "", text)
        body = {"number": 1, "did": "opened", "blocks": [], "held": held}
        act_logs.append(tx, study.id, "story", by, "text_changed", change_id, body)
        return versions_shown(tx, study, [made], silence(tx, study))[0]


def versions(work: Work, study_id: str, change_id: str) -> list[StoryVersion]:
    """Every version, the first one first. Raises NotFound: nobody has opened it."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        opened(stories.latest(tx, study.id, change_id), change_id)
        return versions_shown(tx, study, stories.versions(tx, study.id, change_id), silence(tx, study))


def version(work: Work, study_id: str, change_id: str, number: int) -> StoryVersion:
    """One version. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        newest = opened(stories.latest(tx, study.id, change_id), change_id)
        found = stories.version(tx, study.id, change_id, number)
        return versions_shown(tx, study, [_there(found, number, newest.number)], silence(tx, study))[0]


def history(work: Work, study_id: str, change_id: str) -> list[PersonsAct]:
    """What people did about the text of a story, the first act first; what may quote somebody whose consent has ended is not shown. Raises NotFound: nobody has opened it."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        opened(stories.latest(tx, study.id, change_id), change_id)
        return history_shown(tx, study, change_id, silence(tx, study))


def difference(work: Work, study_id: str, change_id: str, a: int, b: int) -> list[BlockChange]:
    """What is other in version ``b`` than in version ``a``. Raises NotFound."""
    return differences.difference(version(work, study_id, change_id, a).text, version(work, study_id, change_id, b).text)


def edit_block(
    work: Work, *, study_id: str, change_id: str, by: str, based_on: int, block_id: str, language: str, text: str, reason: str = "",
    own: bool | None = None,
) -> StoryVersion:  # fmt: skip
    """Word a block anew in one language; its other languages are marked as outdated. ``based_on``: the version that was edited.

    The same words in a language that is marked as outdated say that they still hold. A gap whose words cite what it did not
    cite, or are one's ``own``, is a sentence from then on. Of a quote only a translation can be worded. ``own`` None: as it was.
    Raises BadInput, Conflict, NotFound.
    """
    with acting(work, study_id, change_id, by, reason) as a:
        return _word(a, based_on, language, {block_id: text}, "edited", own)


def save_section(
    work: Work, *, study_id: str, change_id: str, by: str, based_on: int, section_id: str, language: str,
    texts_by_block: Mapping[str, str], reason: str = "",
) -> StoryVersion:  # fmt: skip
    """Word some blocks of a section anew, all or none; those that read as in ``based_on`` are left. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        section_of(a.text, section_id)
        before = a.text if based_on == a.latest.number else _text_at(a, based_on)
        section_of(before, section_id)
        as_it_was = {block.id: block.text.get(language, "") for block in before.blocks}
        new = {id_: words for id_, words in texts_by_block.items() if cleaned(words) != as_it_was.get(id_)}
        if strange := [id_ for id_ in new if id_ not in as_it_was]:
            block_of(before, strange[0])
        return _word(a, based_on, language, new, "section")


def add_block(
    work: Work, *, study_id: str, change_id: str, by: str, based_on: int, section_id: str, after: str, kind: BlockKind,
    texts: Mapping[str, str], segment: str = "", start: int = 0, end: int = 0, words: str = "", own: bool = False,
    reason: str = "",
) -> StoryVersion:  # fmt: skip
    """Put in a block after another one (at the beginning of the section when ``after`` is empty).

    A quote is ``segment[start:end]`` (the whole segment without an ``end``) or those ``words`` of it, which have to stand there once, to
    the letter; ``texts`` are its translations. Sent again upon the same
    version, it is the same block. Raises BadInput, Conflict, NotFound.
    """
    with acting(work, study_id, change_id, by, reason) as a:
        a.check_language(texts)
        quote: Quote | None = quote_of(a, work.settings, segment, start, end, words) if segment else None
        if words and quote is None:
            raise BadInput("words of a quote are given without its segment", remedy="name the segment that says them")
        said = {language: a.hide(words) for language, words in texts.items()}

        def with_it(text: StoryText) -> StoryText:
            return editing.added(text, section_id, after, kind, said, a.by, quote=quote, own=own)

        if based_on != a.latest.number:  # sent twice: the version that came of it is there already
            made = stories.version(a.tx, a.study.id, change_id, based_on + 1)
            if made is not None and made.by == a.by and made.text == with_it(_text_at(a, based_on)):
                return a.latest
        return a.save(with_it(a.text), "added", [f"b{a.text.next_block}"])


def remove_block(
    work: Work, *, study_id: str, change_id: str, by: str, based_on: int, block_id: str, reason: str = ""
) -> StoryVersion:
    """Take a block out; earlier versions keep it. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        if all(block.id != block_id for block in a.text.blocks) and based_on != a.latest.number:
            block_of(_text_at(a, based_on), block_id)
            return a.latest  # it is out already
        a.check_unchanged(based_on, [block_id])
        return a.save(editing.removed(a.text, block_id), "removed", [block_id])


def move_block(
    work: Work, *, study_id: str, change_id: str, by: str, based_on: int, block_id: str, section_id: str, after: str, reason: str = ""
) -> StoryVersion:  # fmt: skip
    """Put a block after another one, or at the beginning of a section. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        block_of(_text_at(a, based_on), block_id)  # words that somebody has changed since go along
        return a.save(editing.moved(a.text, block_id, section_id, after), "moved", [block_id])


def proposal(work: Work, study_id: str, change_id: str) -> Proposal | None:
    """What a newer draft, or a new wording in the register, would change; None when nothing. Raises NotFound: nobody has opened it."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return known_in(tx, study, change_id, hush=silence(tx, study)).proposal


def take(work: Work, *, study_id: str, change_id: str, by: str, parts: Sequence[str], reason: str = "") -> StoryVersion:
    """Take parts of the proposal (their keys) into the text. What a person worded stays: the draft's words come beside it, and what the
    draft no longer has is not removed. Raises Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        register, left = changes.register(a.tx, a.study.id), a.folded().left
        offered, draft = proposal_in(a.tx, a.study, a.latest, left, register, silence(a.tx, a.study))
        if offered is None or not parts:
            raise NotReady("nothing is proposed, or nothing was chosen of it", remedy="look at the proposal again")
        statement = register.entries[change_id].statements[-1].number if change_id in register.entries else 0
        text = proposals.taken(a.text, offered, draft, parts, statement or a.text.statement_number)
        if draft is not None and {part.key for part in offered.parts} <= set(parts):
            text = proposals.brought_up_to(text, draft.draft_version)
        changed = [change.block for change in differences.difference(a.text, text)]
        return a.save(text, "taken", changed)


def leave(work: Work, *, study_id: str, change_id: str, by: str, parts: Sequence[str], reason: str = "") -> StoryState:
    """Say that these parts of the proposal are not wanted: they are not proposed again unless a later draft words them otherwise.

    Raises NotReady, NotFound.
    """
    with acting(work, study_id, change_id, by, reason) as a:
        offered, _ = proposal_in(a.tx, a.study, a.latest, a.folded().left, changes.register(a.tx, a.study.id))
        keys = {part.key for part in offered.parts} if offered else set()
        if not parts or not set(parts) <= keys:
            raise NotReady("that is not proposed, or not any more", remedy="look at the proposal again")
        a.write("parts_left", {"parts": list(dict.fromkeys(parts))})
        return known_in(a.tx, a.study, change_id, hush=silence(a.tx, a.study)).state()


def _word(a: Acting, based_on: int, language: str, texts: Mapping[str, str], did: str, own: bool | None = None) -> StoryVersion:
    """Blocks in other words. What reads so already is left: sent twice, it is one version."""
    a.check_language([language])
    text, worded = a.text, []
    for block_id, words in texts.items():
        now = next((block for block in text.blocks if block.id == block_id), None)
        new = reworded(now, language, a.hide(words), a.by, own) if now else None
        if now is None or new != now:
            a.check_unchanged(based_on, [block_id])
            text = with_block(text, new or block_of(text, block_id))
            worded.append(block_id)
    return a.save(text, did, worded)


def _text_at(a: Acting, number: int) -> StoryText:
    return _there(stories.version(a.tx, a.study.id, a.change_id, number), number, a.latest.number).text


def _there(found: StoryVersion | None, number: int, newest: int) -> StoryVersion:
    """Raises NotFound."""
    if found is None:
        raise NotFound(f"there is no version {number} of the story", remedy=f"the newest is {newest}")
    return found
