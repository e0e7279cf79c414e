"""Proposed changes in words, for the terminal, and as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from annotations.codeframe import CodeFrame
from annotations.languages import base, in_language
from annotations.studies import Study
from service.storage.candidates import Kept

_kept = TypeAdapter(Kept)
SHOWN = 3  # codes, places or years of a candidate
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "nothing": "nothing is proposed: `relato changes propose` looks for changes that nobody has entered",
        "more": "{count} more that one session speaks of: --all",
        "size": "{domain}: {segments} segments of {sessions} sessions",
        "unread": ", {count} of them not reviewed",
        "who": "who",
        "where": "where",
        "when": "years named",
        "near": "near",
        "beside": "says the other thing of {other}",
        "frame": "from the code frame: a code that several sessions report and no group has most of",
        "first": "read first",
        "entered": "entered",
        "merged": "joined to",
        "dismissed": "dismissed",
        "gone": "gone",
    },
    "es": {
        "nothing": "no hay nada propuesto: `relato changes propose` busca cambios que nadie ha inscrito",
        "more": "{count} más, de los que habla una sola sesión: --all",
        "size": "{domain}: {segments} segmentos de {sessions} sesiones",
        "unread": ", {count} sin revisar",
        "who": "quién",
        "where": "dónde",
        "when": "años que se nombran",
        "near": "cerca de",
        "beside": "dice lo contrario de {other}",
        "frame": "del marco de códigos: un código que cuentan varias sesiones y del que ningún grupo tiene la mayor parte",
        "first": "leer primero",
        "entered": "inscrito",
        "merged": "unido a",
        "dismissed": "descartado",
        "gone": "ya no se propone",
    },
}
"""Spanish for Spanish, else English: names of codes and places are in the language that is asked for as far as the study has it."""


def as_dict(kept: Kept) -> dict[str, Any]:
    """A candidate with what became of it."""
    body: dict[str, Any] = _kept.dump_python(kept, mode="json")
    return {**body.pop("candidate"), **body}


def in_words(found: Sequence[Kept], study: Study, frame: CodeFrame, language: str, *, everything: bool) -> str:
    """A paragraph for each, those of most sessions first, and each one's denials beneath it."""
    words = WORDS["es" if base(language) == "es" else "en"]
    if not found:
        return words["nothing"]
    shown = found if everything else [kept for kept in found if len(kept.candidate.sessions) > 1]
    lines = [line for kept in shown for line in _paragraph(kept, study, frame, language, words)]
    if left := len(found) - len(shown):
        lines.append(words["more"].format(count=left))
    return "\n".join(lines)


def _paragraph(kept: Kept, study: Study, frame: CodeFrame, language: str, words: Mapping[str, str]) -> list[str]:
    one = kept.candidate
    domain = next((in_language(d.name, language) for d in study.domains if d.id == one.domain), one.domain)
    state = "" if kept.state == "open" else f" [{' '.join(filter(None, (words[kept.state], kept.change_id)))}]"
    size = words["size"].format(domain=domain, segments=len(one.segments), sessions=len(one.sessions))
    unread = words["unread"].format(count=one.suggested) if one.suggested else ""
    places = {place.id: in_language(place.name, language) or place.id for place in study.places}
    told = {
        "who": _names(one.who, {id_: in_language(code.name, language) for id_, code in frame.by_id.items()}),
        "where": _names(one.where, places),
        "when": _names(one.when, {}),
        "near": ", ".join(near.change_id for near in one.near[:SHOWN]),
        "first": ", ".join(one.closest),
    }
    lines = [f"{one.id}{state}  {in_language(one.title, language)}", f"    {size}{unread}"]
    lines += [f"    {words[name]}: {value}" for name, value in told.items() if value]
    if one.beside:
        lines.append(f"    {words['beside'].format(other=one.beside)}")
    return [*lines, f"    {words['frame']}"] if one.origin == "frame" else lines


def _names(counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names.get(name, name)} ({count})" for name, count in list(counts.items())[:SHOWN])


def proposed_in_words(o: Mapping[str, Any]) -> str:
    """What `relato changes propose` did."""
    several = o["in_several_sessions"]
    return (
        f"study {o['study']}: {o['reports']} segments report a change that nobody has entered; {o['candidates']} candidates, "
        f"{several} of them from several sessions ({o['new']} new, {o['dismissed']} stay dismissed, "
        f"{o['from_the_frame']} from the code frame)\n  look at them with `relato changes candidates`"
    )
