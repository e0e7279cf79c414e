"""Validation on the command line: every step in words, and refusals in one line."""

import csv
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations.errors import RelatoError
from service import cli
from service.settings import Settings
from service.storage.transactions import Store, migrate
from tests.service.asking import put_in


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RELATO_HOME", str(tmp_path))
    settings = Settings(home=tmp_path)
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    put_in(settings, store)
    store.close()
    return tmp_path


def said(*words: str, ok: bool = True) -> str:
    """What a command prints, or its refusal."""
    done = CliRunner().invoke(cli.app, ["validate", *words])
    if ok:
        assert done.exit_code == 0, done.exception
        return done.stdout
    assert isinstance(done.exception, RelatoError), done.exception
    return str(done.exception)


def test_from_the_draw_to_the_verifier(home: Path) -> None:
    drawn = "committees: 5 drawn of 10, seed 3 (committee 2 of 3, family 3 of 6, official 0 of 1)\n"
    assert said("draw", "--domain", "committees", "--by", "vera") == drawn
    assert len(json.loads(said("draw", "--json"))) == 1  # the other domain
    assert "purposive (the midwife)" in said("add", "--domain", "committees", "--category", "midwife", "--reason", "the midwife")
    assert "judges work of their own" in said("add", "--domain", "committees", "--category", "partner", "--occasion", "workshop")
    assert said("people").count("\n") == 5 + 3 + 2  # three could be drawn for homes
    assert said("contact", "V001", "invited", "--channel", "telephone", "--on", "2024-05-01") == "V001: invited\n"
    assert said("people", "--due") == "V001  committees     asked 1 times, last on 2024-05-01 by telephone\n"
    form = said("form", "committees", "--language", "en")
    assert "CH1 (statement 1): CH1 changed." in form
    assert "CH3: not yet reported by enough people independently" in form
    assert said("form", "--language", "en") == form
    to = home / "links.csv"
    assert said("links", "committees-1", "--address", "https://relato.example", "--to", str(to)).startswith("7 links in")
    with to.open(encoding="utf-8-sig", newline="") as file:
        assert [row["validator"] for row in csv.DictReader(file)][:2] == ["V001", "V002"]
    assert (to.stat().st_mode & 0o777) == 0o600
    printed = home / "form.pdf"
    assert said("paper", "committees-1", "--to", str(printed), "--validator", "V003") == f"committees-1 in {printed}\n"
    assert printed.read_bytes().startswith(b"%PDF")
    words = ("CH1=b:1", "CH2=C", "--mode", "telephone", "--comment", "CH1=and the school", "--because", "CH1=it is water")
    entered = said("enter", "committees-1", *words, "--validator", "V001", "--by", "vera").splitlines()
    assert entered == [
        "B001  sent  committees-1 telephone V001: CH1=B:1 CH2=C", "  C was said without saying what is wrong: CH2.",
    ]  # fmt: skip
    both = ("--validator", "V002", "--validator", "V003", "--people", "8", "--mode", "workshop")
    assert "V002, V003 (8 people): CH1=A:1 CH2=A:1" in said("enter", "committees-1", "CH1=A:1", "CH2=A:1", *both)
    assert said("void", "B002", "--reason", "twice").startswith("B002  void")
    assert said("ballots").count("\n") == 2
    (first, _) = json.loads(said("ballots", "--json"))
    assert first["ballot"]["answers"][0]["reason"] == "it is water"
    assert "20%" in said("responses", "--language", "en")
    assert "out: could" not in said("responses", "--votes", "--language", "en")
    assert "1 de las 5 personas sorteadas (20 %). [boletas]" in said("responses", "--limits")
    assert {one["kind"] for one in json.loads(said("responses", "--limits", "--json"))} >= {"response", "contacts_from"}
    left = said("verify", "CH2", "--decision", "cannot_validate", "--reason", "the year is wrong", "--language", "en")
    assert "left the ranking and waits to be verified" in left
    assert said("verify", "--questions", "--language", "en").startswith("change: How far do you agree")
    verifier = (
        "--verifier",
        "doctor",
        "--independence",
        "came in 2024",
        "--answer",
        "change=partial",
        "--comment",
        "change=2022",
    )
    assert "done" in said("verify", "CH2", *verifier, "--language", "en")
    assert json.loads(said("verify", "CH2", "--json"))[0]["verified"][0]["answers"][0]["comment"] == "2022"
    assert "not required" in said("verify", "CH1", "--decision", "not_required", "--reason", "nobody voted C", "--language", "en")


def test_who_is_left_out_of_the_draw_and_why() -> None:
    said("verify", "CH4", "--decision", "cannot_validate", "--reason", "nobody can say")
    told = said("draw").splitlines()
    assert [line.split(":")[0] for line in told] == ["committees", "homes"]
    assert told[1].startswith("homes: nobody drawn, nothing can be put to people yet (CH4: cannot be validated")
    assert json.loads(said("draw", "--json")) == []
    assert "relato saturation" in said("draw", "--domain", "homes", ok=False)


def test_a_comment_is_taken_up_as_a_correction() -> None:
    said("form", "committees")
    said("add", "--domain", "committees", "--respondent", "R01", "--reason", "knows it")
    said("enter", "committees-1", "CH1=C", "CH2=A", "--validator", "V001", "--mode", "paper", "--comment", "CH1=it was 2021")
    taken = said("correct", "B001", "CH1", "--text", "the year is 2021", "--by", "vera", "--language", "en")
    assert re.search(r"CH1 +family +Paper +the year is 2021 +to be decided +— +vera, ", taken)
    assert "was changed since" in said("correct", "B001", "CH1", "--outcome", "accepted", "--reason", "so", ok=False)
    said("correct", "B001", "CH1", "--outcome", "rejected", "--reason", "four say 2020")
    (one,) = json.loads(said("correct", "--json"))
    assert (one["outcome"], one["reason"], one["text"]) == ("rejected", "four say 2020", "the year is 2021")


def test_refusals_in_one_line() -> None:
    said("form", "committees")
    said("add", "--domain", "committees", "--respondent", "R01", "--reason", "knows it")
    enter = ("enter", "committees-1", "--validator", "V001", "--mode", "paper")
    assert "not ranked" in said(*enter, "CH1=C:1", "CH2=A", ok=False)
    assert "'x' is no rank" in said(*enter, "CH1=A:x", "CH2=A", ok=False)
    assert "'CH1' says nothing" in said(*enter, "CH1", ok=False)
    assert "given twice" in said(*enter, "CH1=A", "CH1=B", ok=False)
    assert "nothing is voted of CH2" in said(*enter, "CH1=A", "--because", "CH2=so", ok=False)
    assert "nothing is said of CH2" in said(*enter, "CH1=A", ok=False)
    assert "cannot be decided" in said("verify", "CH1", "--decision", "done", "--reason", "so", ok=False)
    assert "who verified" in said("verify", "CH1", "--answer", "change=full", ok=False)
    assert "no reason" in said("add", "--domain", "committees", "--category", "x", ok=False)
