"""The sections of all stories as they read now: one section across all of them, as a page and as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from annotations.stories.state_records import SectionRow
from annotations.stories.telling import sections_xlsx
from annotations.studies import Study, Words
from service.api.deps import TheWork
from service.board.citing import linked, sources
from service.board.pages import Reader, page
from service.board.story_reading import Reading, helpers, tongue_of
from service.storage import studies
from service.workflows import stories
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/stories")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ShownRow:
    """A section with its citations as links, paragraph by paragraph."""

    row: SectionRow
    said: tuple[Markup, ...]


@router.get("/sections")
def sections(
    request: Request, study_id: str, work: TheWork, reader: Reader, section: str = "", domain: str = "", place: str = "",
    project: str = "", group: str = "", text: str = "",
) -> Response:  # fmt: skip
    """Filters that are empty do not restrict; their choices are what the sections have."""
    study = _study(work, study_id)
    tongue = tongue_of(study, text, reader.language)
    asked = {"section": section, "domain": domain, "place": place, "project": project, "group": group}
    every = stories.sections(work, study.id, language=tongue)
    found = stories.sections(work, study.id, language=tongue, **asked) if any(asked.values()) else every
    with work.store.read() as tx:
        frame, register = studies.frame(tx, study.id), studies.register(tx, study.id)
        known = sources(tx, study, register, {id_ for row in found for id_ in row.citations})
    names: dict[str, Words] = {code.id: code.name for path in frame.paths.values() for code in path}
    shown = [ShownRow(row, tuple(linked(part, study.id, known) for part in row.text.splitlines())) for row in found]
    return page(
        request, "story_sections.html", study=study, tab="stories", rows=shown, every=len(every), asked=asked,
        choices=_choices(study, every, names), projects={one.id: one.name for one in study.projects},
        domains={one.id: one.name for one in study.domains}, chosen={name: value for name, value in asked.items() if value},
        **helpers(Reading(study, register, tongue, known)),
    )  # fmt: skip


@router.get("/sections.xlsx")
def workbook(
    study_id: str, work: TheWork, reader: Reader, section: str = "", domain: str = "", place: str = "", project: str = "",
    group: str = "", text: str = "",
) -> Response:  # fmt: skip
    """The same sections as a workbook, one row each."""
    study = _study(work, study_id)
    tongue = tongue_of(study, text, reader.language)
    found = stories.sections(
        work, study.id, section=section, domain=domain, place=place, project=project, group=group, language=tongue
    )
    named = {"Content-Disposition": f'attachment; filename="sections-{tongue}.xlsx"'}
    return Response(sections_xlsx(found, reader.language), media_type=SHEET, headers=named)


def _study(work: Work, study_id: str) -> Study:
    with work.store.read() as tx:
        return studies.study(tx, study_id)


def _choices(study: Study, rows: Sequence[SectionRow], names: Mapping[str, Words]) -> dict[str, dict[str, Words]]:
    """What can be filtered by, with its words: only what some section has."""
    domains = {one.id: one.name for one in study.domains}
    projects = {one.id: one.name for one in study.projects}
    places = {one.id: one.name or {"": one.id} for one in study.places}
    there: dict[str, dict[str, Words]] = {
        "section": {row.section: {"": row.name} for row in rows},
        "domain": {id_: domains.get(id_, {"": id_}) for row in rows for id_ in (row.domain, *row.secondary_domains)},
        "place": {id_: places.get(id_, {"": id_}) for row in rows for id_ in row.places},
        "project": {id_: projects.get(id_, {"": id_}) for row in rows for id_ in row.projects},
        "group": {id_: names.get(id_, {"": id_}) for row in rows for id_ in row.groups},
    }
    return {"section": there.pop("section"), **{name: dict(sorted(found.items())) for name, found in there.items()}}
