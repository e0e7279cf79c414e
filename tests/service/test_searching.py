"""Searching finds what is shown and nothing else, on both databases, whatever is typed."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from sqlalchemy import text

from annotations.errors import BadInput, NotFound
from annotations.searches import parse
from annotations.sessions import Register, Session
from models.embeddings import CachedEncoder, Progress
from service.app import create_app
from service.jobs import queue
from service.settings import Settings
from service.storage import access, corpus, search, studies
from service.storage.transactions import Store, migrate
from service.workflows import searching
from service.workflows.searching import find
from service.workflows.withdrawing import withdraw
from tests.service.hamlet import Place
from tests.service.records import FRAME, STUDY, segments_of, transcript
from tests.service.test_cli import relato
from tests.service.test_migrations import config_of


@pytest.fixture
def hamlet(place: Place) -> Place:
    place.take_in()
    return place


def ids(place: Place, typed: str, **how: object) -> list[str]:
    return [one.segment.id for one in find(place.work, study_id="hamlet", query=typed, **how).items]  # type: ignore[arg-type]


def test_words_are_found_without_case_and_accents_and_from_their_beginning(hamlet: Place) -> None:
    assert ids(hamlet, "CUÉNTAS") == ids(hamlet, "cuenta") != []
    assert set(ids(hamlet, "cuentas")) == {id_ for id_, said in hamlet.segments().items() if "cuentas" in said.lower()}
    assert ids(hamlet, '"cuenta"') == []
    assert ids(hamlet, "barr plaza") == [hamlet.id_of("barremos la plaza")]
    assert ids(hamlet, '"plaza la"') == []
    assert set(ids(hamlet, "cuentas -jirafa")) == set(ids(hamlet, "cuentas")) - {hamlet.id_of("jirafa")}
    assert ids(hamlet, "-jirafa") == ids(hamlet, "  ") == ids(hamlet, "inexistente") == []


def test_pages_and_filters(hamlet: Place) -> None:
    everything = ids(hamlet, "no", limit=100)
    found = find(hamlet.work, study_id="", query="no", limit=1, offset=1)
    assert (found.total, [one.segment.id for one in found.items]) == (len(everything), everything[1:2])
    assert len(everything) == 2
    hamlet.code(everything[0])
    assert ids(hamlet, "no", reviewed=True) == everything[:1]
    assert ids(hamlet, "no", reviewed=False) == everything[1:]
    assert set(ids(hamlet, "no", session_id="S2")) == {one for one in everything if one.startswith("S2")}
    first = find(hamlet.work, study_id="", query="no", reviewed=True).items[0]
    assert (first.reviewed_by, first.coded) == (("ines",), (("code", "accounts"),))


@pytest.mark.parametrize(
    "typed", ['"', "'", "a OR b", "NEAR(", "col:x", "a* AND", "-", "%_\\", "); DROP TABLE segment;--", "\0", "¡ñ!", "* *"]
)
def test_nothing_that_is_typed_is_a_command(hamlet: Place, typed: str) -> None:
    assert find(hamlet.work, study_id="", query=typed).query == typed
    assert hamlet.segments()


def test_too_much_and_nowhere(hamlet: Place) -> None:
    with pytest.raises(BadInput, match="500"):
        find(hamlet.work, study_id="", query="a" * 501)
    with pytest.raises(NotFound):
        find(hamlet.work, study_id="none", query="a")


def test_what_was_withdrawn_or_retired_is_not_found_any_more_nor_on_the_disk(hamlet: Place) -> None:
    assert ids(hamlet, "alcatraz") == [hamlet.id_of("alcatraz")]
    withdraw(hamlet.work, study_id="", respondent_id="R4", by="Marta")
    assert ids(hamlet, "alcatraz") == []
    assert ids(hamlet, "barre")
    if hamlet.settings.database_url.startswith("sqlite"):
        hamlet.store.close()
        assert all(b"alcatraz" not in file.read_bytes() for file in hamlet.settings.home.rglob("relato.sqlite3*"))


def test_a_transcript_that_changed_is_found_by_its_new_words(hamlet: Place) -> None:
    path = hamlet.transcripts / "S2.txt"
    path.write_text(path.read_text().replace("Nadie más", "Solamente nosotras"))
    hamlet.take_in("S2")
    assert ids(hamlet, '"nadie mas"') == []
    assert ids(hamlet, "solamente nosotras")
    with hamlet.store.read() as tx:
        indexed = tx.execute(text("SELECT count(*) FROM searchable")).scalar()
        assert indexed == corpus.segment_count(tx, "hamlet")


def test_a_database_from_before_there_was_a_search_is_indexed(settings: Settings, place: Place) -> None:
    place.take_in()
    command.downgrade(config_of(settings), "0009")
    migrate(settings.database_url)
    assert ids(place, "cuentas")
    with place.store.read() as tx:
        assert search.found(tx, "hamlet", parse("cuentas"), limit=9)[0] == len(ids(place, "cuentas"))


class Letters:
    """An encoder for which texts are near that have the same letters."""

    id, width = "letters", 26

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        counts = np.array([[one.lower().count(chr(97 + n)) for n in range(26)] for one in texts], np.float32)
        unit: NDArray[np.float32] = (counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)).astype(np.float32)
        return unit


@pytest.fixture
def letters(hamlet: Place, monkeypatch: pytest.MonkeyPatch) -> CachedEncoder:
    encoder = CachedEncoder(Letters(), hamlet.settings.folder("cache") / "letters.sqlite3")
    monkeypatch.setattr(searching, "encoder_for", lambda work, study_id: encoder)
    return encoder


def test_the_nearest_come_first(hamlet: Place, letters: CachedEncoder) -> None:
    said = hamlet.segments()
    for id_, words in said.items():
        found = find(hamlet.work, study_id="", query=words, by="meaning", limit=3)
        nearness = {one.segment.id: one.nearness or 0.0 for one in found.items}
        assert nearness[id_] == max(nearness.values()) == pytest.approx(1, abs=1e-5)
        assert (found.total, found.unseen) == (len(said), 0)
    assert [
        one.segment.session_id for one in find(hamlet.work, study_id="", query="no", by="meaning", session_id="S2").items
    ] == ["S2" for id_ in said if id_.startswith("S2")]
    assert find(hamlet.work, study_id="", query=" ", by="meaning").items == ()


def test_segments_without_a_vector_are_counted_not_hidden(
    hamlet: Place, letters: CachedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "AT_ONCE", 0)
    first, *_ = hamlet.segments().values()
    letters.encode([first])
    found = find(hamlet.work, study_id="", query=first, by="meaning")
    assert (found.total, found.unseen) == (1, len(hamlet.segments()) - 1)
    letters.encode(list(hamlet.segments().values()))
    again = find(hamlet.work, study_id="", query=first, by="meaning")
    assert (again.total, again.unseen) == (len(hamlet.segments()), 0)


def test_a_search_by_meaning_forgets_what_was_withdrawn(hamlet: Place, letters: CachedEncoder) -> None:
    gone = hamlet.id_of("jirafa")
    assert gone in ids(hamlet, "jirafa azul", by="meaning", limit=100)
    withdraw(hamlet.work, study_id="", respondent_id="R4", by="Marta")
    assert gone not in ids(hamlet, "jirafa azul", by="meaning", limit=100)


def test_the_api(settings: Settings, hamlet: Place) -> None:
    queue.prepare(settings)
    with hamlet.store.begin() as tx:
        key = access.new_key(tx, "tests")
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {key}"}) as client:
        found = client.get("/v1/studies/hamlet/search", params={"q": "jirafa"}).json()
        assert (found["total"], found["items"][0]["pieces"][1]) == (1, ["jirafa", True])
        assert client.get("/v1/studies/hamlet/search", params={"q": "a", "by": "smell"}).status_code == 422
        assert client.get("/v1/studies/hamlet/search", params={"q": "a" * 501}).status_code == 422
        assert client.get("/v1/studies/none/search", params={"q": "a"}).status_code == 404


def test_the_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    store = _small(home)
    store.close()
    assert "[cuentas]" in relato(home, "search", "cuenta").stdout
    assert json.loads(relato(home, "search", "cuenta", "--json").stdout)["total"] == 1
    wrong = relato(home, "search", "cuenta", "--by", "smell")
    assert (wrong.returncode, "--by words" in wrong.stderr) == (1, True)
    with closing(sqlite3.connect(home / "relato.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM segment_words WHERE segment_words MATCH 'cuentas'").fetchone() == (1,)


def _small(home: Path) -> Store:

    settings = Settings(home=home)
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        studies.save_study(tx, replace(STUDY, consent="not_required"))
        studies.save_frame(tx, STUDY.id, FRAME)
        studies.save_register(tx, STUDY.id, Register((Session("S1"),)))
        made = transcript("S1", "Leen las cuentas 💧.", "Pusieron medidores.")
        corpus.save_transcript(tx, STUDY.id, made, segments_of(made))
    return store
