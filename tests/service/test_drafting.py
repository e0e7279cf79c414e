"""Drafts from the database: what people entered, what translations say, versions and files; nothing that may not be shown."""

from pathlib import Path
from typing import Any

import pytest

from service.storage import results
from service.workflows import changes
from service.workflows.assessing import assess_study
from service.workflows.drafting import draft_stories
from tests.service.hamlet import Place

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # tests of storage are elsewhere
ENGLISH = """INTERVIEWER: What changed since Eulalio Zamarripa came?

LADY: Now they read the accounts 💧 aloud. My name is Xóchitl Barragán and my phone is 951 123 4567.

INTERVIEWER: And before?

LADY: Before nobody knew a thing about the money, not even a sheet on the wall.

INTERVIEWER: Who asked for it?

LADY: The committee asked for it.
"""


def drafted(place: Place) -> None:
    """Two segments report CH1 in the register, and a draft is made of that."""
    place.take_in()
    for session_id in ("S1", "G1"):
        for id_ in place.segments(session_id):
            place.code(id_)
    said = {place.id_of("Ahora leen las cuentas"): "for", place.id_of("Las leen cada"): "for"}
    changes.link(place.work, study_id="hamlet", by="vera", change_id="CH1", segments=said, reason="they say so")  # type: ignore[arg-type]
    assess_study(place.work, study_id="hamlet")
    draft_stories(place.work, study_id="hamlet", change_id="CH1")


def page(place: Place, version: int = 1, language: str = "en") -> str:
    return (place.settings.folder("stories", "hamlet") / f"CH1-v{version}.{language}.md").read_text()


def test_a_quote_carries_its_marked_translation_and_the_original_stays(place: Place) -> None:
    place.write(**{"S1.en.txt": ENGLISH})
    drafted(place)
    told = page(place)
    assert "> “Ahora leen las cuentas 💧 delante de todos." in told
    assert "\\[translation\\]" in told or "[translation] Now they read the accounts 💧 aloud." in told
    assert "Now they read" not in page(place, language="es"), "Spanish readers need none"
    with place.store.read() as tx:
        row = results.latest_story(tx, "hamlet", "CH1")
    assert row is not None
    quotes = [q for part in row.body["sections"] for one in part["paragraphs"] for q in one["quotes"]]
    assert {q["segment_id"].split(".")[0] for q in quotes if q["translations"]} == {"S1"}
    assert "Xóchitl" not in str(row.body)


def test_a_draft_that_says_the_same_is_no_new_version(place: Place) -> None:
    drafted(place)
    again = draft_stories(place.work, study_id="hamlet", change_id="CH1")["stories"]["CH1"]
    assert (again["version"], again["new"]) == (1, False)
    assert all(Path(file).is_file() for file in again["files"].values())
    assert {"es.md", "en.md", "es.docx", "en.docx"} == set(again["files"])


def test_what_people_entered_of_a_change_is_told(place: Place) -> None:
    drafted(place)
    who: dict[str, Any] = {"study_id": "hamlet", "by": "vera", "change_id": "CH1"}
    for session, year in (("S1", "2020"), ("G1", "2021")):
        changes.report_element(place.work, **who, session=session, element="when", value=year, segments=(), reason="heard")
    again = draft_stories(place.work, study_id="hamlet", change_id="CH1")["stories"]["CH1"]
    assert (again["version"], again["new"]) == (2, True)
    assert "The sources disagree on when it began: 2020 (one session) [S1] and 2021 (one session) [G1]." in page(place, 2)
