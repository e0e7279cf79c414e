"""How what lies before a coder is told: each code on two lines with its key, the other kinds as a hint above their control."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotations.codeframe import CodeFrame
from annotations.codings import Kind, Suggestion
from annotations.label_studio.decisions import Choice, Side
from annotations.label_studio.handles import shortcuts
from annotations.label_studio.label_config import SUGGESTION_KEYS, as_text, definition_of, one_line
from annotations.label_studio.offers import Offer
from annotations.label_studio.words import reason_in_words, shorten, standing, words
from annotations.languages import in_language
from annotations.studies import Study

NOTHING = "—"
FIELDS: dict[Kind, str] = {"domain": "domain_hint", "section": "sections_hint", "change": "changes_hint"}


def offer_data(made: Sequence[Offer], study: Study, frame: CodeFrame, language: str, *, nothing: str = "") -> dict[str, Any]:
    """The codes as choices (``suggested``), and a hint for every other kind that the study has."""
    names = _names(study, language)
    people = {coder.id: coder.name for coder in study.coders}
    codes = [offer for offer in made if offer.kind == "code"]
    short = shortcuts(frame)
    data: dict[str, Any] = {
        "suggested": [_code(offer, frame, short, people, language, place) for place, offer in enumerate(codes)]
    }
    for kind, field in FIELDS.items():
        if names[kind]:
            data[field] = _hint([o for o in made if o.kind == kind], names[kind], people, language) or nothing
    return data


def side_in_words(side: Side, study: Study, frame: CodeFrame, language: str) -> str:
    """Everything that one side chose, a line for each kind, and why."""
    names, spoken = _names(study, language), words(language)
    titles: dict[Kind, str] = {"code": "codes", "domain": "domain", "section": "sections_short", "change": "changes_short"}
    lines = []
    for kind, title in titles.items():
        chosen = sorted((choice for choice in side.choices if choice.kind == kind), key=str)
        if chosen or kind == "code":
            said = " · ".join(_named(choice, names, frame, language) for choice in chosen)
            lines.append(f"{spoken[title]}: {said or spoken['chose_nothing']}")
    return "\n".join([*lines, *([f"{spoken['memo']}: {one_line(side.memo)}"] if side.memo.strip() else [])])


def _named(choice: Choice, names: Mapping[Kind, Mapping[str, str]], frame: CodeFrame, language: str) -> str:
    if choice.kind == "code":
        code = frame.by_id.get(choice.target)
        return one_line(in_language(code.name, language) or code.id) if code else choice.target
    name = one_line(names[choice.kind].get(choice.target, choice.target))
    return f"{name} ({words(language)[choice.stance]})" if choice.stance else name


def _names(study: Study, language: str) -> dict[Kind, dict[str, str]]:
    return {
        "domain": {domain.id: in_language(domain.name, language) for domain in study.domains},
        "section": {section.id: in_language(section.name, language) for section in study.sections},
        "change": {change.id: f"{change.id} {in_language(change.title, language)}" for change in study.changes},
    }


def _code(
    offer: Offer, frame: CodeFrame, short: Mapping[str, str], people: Mapping[str, str], language: str, place: int
) -> dict[str, str]:
    """One code as a choice: its name on the first line, who says so and how far to trust it on the second, the rest in the
    tooltip."""
    code = frame.by_id[offer.target]
    name = f"{short[code.id]} · {as_text(in_language(code.name, language) or code.id)}"
    reasons = [as_text(reason_in_words(reason, language)) for reason in (offer.suggestion.reasons if offer.suggestion else ())]
    said = [as_text(_who(offer, people, language))] if offer.carried or offer.by else []
    if offer.suggestion and not said:
        said = [standing(offer.suggestion, language), *reasons[:1]]
        reasons = reasons[1:]
    elif offer.suggestion:
        said.append(words(language)["also_suggested"])
    choice = {"value": f"{name}\n{' · '.join(said)}", "alias": code.id}
    if hint := " · ".join([*filter(None, [definition_of(code, language)]), *reasons]):
        choice["hint"] = hint
    if place < len(SUGGESTION_KEYS):
        choice["hotkey"] = SUGGESTION_KEYS[place]
    return choice


def _who(offer: Offer, people: Mapping[str, str], language: str) -> str:
    spoken = words(language)
    if offer.carried is None:
        return ", ".join(offer.by)
    form = spoken["carried_decided" if offer.carried.decided else "carried_by"]
    return form.format(round=offer.carried.round, who=", ".join(people.get(by, by) for by in offer.carried.by))


def _hint(made: Sequence[Offer], names: Mapping[str, str], people: Mapping[str, str], language: str) -> str:
    """What stood or was chosen, then what the model proposes, then what it holds possible."""
    spoken = words(language)
    said = [f"{_stance(o, names, language)} ({_who(o, people, language)})" for o in made if o.carried or o.by]
    parts = [one_line(" · ".join(said))] if said else []
    for strength, form in (("likely", spoken["hint"]), ("possible", spoken["possible_names"])):
        of_model = [
            f"{shorten(names[o.target], 60)} ({_about(o.suggestion, language)})"
            for o in made
            if o.suggestion and not o.carried and o.suggestion.strength == strength
        ]
        parts += [form.format(names=one_line(" · ".join(of_model)))] if of_model else []
    return ". ".join(parts)


def _stance(offer: Offer, names: Mapping[str, str], language: str) -> str:
    name = shorten(names.get(offer.target, offer.target), 60)
    return f"{name}: {words(language)[offer.stance]}" if offer.stance else name


def _about(suggestion: Suggestion, language: str) -> str:
    certified = words(language)["certified" if suggestion.certified else "not_certified"]
    return " · ".join([certified, *(reason_in_words(reason, language, room=60) for reason in suggestion.reasons[:1])])
