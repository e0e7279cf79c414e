"""After the drafts, what people do: texts are begun, numbers compared, the sample's ballots entered, documents written."""

from pathlib import Path
from typing import Any

from service.demo import sample_claims
from service.figures.for_documents import StudyPictures
from service.running import opened
from service.settings import Settings
from service.storage import results, studies
from service.workflows import criteria, stories
from service.workflows.reports import write_report
from service.workflows.sample_ballots import FILE, enter_ballots
from service.workflows.work import Work

EDITOR, ANALYST = "sample editor", "sample analyst"


def write_up(settings: Settings, study_id: str, folder: Path) -> dict[str, Any]:
    """Begin the text of every story that has a draft, enter the claims and ballots that lie in ``folder``, and write the report into the home.

    Done again it begins no text twice, enters no claim and no ballot twice, and writes the same documents.
    """
    with opened(settings) as (store, _):
        work = Work(settings, store)
        with store.read() as tx:
            drafted = [
                change.id for change in studies.study(tx, study_id).changes if results.latest_story(tx, study_id, change.id)
            ]
        for change_id in drafted:
            stories.open_text(work, study_id=study_id, change_id=change_id, by=EDITOR)
        claims: dict[str, Any] = {}
        if (claimed := folder / sample_claims.FILE).exists():
            claims = sample_claims.enter_claims(work, study_id=study_id, file=claimed, editor=EDITOR, analyst=ANALYST)
        written = folder / FILE
        ballots: dict[str, Any] = {}
        if written.exists():
            ballots = enter_ballots(work, study_id=study_id, file=written, by=EDITOR) | criteria.suggest(work, study_id=study_id)
        made = write_report(
            work,
            study_id=study_id,
            kinds=("docx", "pdf"),
            folder=settings.folder("documents"),
            pictures=StudyPictures(work, study_id),
        )
    return {"texts": drafted, "claims": claims, "ballots": ballots, "documents": made["files"]}
