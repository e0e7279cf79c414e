"""Coded corpora in a folder: ``data.jsonl`` (one coded segment a line) and ``codebook.json`` (the codes)."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotations.errors import BadInput
from annotations.languages import base, language_of
from annotations.transcripts import Segment
from models.targets import Target, TargetText

DATA, CODEBOOK = "data.jsonl", "codebook.json"
REMEDY = "see docs/benchmarks.md for the format"
FALLBACK_LANGUAGE = "en"


@dataclass(frozen=True, eq=False)
class Corpus:
    """S coded segments; ``labels`` (S, K) of 0.0 and 1.0, a row of zeros was read and nothing applied.

    A segment's session is its document: ``groups`` (S,) are what is split and resampled.
    """

    name: str
    segments: tuple[Segment, ...]
    targets: tuple[Target, ...]
    labels: NDArray[np.float64]

    @property
    def groups(self) -> NDArray[np.str_]:
        return np.array([segment.session_id for segment in self.segments], dtype=str)

    @property
    def used(self) -> NDArray[np.bool_]:
        """(K,): which codes anybody used."""
        return np.asarray(self.labels.sum(axis=0) > 0)


def read_corpus(folder: Path) -> Corpus:
    """Read ``folder``.

    Each line of the data is an object with ``doc_id``, ``text`` and ``codes`` (a list, empty where nothing applied), and may have
    ``id``, ``context_before`` (taken as the question), ``speaker`` and ``lang``. The codebook is a list of objects with ``code`` and,
    when there are any, ``name``, ``definition`` and ``parent`` (the code or the name of the code above). Codes used that are not in the codebook
    are added, by their id as name. Anything else in either file is passed over, the codebook's examples too: they may be quoted
    from the very segments on which a model is judged.

    Raises
    ------
    BadInput : a file is missing or not of that form, or no segment has a code.
    """
    if not folder.is_dir():
        raise BadInput("there is no such folder", where=str(folder), remedy=f"name a folder with {DATA} and {CODEBOOK}")
    rows = list(_rows(folder / DATA))
    book = _codebook(folder / CODEBOOK)
    language = _language(rows)
    for code in dict.fromkeys(code for row in rows for code in row["codes"]):
        book.setdefault(code, {"code": code, "name": code})
    targets = tuple(_target(code, book, language) for code in book)
    column = {code: k for k, code in enumerate(book)}
    labels = np.zeros((len(rows), len(book)))
    for at, row in enumerate(rows):
        labels[at, [column[code] for code in row["codes"]]] = 1
    if not labels.any():
        raise BadInput("no row has a code", where=str(folder / DATA), remedy="measure on a corpus that people have coded")
    return Corpus(folder.resolve().name, tuple(_segments(rows, language)), targets, labels)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadInput("there is no such file", where=str(path), remedy=REMEDY) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the file cannot be read: {error}", where=str(path), remedy="save it as UTF-8 text") from error


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}", where=where, remedy=REMEDY) from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        row = _object(_json(line, where), where)
        for name in ("id", "context_before", "speaker", "lang"):
            _text(row, name, where)
        if not isinstance(row.get("doc_id"), str | int) or isinstance(row["doc_id"], bool) or row["doc_id"] == "":
            raise BadInput("`doc_id` is missing or no text", where=where, remedy="say from which document each row is")
        if not _text(row, "text", where).strip():
            raise BadInput("`text` is missing or empty", where=where, remedy="take the row out, or give its words")
        row["codes"] = _codes(row, where)
        if (name := str(row.get("id") or "")) and seen.setdefault(name, number) != number:
            raise BadInput(f"the id {name!r} is also on line {seen[name]}", where=where, remedy="give every row its own id")
        yield row
    if not seen and path.stat().st_size == 0:
        raise BadInput("the file is empty", where=str(path), remedy=REMEDY)


def _codes(row: Mapping[str, Any], where: str) -> list[str]:
    codes = row.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, str) and code.strip() for code in codes):
        raise BadInput("`codes` is not a list of codes", where=where, remedy="write [] where nothing applied")
    return codes


def _object(found: Any, where: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise BadInput("not an object", where=where, remedy=REMEDY)
    return found


def _text(found: Mapping[str, Any], name: str, where: str) -> str:
    """A text that may be missing or null."""
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise BadInput(f"`{name}` is not text", where=where, remedy="put it in quotes, or leave it out")
    return value or ""


def _codebook(path: Path) -> dict[str, dict[str, Any]]:
    listed = _json(_read(path), str(path))
    if not isinstance(listed, list):
        raise BadInput("not a list of codes", where=str(path), remedy=REMEDY)
    book: dict[str, dict[str, Any]] = {}
    for number, found in enumerate(listed, start=1):
        where = f"{path}, entry {number}"
        entry = _object(found, where)
        code = _text(entry, "code", where) or _text(entry, "name", where)
        if not code.strip():
            raise BadInput("`code` is missing", where=where, remedy="give every entry its code, as the rows use it")
        if code in book:
            raise BadInput(f"the code {code!r} is there twice", where=where, remedy="keep one of the two")
        book[code] = {name: _text(entry, name, where) for name in ("name", "definition", "parent")} | {"code": code}
    return book


def _target(code: str, book: Mapping[str, Mapping[str, Any]], language: str) -> Target:
    entry = book[code]
    name = (entry.get("name") or code).strip()
    parent = entry.get("parent") or ""
    above = (book[parent].get("name") or parent if parent in book else parent).strip()
    texts = [TargetText("name", language, name)]
    if definition := (entry.get("definition") or "").strip():
        texts.append(TargetText("definition", language, definition))
    ancestors = (TargetText("name", language, above),) if above and above != name else ()
    return Target("code", code, {language: name}, tuple(texts), ancestors)


def _segments(rows: Sequence[Mapping[str, Any]], language: str) -> Iterator[Segment]:
    counted: Counter[str] = Counter()
    for row in rows:
        document, text = str(row["doc_id"]), row["text"]
        counted[document] += 1
        yield Segment(
            session_id=document,
            number=counted[document],
            start=0,
            end=len(text),
            text=text,
            speaker=row.get("speaker") or "",
            language=row.get("lang") or language,
            question=(row.get("context_before") or "").strip(),
        )


def _language(rows: Sequence[Mapping[str, Any]]) -> str:
    """The language of most rows, as they say; else as it looks."""
    said = Counter(base(row["lang"]) for row in rows if row.get("lang"))
    if said:
        return said.most_common(1)[0][0]
    return language_of([row["text"] for row in rows]) or FALLBACK_LANGUAGE
