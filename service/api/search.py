"""Searching the segments of a study."""

from typing import Annotated

from fastapi import APIRouter, Query

from service.api.deps import TheWork
from service.api.paging import Limit
from service.workflows import searching
from service.workflows.searching import LONGEST, NEAREST, By, Results

router = APIRouter(prefix="/studies/{study_id}", tags=["search"])


@router.get("/search")
def search(
    study_id: str,
    work: TheWork,
    q: Annotated[str, Query(max_length=LONGEST, description="What to look for")],
    by: Annotated[By, Query(description="By words, or by meaning: the nearest segments, however far")] = "words",
    session: Annotated[str, Query(description="Only of this session")] = "",
    reviewed: Annotated[bool | None, Query(description="Only what somebody has reviewed, or what nobody has")] = None,
    limit: Limit = 20,
    offset: Annotated[int, Query(ge=0, description="How many of the best to pass over")] = 0,
) -> Results:
    """Segments, reviewed and unreviewed, the best first. By words all must be there, case and accents do not matter, a word of three
    letters or more also finds longer ones that begin with it, `"words in quotes"` follow each other, `-word` must not be there.

    `unseen` segments have no vector yet: a search by meaning did not look at them.
    """
    return searching.find(
        work,
        study_id=study_id,
        query=q,
        by=by,
        session_id=session,
        reviewed=reviewed,
        limit=limit,
        offset=min(offset, NEAREST * 200),
    )
