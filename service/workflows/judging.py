"""relato story judge: somebody judges a change under a rubric of the study, with a reason; a person's judgement, never a model's."""

from collections.abc import Sequence

from annotations.documents.tables import Table
from annotations.errors import BadInput, Conflict, NotFound
from annotations.rubrics import Rubric
from annotations.stories.rubrics import JUDGED, TAKEN_BACK, Judgement, body_of, judgements
from annotations.stories.rubrics import judgements_table as table_of
from annotations.studies import Change, Study
from service.storage import act_logs, studies
from service.storage.transactions import Tx
from service.workflows.silencing import silence
from service.workflows.story_acting import Acting, acting
from service.workflows.story_standing import now_of
from service.workflows.work import Work

__all__ = ["Judgement", "judge", "judgements_of", "judgements_table", "take_back"]


def judge(
    work: Work, *, study_id: str, change_id: str, by: str, rubric: str, level: str, reason: str, segments: Sequence[str] = (),
    version: int = 0,
) -> Judgement:  # fmt: skip
    """Judge a change. The same person's earlier judgement under the same rubric is superseded; the same one again is that one.

    Parameters
    ----------
    segments : that it rests on; they speak of the change, or its story cites them, and may be shown. version : of the story that was
        read, the newest when 0.

    Raises
    ------
    BadInput : no reason; a segment that is none of the evidence of the change. NotFound : no such rubric, level or version; nobody has
    begun the text of the story.
    """
    with acting(work, study_id, change_id, by, reason, why=True) as a:
        asked = _rubric(a.study, rubric)
        if level not in {one.id for one in asked.levels}:
            known = ", ".join(one.id for one in asked.levels)
            raise NotFound(f"the rubric {asked.id} has no level {level!r}", where=a.study.id, remedy=f"use one of {known}")
        number = version or a.latest.number
        if not 0 < number <= a.latest.number:
            raise NotFound(f"there is no version {number} of the story", remedy=f"the newest is {a.latest.number}")
        cited = tuple(dict.fromkeys(segments))
        _check_evidence(a, cited)
        body = body_of(asked, level, cited, number)
        for one in act_logs.acts(a.tx, a.study.id, "story", change_id)[::-1]:
            if one.act == JUDGED and one.by == a.by and one.body["rubric"] == asked.id:
                before = _one(a, f"J{one.number}")
                if before.state == "stands" and (one.body, one.reason) == (body, a.reason):
                    return before
                break
        return _one(a, f"J{a.write(JUDGED, body).number}")


def take_back(work: Work, *, study_id: str, change_id: str, by: str, judgement: str, reason: str) -> Judgement:
    """A judgement is not to count any more. Raises BadInput: no reason; Conflict: it does not count; NotFound."""
    with acting(work, study_id, change_id, by, reason, why=True) as a:
        found = _one(a, judgement)
        if found.state != "stands":
            raise Conflict(f"{judgement} does not stand any more", remedy="look with `relato story judgements`")
        a.write(TAKEN_BACK, {"judgement": judgement, "rubric": found.rubric, "segments": list(found.segments)})
        return _one(a, judgement)


def judgements_of(work: Work, study_id: str, change_id: str = "") -> list[Judgement]:
    """Every judgement, also those that do not stand any more, in order; of one change when it is named."""
    with work.store.read() as tx:
        return _judgements(tx, studies.study(tx, study_id), change_id)


def judgements_table(work: Work, study_id: str, changes: Sequence[Change], language: str) -> Table | None:
    """Change by rubric, for the report; None where the study has no rubric."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        return table_of(study, changes, _judgements(tx, study), language) if study.rubrics else None


def _judgements(tx: Tx, study: Study, change_id: str = "") -> list[Judgement]:
    acts = [one for one in act_logs.acts(tx, study.id, "story", change_id) if one.act in (JUDGED, TAKEN_BACK)]
    return list(judgements(study, silence(tx, study).of_acts(acts, ()))) if acts else []


def _one(a: Acting, judgement: str) -> Judgement:
    for found in _judgements(a.tx, a.study, a.change_id):
        if found.id == judgement:
            return found
    raise NotFound(f"there is no judgement {judgement!r} of {a.change_id}", remedy="look with `relato story judgements`")


def _rubric(study: Study, rubric: str) -> Rubric:
    for one in study.rubrics:
        if one.id == rubric:
            return one
    known = ", ".join(one.id for one in study.rubrics)
    remedy = f"use one of {known}" if known else "write it under `rubrics:` in the study"
    raise NotFound(f"there is no rubric {rubric!r}", where=study.id, remedy=remedy)


def _check_evidence(a: Acting, cited: Sequence[str]) -> None:
    """Raises BadInput."""
    now = now_of(a.tx, a.study, cited, [a.change_id]).standing(a.change_id, cited)
    if gone := [one for one in cited if one in now.withdrawn or one not in now.segments]:
        raise BadInput(
            f"there is no segment or session {', '.join(gone)} that may be cited", remedy="use ids of segments, such as S01.006"
        )
    told = set(a.text.citations)
    if others := [one for one in cited if not now.segments[one]["stance"] and one not in told]:
        raise BadInput(
            f"{', '.join(others)} is no evidence of {a.change_id}",
            remedy="cite segments that are linked to the change, or that its story cites",
        )
