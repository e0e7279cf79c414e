"""How far a story is: read from its newest version, the log of what people did, and what holds now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotations.changes.register import ChangeRegister, Entry
from annotations.stories.folding import Folded, folded
from annotations.stories.held import Standing, flags
from annotations.stories.obstacles import obstacles
from annotations.stories.proposals import proposal
from annotations.stories.records import PersonsAct, StoryText, StoryVersion
from annotations.stories.settled import settled_gaps
from annotations.stories.silence import NOTHING, Silence
from annotations.stories.state_records import CHECKS, Check, Flag, KeptGap, Proposal, State, StoryLine, StoryState
from annotations.studies import Study
from annotations.triangulation.records import Attachment
from service.storage import act_logs, changes, results, stories, studies
from service.storage.transactions import Tx
from service.workflows.silencing import history_shown, silence
from service.workflows.story_acting import opened
from service.workflows.story_drafts import draft_text, draft_version
from service.workflows.story_standing import now_of
from service.workflows.triangulation import attachments_in, without_words_of
from service.workflows.work import Work

NEEDED: tuple[Check, ...] = ("facts", "causal_logic")
"""What somebody who signs a version must have looked at, each for itself, for the story to be signed."""


@dataclass(frozen=True)
class Known:
    """What is read of one story for whatever is said of it."""

    study: Study
    version: StoryVersion
    folded: Folded
    standing: Standing
    attachments: tuple[Attachment, ...]
    proposal: Proposal | None

    @property
    def flags(self) -> tuple[Flag, ...]:
        found = flags(self.version.text, self.folded.held, self.standing)
        return tuple(self._answered(flag) for flag in found)

    @property
    def gaps(self) -> dict[str, KeptGap]:
        return {block.id: gap for block in self.version.text.blocks if (gap := self.folded.kept(block)) is not None}

    def _answered(self, flag: Flag) -> Flag:
        act = self.folded.answers.get(flag.id)
        return replace(flag, answer=act.reason, answered_by=act.by, answered_at=act.at) if act else flag

    def state(self) -> StoryState:
        found, gaps, signatures = self.flags, self.gaps, tuple(self.folded.signatures)
        settled = settled_gaps(self.version.text, self.attachments)
        stops = obstacles(self.version.text, found, {**gaps, **settled}, self.attachments, self.standing)
        signed = {one.role for one in signatures if one.current}
        missing = tuple(role.id for role in self.study.story_roles if role.signs and role.id not in signed)
        looked_at = {check for one in signatures if one.current for check in one.checked}
        unchecked = tuple(check for check in CHECKS if check not in looked_at)
        done = bool(signed) and not missing and not set(NEEDED) & set(unchecked) and not stops
        state: State = "signed" if done else "in_round" if self.folded.role else "writing"
        return StoryState(
            change_id=self.version.text.change_id,
            version=self.version,
            state=state,
            roles=self.study.story_roles,
            role=self.folded.role,
            rounds=tuple(self.folded.rounds),
            assignments=tuple(self.folded.assignments),
            signatures=signatures,
            missing=missing,
            unchecked=unchecked,
            comments=tuple(self.folded.comments.values()),
            flags=found,
            gaps=gaps,
            attachments=self.attachments,
            obstacles=stops,
            proposal=self.proposal,
            settled=settled,
        )


def known_in(tx: Tx, study: Study, change_id: str, *, hush: Silence | None = None) -> Known:
    """Raises NotFound: nobody has begun its text. ``hush``: what may not be shown is taken out of it."""
    hush = Silence() if hush is None else hush
    version = opened(stories.latest(tx, study.id, change_id), change_id)
    acts = history_shown(tx, study, change_id, hush) if hush else act_logs.acts(tx, study.id, "story", change_id)
    cited = version.text.citations
    standing = now_of(tx, study, cited, [change_id]).standing(change_id, cited)
    register = changes.register(tx, study.id)
    return _known(tx, study, version, acts, standing, register, hush)


def _known(
    tx: Tx,
    study: Study,
    version: StoryVersion,
    acts: Sequence[PersonsAct],
    standing: Standing,
    register: ChangeRegister,
    hush: Silence,
) -> Known:
    """``acts``: as they may be shown, if what they say is."""
    change_id = version.text.change_id
    put_together = folded(acts, change_id, version.number)
    attachments = without_words_of(hush, (one for one in attachments_in(tx, study.id, change_id) if not one.withdrawn))
    offered, _ = proposal_in(tx, study, version, put_together.left, register, hush)
    why = next((act.reason for act in acts if act.act == "text_changed" and act.body["number"] == version.number), "")
    told = replace(version, reason=why, text=hush.of_text(version.text)) if hush else version
    return Known(study, told, put_together, standing, attachments, offered)


def proposal_in(
    tx: Tx, study: Study, version: StoryVersion, left: Collection[str], register: ChangeRegister, hush: Silence = NOTHING
) -> tuple[Proposal | None, StoryText | None]:
    """What is proposed for the newest version, and the draft that it is of. The draft is read only where there is a newer one."""
    text = version.text
    entry = register.entries.get(text.change_id)
    last = entry.statements[-1] if entry and entry.statements else None
    newer = draft_version(tx, study.id, text.change_id) > text.draft_version
    draft = draft_text(tx, study, text.change_id, register) if newer else None
    draft = hush.of_text(draft) if draft is not None else None
    history = stories.versions(tx, study.id, text.change_id) if draft is not None else [version]
    offered = proposal(
        history,
        draft,
        left,
        title=last.title if last else text.title,
        statement=last.statement if last else text.statement,
        statement_number=last.number if last else text.statement_number,
    )
    return offered, draft


def current(work: Work, study_id: str, change_id: str) -> StoryState:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return known_in(tx, study, change_id, hush=silence(tx, study)).state()


def overview(work: Work, study_id: str) -> list[StoryLine]:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return [line_of(*one) for one in states_in(tx, study)]


def states_in(tx: Tx, study: Study) -> Iterable[tuple[Entry, StoryState | None, int, str]]:
    """Every change that is followed or has a text: its state, the number of its newest draft, and the state of its last verdict."""
    register, newest, hush = changes.register(tx, study.id), stories.newest(tx, study.id), silence(tx, study)
    acts: dict[str, list[PersonsAct]] = {}
    for act in act_logs.acts(tx, study.id, "story"):
        acts.setdefault(act.subject, []).append(act)
    cited = {one for version in newest.values() for one in version.text.citations}
    now = now_of(tx, study, cited, list(newest))
    for change_id, entry in register.entries.items():
        version = newest.get(change_id)
        if version is None and not entry.is_current:
            continue
        state = None
        if version is not None:
            known = _known(
                tx, study, version, acts.get(change_id, []), now.standing(change_id, version.text.citations), register, hush
            )
            state = known.state()
        verdict = results.latest_verdict(tx, study.id, change_id)
        yield entry, state, draft_version(tx, study.id, change_id), str(verdict.body["state"]) if verdict else ""


def line_of(entry: Entry, state: StoryState | None, draft: int, verdict: str) -> StoryLine:
    """What the list of stories shows of one."""
    change = entry.change
    role = state.role if state else ""
    return StoryLine(
        change_id=change.id,
        title=change.title,
        domain=change.domain,
        kind=change.kind,
        status=entry.status,
        state=state.state if state else "draft" if draft else "none",
        version=state.version.number if state else 0,
        draft=draft,
        by=state.version.by if state else "",
        at=state.version.at if state else None,
        role=role,
        persons=tuple(one.person for one in state.assignments if one.role == role) if state else (),
        round=state.round if state else 0,
        gaps=_count(state, "gap"),
        flags=_count(state, "flag"),
        comments=sum(one.is_open for one in state.comments) if state else 0,
        contradictions=_count(state, "contradiction"),
        proposed=len(state.proposal.parts) if state and state.proposal else 0,
        signed=_roles(state, current=True),
        signed_older=_roles(state, current=False),
        missing=state.missing if state else (),
        verdict=verdict,
    )


def _count(state: StoryState | None, kind: str) -> int:
    return sum(one.kind == kind for one in state.obstacles) if state else 0


def _roles(state: StoryState | None, *, current: bool) -> tuple[str, ...]:
    """Who has signed: this version, or an older one only."""
    if state is None:
        return ()
    now: Mapping[str, None] = dict.fromkeys(one.role for one in state.signatures if one.current)
    return tuple(now) if current else tuple(dict.fromkeys(one.role for one in state.signatures if one.role not in now))
