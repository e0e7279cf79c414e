"""Processes that are killed, keys that are missing, disks and databases that are not as they should be."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text as sql

from annotations.errors import Conflict, NotReady
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.validation.records import Answer
from service import running
from service.app import create_app
from service.settings import Settings
from service.storage import identity, vault
from service.storage.transactions import Store
from service.workflows import changes, validation
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.service.asking import Asked, put_in
from tests.service.hamlet import DyingStore, Killed, Place
from tests.service.meeting import opened

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # what is tested is above the database


@pytest.fixture
def asked(settings: Settings, store: Store) -> Asked:
    """The study of ``asking``, on each database."""
    return put_in(settings, store)


class TestKilled:
    @ON_SQLITE
    @pytest.mark.parametrize("committed", [False, True])
    @pytest.mark.parametrize("verb", ["draw", "make_form", "new_link", "enter", "void", "begin", "save"])
    def test_between_two_steps_and_done_again_it_is_there_once(self, asked: Asked, verb: str, committed: bool) -> None:
        asked.form()
        one, token = asked.add(), ""
        changes.restate(asked.work, study_id="asked", by="vera", change_id="CH1", title={}, statement={"es": "Más."}, reason="so")
        if verb == "void":
            asked.enter(one)
        if verb in ("begin", "save"):
            token = asked.link(one)
        if verb == "save":
            validation.begin(asked.work, token, language="es")
        given = [Answer("CH1", "A", "", 1, ""), Answer("CH2", "A", "", 2, "")]
        entered = {"form_id": "committees-1", "validators": [one], "mode": "paper", "language": "es", "answers": given}
        values: dict[str, dict[str, Any]] = {
            "draw": {"domain": "committees"}, "make_form": {"domain": "committees"}, "void": {"ballot_id": "B001", "reason": "so"},
            "new_link": {"validator_id": one, "form_id": "committees-1"}, "enter": entered,
        }  # fmt: skip

        def do(work: Work) -> None:
            if verb == "begin":
                validation.begin(work, token, language="es")
            elif verb == "save":
                validation.save_answers(work, token, given)
            else:
                getattr(validation, verb)(work, study_id="asked", by="vera", **values[verb])

        dying = DyingStore(asked.work.settings.database_url, at=1, committed=committed)
        with opened(dying), pytest.raises(Killed):
            do(Work(asked.work.settings, dying))
        try:
            do(asked.work)
        except Conflict:
            assert committed
            assert verb in ("draw", "enter", "void")
        assert len(validation.draws_of(asked.work, "asked")) == (verb == "draw")
        assert len(validation.forms_of(asked.work, "asked")) == 1 + (verb == "make_form")
        assert [k.state for k in asked.kept()] == {"enter": ["sent"], "void": ["void"], "begin": ["open"], "save": ["open"]}.get(
            verb, []
        )
        assert len([k for k in validation.links_of(asked.work, "asked") if k.state == "open"]) == (
            verb in ("new_link", "begin", "save")
        )
        if verb == "save":
            assert asked.kept()[0].ballot.answers == tuple(given)

    def test_while_a_draft_is_written_its_file_goes_with_the_words(self, storied: Place) -> None:
        """The process is gone before the file had its name; the words are withdrawn afterwards."""
        left = storied.settings.folder("stories", "hamlet") / ".CH1-v1.es.md.x1y2z3"
        left.write_text("El alcatraz morado", encoding="utf-8")
        withdraw(storied.work, study_id="hamlet", respondent_id="R4", by="vera")
        assert not left.exists()


class TestWhatStandsBehind:
    """Keys, disks and databases that are not as they should be."""

    @pytest.fixture
    def form(self, asked: Asked) -> Iterator[tuple[TestClient, str]]:
        asked.form()
        token = asked.link(asked.add())
        validation.begin(asked.work, token, language="es")
        with TestClient(create_app(asked.work.settings), raise_server_exceptions=False, follow_redirects=False) as client:
            yield client, token

    def test_without_the_key_a_ballot_is_not_saved_and_its_link_stays_good(
        self, asked: Asked, form: tuple[TestClient, str]
    ) -> None:
        client, token = form
        with asked.work.store.begin() as tx:
            lencha = Entity("E1", IdentityKind.PERSON, "A", ("Lencha",), state="confirmed")
            identity.save_entities(tx, vault.open_vault(asked.work.settings, tx), "asked", [lencha])
            identity.count_mentions(tx, "asked", "S01", [(Mention(0, 6, IdentityKind.PERSON, "Lencha"), "E1")])
        asked.work.settings.vault_key_file.unlink()
        answer = client.post(f"/v/{token}/agree", data={"vote:CH1": "A", "comment:CH1": "so"})
        assert answer.status_code == 503
        assert "Something went wrong on our side" in answer.text
        assert validation.look_up(asked.work, token).state == "open"
        assert not asked.work.settings.vault_key_file.exists()

    def test_an_error_that_nobody_foresaw_does_not_write_the_key_of_a_ballot_down(
        self, asked: Asked, form: tuple[TestClient, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        client, token = form
        with asked.work.store.begin() as tx:
            tx.execute(sql("DROP TABLE ballot_link"))
        assert client.get(f"/v/{token}").status_code == 500
        assert "unexpected error" in caplog.text
        assert token not in caplog.text

    def test_a_database_of_a_newer_relato_is_left_alone(self, settings: Settings, store: Store) -> None:
        with store.begin() as tx:
            tx.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(NotReady, match="a newer Relato has worked with this database"), running.opened(settings):
            pass

    @ON_SQLITE
    def test_what_is_no_database_is_said_in_a_line(self, settings: Settings) -> None:
        (settings.folder() / "relato.sqlite3").write_bytes(b"no database at all" * 100)
        with pytest.raises(NotReady, match="the database cannot be used: file is not a database"), running.opened(settings):
            pass
