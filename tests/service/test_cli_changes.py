"""The register of changes on the command line: every act, in words, and refusals in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations.errors import RelatoError
from service import cli
from tests.conftest import SAMPLE
from tests.service.test_cli import relato


def said(*words: str, ok: bool = True) -> str:
    """What a command prints, or its refusal."""
    done = CliRunner().invoke(cli.app, ["changes", *words])
    if ok:
        assert done.exit_code == 0, done.exception
        return done.stdout
    assert isinstance(done.exception, RelatoError), done.exception
    return str(done.exception)


def test_the_register_from_the_file_to_its_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELATO_HOME", str(tmp_path))
    loaded = relato(tmp_path, "study", "load", str(SAMPLE / "study.yaml")).stdout
    assert "entered in the register of changes: CH01, CH02" in loaded
    assert said("list", "--language", "en").splitlines()[0] == "CH01     candidate          Accounts in the open"
    by = ("--by", "vera", "--reason", "read again")
    words = ("--title", "es=Cuotas justas", "--statement", "es=Todos pagan lo mismo.")
    assert said("enter", "--domain", "committees", *words, *by) == "CH11     candidato          Cuotas justas\n"
    assert said("restate", "CH11", "--title", "en=Fair fees", *by).startswith("CH11")
    assert said("describe", "CH11", "--kind", "unintended", "--addressed", "meters", "--by", "vera").startswith("CH11")
    assert "Cuotas" in said("count", "CH11", "S01", "no", *by)
    assert "Cuotas" in said(
        "element", "CH11", "S01", "contribution", "La escuela prestó el salón", "--order", "1", "--by", "vera"
    )
    assert said("merge", "CH10", "CH11", *by) == "CH10     fusionado → CH11   Piperos sin clientes\n"
    assert "CH10" not in said("list")
    assert "CH10     merged → CH11" in said("list", "--all", "--language", "en")
    assert said("reopen", "CH10", *by).startswith("CH10     candidato")
    assert said("pursue", "CH10", *by).startswith("CH10     se sigue")
    assert said("drop", "CH10", *by).startswith("CH10     descartado")
    shown = said("show", "CH11", "--language", "en")
    assert "  2." in shown
    assert "contribution: 1. La escuela prestó el salón (vera)" in shown
    assert "S01: - (vera: read again)" in shown
    assert "vera: merged CH10 into CH11 (read again)" in said("history", "CH11", "--language", "en")
    assert json.loads(said("show", "CH11", "--json"))["change"]["addressed"] == ["meters"]
    first = "t-h-governing    has changes                Running the water; CH01, CH02, CH04; contributed: accounts"
    assert said("priorities", "--language", "en").startswith(first)
    decided = ["register", "actor", "Comité de agua", "committees", "--approach", "visit", "--alias", "RED CAM", *by]
    assert CliRunner().invoke(cli.app, decided).stdout == "a-committee in committees: visit\n"
    again = ["register", "actor", "redcam", "committees", "--lead", "the board", *by]
    assert CliRunner().invoke(cli.app, again).stdout == "a-committee in committees: the board\n"
    listed = CliRunner().invoke(cli.app, ["register", "actors", "--language", "en"]).stdout.splitlines()
    assert (listed[0], listed[2].split(" | ")[2:5]) == ("Local actors: Water committees and assemblies", ["", "", "the board"])
    assert json.loads(CliRunner().invoke(cli.app, ["register", "actors", "--json"]).stdout)[0]["engagement"]["by"] == "vera"
    assert json.loads(said("priorities", "--json"))[3]["changes"] == ["CH06", "CH07", "CH09"]
    assert len(json.loads(said("history", "--json"))) == 10 + 9
    assert "said once" not in said("history")
    assert said("drop", "CH10", *by, ok=False) == "act 20 (dropped CH10): CH10 is dropped (reopen it first)"
    assert "there is no segment S01.001" in said("link", "CH11", "S01.001", *by, ok=False)
    assert "is in no language" in said("restate", "CH11", "--title", "Fair fees", *by, ok=False)
    assert "say yes, no or rule" in said("count", "CH11", "S01", "maybe", *by, ok=False)
