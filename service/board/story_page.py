"""The stories: their list, and the page on which people work on one of them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from annotations.changes.observation_records import Observation
from annotations.stories.records import Block
from annotations.stories.state_records import CHECKS, State
from annotations.stories.words import told_flag
from annotations.triangulation.names import language_of, name_in
from annotations.triangulation.records import VERDICTS, DataPoint
from annotations.triangulation.words import value_words, worded
from service.api.deps import TheWork
from service.board import words
from service.board.naming import category_names
from service.board.pages import Reader, page
from service.board.story_reading import Shown, helpers, line_of, shown, tongue_of
from service.storage import corpus, studies
from service.workflows import assessments, correcting, judging, stories, triangulation
from service.workflows.consent import may_be_shown
from service.workflows.work import Work

router = APIRouter(prefix="/{study_id}/stories")
QUOTED, TO_CITE, FIRST_WORDS = 320, 200, 180
"""Signs of a source that are shown; segments that are offered to be cited, and signs of each."""


@router.get("")
def list_stories(request: Request, study_id: str, work: TheWork, reader: Reader, state: str = "") -> Response:
    """Every change with how far its story is."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    lines = stories.overview(work, study.id)
    return page(
        request, "stories.html", study=study, tab="stories", lines=lines, asked=state, states=get_args(State),
        shown=[line for line in lines if not state or line.state == state], counts=Counter(line.state for line in lines),
        domains={one.id: one.name for one in study.domains},
    )  # fmt: skip


@router.get("/{change_id}")
def show(
    request: Request, study_id: str, change_id: str, work: TheWork, reader: Reader, text: str = "", edit: str = "", add: str = "",
    write: str = "", do: str = "",
) -> Response:  # fmt: skip
    """``text``: the language of the story that is read. ``edit``: the part whose forms are open (``do``: which of them); ``add``: the section that a part is to
    be added to, ``write``: the section all of whose parts are to be written."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
    line = line_of(work, study.id, change_id)
    if not line.version:
        return page(
            request,
            "story.html",
            study=study,
            tab="stories",
            line=line,
            state=None,
            tongue=tongue_of(study, text, reader.language),
        )
    one = shown(work, line, study.id, text, reader.language)
    return page(
        request, "story.html", study=study, tab="stories", one=one, line=line, state=one.state, editing=edit, doing=do,
        corrections=correcting.corrections_of(work, study.id, change_id=line.change_id),
        judgements=judging.judgements_of(work, study.id, line.change_id), adding=add, writing=write, points=_points(work, one, edit), to_cite=_to_cite(work, one, edit or add or write),
        **_said(one, reader.language), **helpers(one.reading),
    )  # fmt: skip


def _said(one: Shown, language: str) -> dict[str, Any]:
    """Words and choices of the forms."""
    return {
        "story": one, "checks": CHECKS, "verdicts": VERDICTS, "quoted": QUOTED, "rows_of": _rows,
        "categories": category_names(one.study), "people": [coder.id for coder in one.study.coders],
        "newer_than": lambda block: ", ".join(words.NAMES.get(tag, tag) for tag in _newer(block, one.reading.tongue)),
        "finding_words": lambda finding: worded(finding, language),
        "flag_words": lambda flag: told_flag(flag, language),
        "called": lambda point, column: name_in(point, column, language),
        "tongue_of": lambda point, column: language_of(point, column, language, one.study.languages[0]),
        "value_of": lambda point: value_words(point.value, point.unit, language),
    }  # fmt: skip


def _newer(block: Block, tongue: str) -> list[str]:
    """The languages whose words are newer than those in ``tongue``."""
    return [one for one in block.text if one != tongue and one not in block.outdated]


def _rows(text: str) -> int:
    """Lines of a field that show all of a text, within reason."""
    return max(2, min(16, len(text) // 75 + text.count("\n") + 2))


def _points(work: Work, one: Shown, wanted: str) -> Sequence[DataPoint]:
    """What can be put beside a part; read only where there is a form for it."""
    return triangulation.points(work, one.study.id) if wanted else ()


def _to_cite(work: Work, one: Shown, wanted: str) -> list[tuple[str, str, str]]:
    """The segments that speak of the change, as id, session and first words: read only where there is a form to cite them in."""
    if not wanted:
        return []
    with work.store.read() as tx:
        read = assessments.change(tx, one.study.id, one.line.change_id)
        found: Sequence[Observation] = read.body.observations if read else ()
        ids = dict.fromkeys(id_ for said in found for id_ in (*said.segment_ids_for, *said.segment_ids_against))
        segments = may_be_shown(tx, one.study, corpus.segments(tx, one.study.id, ids=list(ids)[:TO_CITE]))
    return [(segment.id, segment.session_id, segment.text[:FIRST_WORDS]) for segment in segments]
