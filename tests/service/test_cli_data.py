"""Statistics on the command line: taken in, compared with a claim, attached, answered, drawn."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotations.errors import RelatoError
from service import cli
from tests.service.hamlet import Place

HEAD = "indicator,value,unit,place,period,denominator,source,retrieved\n"
FELL = """Paid on time,97,%,Alta,2020,118 taps,Committee,2024-05-02
Paid on time,86,%,Alta,2023,308 taps,Committee,2024-05-02
"""


@pytest.fixture
def place(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("RELATO_HOME", str(place.settings.home))
    monkeypatch.setenv("RELATO_DATABASE_URL", place.settings.database_url)
    return place


def said(*words: str, ok: bool = True) -> str:
    """What a command prints, or its refusal."""
    done = CliRunner().invoke(cli.app, ["data", *words])
    if ok:
        assert done.exit_code == 0, done.exception
        return done.stdout
    assert isinstance(done.exception, RelatoError), done.exception
    return str(done.exception)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_from_a_file_to_an_answer(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text(HEAD + FELL)
    by, why = ("--by", "vera"), ("--reason", "the series falls")
    assert said("import", str(file), *by) == "2 points: 2 new, 0 corrected, 0 unchanged\n"
    file.write_text(HEAD + FELL.replace("308 taps", "310 taps"))
    assert said("import", str(file), *by) == "2 points: 0 new, 1 corrected, 1 unchanged\n  D0002 corrected by D0003\n"
    assert json.loads(said("import", str(file), *by, "--json"))["unchanged"] == 2
    assert said("list", "--language", "en").splitlines()[1].startswith("D0003  Paid on time, Alta: 86% (2023), of 310 taps.")
    assert [point["id"] for point in json.loads(said("list", "--json"))] == ["D0001", "D0003"]
    series = said("series", "--language", "en")
    assert "“Paid on time” (Alta): 97% (2020); 86% (2023)  ! denominators change" in series
    id_ = series.split()[0]
    assert "nothing" not in said("check", "CH1", "D0001", "D0003", "--language", "en")
    attached = said("attach", "CH1", "D0001", "D0003", "--verdict", "contradicts", *why, *by, "--language", "en")
    assert attached.startswith(
        "A1  CH1  contradicts: Se leen las cuentas. · D0001, D0003 · vera: the series falls ! not answered\n"
    )
    assert "  note: " in attached
    assert "A1 has the same data" in said("attach", "CH1", "D0001", "D0003", "--verdict", "context", *why, *by, ok=False)
    assert "is no verdict" in said("attach", "CH1", "D0001", "--verdict", "proves", *why, *by, ok=False)
    assert said("answer", "CH1", "A1", "so it is", *by).endswith("— vera: so it is\n")
    assert "so it is" in said("attachments", "CH1")
    assert json.loads(said("attachments", "--json"))[0]["attachment"]["answered_by"] == "vera"
    written = said("chart", id_, "--out", str(tmp_path / "out"), "--attachment", "A1", "--language", "en")
    assert written.endswith(f"series-{id_}.en: svg, png, csv, txt\n")
    assert (tmp_path / "out" / f"series-{id_}.en.csv").read_text("utf-8-sig").splitlines()[0].startswith("Period,Value")
    assert said("withdraw", "CH1", "A1", *why, *by) == "A1 withdrawn\n"
    assert said("attachments") == ""
    assert "(withdrawn)" in said("attachments", "--all")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_typed_points(place: Place) -> None:
    words = (
        "--indicator",
        "Cases",
        "--unit",
        "cases",
        "--place",
        "Alta",
        "--period",
        "2023",
        "--source",
        "Clinic",
        "--retrieved",
        "2024-05-02",
    )
    assert said("add", "--value", "40", *words, "--by", "vera") == "D0001\n"
    assert "D0001 is the same point" in said("add", "--value", "41", *words, "--by", "vera", ok=False)
    assert said("correct", "D0001", "--value", "42", "--reason", "misread", "--by", "vera") == "D0001 corrected by D0002\n"
    assert said("remove", "D0002", "--reason", "another town", "--by", "vera") == "D0002 taken out\n"
    assert said("list") == ""
    assert "there is no series" in said("chart", "nothing", ok=False)
