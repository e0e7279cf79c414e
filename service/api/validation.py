"""Validation: who is asked, what is put to them, their ballots, and verification by third parties."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from annotations.validation.corrections import Correction, Outcome
from annotations.validation.limitations import Fact
from annotations.validation.records import Answer, Ballot, Form, Mode, Validator
from annotations.validation.responses import Responses
from annotations.validation.state import Contacted, ContactKind, Draw
from annotations.validation.verification import Said, Verification
from annotations.validation.votes import Votes
from annotations.verification_questions import VerificationQuestion
from service.api.deps import TheWork
from service.storage.ballots import Kept, Link
from service.workflows import validation
from service.workflows.validatable import LeftOut
from service.workflows.validation import Due

router = APIRouter(prefix="/studies/{study_id}/validation", tags=["validation"])


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: Annotated[str, Field(min_length=1)]
    reason: str = ""


class DrawingSchema(_Act):
    """`domain` empty: each domain without a draw in which something can be put to people. `size` and `seed`: the study's when left out. `again`: draw anew, with a reason."""

    domain: str = ""
    size: int | None = None
    seed: int | None = None
    again: bool = False


class AskingSchema(_Act):
    """Somebody who was not drawn: a respondent, or a person of a `category`. With an `occasion`: somebody who is there; else on purpose."""

    domain: str
    respondent_id: str = ""
    category: str = ""
    occasion: str = ""


class ContactSchema(_Act):
    """`on`: today when left out."""

    what: ContactKind
    channel: str = ""
    on: date | None = None


class FormSchema(_Act):
    """`occasion`: what was saturated before its day is on the form; by today when empty."""

    domain: str
    occasion: str = ""


class LinkSchema(_Act):
    """A link for one validator."""

    validator_id: str
    days: Annotated[int, Field(ge=1, le=366)] = 30


class NewLinkSchema(BaseModel):
    """`path` of the form on this server; it holds the secret, and is told only now."""

    validator_id: str
    form_id: str
    path: str


class BallotSchema(_Act):
    """A ballot that was given by telephone, in person, in a workshop or on paper. Several validators: one ballot; `people`: how many they were."""

    form_id: str
    validators: list[str]
    mode: Mode
    language: str
    answers: list[Answer]
    people: Annotated[int, Field(ge=0)] = 0
    on: date | None = None


class CorrectingSchema(_Act):
    """A comment taken up as a factual correction. `outcome`: `open`, `accepted` (put right in a version of the story or the statement) or
    `rejected`; the last two with a reason. `text`: what is wrong, in the team's words; as before when left out. `story`: the version that
    holds it, the newest when 0."""

    change_id: str
    outcome: Outcome
    text: str = ""
    story: Annotated[int, Field(ge=0)] = 0


class VoidingSchema(_Act):
    """Why the ballot does not count."""


class StandingSchema(_Act):
    """What a person decides of a change: whether it can be validated, and whether a third party has to verify it."""

    decision: Literal["cannot_validate", "can_be_validated", "needed", "not_required"]


class VerifyingSchema(_Act):
    """What a verifier answered, to the questions as they are worded now: `GET …/verification-questions`."""

    verifier: str
    independence: str
    answers: list[Said]
    mode: str = ""
    language: str = ""


@router.get("/people")
def list_people(study_id: str, work: TheWork) -> list[Validator]:
    """Everybody who is asked."""
    return validation.people_of(work, study_id)


@router.post("/people", status_code=201)
def ask_person(study_id: str, given: AskingSchema, work: TheWork) -> Validator:
    """Ask somebody who was not drawn."""
    values = given.model_dump()
    if values["occasion"]:
        return validation.add_occasion(work, study_id=study_id, **values)
    values.pop("occasion")
    return validation.add_purposive(work, study_id=study_id, **values)


@router.get("/draws")
def list_draws(study_id: str, work: TheWork) -> list[Draw]:
    """Every draw, with its seed, frame and strata."""
    return validation.draws_of(work, study_id)


@router.post("/draws", status_code=201)
def draw_people(study_id: str, given: DrawingSchema, work: TheWork) -> list[Draw]:
    """Draw whom to ask."""
    return validation.draw(work, study_id=study_id, **given.model_dump())


@router.get("/draws/left-out")
def list_left_out(study_id: str, work: TheWork) -> list[LeftOut]:
    """Domains in which nobody is drawn, since no change of theirs can be put to people, and why not."""
    return validation.left_out_of(work, study_id)


@router.get("/contacts")
def list_contacts(study_id: str, work: TheWork) -> list[Contacted]:
    """Invitations, reminders, authorisations and refusals."""
    return validation.contacts_of(work, study_id)


@router.get("/reminders-due")
def list_reminders_due(study_id: str, work: TheWork, every_days: Annotated[int, Query(ge=0, le=3650)] = 7) -> list[Due]:
    """Who was asked that long ago and has not answered."""
    return validation.reminders_due(work, study_id, every_days=every_days)


@router.post("/people/{validator_id}/contacts", status_code=201)
def note_contact(study_id: str, validator_id: str, given: ContactSchema, work: TheWork) -> list[Contacted]:
    """Note that somebody was asked, or what came of it; everything that is noted of them."""
    validation.contact(work, study_id=study_id, validator_id=validator_id, **given.model_dump())
    return [one for one in validation.contacts_of(work, study_id) if one.validator_id == validator_id]


@router.get("/forms")
def list_forms(study_id: str, work: TheWork) -> list[Form]:
    """Every form, as it was worded."""
    return validation.forms_of(work, study_id)


@router.post("/forms", status_code=201)
def make_form(study_id: str, given: FormSchema, work: TheWork) -> Form:
    """Make the form of a domain from the register as it stands."""
    return validation.make_form(work, study_id=study_id, domain=given.domain, by=given.by, occasion=given.occasion)


@router.get("/links")
def list_links(study_id: str, work: TheWork) -> list[Link]:
    """Every link that was made, without its secret."""
    return validation.links_of(work, study_id)


@router.post("/forms/{form_id}/links", status_code=201)
def new_link(study_id: str, form_id: str, given: LinkSchema, work: TheWork) -> NewLinkSchema:
    """A link for a validator; an earlier one of theirs is closed."""
    token = validation.new_link(
        work, study_id=study_id, by=given.by, validator_id=given.validator_id, form_id=form_id, days=given.days
    )
    return NewLinkSchema(validator_id=given.validator_id, form_id=form_id, path=validation.link_address("", token))


@router.delete("/forms/{form_id}/links/{validator_id}")
def revoke_link(study_id: str, form_id: str, validator_id: str, by: str, work: TheWork, reason: str = "") -> int:
    """Close the open links of a validator; how many."""
    return validation.revoke_link(work, study_id=study_id, by=by, validator_id=validator_id, form_id=form_id, reason=reason)


@router.get("/ballots")
def list_ballots(study_id: str, work: TheWork) -> list[Kept]:
    """Every ballot, open, sent and void."""
    return validation.ballots_of(work, study_id)


@router.post("/ballots", status_code=201)
def enter_ballot(study_id: str, given: BallotSchema, work: TheWork) -> Ballot:
    """Enter a ballot for those who gave it."""
    return validation.enter(work, study_id=study_id, **(given.model_dump() | {"answers": given.answers}))


@router.post("/ballots/{ballot_id}/void")
def void_ballot(study_id: str, ballot_id: str, given: VoidingSchema, work: TheWork) -> Ballot:
    """The ballot does not count from now on."""
    return validation.void(work, study_id=study_id, ballot_id=ballot_id, by=given.by, reason=given.reason)


@router.get("/corrections")
def list_corrections(study_id: str, work: TheWork, change_id: str = "", ballot_id: str = "") -> list[Correction]:
    """Comments that were taken up as factual corrections, and what came of each; of one change or ballot when it is named."""
    return validation.corrections_of(work, study_id, change_id=change_id, ballot_id=ballot_id)


@router.post("/ballots/{ballot_id}/corrections", status_code=201)
def correct(study_id: str, ballot_id: str, given: CorrectingSchema, work: TheWork) -> Correction:
    """Take up what a ballot says of a change as a factual correction, or decide what comes of it."""
    return validation.correct(work, study_id=study_id, ballot_id=ballot_id, **given.model_dump())


@router.get("/responses")
def get_responses(study_id: str, work: TheWork) -> Responses:
    """Who answered, over those drawn, by domain and mode."""
    return validation.responses(work, study_id)


@router.get("/votes")
def list_votes(study_id: str, work: TheWork) -> list[Votes]:
    """How many A, B and C each change got, form by form."""
    return list(validation.votes(work, study_id))


@router.get("/limitations")
def list_limitations(study_id: str, work: TheWork) -> list[Fact]:
    """What limits the findings, counted."""
    return list(validation.facts_for_limitations(work, study_id))


@router.get("/verifications")
def list_verifications(study_id: str, work: TheWork) -> list[Verification]:
    """How every change stands with verification."""
    return validation.verifications_of(work, study_id)


@router.get("/verification-questions")
def list_verification_questions(study_id: str, work: TheWork) -> list[VerificationQuestion]:
    """What a verifier is asked: the study's own questions, else the method's five."""
    return list(validation.questions_of(work, study_id))


@router.post("/changes/{change_id}/decisions")
def decide(study_id: str, change_id: str, given: StandingSchema, work: TheWork) -> Verification:
    """Take a change out of the ranking or back into it; say whether it has to be verified."""
    who = {"study_id": study_id, "change_id": change_id, "by": given.by, "reason": given.reason}
    if given.decision == "cannot_validate":
        return validation.cannot_validate(work, **who)
    if given.decision == "can_be_validated":
        return validation.can_be_validated(work, **who)
    return validation.decide_verification(work, state=given.decision, **who)


@router.post("/changes/{change_id}/verifications", status_code=201)
def verify_change(study_id: str, change_id: str, given: VerifyingSchema, work: TheWork) -> Verification:
    """Enter what a verifier answered."""
    values = given.model_dump(exclude={"reason"}) | {"answers": given.answers}
    return validation.verify(work, study_id=study_id, change_id=change_id, **values)
