"""Files of data points: both languages, both formats, whole or not at all, every fault with its row."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from annotations.errors import BadInput
from annotations.triangulation.files import number_of, read_points
from annotations.triangulation.records import DataPoint

HEAD = "indicador;valor;unidad;lugar;periodo;denominador;fuente;consultado;salvedad\n"
ROW = "Pago a tiempo;81,5;%;Alta;2023;308 tomas;Comité;2024-05-02;Se cuentan más tomas\n"
POINT = DataPoint(
    "", "Pago a tiempo", 81.5, "%", "Alta", "2023", "308 tomas", "Comité", datetime.date(2024, 5, 2), "Se cuentan más tomas"
)
ENGLISH = ("Indicator", "Value", "Unit", "Place", "Period", "Denominator", "Source", "Retrieved", "Caveat")


def write(folder: Path, text: str) -> Path:
    path = folder / "statistics.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_spanish_and_english_csv(tmp_path: Path) -> None:
    assert read_points(write(tmp_path, HEAD + ROW)) == [POINT]
    english = ",".join(ENGLISH[:-1]) + '\nPago a tiempo,"1,200.5",casos,Alta,2023,,Comité,2024-05-02\n'
    [one] = read_points(write(tmp_path, english))
    assert (one.value, one.unit, one.caveat) == (1200.5, "casos", "")


def test_xlsx_says_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["notes", "of the analyst"])
    sheet = book.create_sheet("data")
    sheet.append(ENGLISH)
    sheet.append(
        ["Pago a tiempo", 81.5, "%", "Alta", 2023, "308 tomas", "Comité", datetime.date(2024, 5, 2), "Se cuentan más tomas"]
    )
    sheet.append(["Tasa", 1.234, "casos por mil", "Alta", 2023, "", "Comité", datetime.date(2024, 5, 2), "=1+1"])
    path = tmp_path / "statistics.xlsx"
    book.save(path)
    first, second = read_points(path)
    assert first == POINT
    assert (second.value, second.caveat) == (1.234, "=1+1")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Pago;1.200;casos;Alta;2023;;Comité;2024-05-02;", "may be 1.200 or 1200"),
        ("Pago;81%;%;Alta;2023;308;Comité;2024-05-02;", "is no number"),
        ("Pago;;%;Alta;2023;308;Comité;2024-05-02;", "is no number"),
        ("Pago;nan;casos;Alta;2023;308;Comité;2024-05-02;", "is no number"),
        (";81;%;Alta;2023;308;Comité;2024-05-02;", "indicator is empty"),
        ("Pago;81;%;Alta;2023;;Comité;2024-05-02;", "a share without a denominator"),
        ("Pago;81;casos;Alta;el año pasado;;Comité;2024-05-02;", "is no period"),
        ("Pago;81;casos;Alta;2023;;Comité;2 de mayo;", "is no date"),
        ("Pago;81;casos;;2023;;Comité;2024-05-02;", "place is empty"),
        ("Pago;81;casos;Alta;2023;;;2024-05-02;", "source is empty"),
        (f"{'P' * 600};81;casos;Alta;2023;;Comité;2024-05-02;", "longer than 500"),
    ],
)
def test_every_fault_is_named_with_its_row(tmp_path: Path, row: str, fault: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_points(write(tmp_path, HEAD + ROW + row + "\n"))
    assert "row 3: " in caught.value.message
    assert fault in caught.value.message
    assert caught.value.where.endswith("statistics.csv")
    assert "nothing of the file was taken" in caught.value.remedy


def test_all_faults_at_once_up_to_twenty(tmp_path: Path) -> None:
    wrong = "".join(f"Pago;x;casos;Alta;{1990 + number};;Comité;2024-05-02;\n" for number in range(30))
    with pytest.raises(BadInput) as caught:
        read_points(write(tmp_path, HEAD + wrong))
    assert caught.value.message.count("row ") == 20
    assert caught.value.message.endswith("; and 10 more")


def test_a_point_twice(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="row 3: the same indicator, unit, place, period and source as in row 2"):
        read_points(write(tmp_path, HEAD + ROW + ROW.replace("81,5", "90")))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD.replace("valor", "monto") + ROW, "the column 'monto' is not known; the column value is missing"),
        (HEAD.replace("salvedad", "valor") + ROW, "the column value is given twice"),
        (HEAD, "the table has no rows"),
    ],
)
def test_columns(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        read_points(write(tmp_path, text))


def test_no_table_and_no_file(tmp_path: Path) -> None:
    for content in (b"", b"PK\3\4nothing", b"\x00\xff\x00"):
        (tmp_path / "statistics.csv").write_bytes(content)
        with pytest.raises(BadInput):
            read_points(tmp_path / "statistics.csv")
    with pytest.raises(BadInput, match="cannot be opened"):
        read_points(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("written", "value"),
    [("0.125", 0.125), ("0,125", 0.125), ("1.200.000", 1_200_000), ("1,200,000.50", 1_200_000.5), ("1.200.000,5", 1_200_000.5), ("12.3456", 12.3456)],
)  # fmt: skip
def test_numbers_that_are_sure(written: str, value: float) -> None:
    assert number_of(written) == value


@pytest.mark.parametrize("written", ["1.200", "12,345", "1,2,3", "", "inf", "1e400x", "--3", "3 %"])
def test_numbers_that_are_not(written: str) -> None:
    with pytest.raises(ValueError, match=r"may be|is no number"):
        number_of(written)
