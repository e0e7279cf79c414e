"""Everything that an output says, wherever it says it: what is shown, what is hidden, what is said about the file.

By content, not by suffix. What cannot be read is a problem of its own, never passed over in silence.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath

from annotations.disclosure.extracting_office import read_office
from annotations.disclosure.extracting_pages import read_html, read_pdf, read_xml
from annotations.disclosure.records import Document, Output, Part, Place, Problem, Table
from annotations.disclosure.unpacking import CannotRead, entries, unpacked
from annotations.disclosure.writing import PartWriter, filled
from annotations.encodings import decode, with_plain_line_ends

Read = tuple[list[Part], list[Table], list[Problem]]
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_LONGEST_CELL, _DEEPEST = 10_000_000, 2
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")
_ITEM = re.compile(r"^\s*(?:[-*+•>#]|\d+[.)]|[—–])\s?")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)|<!--|-->|</?[A-Za-z][^>\n]*>")


def extract(output: Output) -> Iterator[Document]:
    """The document of an output; of an archive, one for every file in it."""
    yield from _documents(output, PurePath(output.name).name, 0)


def _documents(output: Output, shown: str, depth: int) -> Iterator[Document]:
    """``shown`` is the part of the name that is published."""
    name = PartWriter()
    name.add(Place("file_name"), shown)
    parts: list[Part] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    try:
        if output.data.startswith(b"PK") and not _is_office(entries(output.data)):
            if depth == _DEEPEST:
                raise CannotRead("archive_in_archive")
            for inner, data in unpacked(output.data):
                yield from _documents(Output(f"{output.name}/{inner}", data, output.scope), inner, depth + 1)
        else:
            parts, tables, problems = _read(output)
            if output.data.strip() and not any(part.text.strip() for part in parts) and not problems:
                raise CannotRead("empty")
    except CannotRead as problem:
        problems = [Problem("unreadable", problem.reason)]
    except UnicodeError:
        problems = [Problem("unreadable", "unknown")]
    yield Document(output.name, output.scope, (name.part(), *filled(parts)), tuple(tables), tuple(problems))


def _is_office(names: frozenset[str]) -> bool:
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _read(output: Output) -> Read:
    data = output.data
    if data.startswith(b"PK"):
        return read_office(data)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise CannotRead("picture")
    if data.startswith(b"{\\rtf"):
        return _rtf(data)
    return _text(with_plain_line_ends(decode(data)), PurePath(output.name).suffix.lower())


def _text(text: str, suffix: str) -> Read:
    """Text by what it is: its suffix tells tables and JSON, its beginning tells web pages."""
    if re.match(r"\s*(?:<!doctype html|<html)\b", text, re.IGNORECASE) or suffix in {".html", ".htm"}:
        return read_html(text)
    if text.lstrip().startswith("<?xml") or suffix in {".xml", ".svg", ".qde"}:
        return read_xml(text)
    readers: dict[str, Callable[[str], Read]] = {
        ".csv": _csv,
        ".tsv": _csv,
        ".json": _json,
        ".jsonl": _json_lines,
        ".ndjson": _json_lines,
    }
    return readers.get(suffix, _lines)(text)


def _lines(text: str) -> Read:
    """Plain text and Markdown: lines, those of a paragraph in one block; tables of Markdown as tables too."""
    writer, plain, rows, tables = PartWriter(), PartWriter(), list[tuple[int, list[str]]](), list[Table]()
    goes_on = False
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        place = Place("line", number)
        if _ROW.match(line) and line.count("|") > 2:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not _RULE.match(line):
                rows.append((number, cells))
                writer.row((place, cell) for cell in cells)
            goes_on = False
            continue
        if rows:
            tables.append(Table(tuple(tuple(cells) for _, cells in rows), first_row=rows[0][0]))
            rows = []
        is_empty = not line.strip(" \t>")
        goes_on = goes_on and not is_empty and not _ITEM.match(line)
        writer.add(place, "" if is_empty else line, new_block=not goes_on)
        goes_on = not is_empty and not line.startswith("#")
        if _LINK.search(line):
            plain.add(place, _LINK.sub(r"\1", line))
    return [writer.part(), plain.part()], tables, []


def _csv(text: str) -> Read:
    csv.field_size_limit(_LONGEST_CELL)
    sample = text[:5000]
    comma = max(",;\t|", key=sample.count)
    rows: list[tuple[str, ...]] = []
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma)]
    except csv.Error:
        parts, tables, _ = _lines(text)
        return parts, tables, [Problem("not_checked", "not_a_table")]
    writer = PartWriter()
    for number, row in enumerate(rows, start=1):
        writer.row((Place("cell", name=f"{column_name(at)}{number}"), cell) for at, cell in enumerate(row, start=1))
    return [writer.part()], [Table(tuple(rows))], []


def column_name(number: int) -> str:
    """
    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _json(text: str) -> Read:
    writer = PartWriter()
    try:
        _walk(json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str), "", writer)
    except (ValueError, RecursionError):
        parts, tables, _ = _lines(text)
        return parts, tables, [Problem("not_checked", "not_json")]
    return [writer.part()], [], []


def _json_lines(text: str) -> Read:
    writer, damaged = PartWriter(), list[Problem]()
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            _walk(json.loads(line, object_pairs_hook=_Pairs, parse_int=str, parse_float=str), f"{number}", writer)
        except (ValueError, RecursionError):
            writer.add(Place("line", number), line)
            damaged = damaged or [Problem("not_checked", "not_json", Place("line", number))]
    return [writer.part()], [], damaged


class _Pairs(list[tuple[str, object]]):
    """An object of JSON with all of its pairs: a key that stands twice loses nothing."""


def _walk(value: object, path: str, writer: PartWriter) -> None:
    """Leaves in order; the plain values of one object are one block, as the cells of a row."""
    if isinstance(value, _Pairs):
        cells = []
        for key, inner in value:
            here = f"{path}.{key}".lstrip(".")
            if isinstance(inner, str | int | float) and not isinstance(inner, bool):
                cells.append((Place("key", name=here), str(inner)))
            writer.add(Place("key", name=here), key)
        writer.row(cells)
        for key, inner in value:
            if isinstance(inner, list):
                _walk(inner, f"{path}.{key}".lstrip("."), writer)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _walk(inner, f"{path}[{number}]", writer)
    elif isinstance(value, str):
        writer.add(Place("key", name=path or "."), value)


def _rtf(data: bytes) -> Read:
    from striprtf.striprtf import rtf_to_text

    source = data.decode("latin-1")
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, RecursionError) as problem:
        raise CannotRead("damaged") from problem
    parts, tables, _ = _lines(text)
    about = PartWriter(hidden=True)
    for name, value in re.findall(
        r"\\(author|operator|title|subject|manager|company|keywords|doccomm|atnauthor)\s+([^\\{}]+)", source
    ):
        about.add(Place("property", name=name), value)
    hidden = [Problem("not_checked", "rtf_notes")] if re.search(r"\\(?:annotation|pict|object)\b", source) else []
    return [*parts, about.part()], tables, hidden
