"""The benchmarks of queries and label errors: planted errors are what they say, and both run on a small corpus."""

import json
from pathlib import Path

import numpy as np
import pytest

from service.benchmarks import label_errors, queries
from tests.models.toys import WordEncoder

MEANINGS = {"water": ["pozo", "noria"], "money": ["recibo", "cuota"], "school": ["maestra", "salón"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    rows = []
    for n in range(180):
        code = list(MEANINGS)[int(rng.integers(3))]
        text = f"{rng.choice(MEANINGS[code])} {rng.choice(['pues', 'ayer', 'luego'])} {n}"
        rows.append({"id": str(n), "doc_id": f"D{n % 12}", "text": text, "codes": [code], "lang": "es"})
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "codebook.json").write_text(json.dumps([{"code": code, "name": code, "definition": ""} for code in MEANINGS]))
    return tmp_path


def test_as_many_are_taken_away_as_are_added() -> None:
    labels = (np.random.default_rng(1).random((200, 5)) < 0.2).astype(float)
    wrong, planted = label_errors.plant(labels, 0.1, 1)
    assert {(int(r), int(c)) for r, c in np.argwhere(wrong != labels)} == planted
    assert wrong.sum() == labels.sum()
    assert len(planted) == 2 * round(0.1 * labels.sum())


def test_label_errors_that_are_plain_are_found(folder: Path) -> None:
    found = label_errors.run(folder, WordEncoder(), seeds=2)
    assert found.recall["Relato"][0] > 0.8
    assert found.recall["by chance"][0] < 0.2
    assert "cleanlab" in found.markdown()


def test_simulated_reviews_are_told_against_random(folder: Path) -> None:
    found = queries.run(folder, WordEncoder(), seeds=2)
    assert all(len(values) == 2 for values in found.values.values())
    assert {size for _, size, _ in found.values} == {100}
    assert "| 100 | codes met | 3.000 | +0.000 [+0.000, +0.000]" in found.markdown()
