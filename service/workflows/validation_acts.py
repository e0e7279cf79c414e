"""Somebody does something about validation, within one transaction: who, why, and how validation stands."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from annotations.changes.register import Entry
from annotations.errors import NotFound
from annotations.stories.records import PersonsAct
from annotations.studies import Study
from annotations.validation.answering import clean
from annotations.validation.records import Form, Validator
from annotations.validation.state import Validation
from service.storage import ballots, changes, studies
from service.storage.act_logs import append
from service.storage.transactions import Tx
from service.workflows.change_checks import check_who
from service.workflows.change_sync import enter_from_file
from service.workflows.memos import Hide, hiding
from service.workflows.silencing import silence
from service.workflows.work import Work


@dataclass(frozen=True)
class Acting:
    """What names people in ``reason`` is masked as in the transcripts; so is what ``hide`` is given."""

    tx: Tx
    study: Study
    by: str
    reason: str
    hide: Hide

    def stands(self) -> Validation:
        return standing(self.tx, self.study)

    def done(self, act: str, subject: str, body: Mapping[str, Any] | None = None, *, reason: str | None = None) -> PersonsAct:
        """Write the act down."""
        why = self.reason if reason is None else reason
        return append(self.tx, self.study.id, "validation", self.by, act, subject, body or {}, why)


@contextmanager
def acting(work: Work, study_id: str, by: str, reason: str = "", *, why: bool = False) -> Iterator[Acting]:
    """One transaction, with the study locked. ``why``: a reason must be given. Raises BadInput, NotFound."""
    check_who(by, reason if why else None)
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        studies.lock(tx, study.id)
        enter_from_file(tx, study.id)
        study = studies.study(tx, study.id)
        hide = hiding(work.settings, tx, study)
        yield Acting(tx, study, clean(by), hide(clean(reason)), hide)


def standing(tx: Tx, study: Study) -> Validation:
    """How validation stands, without what must not be shown any more."""
    return ballots.validation(tx, study.id, silence(tx, study))


def out_of_ranking(tx: Tx, study_id: str) -> dict[str, str]:
    """Changes that are not ranked any more, whatever ballots say of them, and why: they cannot be validated, or were dropped or merged
    after they had been put to people."""
    entries, hush = changes.register(tx, study_id).entries.values(), silence(tx, studies.study(tx, study_id))
    found = {one.change.id: _why_gone(one) for one in entries if one.status in ("dropped", "merged")}
    return found | {one.change_id: one.reason for one in ballots.left_ranking(tx, study_id, hush).values()}


def _why_gone(one: Entry) -> str:
    done = [act.reason for act in one.acts if act.act == one.status]
    return " ".join(filter(None, [f"→ {one.merged_into}." if one.merged_into else "", *done[-1:]]))


def check_domain(study: Study, domain: str) -> None:
    """Raises NotFound."""
    known = [one.id for one in study.domains]
    if domain not in known:
        raise NotFound(f"there is no domain {domain!r}", where=study.id, remedy=f"use one of {', '.join(known)}")


def validator_of(found: Validation, validator_id: str) -> Validator:
    """Raises NotFound."""
    if validator_id not in found.validators:
        raise NotFound(
            f"nobody is asked as {validator_id!r}",
            remedy="look with `relato validate people`, or add them with `relato validate add`",
        )
    return found.validators[validator_id]


def form_of(found: Validation, form_id: str) -> Form:
    """Raises NotFound."""
    if form_id not in found.forms:
        known = ", ".join(found.forms)
        remedy = f"use one of {known}" if known else "make it with `relato validate form`"
        raise NotFound(f"there is no form {form_id!r}", remedy=remedy)
    return found.forms[form_id]
