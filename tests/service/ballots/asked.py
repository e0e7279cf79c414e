"""A study with a form of four changes, in Spanish and English, and people who are asked: what the tests of the form are filled in on."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change
from annotations.validation.records import Form, Validator, Wording
from service.settings import Settings
from service.storage import studies
from service.storage.act_logs import append
from service.storage.transactions import Store, Tx, migrate
from service.workflows import validation_forms
from service.workflows.change_sync import enter_from_file
from service.workflows.work import Work
from tests.service.records import FRAME, STUDY

_form, _validator = TypeAdapter(Form), TypeAdapter(Validator)
TITLES = (
    ("Cuentas claras", "Open accounts"),
    ("Turnos por escrito", "Written turns"),
    ("Medidores", "Meters"),
    ("Jabón", "Soap"),
)
HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)><svg/onload=alert(3)> {{ 7*7 }} </title></textarea></form>"
    "#panic() *x* $ @a javascript:alert(4) =1+1 \u202eمرحبا 💧 "
)


def wordings(hostile: str = "") -> tuple[Wording, ...]:
    return tuple(
        Wording(
            f"CH{n}", "no_change" if n == 4 else "change", {"es": es + hostile, "en": en + hostile},
            {"es": f"El comité: {es.lower()}. {hostile}", "en": f"The committee: {en.lower()}. {hostile}"},
            {"es": f"Cómo fue lo de {es.lower()}. {hostile}", "en": f"How {en.lower()} came about. {hostile}"} if n != 3 else {}, 1,
        )
        for n, (es, en) in enumerate(TITLES, 1)
    )  # fmt: skip


def ask(tx: Tx, *, hostile: str = "", people: Sequence[str] = ("V001", "V002", "V003")) -> Form:
    """The study ``water``, the form ``committees-1``, and three people who are asked about committees."""
    changes = tuple(Change(w.change_id, "committees", w.title, w.statement, w.kind) for w in wordings(hostile))
    studies.save_study(tx, replace(STUDY, changes=changes))
    studies.save_frame(tx, "water", FRAME)
    respondents = [Respondent(f"R{n}", "household") for n in range(1, 4)]
    there = tuple(Participation("S1", one.id, "A", Consent(True, True)) for one in respondents)
    studies.save_register(tx, "water", Register((Session("S1"),), tuple(respondents), there))
    enter_from_file(tx, "water")
    form = Form("committees-1", "committees", 1, wordings(hostile), (("CH9", "not_saturated"),))
    append(
        tx,
        "water",
        "validation",
        "ana",
        "form_made",
        form.id,
        {"form": _form.dump_python(form, mode="json"), "parts": _parts(form)},
    )
    for n, id_ in enumerate(people, 1):
        person = Validator(id_, "committees", "household", "purposive", f"R{n}", reason="of the hamlet")
        append(tx, "water", "validation", "ana", "added", id_, {"validator": _validator.dump_python(person, mode="json")})
    return form


def _parts(form: Form) -> dict[str, list[dict[str, object]]]:
    return {one.change_id: [{"text": dict(one.summary), "cites": []}] for one in form.wordings if one.summary}


def link(work: Work, validator: str = "V001", days: int = 30) -> str:
    """A link of theirs to the form."""
    return validation_forms.new_link(work, study_id="water", by="ana", validator_id=validator, form_id="committees-1", days=days)


@contextmanager
def prepared_home(home: Path) -> Iterator[Work]:
    """A home of its own in which people have been asked, on SQLite; closed so that it can be copied, which is quicker than to make another."""
    settings = Settings(home=home)
    migrate(settings.database_url)
    store = Store(settings.database_url)
    with store.begin() as tx:
        ask(tx)
    yield Work(settings, store)
    store.scrub()
    store.close()


@contextmanager
def copied_home(prepared: Path, home: Path) -> Iterator[Work]:
    shutil.copytree(prepared, home)
    settings = Settings(home=home)
    store = Store(settings.database_url)
    yield Work(settings, store)
    store.close()
