"""What is looked at in the parts of a study file that name each other: ids, and references to what is there. Errors name file and line."""

from collections.abc import Collection, Iterator, Sequence
from typing import get_args

from annotations.codeframe import CodeFrame
from annotations.errors import BadStudy
from annotations.finding_sections import STORY_PARTS, SUMMARY_SECTION
from annotations.sessions import Method
from annotations.studies import Study
from annotations.yaml_files import Places, Step, path_of

Steps = tuple[Step, ...]
Named = tuple[Steps, str, str, Collection[str]]
"""Where something is named, what, how to say that it is not there, and what is there."""


def check_unique(ids: Sequence[str], steps: Steps, field: str, places: Places) -> None:
    """Ids are given, and each once. Raises BadStudy."""
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


def check_named(named: Iterator[Named] | Sequence[Named], places: Places | None, where: str = "") -> None:
    """Everything that is named is there. ``where`` stands for the file where it is not at hand. Raises BadStudy."""
    for steps, given, missing, known in named:
        if given not in known:
            raise BadStudy(
                f"{path_of(steps)}: {missing} {given!r}",
                where=places.of(steps) if places else where,
                remedy=f"use one of {', '.join(sorted(known)) or 'none: the list is empty'}, or add it there",
            )


def named_in_study(study: Study) -> Iterator[Named]:
    """What the study names of itself. Changes of the plan are not among it: people enter them in the register too."""
    domains, sections = {d.id for d in study.domains}, {s.id for s in study.sections}
    projects = {project.id for project in study.projects}
    for number, change in enumerate(study.changes):
        here: Steps = ("changes", number)
        yield (*here, "domain"), change.domain, "there is no domain", domains
        yield from _each((*here, "secondary_domains"), change.secondary_domains, "there is no domain", domains)
        yield from _each((*here, "contributed"), change.contributed, "there is no project", projects)
        yield from _each((*here, "addressed"), change.addressed, "there is no project", projects)
    for number, question in enumerate(study.guide):
        if question.feeds:
            yield ("guide", number, "feeds"), question.feeds, "there is no section", sections
    for number, asked in enumerate(study.validation.questions):
        if asked.section:
            yield ("validation", "questions", number, "section"), asked.section, "there is no section", sections
    for number, row in enumerate(study.plan):
        here = ("plan", number)
        yield from _each((*here, "domains"), row.domains, "there is no domain", domains)
        yield from _each((*here, "asked_about"), row.asked_about, "there is no domain", domains)
        yield from _each((*here, "sections"), row.sections, "there is no section", sections)
        yield from _each((*here, "methods"), row.methods, "there is no method", get_args(Method))
    for number, occasion in enumerate(study.occasions):
        yield from _each(("occasions", number, "domains"), occasion.domains, "there is no domain", domains)
    for number, one in enumerate(study.findings):
        here, told = ("findings", number), sections | {SUMMARY_SECTION}
        yield from _each((*here, "sections"), one.sections, "the stories have no section", told)
        named = [part.partition("/")[::2] for part in one.parts]
        yield from _each((*here, "parts"), [section for section, _ in named], "the stories have no section", told)
        drafted = [STORY_PARTS[0] if part.startswith("gap:") else part for _, part in named]
        yield from _each((*here, "parts"), drafted, "sections of stories have no part", STORY_PARTS)
        yield from _each((*here, "rows"), one.rows, "the plan has no row", {row.id for row in study.plan})
    yield from _named_by_rubrics(study)


def _named_by_rubrics(study: Study) -> Iterator[Named]:
    for number, rubric in enumerate(study.rubrics):
        if rubric.row:
            yield ("rubrics", number, "row"), rubric.row, "the plan has no row", {row.id for row in study.plan}


def named_in_frame(study: Study, frame: CodeFrame, changes: Collection[str]) -> Iterator[Named]:
    """What the study names of its code frame, and of the register of changes, which has ``changes`` beside those of the file."""
    families = [family.id for family in frame.families]
    everything = {code.id for path in frame.paths.values() for code in path} | set(families)
    priorities = {code.id for path in frame.paths.values() if path[0].id == study.priorities_family for code in path[1:]}
    for name in ("groups_family", "actors_family", "priorities_family"):
        if getattr(study, name):
            yield (name,), getattr(study, name), "the code frame has no family", families
    actors = {code for code, path in frame.paths.items() if path[0].id == study.actors_family}
    for name in ("programme_actors", "outside_actors"):
        yield from _each((name,), getattr(study, name), "the family of actors has no code", actors)
    yield from _each(("hindering_codes",), study.hindering_codes, "the code frame has no code", everything)
    for number, one in enumerate(study.findings):
        yield from _each(("findings", number, "codes"), one.codes, "the code frame has no code", everything)
    for number, change in enumerate(study.changes):
        yield from _each(("changes", number, "priorities"), change.priorities, "the family of priorities has no code", priorities)
    for number, project in enumerate(study.projects):
        yield from _each(
            ("projects", number, "priorities"), project.priorities, "the family of priorities has no code", priorities
        )
    for number, row in enumerate(study.plan):
        yield from _each(("plan", number, "codes"), row.codes, "the code frame has no code", everything)
        yield from _each(
            ("plan", number, "changes"), row.changes, "there is no change", {*changes, *(c.id for c in study.changes)}
        )


def check_lists(study: Study, places: Places) -> None:
    """Nothing is named twice in a list, and no two parts of one say the opposite. Raises BadStudy."""
    named = ("secondary_domains", "contributed", "addressed", "priorities")
    for number, change in enumerate(study.changes):
        for name in named:
            check_unique(getattr(change, name), ("changes", number, name), "", places)
        if change.domain in change.secondary_domains:
            _refuse(("changes", number, "secondary_domains"), f"{change.domain!r} is its domain already", "leave it out", places)
    _check_projects(study, places)
    for number, row in enumerate(study.plan):
        for name in ("categories", "domains", "sections", "codes", "changes", "asked_about", "not_asked", "methods"):
            check_unique(getattr(row, name), ("plan", number, name), "", places)
        if both := sorted(set(row.categories) & set(row.not_asked)):
            _refuse(("plan", number, "not_asked"), f"{', '.join(both)} is among the categories too", "leave one out", places)
    _check_rubrics(study, places)
    for number, occasion in enumerate(study.occasions):
        for name in ("categories", "domains"):
            check_unique(getattr(occasion, name), ("occasions", number, name), "", places)


def _check_projects(study: Study, places: Places) -> None:
    for number, project in enumerate(study.projects):
        check_unique(project.priorities, ("projects", number, "priorities"), "", places)


def _check_rubrics(study: Study, places: Places) -> None:
    for number, rubric in enumerate(study.rubrics):
        if len(rubric.levels) < 2:
            _refuse(("rubrics", number, "levels"), "a rubric has at least two levels", "write them in their order", places)


def check_places(study: Study, places: Places) -> None:
    """Degrees are degrees, and both are given or none. Raises BadStudy."""
    for number, place in enumerate(study.places):
        for name, value, most in (("latitude", place.latitude, 90), ("longitude", place.longitude, 180)):
            other = place.longitude if name == "latitude" else place.latitude
            if value is None and other is not None:
                _refuse(("places", number), f"has no {name}", "give both degrees, or none", places)
            if value is not None and not -most <= value <= most:
                _refuse(
                    ("places", number, name), f"must be from -{most} to {most}",
                    "write decimal degrees, north and east positive", places,
                )  # fmt: skip


def _refuse(steps: Steps, problem: str, remedy: str, places: Places) -> None:
    raise BadStudy(f"{path_of(steps)}: {problem}", where=places.of(steps), remedy=remedy)


def _each(steps: Steps, given: Sequence[str], missing: str, known: Collection[str]) -> Iterator[Named]:
    yield from (((*steps, number), one, missing, known) for number, one in enumerate(given))
