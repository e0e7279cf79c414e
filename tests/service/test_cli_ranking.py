"""The ranking on the command line: results, criteria and review in words, and refusals in one line."""

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from annotations.errors import RelatoError
from service import cli
from service.settings import Settings
from service.storage.transactions import Store, migrate
from tests.encoders import share_encoders
from tests.service.asking import Asked
from tests.service.ranked import put_in_ranked, rank


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setenv("RELATO_HOME", str(tmp_path))
    settings = share_encoders(Settings(home=tmp_path))
    migrate(settings.database_url)
    return put_in_ranked(settings, Store(settings.database_url))


def said(*words: str, ok: bool = True) -> str:
    """What a command prints, or its refusal."""
    done = CliRunner().invoke(cli.app, ["ranking", *words])
    if ok:
        assert done.exit_code == 0, done.exception
        return done.stdout
    assert isinstance(done.exception, RelatoError), done.exception
    return str(done.exception)


def test_results_as_words_numbers_and_a_workbook(asked: Asked, tmp_path: Path) -> None:
    shown = said("show", "--language", "en", "--xlsx", str(tmp_path / "ranking.xlsx"))
    assert "Ranking of changes: " in shown
    assert "CH1 CH1" in shown
    assert shown.strip().endswith("ranking.xlsx")
    assert openpyxl.load_workbook(tmp_path / "ranking.xlsx").sheetnames[0] == "ranking-summary"
    assert "Orden de los cambios" in said("show")  # the study's first language
    told = json.loads(said("show", "--json", "--unranked", "silent"))
    assert (told["totals"]["ballots"], told["results"][0]["unranked"]) == (3, "silent")
    assert told["results"][0]["all"]["standings"][0]["change_id"] == "CH1"
    assert "use last or silent" in said("show", "--unranked", "first", ok=False)


def test_reasons_from_proposals_to_the_table(asked: Asked) -> None:
    assert said("reasons").splitlines()[1] == "    -"
    assert "of 3 reasons" in said("suggest")
    assert "trust? (" in said("reasons", "--domain", "committees").splitlines()[1]
    assert said("review", "B001", "CH1", "--accept", "trust", "--by", "vera") == "B001 CH1: trust\n"
    assert said("review", "B001", "CH2", "--none", "--by", "vera") == "B001 CH2: none\n"
    assert said("name", "own", "--name", "en=Own doing", "--by", "vera") == "own: Own doing\n"
    assert said("review", "B002", "CH2", "--add", "own", "--add", "trust", "--by", "vera") == "B002 CH2: trust, own\n"
    assert said("review", "B002", "CH2", "--remove", "trust", "--reject", "health", "--by", "vera") == "B002 CH2: own\n"
    assert said("reasons", "--undecided") == ""
    assert [one["criteria"] for one in json.loads(said("reasons", "--json"))] == [["trust"], [], ["own"]]
    table = said("criteria", "--language", "en", "--frequency")
    assert "Numbers are ballots of the group" in table
    assert "Confianza" in said("criteria", "--domain", "committees")
    for words, refusal in (
        (("review", "B001", "CH1", "--by", "vera"), "give criteria, or --none"),
        (("review", "B001", "CH1", "--none", "--add", "own"), "give criteria, or --none"),
        (("review", "B001", "CH1", "--add", "fame", "--by", "vera"), "there is no criterion 'fame'"),
        (("name", "own", "--name", "Own doing", "--by", "vera"), "is in no language"),
        (("criteria", "--domain", "nowhere"), "there is no domain"),
    ):
        assert refusal in said(*words, ok=False)


def test_what_people_wrote_is_no_command_to_the_terminal(asked: Asked) -> None:
    rank(asked, asked.add("R04"), (1, "line\n\x1b[31mred\u202e"), (2, ""))
    assert "line [31mred\n" in said("reasons")


def test_ballots_from_a_file(asked: Asked, tmp_path: Path) -> None:
    file = tmp_path / "ballots.yaml"
    file.write_text(
        "ballots:\n- {domain: committees, people: [R03], mode: paper, language: es, answers: {CH1: {vote: A, rank: 2}, CH2: {vote: B, rank: 1}}}\n"
    )
    assert said("enter", str(file), "--by", "vera") == "1 ballots entered, 0 were entered before\n"
    assert json.loads(said("enter", str(file), "--by", "vera", "--json"))["entered_before"] == 1
    assert len(asked.sent()) == 4
