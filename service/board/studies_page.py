"""The first page: the studies."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.api.deps import TheWork
from service.board.pages import Reader, go, link, page
from service.storage import corpus, studies

router = APIRouter()


@router.get("/")
def list_studies(request: Request, work: TheWork, reader: Reader) -> Response:
    """Every study; where there is only one, its overview."""
    with work.store.read() as tx:
        found = studies.studies(tx)
        rows = [(study, len(corpus.transcript_ids(tx, study.id)), corpus.segment_count(tx, study.id)) for study in found]
    if len(rows) == 1:
        return go(link(rows[0][0].id))
    return page(request, "studies.html", rows=rows)
