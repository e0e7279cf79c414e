from pathlib import Path

import pytest

from annotations.errors import BadRegister
from annotations.registers import read_register

HEAD = "session,date,method,capture"


def read(folder: Path, *rows: str, head: str = f"{HEAD},clarifies") -> dict[str, str]:
    path = folder / "sessions.csv"
    path.write_text("\n".join([head, *rows]) + "\n")
    return {session.id: session.clarifies for session in read_register(path, None).sessions}


@pytest.mark.parametrize("column", ["clarifies", "aclara", "Aclara sesión"])
def test_what_a_session_goes_back_to(tmp_path: Path, column: str) -> None:
    found = read(tmp_path, "S1,,individual,notes,", "S2,,individual,notes,S1", head=f"{HEAD},{column}")
    assert found == {"S1": "", "S2": "S1"}


@pytest.mark.parametrize("rows", [("S1,,individual,notes,S1",), ("S1,,individual,notes,S9",), ("S1,,,,S2", "S2,,,,S3", "S3,,,,")])
def test_a_session_goes_back_to_another_one_that_stands_by_itself(tmp_path: Path, rows: tuple[str, ...]) -> None:
    with pytest.raises(BadRegister, match=r"clarifies .* is no other session") as refused:
        read(tmp_path, *rows)
    assert "sessions.csv" in str(refused.value)
