"""The small study with a story: two sessions report CH1 and one denies it, its draft is made, Ana has opened its text."""

import re
from typing import Any

from fastapi.testclient import TestClient

from annotations.codings import Coding
from annotations.stories.records import Block, StoryText
from service.storage import review
from service.storage.transactions import Tx, now
from service.workflows import stories
from service.workflows.assessing import assess_study
from service.workflows.drafting import draft_stories
from service.workflows.work import Work
from tests.service.board.small import finish

STORY = "/board/water/stories/CH1"
WHO: dict[str, Any] = {"study_id": "water", "change_id": "CH1"}


def begin_story(work: Work) -> None:
    """The register, a verdict, a draft and its text."""
    with work.store.begin() as tx:
        finish(tx)
        report(tx, "S1.002")
    draft(work)
    stories.open_text(work, **WHO, by="ana")


def report(tx: Tx, segment_id: str) -> None:
    """Ana reads in a segment that it reports CH1."""
    before = [coding for coding in review.codings(tx, "water") if coding.segment_id == segment_id]
    said = Coding(segment_id, "ana", "change", "CH1", 1, 1, now(), "for", "")
    review.replace_codings(tx, "water", segment_id, "ana", 1, [*before, said])


def draft(work: Work) -> None:
    assess_study(work, study_id="water")
    draft_stories(work, study_id="water", change_id="CH1")


def text(work: Work) -> StoryText:
    return stories.current(work, "water", "CH1").version.text


def first(work: Work, kind: str) -> Block:
    return next(block for block in text(work).blocks if block.kind == kind)


def block(work: Work, block_id: str) -> Block:
    return next(block for block in text(work).blocks if block.id == block_id)


def token(board: TestClient, path: str = STORY) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', board.get(path).text)
    assert found
    return found[1]


def send(board: TestClient, path: str, **fields: Any) -> str:
    """Send a form of the story as its page has it, in English; where it leads to."""
    answer = board.post(STORY + path, data={"csrf": token(board), "text": "en", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removeprefix(STORY)
