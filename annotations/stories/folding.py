"""What people have done about one story, put together from the log."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from annotations.stories.held import Held
from annotations.stories.records import Block, PersonsAct
from annotations.stories.state_records import Assignment, Comment, KeptGap, Round, Signature


@dataclass
class Folded:
    """``gaps``: by block, with the digest of the words that were kept; ``answers``: by id of the flag; ``held``: by what is cited;
    ``left``: parts of proposals that are not wanted."""

    rounds: list[Round] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    gaps: dict[str, tuple[KeptGap, str]] = field(default_factory=dict)
    answers: dict[str, PersonsAct] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    @property
    def role(self) -> str:
        """Who has the story now."""
        return self.rounds[-1].role if self.rounds else ""

    def persons(self, role: str) -> tuple[str, ...]:
        return tuple(one.person for one in self.assignments if one.role == role)

    def kept(self, block: Block) -> KeptGap | None:
        """Why a gap stays, as long as it is worded as it was then."""
        gap, words = self.gaps.get(block.id, (None, ""))
        return gap if words == digest(block.text) else None


def folded(acts: Iterable[PersonsAct], change_id: str, version: int) -> Folded:
    """``version``: the newest; what was signed before it is of an older version. Acts of other kinds are passed over."""
    found = Folded()
    for act in acts:
        if act.subject == change_id and act.act in _FOLD:
            _FOLD[act.act](found, act)
    found.signatures = [replace(one, current=one.version == version) for one in found.signatures]
    return found


def digest(text: Mapping[str, str]) -> str:
    """Of words in their languages."""
    return hashlib.sha256(repr(sorted(text.items())).encode()).hexdigest()[:12]


def _text(found: Folded, act: PersonsAct) -> None:
    found.held |= act.body.get("held", {})


def _gap(found: Folded, act: PersonsAct) -> None:
    block = act.body["block"]
    found.gaps[block] = (KeptGap(block, act.by, act.at, act.reason), act.body["words"])


def _comment(found: Folded, act: PersonsAct) -> None:
    id_ = f"C{act.number}"
    found.comments[id_] = Comment(id_, act.body["block"], act.body["text"], act.by, act.at, act.body["version"])


def _resolved(found: Folded, act: PersonsAct) -> None:
    id_ = act.body["comment"]
    found.comments[id_] = replace(found.comments[id_], resolution=act.reason, resolved_by=act.by, resolved_at=act.at)


def _assigned(found: Folded, act: PersonsAct) -> None:
    found.assignments.append(Assignment(act.body["role"], act.body["person"], act.by, act.at))


def _unassigned(found: Folded, act: PersonsAct) -> None:
    gone = act.body["role"], act.body["person"]
    found.assignments = [one for one in found.assignments if (one.role, one.person) != gone]


def _sent(found: Folded, act: PersonsAct) -> None:
    number = len(found.rounds) + 1
    back = act.act == "story_sent_back"
    found.rounds.append(Round(number, act.body["role"], act.by, act.at, act.reason, act.body["version"], back))


def _signed(found: Folded, act: PersonsAct) -> None:
    body = act.body
    signature = Signature(
        body["role"], act.by, act.at, body["version"], tuple(body["checked"]), False, act.reason, tuple(body.get("despite", ()))
    )
    found.signatures.append(signature)


def _answered(found: Folded, act: PersonsAct) -> None:
    found.answers[act.body["flag"]] = act


def _left(found: Folded, act: PersonsAct) -> None:
    found.left |= set(act.body["parts"])


_FOLD = {
    "text_changed": _text,
    "gap_kept": _gap,
    "story_comment": _comment,
    "comment_resolved": _resolved,
    "role_assigned": _assigned,
    "role_unassigned": _unassigned,
    "story_sent": _sent,
    "story_sent_back": _sent,
    "story_signed": _signed,
    "flag_answered": _answered,
    "parts_left": _left,
}
