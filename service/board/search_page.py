"""Searching what was said, by words and by meaning, in reviewed and unreviewed segments."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from service.api.deps import TheWork
from service.board.naming import name, names_of
from service.board.pages import Reader, page
from service.storage import changes, studies
from service.workflows import searching
from service.workflows.searching import LONGEST, By

router = APIRouter(prefix="/{study_id}/search")
PAGE = 20
AMONG = {"": None, "reviewed": True, "unreviewed": False}


@router.get("")
def search(
    request: Request,
    study_id: str,
    work: TheWork,
    reader: Reader,
    q: str = "",
    by: By = "words",
    among: str = "",
    session: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        frame, register = studies.frame(tx, study.id), changes.register(tx, study.id)
        sessions = [one.id for one in studies.register(tx, study.id).sessions]
    asked = q[:LONGEST]
    found = searching.find(
        work, study_id=study.id, query=asked, by=by, session_id=session, reviewed=AMONG.get(among), limit=PAGE,
        offset=(number - 1) * PAGE,
    )  # fmt: skip
    names = names_of(study, frame, register)

    def called(kind: str, target: str) -> object:
        return name(names, kind, target)

    return page(
        request, "search.html", study=study, tab="search", query=asked, found=found, by=by, among=among, session=session,
        sessions=sessions, number=number, pages=max(1, -(-found.total // PAGE)), called=called,
        asked={"q": asked, "by": by, "among": among, "session": session},
    )  # fmt: skip
