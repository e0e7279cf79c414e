"""One task per segment, coder and round: the segment, its context, and what lies there to be decided, with reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import Kind, Mark, Suggestion
from annotations.errors import Conflict, ModelMismatch
from annotations.label_studio.decisions import Side, is_decision
from annotations.label_studio.label_config import one_line
from annotations.label_studio.offer_words import NOTHING, offer_data, side_in_words
from annotations.label_studio.offers import Offer, offers, shown
from annotations.label_studio.words import words
from annotations.rounds import Arm, Carried
from annotations.studies import Study
from annotations.transcripts import Segment

__all__ = [
    "NOTHING", "WorkItem", "alias_path", "check_suggestions", "decision_data", "prediction", "region", "shown", "suggestion_data",
    "targets", "task",
]  # fmt: skip
CARRIED_VERSION, SIDES_VERSION = "carried", "sides"
"""Model versions of predictions that are of no model."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One segment for one coder in one round; ``id`` is the only identity of its task in Label Studio."""

    study_id: str
    segment_id: str
    coder_id: str
    round: int

    @property
    def id(self) -> str:
        return f"r{self.round}/{self.segment_id}/{self.coder_id}"


def task(
    item: WorkItem,
    segment: Segment,
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    *,
    language: str,
    prio_key: int,
    batch: str,
    arm: Arm = "assisted",
    strange: bool = False,
    marks: Sequence[Mark] = (),
    carried: Sequence[Carried] = (),
    changed: Sequence[str] = (),
    sides: Sequence[Side] = (),
    withheld: bool = False,
    model_version: str = "",
) -> dict[str, Any]:
    """A task as Label Studio imports it: ``{"data": …, "predictions": […]}``.

    Parameters
    ----------
    prio_key : the place in the coder's queue, 0 first.
    arm : "blind" holds back suggestions, what is carried, the sides, and everything said about them. In "revision" and "adjudication"
        the sides are shown, and no suggestions.
    strange : the model made no suggestion because the segment is unlike anything reviewed, which is said.
    marks : hints about all of the segment, which are said too.
    carried : what stood after the round before. changed: sentences on what has changed since, in the coder's language.
    withheld : nothing of the model's is shown, and the task looks as if the model had nothing to say.
    model_version : that of the project's predictions, for a task that is prefilled with what is carried and has no suggestions.
    """
    data = _segment_data(item, segment, language, prio_key, batch)
    if arm == "blind":
        return {"data": data, "predictions": []}
    if withheld:
        suggestions, strange, marks = (), False, ()
    if is_decision(arm):
        data |= decision_data(sides, study, frame, language)
    else:
        data |= suggestion_data(suggestions, study, frame, language, strange=strange, marks=marks, carried=carried)
        data["changed"] = "\n".join(f"· {one_line(sentence)}" for sentence in changed) or words(language)["changed_nothing"]
    made = prediction(suggestions, study, frame, arm=arm, carried=carried, sides=sides, model_version=model_version)
    return {"data": data, "predictions": [made] if made["result"] or (suggestions and not is_decision(arm)) else []}


def _segment_data(item: WorkItem, segment: Segment, language: str, prio_key: int, batch: str) -> dict[str, Any]:
    return {
        "work_item_id": item.id,
        "study": item.study_id,
        "segment_id": item.segment_id,
        "session": segment.session_id,
        "assignee": item.coder_id,
        "round": str(item.round),
        "prio_key": f"{prio_key:08d}",
        "batch": batch,
        "heading": words(language)["segment"].format(
            session=segment.session_id, number=segment.number, speaker=segment.speaker or NOTHING
        ),
        "question": segment.question or NOTHING,
        "text": segment.text,
        "before_text": segment.before or NOTHING,
        "after_text": segment.after or NOTHING,
    }


def suggestion_data(
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    language: str,
    *,
    strange: bool = False,
    marks: Sequence[Mark] = (),
    carried: Sequence[Carried] = (),
) -> dict[str, Any]:
    """The part of a task's data that tells the suggestions; to be replaced together with the prediction."""
    check_suggestions(suggestions, study, frame)
    made = offers(suggestions, carried=carried)
    check_targets(made, study, frame)
    spoken = words(language)
    listed = any(offer.kind == "code" and offer.carried is None for offer in made)
    if carried:
        hint = spoken["carried_some"].format(round=carried[0].round)
        hint += f" {spoken['carried_beside']}" if listed else ""
    else:
        hint = spoken["suggested_some" if listed else "suggested_strange" if strange else "suggested_none"]
    said = spoken["suggested_strange"] if strange and not carried else ""
    return {
        **offer_data(made, study, frame, language, nothing=said),
        "suggested_hint": " ".join([hint, *(spoken[f"mark_{mark}"] for mark in marks)]),
    }


def decision_data(sides: Sequence[Side], study: Study, frame: CodeFrame, language: str) -> dict[str, Any]:
    """The part of a task's data that tells what each side chose and why."""
    spoken = words(language)
    made = offers((), arm="adjudication", sides=sides)
    check_targets(made, study, frame)
    hint = spoken["sides_some" if any(offer.kind == "code" for offer in made) else "sides_none"]
    return {
        **offer_data(made, study, frame, language),
        "suggested_hint": hint,
        "sides": {side.coder: side_in_words(side, study, frame, language) for side in sides},
    }


def prediction(
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    *,
    arm: Arm = "assisted",
    carried: Sequence[Carried] = (),
    sides: Sequence[Side] = (),
    model_version: str = "",
) -> dict[str, Any]:
    """What Label Studio fills in before the coder comes: one prediction of one model version, of what ``offers`` prefills.

    Suggestions that are only possible are listed, and left for the coder to check.
    Raises ModelMismatch for a target that the study or the frame does not have, and for suggestions of several models in one
    task: Label Studio stores or drops such predictions without a word.
    """
    check_suggestions(suggestions, study, frame)
    seen = [offer for offer in offers(suggestions, arm=arm, carried=carried, sides=sides) if offer.prefilled]
    check_targets(seen, study, frame)
    values: list[tuple[Kind, str, str]] = [
        ("code", "suggested", "choices"),
        ("domain", "domain", "choices"),
        ("section", "sections", "choices"),
        ("change", "changes", "taxonomy"),
    ]
    result = [region(control, form, [_value(offer) for offer in seen if offer.kind == kind]) for kind, control, form in values]
    if is_decision(arm):
        version, score = SIDES_VERSION, 0.0
    else:
        version = suggestions[0].model_version if suggestions else model_version or (CARRIED_VERSION if carried else "")
        score = max((suggestion.score for suggestion in suggestions), default=0.0)
    return {"model_version": version, "score": score, "result": [part for part in result if part["value"][part["type"]]]}


def _value(offer: Offer) -> str | list[str]:
    return [offer.target, f"{offer.target}:{offer.stance}"] if offer.kind == "change" else offer.target


def region(control: str, kind_of_value: str, chosen: Sequence[Any]) -> dict[str, Any]:
    """One control's part of a result; its id is the control's name, so that a prediction is recognised when it comes back."""
    return {"id": control, "from_name": control, "to_name": "text", "type": kind_of_value, "value": {kind_of_value: list(chosen)}}


def check_suggestions(suggestions: Sequence[Suggestion], study: Study, frame: CodeFrame) -> None:
    known = targets(study, frame)
    for suggestion in suggestions:
        if suggestion.target not in known[suggestion.kind]:
            raise ModelMismatch(
                f"The model suggests the {suggestion.kind} {suggestion.target!r}, which this study does not have.",
                where=suggestion.segment_id,
                remedy="retrain the model on the present code frame",
            )
    versions = sorted({suggestion.model_version for suggestion in suggestions})
    if len(versions) > 1:
        raise ModelMismatch(
            f"Suggestions of several models in one task: {', '.join(versions)}.",
            where=suggestions[0].segment_id,
            remedy="send the suggestions of one model version",
        )


def check_targets(made: Sequence[Offer], study: Study, frame: CodeFrame) -> None:
    """Refuse what is carried or was chosen under a frame or study that has changed since."""
    known = targets(study, frame)
    for offer in made:
        if offer.target not in known[offer.kind]:
            raise Conflict(
                f"The {offer.kind} {offer.target!r} was chosen, and this study does not have it.",
                where=f"code frame, version {frame.version}",
                remedy="let the codings follow the change of the code frame first",
            )


def targets(study: Study, frame: CodeFrame) -> dict[Kind, list[str]]:
    """Everything that can be chosen, by kind, in the order of frame and study."""
    return {
        "code": list(frame.by_id),
        "domain": [domain.id for domain in study.domains],
        "section": [section.id for section in study.sections],
        "change": [change.id for change in study.changes],
    }


def alias_path(code_id: str, frame: CodeFrame) -> list[str]:
    """The ids from the family down to the code, as the Taxonomy writes them."""
    return [code.id for code in frame.paths[code_id]]
