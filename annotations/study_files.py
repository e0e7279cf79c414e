"""The study as a YAML file, checked across its parts."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from annotations.codeframe import CodeFrame
from annotations.errors import BadStudy
from annotations.sessions import Register
from annotations.studies import STRATA, Study, Words
from annotations.yaml_files import Places, Step, path_of, read_yaml_with_places

Steps = tuple[Step, ...]
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAMED_PARTS = ("domains", "sections", "coders", "changes", "categories", "guide")
MAY_BE_EMPTY = frozenset({"example"})


def read_study(path: Path) -> Study:
    """Read and check a study.

    Raises
    ------
    BadStudy : not YAML, not a study, ids given twice, a change in an unknown domain, a question that feeds an unknown
        section, a text in none of the study's languages, a rule that can never be met. Names file and line.
    """
    study, places = read_yaml_with_places(path, Study, BadStudy)
    for name in NAMED_PARTS:
        _check_unique([part.id for part in getattr(study, name)], (name,), "id", places)
    _check_unique(study.languages, ("languages",), "", places)
    for number, coder in enumerate(study.coders):
        _check_unique(coder.sessions, ("coders", number, "sessions"), "", places)
    _check_ids(study, places)
    _check_files(study, places)
    _check_references(study, places)
    _check_languages(study, places)
    _check_rules(study, places)
    _check_review(study, places)
    return study


def _check_ids(study: Study, places: Places) -> None:
    """Ids and language tags become names of files, addresses and Label Studio's aliases."""
    named: list[tuple[str, Steps, str]] = [("study", ("id",), study.id)]
    named += [
        (name, (name, number, "id"), part.id)
        for name in NAMED_PARTS
        if name != "categories"
        for number, part in enumerate(getattr(study, name))
    ]
    for what, steps, identifier in named:
        if not ID.fullmatch(identifier):
            raise BadStudy(
                f"{path_of(steps)}: {identifier[:60]!r} is not an id ({what})",
                where=places.of(steps),
                remedy="use 1 to 40 letters without accents, digits, - and _, a letter or digit first",
            )
    tags: list[tuple[Steps, str]] = [(("languages", number), tag) for number, tag in enumerate(study.languages)]
    tags += [(("coders", number, "language"), coder.language) for number, coder in enumerate(study.coders)]
    for steps, tag in tags:
        if not LANGUAGE.fullmatch(tag):
            raise BadStudy(
                f"{path_of(steps)}: {tag[:20]!r} is no language tag",
                where=places.of(steps),
                remedy="write it like es, en or es-MX",
            )
    _check_unique([coder.email.casefold() for coder in study.coders], ("coders",), "email", places)


def _check_files(study: Study, places: Places) -> None:
    """The files that a study names lie in its own folder: a study may come from somebody else."""
    for name in ("code_frame", "sessions", "roster", "contacts", "transcripts"):
        given = Path(getattr(study, name))
        if given.is_absolute() or ".." in given.parts or not given.parts:
            raise BadStudy(
                f"{name}: must lie in the folder of the study", where=places.of((name,)), remedy="give a path beneath that folder"
            )


def check_together(study: Study, frame: CodeFrame, register: Register, *, where: str) -> None:
    """Check what the study says of its code frame and of its register, as far as there is one.

    Raises
    ------
    BadStudy : a family that the frame does not have, a coder's session that is not registered. ``where`` is the study file.
    """
    families = [family.id for family in frame.families]
    for name, family in (("groups_family", study.groups_family), ("actors_family", study.actors_family)):
        if family and family not in families:
            raise BadStudy(
                f"{name}: the code frame has no family {family!r}",
                where=where,
                remedy=f"use one of {', '.join(families)}, or leave it out",
            )
    sessions = {session.id for session in register.sessions}
    for number, coder in enumerate(study.coders):
        unknown = [session_id for session_id in coder.sessions if session_id not in sessions]
        if sessions and unknown:
            raise BadStudy(
                f"coders[{number}].sessions: {', '.join(map(repr, unknown))} of {coder.id!r} not in the register",
                where=where,
                remedy=f"correct them, or add them to {study.sessions}",
            )


def _check_unique(ids: list[str] | tuple[str, ...], steps: Steps, field: str, places: Places) -> None:
    first: dict[str, Steps] = {}
    for number, one in enumerate(ids):
        here = (*steps, number, field) if field else (*steps, number)
        if not one.strip():
            raise BadStudy(f"{path_of(here)} is empty", where=places.of(here), remedy="give it an id")
        if one in first:
            raise BadStudy(
                f"{path_of(here)}: {one!r} is given twice, first at {path_of(first[one])} ({places.of(first[one])})",
                where=places.of(here),
                remedy="ids are unique within their list: change or remove one",
            )
        first[one] = here


def _check_references(study: Study, places: Places) -> None:
    domains, sections = {domain.id for domain in study.domains}, {section.id for section in study.sections}
    for number, change in enumerate(study.changes):
        if change.domain not in domains:
            _unknown(("changes", number, "domain"), change.domain, "domain", domains, places)
    for number, question in enumerate(study.guide):
        if question.feeds and question.feeds not in sections:
            _unknown(("guide", number, "feeds"), question.feeds, "section", sections, places)


def _unknown(steps: Steps, given: str, kind: str, known: set[str], places: Places) -> None:
    raise BadStudy(
        f"{path_of(steps)}: there is no {kind} {given!r}",
        where=places.of(steps),
        remedy=f"use one of {', '.join(sorted(known)) or 'none: the list is empty'}, or add it to the {kind}s",
    )


def _check_languages(study: Study, places: Places) -> None:
    if not study.languages:
        raise BadStudy("the study has no language", where=places.of(("languages",)), remedy="languages: [es, en]")
    for steps, words in _texts(study, ()):
        optional = steps[-1] in MAY_BE_EMPTY and not words
        if not optional and not any(words.get(language, "").strip() for language in study.languages):
            raise BadStudy(
                f"{path_of(steps)} has no words in {' or '.join(study.languages)}",
                where=places.of(steps),
                remedy="write it in at least one language of the study",
            )


def _texts(part: object, steps: Steps) -> Iterator[tuple[Steps, Words]]:
    if isinstance(part, dict):
        yield steps, part
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _texts(one, (*steps, number))
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            if field.type == Words or not isinstance(getattr(part, field.name), dict):
                yield from _texts(getattr(part, field.name), (*steps, field.name))


def _is_schedule(cron: str) -> bool:
    from croniter import croniter  # type: ignore[import-untyped]

    return not cron or (len(cron.split()) == 5 and croniter.is_valid(cron))


def _check_rules(study: Study, places: Places) -> None:
    saturation, suggestions = study.saturation, study.suggestions
    checks: dict[Steps, tuple[bool, str]] = {
        ("saturation", "minimum_independent"): (saturation.minimum_independent >= 1, "at least 1"),
        ("saturation", "minimum_categories"): (saturation.minimum_categories >= 1, "at least 1"),
        ("saturation", "maximum_against_ratio"): (0 <= saturation.maximum_against_ratio <= 1, "a ratio between 0 and 1"),
        ("suggestions", "recall"): (0 < suggestions.recall < 1, "a ratio above 0 and below 1"),
        ("suggestions", "confidence"): (0 < suggestions.confidence < 1, "a ratio above 0 and below 1"),
        ("suggestions", "random_share"): (0 <= suggestions.random_share <= 1, "a ratio between 0 and 1"),
    }
    checks["retraining", "schedule"] = (
        _is_schedule(study.retraining.schedule),
        "five fields of cron, such as 0 3 * * 1, or empty",
    )
    for steps, (right, meaning) in checks.items():
        if not right:
            raise BadStudy(f"{path_of(steps)} must be {meaning}", where=places.of(steps), remedy=f"write {meaning}")


def _check_review(study: Study, places: Places) -> None:
    """Rounds are numbered from 1, and each can be drawn with the coders that there are."""
    coders = sum(coder.role == "coder" for coder in study.coders)
    _check_unique(study.review.stratify_by, ("review", "stratify_by"), "", places)
    checks: list[tuple[Steps, bool, str]] = [
        (("review", "stratify_by", at), name in STRATA, f"one of {', '.join(STRATA)}")
        for at, name in enumerate(study.review.stratify_by)
    ]
    for at, rule in enumerate(study.review.rounds):
        here: Steps = ("review", "rounds", at)
        checks.append(((*here, "number"), rule.number == at + 1, f"{at + 1}: rounds are numbered from 1, in order"))
        for name in ("overlap", "withheld", "planted", "drawn"):
            checks.append(((*here, name), 0 <= getattr(rule, name) <= 1, "a ratio between 0 and 1"))
        checks.append(((*here, "planted"), rule.withheld + rule.planted <= 1, "at most 1 together with withheld"))
        checks.append(((*here, "coders"), rule.coders >= 2, "at least 2"))
        enough = rule.overlap == 0 or coders >= rule.coders
        checks.append(
            ((*here, "coders"), enough, f"at most {coders}, as many as the study has coders (supervisors do not count)")
        )
    for steps, right, meaning in checks:
        if not right:
            raise BadStudy(f"{path_of(steps)} must be {meaning}", where=places.of(steps), remedy=f"write {meaning}")
