"""One task per segment, coder and round: the segment, its context, the model's suggestions with reasons in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import Kind, Mark, Suggestion
from annotations.errors import ModelMismatch
from annotations.label_studio.handles import handles
from annotations.label_studio.label_config import SUGGESTION_KEYS, as_text, definition_of, one_line
from annotations.label_studio.words import reason_in_words, shorten, standing, words
from annotations.languages import in_language
from annotations.studies import Study
from annotations.transcripts import Segment

NOTHING = "—"


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
    blind: bool = False,
    strange: bool = False,
    marks: Sequence[Mark] = (),
) -> dict[str, Any]:
    """A task as Label Studio imports it: ``{"data": …, "predictions": […]}``.

    ``prio_key`` is the place in the coder's queue, 0 first. ``blind`` holds back suggestions and everything said about them.
    ``strange``: the model made none because the segment is unlike anything reviewed, which is said. ``marks``: hints about all of
    the segment, which are said too.
    """
    data: dict[str, Any] = {
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
    if blind:
        return {"data": data, "predictions": []}
    data |= suggestion_data(suggestions, study, frame, language, strange=strange, marks=marks)
    return {"data": data, "predictions": [prediction(suggestions, study, frame)] if suggestions else []}


def shown(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What the coder sees of the suggestions, the likely before the possible, most probable first.

    Each target once, and one likely domain of change.
    """
    seen: dict[tuple[Kind, str], Suggestion] = {}
    for suggestion in sorted(suggestions, key=lambda s: (s.strength != "likely", -s.score, s.target)):
        is_domain = suggestion.kind == "domain" and suggestion.strength == "likely"
        if not (is_domain and any(kind == "domain" for kind, _ in seen)):
            seen.setdefault((suggestion.kind, suggestion.target), suggestion)
    return list(seen.values())


def suggestion_data(
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    language: str,
    *,
    strange: bool = False,
    marks: Sequence[Mark] = (),
) -> dict[str, Any]:
    """The part of a task's data that tells the suggestions; to be replaced together with the prediction."""
    seen = shown(suggestions)
    check_suggestions(suggestions, study, frame)
    codes = [suggestion for suggestion in seen if suggestion.kind == "code"]
    short = handles(frame)
    spoken = words(language)
    hint = spoken["suggested_some" if codes else "suggested_strange" if strange else "suggested_none"]
    data: dict[str, Any] = {
        "suggested": [_suggested(suggestion, frame, short, language, place) for place, suggestion in enumerate(codes)],
        "suggested_hint": " ".join([hint, *(spoken[f"mark_{mark}"] for mark in marks)]),
    }
    named: dict[Kind, dict[str, str]] = {
        "domain": {domain.id: in_language(domain.name, language) for domain in study.domains},
        "section": {section.id: in_language(section.name, language) for section in study.sections},
        "change": {change.id: f"{change.id} {in_language(change.title, language)}" for change in study.changes},
    }
    fields: dict[Kind, str] = {"domain": "domain_hint", "section": "sections_hint", "change": "changes_hint"}
    for kind, field in fields.items():
        if named[kind]:
            data[field] = _hint([s for s in seen if s.kind == kind], named[kind], language, strange)
    return data


def prediction(suggestions: Sequence[Suggestion], study: Study, frame: CodeFrame) -> dict[str, Any]:
    """What Label Studio fills in before the coder comes: one prediction of one model version, of the likely suggestions.

    Those that are only possible are listed, and left for the coder to check.
    Raises ModelMismatch for a target that the study or the frame does not have, and for suggestions of several models in one
    task: Label Studio stores or drops such predictions without a word.
    """
    seen = [suggestion for suggestion in shown(suggestions) if suggestion.strength == "likely"]
    check_suggestions(suggestions, study, frame)
    values: list[tuple[Kind, str, str, Callable[[str], Any]]] = [
        ("code", "suggested", "choices", str),
        ("domain", "domain", "choices", str),
        ("section", "sections", "choices", str),
        ("change", "changes", "taxonomy", lambda target: [target, f"{target}:for"]),
    ]
    result = [
        region(control, kind_of_value, [path(s.target) for s in seen if s.kind == kind])
        for kind, control, kind_of_value, path in values
    ]
    return {
        "model_version": suggestions[0].model_version if suggestions else "",
        "score": max((suggestion.score for suggestion in suggestions), default=0.0),
        "result": [part for part in result if part["value"][part["type"]]],
    }


def region(control: str, kind_of_value: str, chosen: Sequence[Any]) -> dict[str, Any]:
    """One control's part of a result; its id is the control's name, so that a prediction is recognised when it comes back."""
    return {"id": control, "from_name": control, "to_name": "text", "type": kind_of_value, "value": {kind_of_value: list(chosen)}}


def check_suggestions(suggestions: Sequence[Suggestion], study: Study, frame: CodeFrame) -> None:
    known: dict[Kind, set[str]] = {
        "code": set(frame.by_id),
        "domain": {domain.id for domain in study.domains},
        "section": {section.id for section in study.sections},
        "change": {change.id for change in study.changes},
    }
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


def _suggested(suggestion: Suggestion, frame: CodeFrame, short: dict[str, str], language: str, place: int) -> dict[str, str]:
    """One suggestion as a choice: its name on the first line, how far to trust it and the first reason on the second, the rest
    in the tooltip."""
    code = frame.by_id[suggestion.target]
    name = f"{short[code.id]} · {as_text(in_language(code.name, language) or code.id)}"
    reasons = [as_text(reason_in_words(reason, language)) for reason in suggestion.reasons]
    told = " · ".join([standing(suggestion, language), *reasons[:1]])
    choice = {"value": f"{name}\n{told}", "alias": code.id}
    if hint := " · ".join([*filter(None, [definition_of(code, language)]), *reasons[1:]]):
        choice["hint"] = hint
    if place < len(SUGGESTION_KEYS):
        choice["hotkey"] = SUGGESTION_KEYS[place]
    return choice


def _hint(suggestions: Sequence[Suggestion], names: dict[str, str], language: str, strange: bool) -> str:
    spoken = words(language)
    if not suggestions:
        return spoken["suggested_strange"] if strange else NOTHING
    parts = []
    for strength, form in (("likely", spoken["hint"]), ("possible", spoken["possible_names"])):
        said = [f"{shorten(names[s.target], 60)} ({_about(s, language)})" for s in suggestions if s.strength == strength]
        parts += [form.format(names=one_line(" · ".join(said)))] if said else []
    return ". ".join(parts)


def _about(suggestion: Suggestion, language: str) -> str:
    certified = words(language)["certified" if suggestion.certified else "not_certified"]
    return " · ".join([certified, *(reason_in_words(reason, language, room=60) for reason in suggestion.reasons[:1])])


def alias_path(code_id: str, frame: CodeFrame) -> list[str]:
    """The ids from the family down to the code, as the Taxonomy writes them."""
    return [code.id for code in frame.paths[code_id]]
