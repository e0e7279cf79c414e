"""The hamlet with a change that three sessions report and its draft, made once with each database and copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from annotations.stories.records import Block, StoryText, StoryVersion
from service.storage.transactions import Store
from service.workflows import changes, stories
from service.workflows.assessing import assess_study
from service.workflows.drafting import draft_stories
from service.workflows.reading import Reader
from tests.databases import drop_database, new_database, settings_of, with_tables
from tests.service.hamlet import G1, S1, S2, Place

WHO: dict[str, Any] = {"study_id": "hamlet", "change_id": "CH1", "by": "vera"}
FOR = ("leen las cuentas", "barremos la plaza", "alcatraz", "Las leen cada")
Make = Callable[[str], Path]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, reader: Reader, request: pytest.FixtureRequest) -> Make:
    """By the database, a folder with the hamlet's own, its home, and a file with the address of the database."""
    made: dict[str, Path] = {}

    def template(backend: str) -> Path:
        if backend not in made:
            folder = tmp_path_factory.mktemp(f"template-{backend}")
            url = new_database(request.getfixturevalue("postgres_url")) if backend == "postgresql" else ""
            (folder / "url").write_text(url)
            settings = with_tables(folder / "home", url)
            with closing(Store(settings.database_url)) as store:
                place = Place(folder / "hamlet", settings, store, reader=reader)
                place.write(S1=S1, S2=S2, G1=G1)
                place.load()
                _draft(place)
            made[backend] = folder
        return made[backend]

    return template


@pytest.fixture(params=["sqlite", "postgresql"])
def storied(request: pytest.FixtureRequest, tmp_path: Path, templates: Make, reader: Reader) -> Iterator[Place]:
    """The hamlet, imported, coded and drafted; nobody has begun a text."""
    folder = templates(request.param)
    shutil.copytree(folder, tmp_path / "copy")
    url, server = (folder / "url").read_text(), ""
    if url:
        server = request.getfixturevalue("postgres_url")
        url = new_database(server, url)
    settings = settings_of(tmp_path / "copy" / "home", url)
    with closing(Store(settings.database_url)) as store:
        yield Place(tmp_path / "copy" / "hamlet", settings, store, reader=reader)
    if url:
        drop_database(server, url)


def begun(place: Place) -> StoryVersion:
    return stories.open_text(place.work, **WHO)


def link_another(place: Place, words: str = "Se barre cada") -> None:
    """One more segment reports the change, and a newer draft says so."""
    link = {"study_id": "hamlet", "by": "vera", "change_id": "CH1", "reason": "so"}
    changes.link(place.work, **link, segments={place.id_of(words): "for"})
    redraft(place)


def redraft(place: Place) -> None:
    draft_stories(place.work, study_id="hamlet", change_id="CH1")


def text(place: Place) -> StoryText:
    return stories.current(place.work, "hamlet", "CH1").version.text


def quote_with(found: StoryText, words: str) -> Block:
    """The first block that quotes these words."""
    return next(block for block in found.blocks if block.quote and words in block.quote.text)


def citing(found: StoryText) -> Block:
    """The first sentence that cites segments, not only sessions."""
    return next(b for b in found.blocks if b.kind == "sentence" and any("." in one for one in b.citations))


def _draft(place: Place) -> None:
    place.take_in()
    for session_id in ("S1", "S2", "G1"):
        for id_ in place.segments(session_id):
            place.code(id_)
    said = {place.id_of(words): "for" for words in FOR}
    changes.link(place.work, study_id="hamlet", by="vera", change_id="CH1", segments=said, reason="they say so")  # type: ignore[arg-type]
    assess_study(place.work, study_id="hamlet")
    redraft(place)
