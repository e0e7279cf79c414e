"""What is known of a story at one moment: its version, who has it, who signed what, what is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from annotations.changes.register_records import Status
from annotations.stories.records import Block, StoryVersion
from annotations.story_roles import StoryRole
from annotations.studies import ChangeKind, Words
from annotations.triangulation.records import Attachment

Check = Literal["facts", "causal_logic", "language"]
CHECKS: tuple[Check, ...] = ("facts", "causal_logic", "language")
State = Literal["none", "draft", "writing", "in_round", "signed"]
FlagKind = Literal[
    "coding_revised",
    "stance_changed",
    "no_longer_linked",
    "words_changed",
    "withdrawn",
    "segment_gone",
    "statement_reworded",
    "not_saturated",
    "not_followed",
]
ObstacleKind = Literal["contradiction", "flag", "uncited", "gap", "emptied"]
PartKind = Literal["new", "changed", "gone", "statement"]
BlockAct = Literal["added", "removed", "edited", "moved"]
Piece = tuple[Literal["same", "added", "removed"], str]


@dataclass(frozen=True)
class Assignment:
    """``person`` has the part ``role`` in this story."""

    role: str
    person: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Round:
    """The story was sent to ``role``: for review, or ``back`` for more work. ``number`` counts from 1; ``version``: as it was then."""

    number: int
    role: str
    by: str
    at: datetime
    reason: str
    version: int
    back: bool = False


@dataclass(frozen=True)
class Signature:
    """``by`` signs version ``version`` in the part ``role`` and says what they looked at. ``current``: nothing was changed since.
    ``despite``: the comments that were open then, and known to be."""

    role: str
    by: str
    at: datetime
    version: int
    checked: tuple[Check, ...]
    current: bool
    reason: str = ""
    despite: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comment:
    """A remark on a block, or on the whole story where ``block`` is empty. ``resolution`` says what was made of it."""

    id: str
    block: str
    text: str
    by: str
    at: datetime
    version: int
    resolution: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


@dataclass(frozen=True)
class KeptGap:
    """Somebody says why a gap stays in the story."""

    block: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Flag:
    """Something that a story rests on is no longer as it was. ``id`` is another one when it changes again.

    ``subject``: the segment or session, or the change. ``blocks``: those that cite it. ``before`` and ``now``: what held then and what
    holds now, as a word (a stance, the number of a statement, a state of the verdict) where there is one.
    """

    id: str
    kind: FlagKind
    subject: str
    blocks: tuple[str, ...] = ()
    before: str = ""
    now: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True)
class Obstacle:
    """What has to be done before anybody can sign: ``id`` of the block, flag or attachment that it is about."""

    kind: ObstacleKind
    id: str
    flag: FlagKind | None = None


@dataclass(frozen=True)
class Part:
    """One thing in which a newer draft differs from the text. ``before``: in the text, ``after``: in the draft.

    ``persons``: a person has worded the block of the text. It is never overwritten: what is taken is put beside it.
    """

    key: str
    kind: PartKind
    section: str
    before: Block | None = None
    after: Block | None = None
    persons: bool = False
    words: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What a newer draft would change. For the part ``statement``: how the register words the change now."""

    draft_version: int
    parts: tuple[Part, ...]
    title: Words = field(default_factory=dict)
    statement: Words = field(default_factory=dict)


@dataclass(frozen=True)
class BlockChange:
    """How a block differs between two versions; ``words``: by language, word for word, where both have it or one of them.

    ``block`` is ``title`` or ``statement`` for these, with neither ``before`` nor ``after``.
    """

    act: BlockAct
    block: str
    section: str
    before: Block | None
    after: Block | None
    words: Mapping[str, tuple[Piece, ...]]


@dataclass(frozen=True)
class StoryState:
    """All that is known of one story. ``missing``: roles whose signature of this version is wanted; ``unchecked``: what nobody who
    signed this version has looked at. ``gaps``: those that were kept, by block; ``settled``: those that the draft asked and that figures
    put beside the story have answered, with the ids of these. ``role``: who has it now, empty when nobody."""

    change_id: str
    version: StoryVersion
    state: State
    roles: tuple[StoryRole, ...]
    role: str
    rounds: tuple[Round, ...]
    assignments: tuple[Assignment, ...]
    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]
    unchecked: tuple[Check, ...]
    comments: tuple[Comment, ...]
    flags: tuple[Flag, ...]
    gaps: Mapping[str, KeptGap]
    attachments: tuple[Attachment, ...]
    obstacles: tuple[Obstacle, ...]
    proposal: Proposal | None
    settled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def round(self) -> int:
        return self.rounds[-1].number if self.rounds else 0

    @property
    def open_comments(self) -> tuple[Comment, ...]:
        return tuple(one for one in self.comments if one.is_open)

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.flags if flag.is_open)

    @property
    def blocking(self) -> tuple[Attachment, ...]:
        """Contradictions that nobody has answered."""
        return tuple(one for one in self.attachments if one.blocks_signing)


@dataclass(frozen=True)
class StoryLine:
    """One change in the list of stories. ``version`` 0: nobody has opened it; ``draft``: its newest draft, 0 when there is none."""

    change_id: str
    title: Words
    domain: str
    kind: ChangeKind
    status: Status
    state: State
    version: int
    draft: int
    by: str
    at: datetime | None
    role: str
    persons: tuple[str, ...]
    round: int
    gaps: int
    flags: int
    comments: int
    contradictions: int
    proposed: int
    signed: tuple[str, ...]
    signed_older: tuple[str, ...]
    missing: tuple[str, ...]
    verdict: str


@dataclass(frozen=True)
class Speaker:
    """Who said what a section cites: role and place, never a name."""

    session_id: str
    category: Words
    place: str


@dataclass(frozen=True)
class SectionRow:
    """One section of one story as it reads now. ``version`` 0: of a draft that nobody has opened. ``places``, ``speakers``: of what it
    cites; ``groups``: codes of the study's groups on it; ``projects``: that contributed to the change."""

    change_id: str
    title: str
    kind: ChangeKind
    domain: str
    secondary_domains: tuple[str, ...]
    section: str
    name: str
    text: str
    language: str
    version: int
    state: State
    at: datetime | None
    citations: tuple[str, ...]
    quotes: int
    gaps: int
    outdated: bool
    speakers: tuple[Speaker, ...]
    places: tuple[str, ...]
    groups: tuple[str, ...]
    projects: tuple[str, ...]
