"""A story's text as its pages show it: every part with what it rests on and what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from markupsafe import Markup

from annotations.errors import NotFound
from annotations.languages import in_language
from annotations.sessions import Register
from annotations.stories.records import Block, StoryText
from annotations.stories.state_records import Comment, Flag, KeptGap, Obstacle, StoryLine, StoryState
from annotations.stories.words import told_flag
from annotations.studies import Study
from service.board import words
from service.board.citing import Source, Sources, linked, plain, sources
from service.storage import studies
from service.workflows import stories, triangulation
from service.workflows.rephrasing import Wording, wordings
from service.workflows.triangulation import Judged
from service.workflows.work import Work

CALLED = 60
"""Signs of a part where it is only called by its words."""


@dataclass(frozen=True)
class ShownBlock:
    """A part of the text and everything beside it. ``said``: its words in the language of the page's text, empty where it has none;
    ``lost``: what it cites and is not there; ``settled``: figures that have answered the gap that it is; ``wants``: what has to be done with it before anybody can sign."""

    block: Block
    said: Markup
    called: str
    sources: Sequence[Source] = ()
    lost: Sequence[str] = ()
    kept: KeptGap | None = None
    settled: Sequence[str] = ()
    flags: Sequence[Flag] = ()
    comments: Sequence[Comment] = ()
    data: Sequence[Judged] = ()
    wants: Sequence[str] = ()
    wordings: Sequence[Wording] = ()

    @property
    def id(self) -> str:
        return self.block.id


@dataclass(frozen=True)
class ShownSection:
    """A section of the template, named in the language of the text."""

    id: str
    name: str
    blocks: Sequence[ShownBlock]


@dataclass(frozen=True)
class Reading:
    """What a text is read with: the study, the language (``tongue``) and all that it may cite."""

    study: Study
    register: Register
    tongue: str
    known: Sources

    def sections(self, text: StoryText, beside: "Beside | None" = None) -> tuple[ShownSection, ...]:
        """The text; with what stands ``beside`` its parts where there is such a thing."""
        return tuple(
            ShownSection(one.id, in_language(one.name, self.tongue), tuple(self._block(block, beside) for block in one.blocks))
            for one in text.sections
        )

    def _block(self, block: Block, beside: "Beside | None") -> ShownBlock:
        said = linked(block.text.get(self.tongue, ""), self.study.id, self.known, f"sources-{block.id}" if beside else "")
        called = called_by(block, self.tongue)
        found, lost = self.known.of(block.citations), self.known.lost(block.citations)
        if beside is None:
            return ShownBlock(block, said, called, found, lost)
        state = beside.state
        return ShownBlock(
            block, said, called, found, lost, kept=state.gaps.get(block.id), settled=state.settled.get(block.id, ()),
            flags=tuple(flag for flag in state.flags if block.id in flag.blocks),
            comments=tuple(one for one in state.comments if one.block == block.id),
            data=tuple(one for one in beside.judged if one.attachment.block == block.id),
            wants=tuple(one.kind for one in state.obstacles if one.id == block.id),
            wordings=tuple(one for one in beside.wordings if (one.block, one.language) == (block.id, self.tongue)),
        )  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """What is said of a story and its parts: how it stands, figures put beside it, what a language model would write."""

    state: StoryState
    judged: Sequence[Judged] = ()
    wordings: Sequence[Wording] = ()


@dataclass(frozen=True)
class Shown:
    """Everything on the page of a story that has been opened."""

    reading: Reading
    line: StoryLine
    beside: Beside

    @property
    def state(self) -> StoryState:
        return self.beside.state

    @property
    def study(self) -> Study:
        return self.reading.study

    @property
    def text(self) -> StoryText:
        return self.state.version.text

    @cached_property
    def sections(self) -> tuple[ShownSection, ...]:
        return self.reading.sections(self.text, self.beside)

    @cached_property
    def blocks(self) -> Mapping[str, ShownBlock]:
        return {block.id: block for section in self.sections for block in section.blocks}

    @property
    def flags(self) -> list[Flag]:
        """Those of no part that is there: about the change itself, or about what a part cited that is gone."""
        return [flag for flag in self.state.flags if not self.blocks.keys() & set(flag.blocks)]

    @property
    def comments(self) -> list[Comment]:
        return [one for one in self.state.comments if one.block not in self.blocks]

    @property
    def data(self) -> list[Judged]:
        """What stands beside the statement, or beside a part that is gone."""
        return [one for one in self.beside.judged if one.attachment.block not in self.blocks]

    @property
    def signed(self) -> int:
        """Roles whose signature is wanted and that have signed this version."""
        needed = {role.id for role in self.state.roles if role.signs}
        return len(needed - set(self.state.missing))

    @property
    def obstacles(self) -> list[tuple[str, list[Obstacle]]]:
        """What stops signing, kind by kind."""
        return [(kind, list(all_)) for kind, all_ in groupby(self.state.obstacles, key=lambda one: one.kind)]

    def place_of(self, obstacle: Obstacle) -> str:
        """Where on the page the thing is that stops signing."""
        if obstacle.kind == "contradiction":
            return f"data-{obstacle.id}"
        if obstacle.kind != "flag":
            return obstacle.id
        of_blocks = (one for flag in self.state.flags if flag.id == obstacle.id for one in flag.blocks)
        return next((one for one in of_blocks if one in self.blocks), "story-flags")

    def words_of(self, obstacle: Obstacle, language: str) -> str:
        """What to call the thing by that stops signing."""
        if obstacle.kind == "contradiction":
            return next(
                (plain(one.attachment.claim) for one in self.beside.judged if one.attachment.id == obstacle.id), obstacle.id
            )
        if obstacle.kind == "flag":
            return next((told_flag(flag, language) for flag in self.state.flags if flag.id == obstacle.id), obstacle.id)
        return self.blocks[obstacle.id].called or obstacle.id

    def before(self, block_id: str) -> str:
        """The part that stands before another one in its section, empty for the first."""
        for section in self.sections:
            ids = ["", *(block.id for block in section.blocks)]
            if block_id in ids:
                return ids[ids.index(block_id) - 1]
        return ""


def called_by(block: Block, tongue: str) -> str:
    """The first words of a part, to call it by."""
    said = plain(
        block.text.get(tongue) or (block.quote.text if block.quote else in_language(block.text, tongue) if block.text else "")
    )
    return said if len(said) <= CALLED else said[: CALLED - 1].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"


def tongue_of(study: Study, asked: str, language: str) -> str:
    """The language in which a text is shown: as asked, else the reader's, else the study's first."""
    return next(one for one in (asked, language, *study.languages) if one in study.languages)


def reading_of(work: Work, study_id: str, asked: str, language: str, *texts: StoryText) -> Reading:
    """What these texts are read with. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register = studies.register(tx, study.id)
        cited = {id_ for text in texts for id_ in text.citations}
        return Reading(study, register, tongue_of(study, asked, language), sources(tx, study, register, cited))


def line_of(work: Work, study_id: str, change_id: str) -> StoryLine:
    """Raises NotFound for a change that is not among the stories."""
    for line in stories.overview(work, study_id):
        if line.change_id == change_id:
            return line
    raise NotFound(f"there is no change {change_id!r} in the register", where=study_id)


def shown(work: Work, line: StoryLine, study_id: str, asked: str, language: str) -> Shown:
    """The story as it is now. Raises NotFound: nobody has opened it."""
    state = stories.current(work, study_id, line.change_id)
    reading = reading_of(work, study_id, asked, language, state.version.text)
    judged = triangulation.judged(work, study_id, line.change_id)
    return Shown(reading, line, Beside(state, judged, wordings(work, study_id, line.change_id)))


def helpers(reading: Reading) -> dict[str, Any]:
    """What the templates of texts call: words in the language of the text, what languages are called, the session of a segment."""
    return {
        "tongue": reading.tongue,
        "in_tongue": lambda text: in_language(text, reading.tongue),
        "language_name": lambda code: words.NAMES.get(code, code),
        "session_of": lambda segment_id: segment_id.rsplit(".", 1)[0],
        "plain": plain,
    }
