"""Made-up corpora of known truth, in the format that ``relato bench suggestions`` reads."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

CODES = {"water": "pozo", "money": "recibo", "school": "maestra", "health": "clínica"}
FILLER = ["pues", "este", "ayer", "luego", "nomás", "mucho", "gente", "calle", "tarde", "fiesta"]


def rows_of(documents: int, each: int = 10, *, seed: int = 1, telling: bool = True) -> list[dict[str, Any]]:
    """Answers of three fillers and one or two telling words, each a code; ``telling=False``: the codes are drawn by lot."""
    rng = np.random.default_rng(seed)
    rows = []
    for document in range(documents):
        for number in range(each):
            codes = sorted(rng.choice(list(CODES), size=int(rng.integers(0, 3)), replace=False).tolist())
            words = [*rng.choice(FILLER, 3).tolist(), *(CODES[code] for code in codes)]
            if not telling:
                codes = sorted(rng.choice(list(CODES), size=len(codes), replace=False).tolist())
            rows.append({"id": f"{document}-{number}", "doc_id": f"D{document:02d}", "text": " ".join(words), "codes": codes})
    return rows


def codebook() -> list[dict[str, Any]]:
    return [{"code": code, "name": word, "definition": "", "parent": None} for code, word in CODES.items()]


def write_corpus(folder: Path, rows: Sequence[Any], book: Sequence[Any] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "data.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "codebook.json").write_text(json.dumps(codebook() if book is None else book, ensure_ascii=False), encoding="utf-8")
    return folder
