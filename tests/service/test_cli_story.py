"""The texts of stories on the command line: from the draft to a signature, and refusals in one line."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from annotations.errors import RelatoError
from service import cli
from tests.service.hamlet import Place
from tests.service.storied import link_another, quote_with, text

BY = ("--by", "vera")
ON_SQLITE = pytest.mark.parametrize("storied", ["sqlite"], indirect=True)


def said(*words: str, ok: bool = True) -> str:
    """What a command prints, or its refusal."""
    done = CliRunner().invoke(cli.app, ["story", *words])
    if ok:
        assert done.exit_code == 0, done.exception
        return done.stdout
    assert isinstance(done.exception, RelatoError), done.exception
    return str(done.exception)


@pytest.fixture
def place(storied: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("RELATO_HOME", str(storied.settings.home))
    return storied


@ON_SQLITE
def test_from_the_draft_to_a_signature(place: Place, tmp_path: Path) -> None:
    assert said("list").splitlines()[0].startswith("CH1      borrador       (borrador 1)  Cuentas abiertas")
    assert said("open", "CH1", *BY) == "CH1 v1\n"
    assert said("edit", "CH1", "b1", "Se leen en voz alta [S1.001].", "--reason", "clearer", *BY) == "CH1 v2\n"
    assert said("add", "CH1", "summary", "--text", "es=Cada dos meses [G1].", "--after", "b1", *BY) == "CH1 v3\n"
    assert said("add", "CH1", "description", "--kind", "quote", "--segment", "S1.002", *BY) == "CH1 v4\n"
    assert said("move", "CH1", "b2", "description", *BY) == "CH1 v5\n"
    new = quote_with(text(place), "Antes no se sabía").id
    assert said("remove", "CH1", new, *BY) == "CH1 v6\n"
    assert said("versions", "CH1").splitlines()[1].endswith("vera (clearer)")
    shown = said("diff", "CH1", "1", "2", "--language", "en")
    assert "b1         summary worded anew" in shown
    assert "{+" in shown
    assert "Se leen en voz alta [S1.001]." in said("show", "CH1", "--version", "2")
    assert said("comment", "CH1", "¿Quién?", "--block", "b1", *BY) == "C7 b1\n"
    assert said("comment", "CH1", "ella", "--resolve", "C7", *BY) == "C7 b1\n"
    assert "vera: resolvió el comentario C7 (ella)" in said("history", "CH1")
    for role in ("editor", "lead"):
        said("assign", "CH1", role, "ana", *BY)
    said("assign", "CH1", "lead", "ana", "--no-longer", *BY)
    assert said("send", "CH1", "editor", "--reason", "ready", *BY) == "CH1 v6 en revisión editor\n"
    sign = ("sign", "CH1", "editor", "--version", "6", "--checked", "facts", "--by", "ana")
    assert "cannot be signed yet: answer the flag not_saturated:needs_sessions" in said(*sign, ok=False)
    assert "the change is not saturated" in said("flags", "CH1", "--language", "en")
    for flag in json.loads(said("flags", "CH1", "--json")):
        assert "ya veremos" in said("flags", "CH1", "--answer", flag["id"], "--reason", "ya veremos", *BY)
    for block in text(place).blocks:
        if block.kind == "gap":
            said("gap", "CH1", block.id, "--reason", "no se sabrá", *BY)
    assert said(*sign) == "CH1 v6 en revisión editor\n"
    assert "✓ Edición: ana, v6, hechos" in said("show", "CH1")
    assert "## CH1 · Resumen (v6)" in said("sections", "--section", "summary")
    said("sections", "--xlsx", str(tmp_path / "s.xlsx"), "--language", "en")
    assert openpyxl.load_workbook(tmp_path / "s.xlsx").sheetnames == ["sections"]
    assert json.loads(said("sections", "--json", "--group", "nobody")) == []


@ON_SQLITE
def test_a_newer_draft_is_shown_taken_and_left(place: Place) -> None:
    said("open", "CH1", *BY)
    assert said("take", "CH1") == ""
    link_another(place)
    (offered,) = json.loads(said("take", "CH1", "--json"))
    first, *others = [part["key"] for part in offered["parts"]]
    assert first in said("take", "CH1", "--language", "en")
    assert said("take", "CH1", first, *BY) == "CH1 v2\n"
    for key in others[1:]:
        assert said("take", "CH1", key, "--leave", *BY) == "CH1 v2\n"
    said("take", "CH1", "--all", *BY)
    assert said("take", "CH1") == ""


@ON_SQLITE
def test_refusals(place: Place) -> None:
    assert said("show", "CH1", ok=False) == "nobody has begun the text of CH1 (begin it: relato story open CH1)"
    said("open", "CH1", *BY)
    assert "is in no language" in said("add", "CH1", "summary", "--text", "Cada mes", *BY, ok=False)
    assert "say sentence, quote or gap" in said("add", "CH1", "summary", "--kind", "song", *BY, ok=False)
    said("edit", "CH1", "b1", "De Ana [S1].", "--by", "ana")
    refused = said("edit", "CH1", "b1", "De Vera [S1].", "--on", "1", *BY, ok=False)
    assert refused.startswith("ana changed block b1 in version 2, after version 1 that you have edited")
