"""Judgements of changes under the study's rubrics: by people, with a reason, under the wording that they read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from pydantic import ConfigDict

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.rubrics import Rubric, wording_of
from annotations.stories.records import PersonsAct
from annotations.stories.rubric_words import JUDGEMENT_WORDS
from annotations.studies import Change, Study
from annotations.validation.words import worded

JUDGED, TAKEN_BACK = "rubric_judged", "rubric_taken_back"
Words = Mapping[str, str]


@dataclass(frozen=True)
class Judgement:
    """One person's judgement of one change. ``level_name``, ``definition``: as they read when it was made; ``earlier_wording``: the study
    words the rubric otherwise now, or has it no more. ``version``: of the story that was read. ``segments``: those cited that can still be
    read. An empty ``reason`` was taken back with the words that it rested on. ``ended_by``, ``ended_why``: who took it back."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    change_id: str
    rubric: str
    rubric_name: Words
    level: str
    level_name: Words
    definition: Words
    earlier_wording: bool
    reason: str
    segments: tuple[str, ...]
    version: int
    by: str
    at: datetime
    state: Literal["stands", "superseded", "taken_back"] = "stands"
    ended_by: str = ""
    ended_why: str = ""


def judgements(study: Study, acts: Iterable[PersonsAct]) -> tuple[Judgement, ...]:
    """Every judgement there was, in order; of one person on one change under one rubric the last one stands."""
    now = {rubric.id: wording_of(rubric) for rubric in study.rubrics}
    found: dict[str, Judgement] = {}
    standing: dict[tuple[str, str, str], str] = {}
    for act in acts:
        if act.act == JUDGED:
            made = _judgement(act, now)
            key = made.change_id, made.rubric, made.by
            before = found.get(standing.get(key, ""))
            if before is not None and before.state == "stands":
                found[before.id] = replace(before, state="superseded")
            found[made.id], standing[key] = made, made.id
        elif act.act == TAKEN_BACK and act.body["judgement"] in found:
            id_ = act.body["judgement"]
            found[id_] = replace(found[id_], state="taken_back", ended_by=act.by, ended_why=act.reason)
    return tuple(found.values())


def _judgement(act: PersonsAct, now: Mapping[str, str]) -> Judgement:
    body = act.body
    return Judgement(
        f"J{act.number}", act.subject, body["rubric"], body["rubric_name"], body["level"], body["level_name"], body["definition"],
        now.get(body["rubric"]) != body["wording"], act.reason, tuple(body["segments"]), body["version"], act.by, act.at,
    )  # fmt: skip


def body_of(rubric: Rubric, level: str, segments: Sequence[str], version: int) -> dict[str, object]:
    """What is kept of a judgement beside who, when and why: with the words it was made under."""
    chosen = next(one for one in rubric.levels if one.id == level)
    return {
        "rubric": rubric.id, "rubric_name": dict(rubric.name), "level": level, "level_name": dict(chosen.name),
        "definition": dict(chosen.definition), "wording": wording_of(rubric), "segments": list(segments), "version": version,
    }  # fmt: skip


def judgements_table(study: Study, changes: Sequence[Change], found: Sequence[Judgement], language: str) -> Table | None:
    """A row for each change under each rubric: the levels that people gave, how many people, and why. None where nothing can be judged."""
    if not study.rubrics:
        return None
    say = worded(JUDGEMENT_WORDS, language)
    standing = [one for one in found if one.state == "stands"]

    def row(change: Change, rubric: Rubric) -> tuple[str, ...]:
        mine = [one for one in standing if (one.change_id, one.rubric) == (change.id, rubric.id)]
        first = (change.id, in_language(change.title, language), in_language(rubric.name, language))
        if not mine:
            return (*first, say["not_judged"], "0", "—", "—")
        cited = {id_ for one in mine for id_ in one.segments}
        return (*first, _levels(mine, rubric, say, language), str(len(mine)), str(len(cited)), _reasons(mine, say))

    headings = tuple(say[one] for one in ("id", "change", "rubric", "level", "n", "cited", "why"))
    rows = tuple(row(change, rubric) for change in changes for rubric in study.rubrics)
    shown = {(change.id, rubric.id) for change in changes for rubric in study.rubrics}
    older = sum(one.earlier_wording for one in standing if (one.change_id, one.rubric) in shown)
    notes = (say["note"], *([say["wording_note"].format(n=older)] if older else []))
    return Table("judgements", say["caption"], language, headings, rows, (4, 5), notes)


def _levels(found: Sequence[Judgement], rubric: Rubric, say: Mapping[str, str], language: str) -> str:
    """Each level with how many gave it, in the order of the rubric; those under an earlier wording apart, as they read then."""
    order = {level.id: number for number, level in enumerate(rubric.levels)}
    first = {(one.level, one.earlier_wording, tuple(sorted(one.level_name.items()))): one for one in reversed(found)}
    counts = Counter((one.level, one.earlier_wording, tuple(sorted(one.level_name.items()))) for one in found)
    told = []
    for key in sorted(counts, key=lambda key: (key[1], order.get(key[0], len(order)), key[0])):
        name = in_language(first[key].level_name, language) + (f", {say['earlier']}" if key[1] else "")
        told.append(say["count"].format(level=name, n=counts[key]))
    return "; ".join(told)


def _reasons(found: Sequence[Judgement], say: Mapping[str, str]) -> str:
    return "; ".join(say["judged"].format(by=one.by, version=one.version, reason=one.reason or say["emptied"]) for one in found)
