"""What a file is, by its bytes."""

import io
import zipfile
from pathlib import Path

import pytest

from annotations.errors import BadTranscript, SuffixMismatch
from annotations.readers import SUFFIXES, archives
from annotations.readers.sniffing import Kind, kind_of


def zipped(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("suffix", ["", ".bin", *SUFFIXES])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped({"[Content_Types].xml": b"<x/>", "word/document2.xml": b"<x/>"}), Kind.DOCX),
        (zipped({"xl/workbook.xml": b"<x/>"}), Kind.XLSX),
        (zipped({"mimetype": ODT, "content.xml": b"<x/>"}), Kind.ODT),
        (zipped({"mimetype": ODT + b"-template", "content.xml": b"<x/>"}), Kind.ODT),
        (b"%PDF-1.7 ...", Kind.PDF),
        (b"junk\n%PDF-1.4 ... \n%%EOF\n", Kind.PDF),
        (b"{\\rtf1 a}", Kind.RTF),
        (b"\xef\xbb\xbf {\\rtf1 a}", Kind.RTF),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nP1: a", Kind.SUBTITLES),
        ("\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nP1: a".encode("utf-16-le"), Kind.SUBTITLES),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nP1: a\r\n", Kind.SUBTITLES),
        (b"\n\n00:01.000 --> 00:02.000\nP1: a", Kind.SUBTITLES),
        (b"speaker,text\nAna,hello there\nRosa,good morning\n", Kind.TABLE),
    ],
)
def test_the_content_says_the_kind_whatever_the_suffix(suffix: str, content: bytes, kind: Kind) -> None:
    assert kind_of(Path(f"a{suffix}"), content) is kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", "P1: ¿qué, cómo, cuándo?\nP2: así, así, así\n", Kind.TEXT),
        ("a.docx", "P1: a\n", Kind.TEXT),
        ("a.md", "**Ana:** hola", Kind.TEXT),
        ("a.csv", "una cosa\notra cosa\n", Kind.TABLE),
        ("a.vtt", "P1: a", Kind.TEXT),
        ("a.txt", "[id1] hola\n\n[id2] no", Kind.TEXT),
        ("a.txt", "Dijo: <html> es un lenguaje", Kind.TEXT),
    ],
)
def test_text_without_a_shape_is_what_the_suffix_says_or_text(name: str, content: str, kind: Kind) -> None:
    assert kind_of(Path(name), content.encode()) is kind


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (zipped({"ppt/presentation.xml": b"<x/>"}), "a PowerPoint file"),
        (zipped({"Index/Document.iwa": b"x"}), "a Pages document"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "an OpenDocument sheet"),
        (zipped({"mimetype": b"application/epub+zip"}), "a zip archive"),
        (zipped({"notes": b"x"}), "a zip archive"),
        (OLD_OFFICE, "an old Office document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"ID3\x04", "a sound file"),
        (b"\0\0\0\x18ftypmp42", "a video"),
        (b"P1: a\0\0\x01\x02 b", "no text"),
        (b"\n<!DOCTYPE html><html>P1: a</html>", "a web page"),
        (b'<?xml version="1.0"?><a>P1: a</a>', "an XML file"),
        (b'{"segments": [{"text": "a"}]}', "a JSON file"),
    ],
)
def test_what_is_not_read_says_what_it_is_and_what_to_do(content: bytes, found: str) -> None:
    with pytest.raises(SuffixMismatch, match=f"the name says plain text, the content looks like {found}") as caught:
        kind_of(Path("a.txt"), content)
    assert caught.value.where == "a.txt"
    assert caught.value.remedy
    with pytest.raises(BadTranscript, match=f"the content looks like {found}.*, which is not read") as also:
        kind_of(Path("a.xyz"), content)
    assert not isinstance(also.value, SuffixMismatch)


def test_damaged_binary_files_are_not_taken_for_text_in_an_old_encoding() -> None:
    with pytest.raises(SuffixMismatch, match="binary data"):
        kind_of(Path("a.docx"), b"\xe1\xe2 P1: a \x05\x06 b")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"\0\0 \n", "empty"),
        (b"PK\x03\x04 cut", "damaged"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"}), "macros"),
        (zipped({"mimetype": ODT, "META-INF/manifest.xml": b"<encryption-data/>"}), "password"),
        (zipped({f"word/{number}": b"" for number in range(archives.MAXIMUM_PARTS + 1)}), "unpacks to"),
    ],
)
def test_what_is_refused_before_any_library_opens_it(content: bytes, problem: str) -> None:
    with pytest.raises(BadTranscript, match=problem) as caught:
        kind_of(Path("a.docx"), content)
    assert caught.value.remedy
