"""relato ranking criteria: why changes are ranked high. A machine proposes which criteria a reason names, people decide.

Every decision is an act in the log of validation: it names the ballot, the change and the criterion, and no word of the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from annotations.errors import BadInput, Conflict, NotFound, NotReady
from annotations.ranking.criteria import CriteriaState
from annotations.ranking.records import Reason, SuggestedCriterion
from annotations.stories.records import PersonsAct
from annotations.studies import Criterion, Study, Words
from annotations.study_files import ID
from models.criteria import suggest as suggest_criteria
from service.storage import snapshots, studies
from service.storage.transactions import Tx
from service.workflows.machines import encoder_for
from service.workflows.ranking import criteria_state, sent_reasons
from service.workflows.validation_acts import Acting, acting
from service.workflows.work import Outcome, Work

NAME = "criteria"
"""What machines propose is kept as a snapshot: computed anew at any time, and apart from what people decided."""
_suggested = TypeAdapter(list[SuggestedCriterion])


@dataclass(frozen=True)
class ReasonToReview:
    """A reason with what people found in it (``criteria``), and what a machine proposes that nobody has decided about (``open``)."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    reason: Reason
    criteria: tuple[str, ...]
    open: tuple[SuggestedCriterion, ...]
    reviewed: bool


def vocabulary(work: Work, study_id: str) -> tuple[Study, Mapping[str, Criterion]]:
    """The criteria by id: those of the study, then those that people named since. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return study, criteria_state(tx, study).criteria


def reasons(work: Work, study_id: str, domain: str = "") -> list[ReasonToReview]:
    """The reasons on ballots that count, of a domain or of all, in the order in which they were sent. Raises NotFound."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found, _ = sent_reasons(tx, study.id)
        state, proposed = criteria_state(tx, study), _proposed(tx, study.id)
    return [_to_review(one, state, proposed.get(one.id, [])) for one in found if domain in ("", one.domain)]


def suggest(work: Work, *, study_id: str) -> Outcome:
    """Propose criteria for every reason, in the place of earlier proposals. What people decided stays as it is and is not asked again.

    Raises NotFound, NotReady (no criteria).
    """
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        stamp = snapshots.stamp(tx, study.id)
        found, _ = sent_reasons(tx, study.id)
        state = criteria_state(tx, study)
    if not state.criteria:
        raise NotReady(
            "there are no criteria to propose", where=study.id, remedy="write them under `criteria` in the study, or name one"
        )
    named = suggest_criteria(
        [one.text for one in found],
        [one.language for one in found],
        list(state.criteria.values()),
        encoder_for(work, study.id),
        progress=lambda done, total: work.progress("embed", done, total),
    )
    made = [SuggestedCriterion(found[one.row].id, one.criterion_id, one.score, one.like) for one in named]
    with work.store.begin() as tx:
        snapshots.save(tx, study.id, NAME, {"suggested": _suggested.dump_python(made, mode="json")}, stamp)
    proposed = {one.reason_id for one in made}
    counts = {"reasons": len(found), "with_proposal": len(proposed), "without_proposal": len(found) - len(proposed)}
    undecided = sum(state.is_open(one.reason_id, one.criterion_id) for one in made)
    return {"study": study.id, **counts, "proposals": len(made), "open": undecided}


def accept(work: Work, *, study_id: str, by: str, ballot_id: str, change_id: str, criterion: str, why: str = "") -> PersonsAct:
    """The reason names this criterion, as a machine proposed. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "criterion_accepted", ballot_id, change_id, criterion, why)


def reject(work: Work, *, study_id: str, by: str, ballot_id: str, change_id: str, criterion: str, why: str = "") -> PersonsAct:
    """The reason does not name this criterion, whatever a machine proposes. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "criterion_rejected", ballot_id, change_id, criterion, why)


def add(work: Work, *, study_id: str, by: str, ballot_id: str, change_id: str, criterion: str, why: str = "") -> PersonsAct:
    """The reason names this criterion, which no machine proposed. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "criterion_added", ballot_id, change_id, criterion, why)


def remove(work: Work, *, study_id: str, by: str, ballot_id: str, change_id: str, criterion: str, why: str = "") -> PersonsAct:
    """Take a decision back, so that it is open again. Raises BadInput, Conflict, NotFound."""
    return _decide(work, study_id, by, "criterion_removed", ballot_id, change_id, criterion, why)


def none(work: Work, *, study_id: str, by: str, ballot_id: str, change_id: str, why: str = "") -> PersonsAct:
    """Somebody has looked at the reason, and it names none of the criteria. Raises BadInput, NotFound."""
    with acting(work, study_id, by, why) as doing:
        _reason(doing, ballot_id, change_id)
        return doing.done("criterion_none", ballot_id, {"ballot": ballot_id, "change": change_id})


def name_criterion(
    work: Work, *, study_id: str, by: str, criterion_id: str, name: Words, definition: Words | None = None, why: str = ""
) -> Criterion:
    """A criterion that the study does not have yet: reasons can be coded with it from now on. Raises BadInput, Conflict, NotFound."""
    with acting(work, study_id, by, why) as doing:
        study, words = doing.study, {language: " ".join(said.split()) for language, said in name.items() if said.strip()}
        if not ID.fullmatch(criterion_id):
            raise BadInput(
                f"{criterion_id[:60]!r} is no id of a criterion", remedy="use 1 to 40 letters without accents, digits, - and _"
            )
        if unknown := sorted({*name, *(definition or {})} - set(study.languages)):
            raise BadInput(f"{', '.join(unknown)} is no language of the study", remedy=f"use {', '.join(study.languages)}")
        if not words:
            raise BadInput("the criterion has no name", remedy=f"name it in {' or '.join(study.languages)}")
        if criterion_id in criteria_state(doing.tx, study).criteria:
            raise Conflict(f"there is a criterion {criterion_id!r} already", remedy="use it, or another id")
        doing.done("criterion_named", criterion_id, {"name": words, "definition": dict(definition or {})})
        return criteria_state(doing.tx, study).criteria[criterion_id]


def _decide(work: Work, study_id: str, by: str, act: str, ballot_id: str, change_id: str, criterion: str, why: str) -> PersonsAct:
    with acting(work, study_id, by, why) as doing:
        reason, state = _reason(doing, ballot_id, change_id), criteria_state(doing.tx, doing.study)
        if criterion not in state.criteria:
            known = ", ".join(state.criteria) or "none: write them under `criteria` in the study, or name one"
            raise NotFound(f"there is no criterion {criterion!r}", remedy=f"use one of {known}")
        proposed = next(
            (one for one in _proposed(doing.tx, doing.study.id).get(reason.id, []) if one.criterion_id == criterion), None
        )
        decided = state.coded.get((reason.id, criterion))
        if act == "criterion_removed" and decided is None:
            raise Conflict(f"nobody decided about {criterion} there", remedy="nothing is to be taken back")
        if act in ("criterion_accepted", "criterion_rejected") and proposed is None and decided is None:
            raise Conflict(f"{criterion} was not proposed there", remedy="add it, if the reason names it")
        if decided is not None and act != "criterion_removed" and decided.holds == (act != "criterion_rejected"):
            raise Conflict(f"{criterion}: that is how it was decided, by {decided.by}", remedy="leave it, or take it back")
        body: dict[str, Any] = {"ballot": ballot_id, "change": change_id, "criterion": criterion}
        if proposed is not None:
            body["score"] = proposed.score
        return doing.done(act, ballot_id, body)


def _reason(doing: Acting, ballot_id: str, change_id: str) -> Reason:
    """Raises NotFound."""
    found, _ = sent_reasons(doing.tx, doing.study.id)
    for one in found:
        if (one.ballot_id, one.change_id) == (ballot_id, change_id):
            return one
    raise NotFound(
        f"no ballot that counts is {ballot_id!r} and gives a reason for {change_id!r}",
        remedy="look with `relato ranking criteria`",
    )


def _proposed(tx: Tx, study_id: str) -> dict[str, list[SuggestedCriterion]]:
    kept = snapshots.get(tx, study_id, NAME)
    found: dict[str, list[SuggestedCriterion]] = {}
    for one in _suggested.validate_python(kept.body["suggested"] if kept else []):
        found.setdefault(one.reason_id, []).append(one)
    return found


def _to_review(reason: Reason, state: CriteriaState, proposed: Sequence[SuggestedCriterion]) -> ReasonToReview:
    open_now = tuple(one for one in proposed if one.criterion_id in state.criteria and state.is_open(reason.id, one.criterion_id))
    return ReasonToReview(reason, state.of(reason.id), open_now, reason.id in state.reviewed)
