"""relato validate: people are asked whether the stories are right, and which change matters most. Everything that is done is in the log of
validation with who, when and why.

What this module offers is made in the modules beside it: people, forms, ballots, verification.
"""

from annotations.documents.tables import Table
from annotations.studies import Study, Words
from annotations.validation.limitations import Fact, facts
from annotations.validation.response_tables import response_table as response_table_of
from annotations.validation.responses import Responses
from annotations.validation.responses import responses as count_responses
from annotations.validation.state import Validation
from annotations.validation.vote_tables import verification_table as verification_table_of
from annotations.validation.vote_tables import verified_table as verified_table_of
from annotations.validation.vote_tables import votes_table as votes_table_of
from annotations.validation.votes import Votes
from annotations.validation.votes import votes as count_votes
from service.storage import ballots, studies
from service.storage.transactions import Tx
from service.workflows.choosable import with_all_changes
from service.workflows.correcting import correct, corrections_of, corrections_table
from service.workflows.silencing import silence
from service.workflows.validation_acts import out_of_ranking, standing
from service.workflows.validation_ballots import Opened, ballots_of, begin, enter, look_up, save_answers, send, void
from service.workflows.validation_forms import (
    form,
    forms_of,
    link_address,
    links_of,
    links_sheet,
    make_form,
    new_link,
    revoke_link,
)
from service.workflows.validation_people import (
    Due,
    add_occasion,
    add_purposive,
    contact,
    contacts_of,
    draw,
    draws_of,
    left_out_of,
    people_of,
    reminders_due,
)
from service.workflows.verifying import (
    can_be_validated,
    cannot_validate,
    decide_verification,
    questions_of,
    verifications_of,
    verify,
)
from service.workflows.work import Work

__all__ = [
    "Due", "Opened", "add_occasion", "add_purposive", "ballots_of", "begin", "can_be_validated", "cannot_validate", "contact",
    "contacts_of", "correct", "corrections_of", "corrections_table", "decide_verification", "domains_of", "draw", "draws_of",
    "enter", "facts_for_limitations", "form", "forms_of", "left_out_of", "link_address", "links_of", "links_sheet", "look_up",
    "make_form", "new_link", "people_of", "questions_of", "reminders_due", "response_table", "responses", "revoke_link",
    "save_answers", "send", "verification_table", "verifications_of", "verified_table", "verify", "void", "votes",
    "votes_table",
]  # fmt: skip


def responses(work: Work, study_id: str) -> Responses:
    """Who answered, over those drawn, by domain and mode; those added on purpose and those of occasions apart."""
    with work.store.read() as tx:
        return _responses(tx, studies.study(tx, study_id).id)


def response_table(work: Work, study_id: str, language: str) -> Table:
    """The responses as a table of the report."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return response_table_of(study, _responses(tx, study.id), language)


def votes(work: Work, study_id: str) -> tuple[Votes, ...]:
    """How many A, B and C each change got, form by form, and what was commented."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return count_votes(ballots.sent(tx, study.id, silence(tx, study)))


def votes_table(work: Work, study_id: str, language: str) -> Table:
    """The same as a table of the report, without the comments."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found, left, gone = ballots.sent(tx, study.id), standing(tx, study).left_ranking, out_of_ranking(tx, study.id)
        return votes_table_of(with_all_changes(tx, study), count_votes(found), left, language, gone)


def verification_table(work: Work, study_id: str, language: str) -> Table:
    """How every current change stands with verification, as a table of the report."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    return verification_table_of(study, verifications_of(work, study.id), language)


def verified_table(work: Work, study_id: str, language: str) -> Table:
    """What verifiers answered, question by question, as a table of the report."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    return verified_table_of(study, verifications_of(work, study.id), language)


def facts_for_limitations(work: Work, study_id: str) -> tuple[Fact, ...]:
    """What limits the findings: whom contacts came from, who was not reached, how many answered, how long authorisations took."""
    with work.store.read() as tx:
        study_id = studies.study(tx, study_id).id
        found = ballots.validation(tx, study_id)
        return facts(studies.register(tx, study_id), _responses(tx, study_id), found.contacts, found.draws)


def domains_of(work: Work, study_id: str) -> dict[str, Words]:
    """The domains that people can be asked about, then those that they were asked about and the study has no more, under their ids."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        names = {one.id: one.name for one in study.domains}
        return {one: names.get(one) or {"": one} for one in _domains(study, ballots.validation(tx, study.id))}


def _domains(study: Study, found: Validation) -> list[str]:
    asked = [*(one.domain for one in found.validators.values()), *(one.domain for one in found.forms.values())]
    return list(dict.fromkeys([*(one.id for one in study.domains), *asked]))


def _responses(tx: Tx, study_id: str) -> Responses:
    found = ballots.validation(tx, study_id)
    return count_responses(
        found.current,
        [ballot for ballot, _ in ballots.sent(tx, study_id)],
        found.contacts,
        _domains(studies.study(tx, study_id), found),
        withdrawn=ballots.withdrawn(tx, study_id, found),
        linked=found.linked,
    )
