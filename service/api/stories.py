"""The texts of stories: versions, edits, comments, rounds, signatures, and the database of sections."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from annotations.stories.records import BlockKind, PersonsAct, StoryVersion
from annotations.stories.state_records import BlockChange, Check, Comment, Proposal, SectionRow, StoryLine, StoryState
from annotations.stories.telling import sections_xlsx
from service.api.deps import TheJobs, TheWork
from service.api.jobs import JobSchema, job_schema
from service.storage import studies
from service.workflows import judging, rephrasing, stories

router = APIRouter(prefix="/studies/{study_id}", tags=["stories"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]


class _WithReason(_Act):
    reason: str = ""


class _Edit(_WithReason):
    """`based_on`: the version that was edited."""

    based_on: int


class OpeningSchema(_Act):
    """Who begins the text."""


class BlockSchema(_Edit):
    """Words of a block in one language, with citations such as `[S01.006]`. `own` null: as it was."""

    language: str
    text: str
    own: bool | None = None


class NewBlockSchema(_Edit):
    """A block after another one (`after` empty: the first). A quote is `segment[start:end]`, or the `words` of the segment that
    are quoted: they have to stand in it once, to the letter. `texts` are its translations."""

    section: str
    after: str = ""
    kind: BlockKind = "sentence"
    texts: dict[str, str] = {}
    segment: str = ""
    start: Annotated[int, Field(ge=0)] = 0
    end: Annotated[int, Field(ge=0)] = 0
    words: str = ""
    own: bool = False


class MovingSchema(_Edit):
    """Where the block goes."""

    section: str
    after: str = ""


class SectionTextsSchema(_Edit):
    """Words by block, in one language; those that read as in `based_on` are left."""

    language: str
    texts: dict[str, str]


class ChosenSchema(_WithReason):
    """Keys of parts of the proposal, to be taken or left."""

    parts: list[str]
    decision: Literal["taken", "left"] = "taken"


class CommentSchema(_Act):
    """A remark on a block, or on the whole story."""

    text: str
    block: str = ""


class ResolutionSchema(_Act):
    """What was made of a comment."""

    resolution: str


class RoleSchema(_WithReason):
    """`assigned` false: the part is taken back."""

    role: str
    person: str
    assigned: bool = True


class RoundSchema(_Act):
    """The story goes to those who have the part; `back`: for more work."""

    role: str
    reason: str
    back: bool = False


class SignatureSchema(_WithReason):
    """A signature of the newest version, and what of it was looked at; `all_the_same`: though comments are open."""

    role: str
    version: int
    checked: list[Check]
    all_the_same: bool = False


class AnswerSchema(_Act):
    """What was made of a flag, or why a gap stays."""

    reason: str


@router.get("/texts")
def list_texts(study_id: str, work: TheWork) -> list[StoryLine]:
    """Every change, with how far its story is."""
    return stories.overview(work, study_id)


@router.get("/texts/sections")
def list_sections(
    study_id: str, work: TheWork, section: str = "", domain: str = "", place: str = "", project: str = "", group: str = "",
    language: str = "",
) -> list[SectionRow]:  # fmt: skip
    """Every section of every story as it reads now. `group`: a code of the study's groups, or a category of respondents who speak."""
    return stories.sections(
        work, study_id, section=section, domain=domain, place=place, project=project, group=group, language=language
    )


@router.get("/texts/sections.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
def get_sections_workbook(
    study_id: str, work: TheWork, section: str = "", domain: str = "", place: str = "", project: str = "", group: str = "",
    language: str = "",
) -> Response:  # fmt: skip
    """The same as a workbook."""
    chosen = {"section": section, "domain": domain, "place": place, "project": project, "group": group}
    with work.store.read() as tx:
        language = language or studies.study(tx, study_id).languages[0]
    made = sections_xlsx(stories.sections(work, study_id, **chosen, language=language), language)
    return Response(made, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="sections.xlsx"'})


@router.get("/texts/{change_id}")
def get_text(study_id: str, change_id: str, work: TheWork) -> StoryState:
    """A story as it reads now, and what has to be done before it can be signed."""
    return stories.current(work, study_id, change_id)


@router.post("/texts/{change_id}", status_code=201)
def open_text(study_id: str, change_id: str, given: OpeningSchema, work: TheWork) -> StoryVersion:
    """Begin the text of a story from its newest draft; the text as it is where somebody has begun it."""
    return stories.open_text(work, study_id=study_id, change_id=change_id, by=given.by)


@router.get("/texts/{change_id}/versions")
def list_versions(study_id: str, change_id: str, work: TheWork) -> list[StoryVersion]:
    """Every version, the first one first."""
    return stories.versions(work, study_id, change_id)


@router.get("/texts/{change_id}/versions/{number}")
def get_version(study_id: str, change_id: str, number: int, work: TheWork) -> StoryVersion:
    """One version."""
    return stories.version(work, study_id, change_id, number)


@router.get("/texts/{change_id}/acts")
def list_acts(study_id: str, change_id: str, work: TheWork) -> list[PersonsAct]:
    """Who did what to the story when, and why."""
    return stories.history(work, study_id, change_id)


@router.get("/texts/{change_id}/difference")
def get_difference(study_id: str, change_id: str, a: int, b: int, work: TheWork) -> list[BlockChange]:
    """What is other in version `b` than in version `a`, block by block and word by word."""
    return stories.difference(work, study_id, change_id, a, b)


@router.post("/texts/{change_id}/blocks", status_code=201)
def add_block(study_id: str, change_id: str, given: NewBlockSchema, work: TheWork) -> StoryVersion:
    """Put in a sentence, a quote or a gap."""
    values = given.model_dump()
    return stories.add_block(work, study_id=study_id, change_id=change_id, section_id=values.pop("section"), **values)


@router.put("/texts/{change_id}/blocks/{block_id}")
def edit_block(study_id: str, change_id: str, block_id: str, given: BlockSchema, work: TheWork) -> StoryVersion:
    """Word a block anew in one language; its other languages are marked as outdated."""
    return stories.edit_block(work, study_id=study_id, change_id=change_id, block_id=block_id, **given.model_dump())


@router.delete("/texts/{change_id}/blocks/{block_id}")
def remove_block(
    study_id: str, change_id: str, block_id: str, by: str, based_on: int, work: TheWork, reason: str = ""
) -> StoryVersion:
    """Take a block out; earlier versions keep it."""
    return stories.remove_block(
        work, study_id=study_id, change_id=change_id, by=by, based_on=based_on, block_id=block_id, reason=reason
    )


@router.post("/texts/{change_id}/blocks/{block_id}/place")
def move_block(study_id: str, change_id: str, block_id: str, given: MovingSchema, work: TheWork) -> StoryVersion:
    """Put a block somewhere else."""
    values = given.model_dump()
    section = values.pop("section")
    return stories.move_block(work, study_id=study_id, change_id=change_id, block_id=block_id, section_id=section, **values)


@router.put("/texts/{change_id}/sections/{section_id}")
def save_section(study_id: str, change_id: str, section_id: str, given: SectionTextsSchema, work: TheWork) -> StoryVersion:
    """Word some blocks of a section anew, all or none."""
    values = given.model_dump()
    texts = values.pop("texts")
    return stories.save_section(
        work, study_id=study_id, change_id=change_id, section_id=section_id, texts_by_block=texts, **values
    )


@router.get("/texts/{change_id}/proposal")
def get_proposal(study_id: str, change_id: str, work: TheWork) -> Proposal | None:
    """What a newer draft, or a new wording in the register, would change; null when nothing."""
    return stories.proposal(work, study_id, change_id)


@router.post("/texts/{change_id}/proposal")
def decide_on_proposal(study_id: str, change_id: str, given: ChosenSchema, work: TheWork) -> StoryState:
    """Take parts of the proposal, or leave them. What a person worded is never overwritten."""
    verb = stories.take if given.decision == "taken" else stories.leave
    verb(work, study_id=study_id, change_id=change_id, by=given.by, parts=given.parts, reason=given.reason)
    return stories.current(work, study_id, change_id)


@router.post("/texts/{change_id}/comments", status_code=201)
def add_comment(study_id: str, change_id: str, given: CommentSchema, work: TheWork) -> Comment:
    """Remark on a block, or on the whole story."""
    return stories.comment(work, study_id=study_id, change_id=change_id, **given.model_dump())


@router.post("/texts/{change_id}/comments/{comment_id}/resolution")
def resolve_comment(study_id: str, change_id: str, comment_id: str, given: ResolutionSchema, work: TheWork) -> Comment:
    """Say what was made of a comment."""
    return stories.resolve_comment(work, study_id=study_id, change_id=change_id, comment_id=comment_id, **given.model_dump())


@router.post("/texts/{change_id}/roles")
def assign_role(study_id: str, change_id: str, given: RoleSchema, work: TheWork) -> StoryState:
    """Give somebody a part in the story, or take it back."""
    values = given.model_dump()
    verb = stories.assign if values.pop("assigned") else stories.unassign
    return verb(work, study_id=study_id, change_id=change_id, **values)


@router.post("/texts/{change_id}/rounds", status_code=201)
def begin_round(study_id: str, change_id: str, given: RoundSchema, work: TheWork) -> StoryState:
    """Pass the story on to those who have a part in it."""
    values = given.model_dump()
    verb = stories.send_back if values.pop("back") else stories.send_to
    return verb(work, study_id=study_id, change_id=change_id, **values)


@router.post("/texts/{change_id}/signatures", status_code=201)
def sign_text(study_id: str, change_id: str, given: SignatureSchema, work: TheWork) -> StoryState:
    """Sign the newest version. Refused as long as something has to be done first: it says what."""
    return stories.sign(work, study_id=study_id, change_id=change_id, **given.model_dump())


@router.post("/texts/{change_id}/flags/{flag_id}")
def answer_flag(study_id: str, change_id: str, flag_id: str, given: AnswerSchema, work: TheWork) -> StoryState:
    """Say what was made of a flag."""
    return stories.answer_flag(work, study_id=study_id, change_id=change_id, flag_id=flag_id, **given.model_dump())


@router.post("/texts/{change_id}/gaps/{block_id}")
def keep_gap(study_id: str, change_id: str, block_id: str, given: AnswerSchema, work: TheWork) -> StoryState:
    """Say why a gap stays in the story."""
    return stories.keep_gap(work, study_id=study_id, change_id=change_id, block_id=block_id, **given.model_dump())


class JudgementSchema(_Act):
    """A level of a rubric of the study, why, the segments that it rests on, and the version of the story that was read (0: the newest)."""

    rubric: str
    level: str
    reason: str
    segments: list[str] = []
    version: Annotated[int, Field(ge=0)] = 0


@router.get("/judgements")
def list_judgements(study_id: str, work: TheWork, change: str = "") -> list[judging.Judgement]:
    """What people judged of changes under the study's rubrics, also what does not stand any more."""
    return judging.judgements_of(work, study_id, change)


@router.post("/texts/{change_id}/judgements", status_code=201)
def add_judgement(study_id: str, change_id: str, given: JudgementSchema, work: TheWork) -> judging.Judgement:
    """Judge the change under a rubric; supersedes what the same person judged before."""
    return judging.judge(work, study_id=study_id, change_id=change_id, **given.model_dump())


@router.post("/texts/{change_id}/judgements/{judgement_id}/taken-back")
def take_judgement_back(
    study_id: str, change_id: str, judgement_id: str, given: AnswerSchema, work: TheWork
) -> judging.Judgement:
    """The judgement is not to count any more, and why."""
    return judging.take_back(work, study_id=study_id, change_id=change_id, judgement=judgement_id, **given.model_dump())


class RephrasingSchema(_Act):
    """Who asks, for which language."""

    language: str


@router.get("/texts/{change_id}/wordings")
def list_wordings(study_id: str, change_id: str, work: TheWork) -> list[rephrasing.Wording]:
    """What the language model proposes for the story as it reads now."""
    return list(rephrasing.wordings(work, study_id, change_id))


@router.post("/texts/{change_id}/wordings", status_code=202)
def ask_for_wordings(study_id: str, change_id: str, given: RephrasingSchema, work: TheWork, jobs: TheJobs) -> JobSchema:
    """Have the language model of the settings word sentences anew; a job, at the end of which there are proposals."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    params = {"study_id": study.id, "change_id": change_id, "language": given.language, "by": given.by}
    return job_schema(jobs.job(jobs.enqueue("rephrase", params)))


@router.post("/texts/{change_id}/wordings/{number}")
def take_wording(study_id: str, change_id: str, number: int, given: _WithReason, work: TheWork) -> StoryVersion:
    """Put a proposed wording into the story."""
    return rephrasing.take_wording(work, study_id=study_id, change_id=change_id, by=given.by, number=number, reason=given.reason)
