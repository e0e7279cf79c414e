"""Who has which part in a story, whose turn it is, what they remark, and what they sign."""

from collections.abc import Sequence

from annotations.errors import BadInput, Conflict, NotFound
from annotations.stories.editing import block_of, cleaned
from annotations.stories.folding import digest
from annotations.stories.state_records import CHECKS, Check, Comment, StoryState
from annotations.stories.words import told_obstacle
from service.workflows.silencing import silence
from service.workflows.story_acting import Acting, acting, check_newest
from service.workflows.story_states import known_in
from service.workflows.work import Work


def comment(work: Work, *, study_id: str, change_id: str, by: str, text: str, block: str = "") -> Comment:
    """Remark on a block, or on the whole story. Raises BadInput, NotFound."""
    with acting(work, study_id, change_id, by, "") as a:
        said = a.hide(cleaned(text))
        if not said:
            raise BadInput("the comment has no words", remedy="write what you remark")
        if block:
            block_of(a.text, block)
        same = [c for c in a.folded().comments.values() if c.is_open and (c.by, c.block, c.text) == (a.by, block, said)]
        if same:  # sent twice
            return same[-1]
        act = a.write("story_comment", {"block": block, "text": said, "version": a.latest.number})
        return a.folded().comments[f"C{act.number}"]


def resolve_comment(work: Work, *, study_id: str, change_id: str, by: str, comment_id: str, resolution: str) -> Comment:
    """Say what was made of a comment. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, resolution, why=True) as a:
        found = a.folded().comments.get(comment_id)
        if found is None:
            raise NotFound(f"{change_id} has no comment {comment_id!r}", remedy="look with `relato story show`")
        if not found.is_open:
            raise Conflict(f"{found.resolved_by} has resolved {comment_id} already", remedy="comment anew")
        a.write("comment_resolved", {"comment": comment_id, "block": found.block})
        return a.folded().comments[comment_id]


def assign(work: Work, *, study_id: str, change_id: str, by: str, role: str, person: str, reason: str = "") -> StoryState:
    """Give somebody a part in the story; several may have the same. Raises BadInput, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        person = _person(a, role, person)
        if person not in a.folded().persons(role):
            a.write("role_assigned", {"role": role, "person": person})
        return _state(a)


def unassign(work: Work, *, study_id: str, change_id: str, by: str, role: str, person: str, reason: str = "") -> StoryState:
    """Take the part back; what was signed stays. Raises BadInput, NotFound."""
    with acting(work, study_id, change_id, by, reason) as a:
        person = _person(a, role, person)
        if person not in a.folded().persons(role):
            raise NotFound(f"{person} does not have the part {role} in {change_id}", remedy="look with `relato story show`")
        a.write("role_unassigned", {"role": role, "person": person})
        return _state(a)


def send_to(work: Work, *, study_id: str, change_id: str, by: str, role: str, reason: str) -> StoryState:
    """Begin a round: the story is now with those who have this part. Raises BadInput, Conflict (nobody has it), NotFound."""
    return _send(work, study_id, change_id, by, role, reason, "story_sent")


def send_back(work: Work, *, study_id: str, change_id: str, by: str, role: str, reason: str) -> StoryState:
    """The same, for more work. Raises BadInput, Conflict, NotFound."""
    return _send(work, study_id, change_id, by, role, reason, "story_sent_back")


def sign(
    work: Work, *, study_id: str, change_id: str, by: str, role: str, checked: Sequence[Check], version: int, reason: str = "",
    all_the_same: bool = False,
) -> StoryState:  # fmt: skip
    """Sign one version, the newest: ``checked`` says what of it was looked at; ``all_the_same``: though comments are open.

    Raises BadInput, Conflict (with what to do), NotFound.
    """
    with acting(work, study_id, change_id, by, reason) as a:
        _person(a, role, by)
        looked_at = [check for check in CHECKS if check in checked]
        if not looked_at or set(checked) - set(CHECKS):
            raise BadInput("it is not said what was checked", remedy=f"say which of {', '.join(CHECKS)}")
        check_newest(a.latest, version)
        known = known_in(a.tx, a.study, change_id, hush=silence(a.tx, a.study))
        by = a.by
        if by not in known.folded.persons(role):
            raise Conflict(f"{by} does not have the part {role} in {change_id}", remedy="have the part assigned first")
        state = known.state()
        if state.obstacles:
            told = [told_obstacle(one, "en") for one in state.obstacles]
            raise Conflict(f"{change_id} cannot be signed yet: {'; '.join(told)}", remedy="do that first, then sign the version")
        if "language" in looked_at and (late := [block.id for block in known.version.text.blocks if block.outdated]):
            raise Conflict(
                f"{', '.join(late)}: one language is older than the other",
                remedy="bring it up to date, or do not sign for language",
            )
        despite = [one.id for one in state.open_comments]
        if despite and not all_the_same:
            raise Conflict(
                f"comments are open on {change_id}: {', '.join(despite)}",
                remedy="resolve them, or say that you sign all the same: it is kept with the signature",
            )
        given = [(one.role, one.by, one.version, one.checked) for one in state.signatures]
        if (role, by, version, tuple(looked_at)) not in given:
            a.write("story_signed", {"role": role, "version": version, "checked": looked_at, "despite": despite})
        return _state(a)


def keep_gap(work: Work, *, study_id: str, change_id: str, by: str, block_id: str, reason: str) -> StoryState:
    """Say why a gap stays in the story. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason, why=True) as a:
        block = block_of(a.text, block_id)
        if block.kind != "gap":
            raise Conflict(f"{block_id} is no gap", remedy="word it anew, or take it out")
        kept = a.folded().kept(block)
        if kept is None or (kept.by, kept.reason) != (a.by, a.reason):
            a.write("gap_kept", {"block": block_id, "words": digest(block.text)})
        return _state(a)


def answer_flag(work: Work, *, study_id: str, change_id: str, by: str, flag_id: str, reason: str) -> StoryState:
    """Say what was made of a flag: what holds now is what the story rests on from then on. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, change_id, by, reason, why=True) as a:
        flags = {flag.id: flag for flag in known_in(a.tx, a.study, change_id).flags}
        flag = flags.get(flag_id)
        if flag is None:
            raise NotFound(
                f"{change_id} has no flag {flag_id!r}, or it is another one by now", remedy="look with `relato story flags`"
            )
        if not flag.is_open:
            raise Conflict(f"{flag.answered_by} has answered that already", remedy="look with `relato story flags`")
        a.write("flag_answered", {"flag": flag.id, "kind": flag.kind, "subject": flag.subject, "blocks": list(flag.blocks)})
        return _state(a)


def _send(work: Work, study_id: str, change_id: str, by: str, role: str, reason: str, act: str) -> StoryState:
    with acting(work, study_id, change_id, by, reason, why=True) as a:
        _person(a, role, by)
        found = a.folded()
        if not found.persons(role):
            raise Conflict(f"nobody has the part {role} in {change_id}", remedy="assign it to somebody first")
        last = found.rounds[-1] if found.rounds else None
        again = last and (last.role, last.by, last.reason, last.version) == (role, a.by, a.reason, a.latest.number)
        if not again:
            a.write(act, {"role": role, "version": a.latest.number})
        return _state(a)


def _person(a: Acting, role: str, person: str) -> str:
    """Raises BadInput, NotFound."""
    known = [one.id for one in a.study.story_roles]
    if role not in known:
        raise NotFound(f"the study has no part {role!r} in a story", remedy=f"use one of {', '.join(known)}")
    person = cleaned(person)
    if not person:
        raise BadInput("nobody is named", remedy="say who")
    return person


def _state(a: Acting) -> StoryState:
    """The story as it stands after the act."""
    a.tx.flush()
    return known_in(a.tx, a.study, a.change_id, hush=silence(a.tx, a.study)).state()
