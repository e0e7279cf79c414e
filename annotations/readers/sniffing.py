"""What a file is, by its bytes: a suffix is only a claim."""

import re
import zipfile
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from annotations.encodings import decode
from annotations.errors import BadTranscript, SuffixMismatch
from annotations.readers import archives

MAXIMUM_BYTES = 50_000_000
MAXIMUM_CHARACTERS = 5_000_000


class Kind(StrEnum):
    """What is read."""

    DOCX = "a Word document"
    ODT = "an OpenDocument text"
    RTF = "an RTF document"
    PDF = "a PDF"
    XLSX = "an Excel workbook"
    SUBTITLES = "subtitles (WebVTT or SubRip)"
    TABLE = "a table (CSV or TSV)"
    TEXT = "plain text"


KINDS = {
    ".docx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".rtf": Kind.RTF,
    ".txt": Kind.TEXT,
    ".md": Kind.TEXT,
    ".vtt": Kind.SUBTITLES,
    ".srt": Kind.SUBTITLES,
    ".pdf": Kind.PDF,
    ".csv": Kind.TABLE,
    ".tsv": Kind.TABLE,
    ".xlsx": Kind.XLSX,
}
TEXTUAL = frozenset({Kind.SUBTITLES, Kind.TABLE, Kind.TEXT})
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AS_TEXT = "save or export it as .docx, .odt, .rtf, .txt or .pdf"
TRANSCRIBE = "have it transcribed and import the transcript"
NOT_READ = (
    (b"\x89PNG", "a picture (PNG)", "run text recognition (OCR) on it and save the text"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "run text recognition (OCR) on it and save the text"),
    (b"GIF8", "a picture (GIF)", "run text recognition (OCR) on it and save the text"),
    (b"ID3", "a sound file (MP3)", TRANSCRIBE),
    (b"\xff\xfb", "a sound file (MP3)", TRANSCRIBE),
    (b"RIFF", "a sound or video file", TRANSCRIBE),
    (b"OggS", "a sound file (Ogg)", TRANSCRIBE),
    (b"fLaC", "a sound file (FLAC)", TRANSCRIBE),
    (b"\x1a\x45\xdf\xa3", "a video (Matroska or WebM)", TRANSCRIBE),
    (b"\x1f\x8b", "a gzip archive", "unpack it and import the files in it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and import the files in it"),
    (b"Rar!", "a RAR archive", "unpack it and import the files in it"),
    (b"SQLite format 3", "a database", AS_TEXT),
    (b"%!PS", "PostScript", AS_TEXT),
)
IN_ZIP = (("word/", Kind.DOCX), ("xl/", Kind.XLSX), ("ppt/", "a PowerPoint file"), ("Index/Document.iwa", "a Pages document"))
IN_MIMETYPE = (
    ("application/vnd.oasis.opendocument.text", Kind.ODT),
    ("application/vnd.oasis", "an OpenDocument sheet or drawing"),
)
WEB_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)\b", re.IGNORECASE)
MARKUP = re.compile(r"\s*<\?xml\b")
JSON = re.compile(r'\s*(?:\{\s*"[^"\n]{0,80}"\s*:|\[\s*\{\s*")')
# SubRip begins with a number and a line of times; some programs leave the number out
SUBRIP = re.compile(r"\s*(?:\d{1,6}[ \t]*\r?\n)?\s*\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d{2}")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that exists and is not too large."""
    try:
        _check_size(path, path.stat().st_size)
        return path.read_bytes()
    except OSError as problem:
        raise BadTranscript(
            f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path and the permissions"
        ) from problem


def kind_of(path: Path, data: bytes) -> Kind:
    """What the content is, whatever the suffix says.

    Raises
    ------
    SuffixMismatch : the suffix is one of those read, the content is nothing that is read.
    BadTranscript : the file is empty, too large, protected or damaged, or of no kind that is read and does not claim to be.
    """
    _check_size(path, len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise BadTranscript("the file is empty", where=str(path), remedy="export or save the transcript again")
    if data.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise BadTranscript("the document is protected by a password", where=str(path), remedy="save it without the password")
        raise _not_read(path, "an old Office document (.doc, .xls)", "save it as .docx or .xlsx")
    if data.startswith(b"PK"):
        return _kind_of_zip(path, data)
    if data.lstrip()[:5] == b"%PDF-" or (b"%PDF-" in data[:1024] and b"%%EOF" in data[-2048:]):
        return Kind.PDF
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"{\\rtf":
        return Kind.RTF
    for beginning, kind, remedy in NOT_READ:
        if data.startswith(beginning):
            raise _not_read(path, kind, remedy)
    if data[4:8] == b"ftyp":
        raise _not_read(path, "a video, sound or picture file", TRANSCRIBE)
    return _kind_of_text(path, data)


def check_length(path: Path, text: str | Collection[object]) -> None:
    """Raise ``BadTranscript`` for more text than one session holds."""
    if len(text) > MAXIMUM_CHARACTERS:
        raise BadTranscript(
            f"{len(text):,} characters are more than one session holds",
            where=str(path),
            remedy=f"split it into one file per session, each of at most {MAXIMUM_CHARACTERS:,} characters",
        )


def _check_size(path: Path, size: int) -> None:
    if size > MAXIMUM_BYTES:
        raise BadTranscript(
            f"the file has {size:,} bytes, more than the {MAXIMUM_BYTES:,} that are read",
            where=str(path),
            remedy="remove pictures and sound from it, or save the text alone",
        )


def _kind_of_text(path: Path, data: bytes) -> Kind:
    from annotations.readers import tables

    claimed = KINDS.get(path.suffix.lower())
    try:
        text = decode(data)
    except UnicodeError as problem:
        raise _not_read(
            path, "no text (binary data, or text in an unknown encoding)", f"{AS_TEXT}; text in UTF-8 is always read"
        ) from problem
    if claimed not in TEXTUAL and UNSEEN.search(text):
        raise _not_read(path, "no text (binary data, or a damaged file)", AS_TEXT)
    if text.lstrip("\ufeff \t\r\n").startswith("WEBVTT") or SUBRIP.match(text):
        return Kind.SUBTITLES
    for pattern, kind in ((WEB_PAGE, "a web page"), (MARKUP, "an XML file"), (JSON, "a JSON file")):
        if pattern.match(text):
            raise _not_read(path, kind, AS_TEXT)
    return Kind.TABLE if claimed is Kind.TABLE or tables.looks_like_table(text) else Kind.TEXT


def _kind_of_zip(path: Path, data: bytes) -> Kind:
    with archives.opened(data, path) as archive:
        kind = _kind_of_parts(archive)
    if not isinstance(kind, Kind):
        raise _not_read(path, kind, AS_TEXT)
    return kind


def _kind_of_parts(archive: zipfile.ZipFile) -> Kind | str:
    names = archive.namelist()
    for beginning, kind in IN_ZIP:
        if any(name.startswith(beginning) for name in names):
            return kind
    if "mimetype" in names:
        mimetype = archives.beginning_of(archive, "mimetype", 200).decode("ascii", "replace").strip()
        return next((kind for start, kind in IN_MIMETYPE if mimetype.startswith(start)), "a zip archive (perhaps an e-book)")
    return "a zip archive"


def _not_read(path: Path, found: str, remedy: str) -> BadTranscript:
    claimed = KINDS.get(path.suffix.lower())
    if claimed:
        return SuffixMismatch(f"the name says {claimed}, the content looks like {found}", where=str(path), remedy=remedy)
    return BadTranscript(f"the content looks like {found}, which is not read", where=str(path), remedy=remedy)
