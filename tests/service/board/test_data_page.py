"""The pages of statistics: enter, take in, compare, attach, answer; in both languages; what is typed stays text."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

HERE = "/board/water/data"
CSV = """indicator,value,unit,place,period,denominator,source,retrieved,caveat
Paid <b>on time</b>,97,%,Alta,2020,118 taps,Committee,2024-05-02,=1+1
Paid <b>on time</b>,86,%,Alta,2023,308 taps,Committee,2024-05-02,
"""


def token(board: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', board.get(HERE).text)
    assert found
    return found[1]


def post(board: TestClient, path: str, status: int = 303, files: Any = None, **fields: Any) -> Any:
    answer = board.post(f"{HERE}/{path}", data={"csrf": token(board), **fields}, files=files)
    assert answer.status_code == status, answer.text
    return answer


def taken(board: TestClient) -> str:
    """The address of the page of the series of the file."""
    post(board, "files", files={"file": ("data.csv", CSV.encode())})
    found = re.search(rf'href="({HERE}/series/[0-9a-f]+)"', board.get(HERE).text)
    assert found
    return found[1]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_empty_page_says_what_to_do(board: TestClient) -> None:
    assert "There is no data yet" in board.get(HERE).text
    assert "Todavía no hay datos" in board.get(f"{HERE}?lang=es").text
    assert f'href="{HERE}"' in board.get("/board/water").text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_from_a_file_to_an_answered_contradiction(board: TestClient) -> None:
    series = taken(board)
    page = board.get(series).text
    assert "<b>on time" not in page
    assert "Paid &lt;b&gt;on time" in page
    assert "totals that change (118 taps; 308 taps)" in page
    listed = board.get(f"{series}?change=CH1").text
    assert "block=" in listed
    compared = board.get(f"{series}?change=CH1&block=").text
    assert "What the number check proposes" in compared
    attached = post(
        board,
        "attach",
        change="CH1",
        block="",
        language="en",
        points=["D0001", "D0002"],
        verdict="contradicts",
        reason="it <i>falls</i>",
    )
    assert attached.headers["location"] == f"{HERE}#A1"
    page = board.get(HERE).text
    assert "stops the signing" in page
    assert "it &lt;i&gt;falls&lt;/i&gt;" in page
    assert "detiene la firma" in board.get(f"{HERE}?lang=es").text
    again = post(board, "attach", 409, change="CH1", block="", points=["D0001", "D0002"], verdict="context", reason="x")
    assert "A1" in again.text
    post(board, "attachments/CH1/A1/answer", reason="reworded")
    page = board.get(f"{HERE}?lang=en").text
    assert "Answered by ana: reworded" in page
    assert "stops the signing" not in page
    post(board, "attachments/CH1/A1/withdraw", reason="other series")
    assert "Answered by ana" not in board.get(HERE).text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_typed_corrected_and_taken_out(board: TestClient) -> None:
    fields: dict[str, Any] = {
        "indicator": "Cases",
        "value": "1234.5",
        "unit": "cases",
        "place": "Alta",
        "period": "2023",
        "source": "Clinic",
        "retrieved": "2024-05-02",
    }
    made = post(board, "points", **fields)
    page = board.get(made.headers["location"]).text
    assert "1,234.5 cases" in page
    assert 'value="1234.5"' in page
    given: dict[str, Any] = {"denominator": "", "source": "Clinic", "caveat": "", "reason": "misread"}
    assert "may be 1.234 or 1234" in post(board, "points/D0001/correct", 422, value="1,234", **given).text
    made = post(board, "points/D0001/correct", value="1240", **given)
    assert "D0002" in board.get(made.headers["location"]).text
    post(board, "points/D0002/remove", reason="another town")
    assert "There is no data yet" in board.get(HERE).text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_is_wrong_is_said_and_nothing_kept(board: TestClient) -> None:
    bad = post(board, "files", 422, files={"file": ("data.csv", CSV.replace("308 taps", "").encode())})
    assert "row 3" in bad.text
    assert "relato" not in bad.text.split("row 3")[1][:200]
    post(
        board,
        "points",
        422,
        indicator="Cases",
        value="1.200",
        unit="cases",
        place="A",
        period="2023",
        source="C",
        retrieved="2024-05-02",
    )
    post(board, "points", 422, indicator="Cases", value="1", unit="cases", place="A", period="2023", source="C", retrieved="hoy")
    assert "There is no data yet" in board.get(HERE).text
    assert board.get(f"{HERE}/series/nothing").status_code == 404
    assert board.post(f"{HERE}/points", data={"csrf": "x"}).status_code == 401


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_files_of_a_series(board: TestClient) -> None:
    series = taken(board)
    sheet = board.get(f"{series}.csv?lang=en")
    assert sheet.headers["content-disposition"].startswith("attachment")
    assert "'=1+1" in sheet.content.decode("utf-8-sig")
    assert board.get(f"{series}.svg").headers["content-type"].startswith("image/svg+xml")
    assert board.get(f"{series}.png").content.startswith(b"\x89PNG")
    assert board.get(f"{series}.svg?attachment=A9").status_code == 404


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_nobody_sees_it_without_signing_in(visitor: TestClient) -> None:
    assert visitor.get(HERE).status_code == 303
    assert visitor.post(f"{HERE}/points", data={}).status_code == 303
