"""Parts of a corpus: every row in exactly one, and what cannot be used is refused whole."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import BadInput
from service.cluster.parts import Part, check_ids, parts_of, rows_of, segments_of


def _write(path: Path, ids: list[object], group: int = 4) -> Path:
    texts = [f"palabra {id}" for id in ids]
    pq.write_table(pa.table({"id": ids, "text": texts}), path, row_group_size=group)
    return path


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 23), min_size=1, max_size=3), st.integers(1, 9), st.integers(1, 9))
def test_every_row_is_in_one_part(tmp_path_factory: pytest.TempPathFactory, counts: list[int], group: int, rows: int) -> None:
    folder = tmp_path_factory.mktemp("parts")
    for number, count in enumerate(counts):
        _write(folder / f"{number}.parquet", [f"{number}-{row}" for row in range(count)], group)
    parts = parts_of(folder, rows)
    assert all(part.rows <= rows for part in parts)
    found = [row["id"] for part in parts for row in rows_of(part)]
    assert found == [f"{number}-{row}" for number, count in enumerate(counts) for row in range(count)]
    assert check_ids(folder) == sum(counts)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "a.parquet", ["x", "y"])
    _write(tmp_path / "b.parquet", ["z", "y"])
    with pytest.raises(BadInput, match=r"b\.parquet: id 'y' stands twice"):
        check_ids(tmp_path)


@pytest.mark.parametrize("id", [None, ""])
def test_a_row_without_an_id_is_refused(tmp_path: Path, id: str | None) -> None:
    with pytest.raises(BadInput, match="row 2"):
        check_ids(_write(tmp_path / "a.parquet", ["x", id]))


def test_a_row_without_text_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["x", "y", "z"], "text": ["sí", "no", " "]}), tmp_path / "a.parquet")
    with pytest.raises(BadInput, match="row 3: a row without text"):
        rows_of(Part("p", str(tmp_path / "a.parquet"), 1, 2))


def test_what_is_no_parquet_or_has_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no Parquet file"):
        parts_of(tmp_path, 5)
    (tmp_path / "a.parquet").write_text("PAR1")
    with pytest.raises(BadInput, match="not a Parquet file that can be read"):
        parts_of(tmp_path, 5)
    pq.write_table(pa.table({"id": [1], "text": ["sí"]}), tmp_path / "a.parquet")
    with pytest.raises(BadInput, match="'id' is int64"):
        parts_of(tmp_path, 5)
    pq.write_table(pa.table({"id": ["1"], "words": ["sí"]}), tmp_path / "a.parquet")
    with pytest.raises(BadInput, match="no column 'text'"):
        parts_of(tmp_path, 5)


def test_segments_of_a_study_keep_their_ids_and_no_two_rows_share_one() -> None:
    ids = ["S1.003", "S1.3", "S1.000", "S1", "a.b.012", "S1.1234", "S1.0123", "ñandú.٣"]
    found = [segment.id for segment in segments_of([{"id": id, "text": "sí", "language": "es"} for id in ids])]
    assert found[0] == "S1.003"
    assert found[4:6] == ["a.b.012", "S1.1234"]
    assert len(set(found)) == len(ids)
