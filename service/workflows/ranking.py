"""Results of the ballots that were sent: by domain and by set of changes shown, and as tables to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotations.documents.tables import Table
from annotations.ranking import tables
from annotations.ranking.criteria import CriteriaState, criteria_folded
from annotations.ranking.criteria_tables import criteria_table as criteria_in_words
from annotations.ranking.criteria_tables import top_reasons
from annotations.ranking.records import Reason, Result, Totals, Unranked
from annotations.ranking.results import Sent, aggregate, reasons_of, totals
from annotations.studies import Study, Words
from annotations.validation.records import Validator
from service.storage import act_logs, ballots, studies
from service.storage.transactions import Tx
from service.workflows.put_to_people import since
from service.workflows.silencing import silence
from service.workflows.validation_acts import check_domain, out_of_ranking
from service.workflows.work import Work


def results(work: Work, study_id: str, *, unranked: Unranked = "last") -> tuple[Study, tuple[Result, ...], Totals]:
    """Every result there is: one for each domain and set of changes shown; and how many ballots and people are behind them.

    ``unranked``: how ballots are read that rank some of what they could rank. Raises NotFound.
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        sent, found = ballots.sent(tx, study.id, silence(tx, study)), ballots.validation(tx, study.id)
        left_out = out_of_ranking(tx, study.id)
        people: Sequence[Validator] = list(found.validators.values())
        told = aggregate(sent, left_out=left_out, unranked=unranked)
        told = tuple(replace(one, since=since(tx, study.id, one, found)) for one in told)
    return study, told, totals(sent, people)


def result_tables(work: Work, study_id: str, language: str, *, unranked: Unranked = "last") -> list[Table]:
    """All domains together; then for each result where changes stand, groups beside each other, who differs, and one by one."""
    study, found, counts = results(work, study_id, unranked=unranked)
    return tables.result_tables(study, found, counts, titles(work, study.id), language)


def titles(work: Work, study_id: str) -> dict[str, Words]:
    """What the changes that were ranked were called on the newest form that shows them."""
    with work.store.read() as tx:
        forms = ballots.validation(tx, studies.study(tx, study_id).id).forms.values()
    return {one.change_id: one.title for form in sorted(forms, key=lambda form: form.number) for one in form.wordings}


def criteria_table(work: Work, study_id: str, domain: str, language: str, *, frequency: bool = False) -> Table:
    """Criteria by respondent group, of the reasons for the top two of a domain, as people reviewed them. Raises NotFound."""
    study, found, _ = results(work, study_id)
    check_domain(study, domain)
    reasons, state = _reasons(work, study.id, found)
    return criteria_in_words(study, domain, reasons, state, _top(found, domain), language, frequency=frequency)


def criteria_tables(work: Work, study_id: str, language: str, *, frequency: bool = False) -> list[Table]:
    """``criteria_table`` of every domain in which a reason was given, in the order of the study."""
    study, found, _ = results(work, study_id)
    reasons, state = _reasons(work, study.id, found)
    given = {one.domain for one in reasons}
    domains = [one.id for one in study.domains]  # and those that the study had when people were asked
    return [
        criteria_in_words(study, one, reasons, state, _top(found, one), language, frequency=frequency)
        for one in (*domains, *sorted(given - set(domains)))
        if one in given
    ]


def criteria_state(tx: Tx, study: Study) -> CriteriaState:
    """The criteria of the study and those that people named since, and what they found in reasons."""
    return criteria_folded(study.criteria, act_logs.acts(tx, study.id, "validation"))


def sent_reasons(tx: Tx, study_id: str) -> tuple[tuple[Reason, ...], Mapping[str, Sent]]:
    """The reasons on ballots that count; and these ballots by their ids."""
    sent = ballots.sent(tx, study_id, silence(tx, studies.study(tx, study_id)))
    return reasons_of(sent), {ballot.id: (ballot, form) for ballot, form in sent}


def _reasons(work: Work, study_id: str, found: Sequence[Result]) -> tuple[list[Reason], CriteriaState]:
    with work.store.read() as tx:
        reasons, sent = sent_reasons(tx, study_id)
        state = criteria_state(tx, studies.study(tx, study_id))
    return top_reasons(reasons, sent, found), state


def _top(found: Sequence[Result], domain: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change for one in found if one.domain == domain for change in one.top))
