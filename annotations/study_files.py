"""The study as a YAML file, checked across its parts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from annotations.codeframe import CodeFrame
from annotations.errors import BadStudy
from annotations.sessions import Register
from annotations.story_roles import STORY_ROLES
from annotations.studies import STRATA, Study, Words
from annotations.study_checks import Steps, check_lists, check_named, check_places, check_unique, named_in_frame, named_in_study
from annotations.validation.drawing import TRAITS
from annotations.yaml_files import Places, path_of, read_yaml_with_places

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAMED_PARTS = (
    "domains", "sections", "coders", "changes", "categories", "guide", "projects", "places", "plan", "occasions", "criteria", "story_roles", "findings",
    "rubrics",
)  # fmt: skip
REGISTERS_WORDS = ("categories", "places")
"""Parts whose ids are words of the register of sessions, whatever these are."""
MAY_BE_EMPTY = frozenset({"example", "strategy", "elsewhere"})
MAY_BE_EMPTY_OF = frozenset(
    {
        ("places", "name"),
        ("projects", "description"),
        ("criteria", "definition"),
        ("findings", "question"),
        ("categories", "one"),
        ("categories", "many"),
    }
)


def read_study(path: Path) -> Study:
    """``read_study_with_places``, without the places."""
    return read_study_with_places(path)[0]


def read_study_with_places(path: Path) -> tuple[Study, Places]:
    """Read and check a study; with the lines of its parts, for ``check_together``.

    Raises
    ------
    BadStudy : not YAML, not a study, ids given twice, something named that is not there (a domain, section, project), a text in none
        of the study's languages, a rule that can never be met, degrees that are none. Names file and line.
    """
    study, places = read_yaml_with_places(path, Study, BadStudy)
    for name in NAMED_PARTS:
        check_unique([part.id for part in getattr(study, name)], (name,), "id", places)
    check_unique([one.id for one in study.validation.questions], ("validation", "questions"), "id", places)
    for number, rubric in enumerate(study.rubrics):
        check_unique([level.id for level in rubric.levels], ("rubrics", number, "levels"), "id", places)
    check_unique(study.languages, ("languages",), "", places)
    for number, coder in enumerate(study.coders):
        check_unique(coder.sessions, ("coders", number, "sessions"), "", places)
    _check_ids(study, places)
    _check_files(study, places)
    check_named(named_in_study(study), places)
    check_lists(study, places)
    check_places(study, places)
    _check_languages(study, places)
    _check_rules(study, places)
    _check_review(study, places)
    return study, places


def _check_ids(study: Study, places: Places) -> None:
    """Ids and language tags become names of files, addresses and Label Studio's aliases."""
    named: list[tuple[str, Steps, str]] = [("study", ("id",), study.id)]
    named += [
        (name, (name, number, "id"), part.id)
        for name in NAMED_PARTS
        if name not in REGISTERS_WORDS
        for number, part in enumerate(getattr(study, name))
    ]
    named += [
        ("questions", ("validation", "questions", number, "id"), one.id) for number, one in enumerate(study.validation.questions)
    ]
    named += [
        ("levels", ("rubrics", number, "levels", at, "id"), level.id)
        for number, rubric in enumerate(study.rubrics)
        for at, level in enumerate(rubric.levels)
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
    check_unique([coder.email.casefold() for coder in study.coders], ("coders",), "email", places)


def _check_files(study: Study, places: Places) -> None:
    """The files that a study names lie in its own folder: a study may come from somebody else."""
    for name in ("code_frame", "sessions", "roster", "contacts", "transcripts", "borders", "statistics"):
        given = Path(getattr(study, name) or ("none" if name in ("borders", "statistics") else ""))
        if given.is_absolute() or ".." in given.parts or not given.parts:
            raise BadStudy(
                f"{name}: must lie in the folder of the study", where=places.of((name,)), remedy="give a path beneath that folder"
            )


def check_together(
    study: Study,
    frame: CodeFrame,
    register: Register,
    *,
    where: str,
    places: Places | None = None,
    changes: Collection[str] = (),
) -> None:
    """Check what the study says of its code frame and of its registers, as far as there are some.

    ``where`` is the study file, ``places`` the lines of its parts; ``changes``: ids of the register of changes.

    Raises
    ------
    BadStudy : a family or code that the frame does not have, a change that nobody entered, a coder's session that is not registered.
    """
    check_named(named_in_frame(study, frame, changes), places, where)
    sessions = {session.id for session in register.sessions}
    for number, coder in enumerate(study.coders):
        unknown = [session_id for session_id in coder.sessions if session_id not in sessions]
        if sessions and unknown:
            raise BadStudy(
                f"coders[{number}].sessions: {', '.join(map(repr, unknown))} of {coder.id!r} not in the register",
                where=places.of(("coders", number, "sessions")) if places else where,
                remedy=f"correct them, or add them to {study.sessions}",
            )


def _check_languages(study: Study, places: Places) -> None:
    if not study.languages:
        raise BadStudy("the study has no language", where=places.of(("languages",)), remedy="languages: [es, en]")
    for steps, words in _texts(study, ()):
        if steps[0] == "story_roles" and study.story_roles == STORY_ROLES:
            continue  # ours, where the study names none: in the languages that we have
        optional = not words and (steps[-1] in MAY_BE_EMPTY or (steps[0], steps[-1]) in MAY_BE_EMPTY_OF)
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
        ("saturation", "warn_under"): (saturation.warn_under >= 0, "0 or more"),
        ("saturation", "minimum_categories"): (saturation.minimum_categories >= 1, "at least 1"),
        ("saturation", "maximum_against_ratio"): (0 <= saturation.maximum_against_ratio <= 1, "a ratio between 0 and 1"),
        ("suggestions", "recall"): (0 < suggestions.recall < 1, "a ratio above 0 and below 1"),
        ("suggestions", "confidence"): (0 < suggestions.confidence < 1, "a ratio above 0 and below 1"),
        ("suggestions", "random_share"): (0 <= suggestions.random_share <= 1, "a ratio between 0 and 1"),
    }
    checks["validation", "per_domain"] = (study.validation.per_domain >= 1, "at least 1")
    for at, name in enumerate(study.validation.stratify_by):
        checks["validation", "stratify_by", at] = (name in TRAITS, f"one of {', '.join(TRAITS)}")
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
    check_unique(study.review.stratify_by, ("review", "stratify_by"), "", places)
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
