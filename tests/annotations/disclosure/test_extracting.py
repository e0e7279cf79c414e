"""Everything is read, and what cannot be read is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.disclosure.checking import check
from annotations.disclosure.extracting import extract
from annotations.disclosure.records import Document, Output, Place
from tests.annotations.disclosure.office import excel, pdf, with_file, word

EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


def document(name: str, data: bytes) -> Document:
    (found,) = extract(Output(name, data))
    return found


def place_of(name: str, data: bytes, words: str) -> Place:
    for part in document(name, data).parts:
        if words in part.text:
            return part.place(part.text.index(words))
    raise AssertionError(f"{words!r} was not read")


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.txt", b"uno\ndos\n\nclave", Place("line", 4)),
        ("a.csv", b"a;b\n1;clave\n", Place("cell", name="B2")),
        ("a.json", b'{"a": [{"b": "clave"}]}', Place("key", name="a[0].b")),
        ("a.html", b"<html>\n<p>x</p>\n<p>clave</p></html>", Place("line", 3)),
        ("a.docx", word("uno", "la clave"), Place("paragraph", 2)),
        ("a.docx", word("uno", table=[["a", "b"], ["c", "clave"]]), Place("row", 2, within="1")),
        ("a.docx", word("uno", header="clave"), Place("header", 1)),
        ("a.docx", word("uno", comment=("clave", "x")), Place("comment", 1)),
        ("a.docx", word("uno", author="clave"), Place("property", name="creator")),
        ("a.docx", word("uno", deleted="clave"), Place("deleted", 2)),
        ("a.xlsx", excel([["a"], ["x", "clave"]]), Place("cell", name="B2", within="1")),
        ("a.xlsx", excel([["a"]], hidden="clave"), Place("cell", name="C3", within="2")),
        ("a.pdf", pdf("x", "clave"), Place("page", 1)),
        ("a.pdf", pdf("x", author="clave"), Place("property", name="Author")),
        ("clave.txt", b"x", Place("file_name")),
    ],
)
def test_places(name: str, data: bytes, place: Place) -> None:
    assert place_of(name, data, "clave") == place


def test_content_decides_and_not_the_suffix() -> None:
    assert place_of("informe.pdf", word("la clave"), "clave") == Place("paragraph", 1)
    assert place_of("informe.docx", pdf("la clave"), "clave") == Place("page", 1)


def test_an_archive_is_opened() -> None:
    data = with_file(with_file(EMPTY_ZIP, "a/clave.txt", b"uno"), "t.docx", word("dos"))
    assert [(d.name, d.parts[0].text.strip()) for d in extract(Output("x.zip", data))] == [
        ("x.zip/a/clave.txt", "a/clave.txt"),
        ("x.zip/t.docx", "t.docx"),
        ("x.zip", "x.zip"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", word("x")[:500], "damaged"),
        ("a.xlsx", excel([["x"]])[:900], "damaged"),
        ("a.docx", with_file(with_file(EMPTY_ZIP, "[Content_Types].xml", b"<a/>"), "word/document.xml", b"<a><b>"), "damaged"),
        ("a.pdf", b"%PDF-1.7\nnothing", "damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown"),
        ("a.bin", bytes(range(256)), "unknown"),
        ("a.xml", b"<?xml version='1.0'?><a><b>", "damaged"),
        ("a.html", b"<html><p></p></html>", "empty"),
    ],
)
def test_what_cannot_be_read_stops(name: str, data: bytes, reason: str) -> None:
    report = check([Output(name, data)])
    assert [(f.kind, f.reason) for f in report.findings if f.severity == "stop"] == [("unreadable", reason)]
    assert report.exit_code == 1


def test_entities_of_xml_are_not_followed() -> None:
    bomb = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>x&e;y</a>"
    assert "x" in document("a.xml", bomb).parts[1].text
    with open("/etc/hostname") as host:
        assert host.read().strip() not in document("a.xml", bomb).parts[1].text


def test_an_archive_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.disclosure.unpacking.MAXIMUM_BYTES", 1000)
    assert [f.reason for f in check([Output("a.docx", word("x"))]).findings] == ["too_large"]


def test_pictures_and_embedded_files_are_said() -> None:
    data = with_file(with_file(word("x"), "word/media/image1.png", b"\x89PNG"), "word/vbaProject.bin", b"x")
    found = {(f.reason, f.place.name) for f in check([Output("a.docx", data)]).findings}
    assert {("picture", "word/media/image1.png"), ("embedded", "word/vbaProject.bin")} <= found


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "PK\x03\x04", "%PDF-1.4\n", "{\\rtf1 ", "<html>", "<?xml version='1.0'?>", '{"a":']),
)
def test_no_bytes_make_it_fail(data: bytes, beginning: str) -> None:
    for suffix in ("csv", "json", "jsonl", "md", "docx"):
        for found in extract(Output(f"a.{suffix}", beginning.encode() + data)):
            assert found.parts[0].text == f"a.{suffix}\n"


@given(st.text(max_size=200), st.sampled_from(["txt", "md", "csv"]))
def test_pieces_lie_within_their_part(text: str, suffix: str) -> None:
    for found in extract(Output(f"a.{suffix}", text.encode("utf-8", "ignore"))):
        for part in found.parts:
            ends = [0, *(end for piece in part.pieces for end in (piece.start, piece.end))]
            assert ends == sorted(ends)
            assert ends[-1] <= len(part.text)
