"""Consent has ended in the roster and nobody has withdrawn the words yet: they are shown nowhere, and come back where it was an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from annotations.stories.silence import HIDDEN
from annotations.validation.records import Answer
from annotations.validation.verification import Said
from service.app import create_app
from service.jobs import queue
from service.settings import Settings
from service.storage import access, corpus, studies
from service.storage.transactions import Store
from service.workflows import stories, triangulation, validation
from service.workflows.ranking import sent_reasons
from service.workflows.story_telling import told_of
from service.workflows.withdrawing import withdraw
from tests.service.asking import Asked, put_in
from tests.service.hamlet import SAID_BY_R4, Place
from tests.service.records import segments_of, transcript
from tests.service.storied import WHO, begun, quote_with, text
from tests.service.test_story_seams import withdrawn_in_roster

QUOTED = "El alcatraz morado floreció junto al pozo"
ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)  # what is tested is above the database


def written(place: Place) -> str:
    """A story about which people say again what R4 said; the id of the block that quotes it."""
    begun(place)
    hers, other = quote_with(text(place), "alcatraz").id, quote_with(text(place), "leen las cuentas").id
    note = stories.comment(place.work, **WHO, text="¿morado?", block=hers)
    stories.resolve_comment(place.work, **WHO, comment_id=note.id, resolution="sí, alcatraz")
    stories.comment(place.work, **WHO, text=f"Se dijo: {QUOTED}, y nada más.", block=other)
    stories.comment(place.work, **WHO, text="Falta la fecha.", block=other)
    stories.edit_block(
        place.work, **WHO, based_on=1, block_id="b1", language="es", text="Se leen [S1.001].", reason=f"era: {QUOTED}"
    )
    file = place.folder / "statistics.csv"
    head = "indicador,valor,unidad,lugar,periodo,denominador,fuente,consultado,salvedad\n"
    file.write_text(head + "Pago,97,%,Alta,2020,118 tomas,Comité,2024-05-02,\n", encoding="utf-8")
    triangulation.import_points(place.work, study_id="hamlet", file=file, by="vera")
    triangulation.attach(place.work, **WHO, points=["D0001"], block="", verdict="context", reason=f"pues {QUOTED}")
    return hers


def everything(place: Place) -> str:
    """All that is shown of the story: its state, its versions, its log, its document, its sections, the figures beside it."""
    work, of = place.work, ("hamlet", "CH1")
    shown = [
        stories.current(work, *of), stories.versions(work, *of), stories.version(work, *of, 1), stories.history(work, *of),
        told_of(work, *of, "es"), stories.sections(work, "hamlet"), triangulation.judged(work, *of), stories.difference(work, *of, 1, 2),
        triangulation.claims(work, *of),
    ]  # fmt: skip
    return repr(shown)


def test_what_quotes_them_is_shown_nowhere_and_comes_back(storied: Place) -> None:
    written(storied)
    before = everything(storied)
    assert all(word in before for word in ("alcatraz", "morado", "Falta la fecha"))
    with storied.store.begin() as tx:
        roster = studies.register(tx, "hamlet")
    withdrawn_in_roster(storied.work, "hamlet", "R4")
    shown = everything(storied)
    assert not [word for word in (*SAID_BY_R4, "morado") if word in shown]
    assert "Falta la fecha." in shown  # what others remark on other blocks
    said = {(c.text, c.resolution) for c in stories.current(storied.work, "hamlet", "CH1").comments}
    assert said == {(HIDDEN, HIDDEN), (HIDDEN, ""), ("Falta la fecha.", "")}
    assert len(stories.history(storied.work, "hamlet", "CH1")) == 7  # who did what stays
    with storied.store.begin() as tx:
        studies.save_register(tx, "hamlet", roster)  # it was an error
    assert everything(storied) == before


@ON_SQLITE
def test_withdrawing_takes_out_what_was_not_shown(storied: Place) -> None:
    written(storied)
    withdrawn_in_roster(storied.work, "hamlet", "R4")
    hidden = [(block.id, dict(block.text), block.quote) for block in text(storied).blocks]
    withdraw(storied.work, study_id="hamlet", respondent_id="R4", by="vera")
    assert [(block.id, dict(block.text), block.quote) for block in text(storied).blocks] == hidden


@ON_SQLITE
def test_what_is_said_of_it_afterwards_is_shown(storied: Place) -> None:
    written(storied)
    withdrawn_in_roster(storied.work, "hamlet", "R4")
    flag = next(one for one in stories.current(storied.work, "hamlet", "CH1").flags if one.kind == "withdrawn")
    stories.answer_flag(storied.work, **WHO, flag_id=flag.id, reason="se va a reescribir")
    answered = [one.answer for one in stories.current(storied.work, "hamlet", "CH1").flags if one.id == flag.id]
    assert answered == ["se va a reescribir"]


@pytest.fixture
def asked(settings: Settings, store: Store) -> Asked:
    return put_in(settings, store)


def test_ballots_forms_and_verifications_that_quote_them(asked: Asked) -> None:
    said = "Aquella mañana junto al pozo vimos la jirafa azul."
    with asked.work.store.begin() as tx:
        made = transcript("S01", said, source_hash="S01-2")
        corpus.save_transcript(tx, "asked", made, segments_of(made), replace=True)
    asked.form()
    mine, other = asked.add("R01"), asked.add("R02")
    given = [Answer("CH1", "B", f"falta: {said}", 1, f"porque {said}"), Answer("CH2", "A", "bien", 2, "sirve")]
    for one in (mine, other):
        asked.do("enter", form_id="committees-1", validators=[one], mode="paper", language="es", answers=given, reason=said)
    asked.do("contact", validator_id=other, what="reminded", reason=said)
    asked.do("verify", change_id="CH1", verifier="doctor", independence="came later", answers=[Said("change", "full", said)])
    asked.do("cannot_validate", change_id="CH2", reason=said)

    def shown() -> list[Any]:
        work = asked.work
        with work.store.read() as tx:
            reasons, _ = sent_reasons(tx, "asked")
        return [
            validation.ballots_of(work, "asked"), validation.votes(work, "asked"), reasons, validation.contacts_of(work, "asked"),
            validation.verifications_of(work, "asked"), validation.votes_table(work, "asked", "es"),
        ]  # fmt: skip

    before = repr(shown())
    assert before.count("jirafa") > 5
    with asked.work.store.begin() as tx:
        roster = studies.register(tx, "asked")
    withdrawn_in_roster(asked.work, "asked", "R01")
    kept, *others = shown()
    assert "jirafa" not in repr([kept, *others])
    words = [[(a.vote, a.comment, a.reason) for a in one.ballot.answers] for one in kept]
    assert words == [[("B", "", ""), ("A", "", "")], [("B", "", ""), ("A", "bien", "sirve")]]  # of R01 nothing that they wrote
    with asked.work.store.begin() as tx:
        studies.save_register(tx, "asked", roster)
    assert repr(shown()) == before


@pytest.fixture
def client(storied: Place) -> Iterator[TestClient]:
    queue.prepare(storied.settings)
    with storied.store.begin() as tx:
        headers = {"Authorization": f"Bearer {access.new_key(tx, 'tests')}"}
    with TestClient(create_app(storied.settings), headers=headers) as made:
        yield made


@ON_SQLITE
def test_no_draft_of_the_api_shows_them(storied: Place, client: TestClient) -> None:
    address = "/v1/studies/hamlet/stories"
    assert "alcatraz" in client.get(address).text
    assert client.get(f"{address}/CH1/es.md").status_code == 200
    withdrawn_in_roster(storied.work, "hamlet", "R4")
    assert [(one["body"], one["files"]) for one in client.get(address).json()] == [({}, {})]
    assert client.get(f"{address}/CH1/es.md").status_code == 404
