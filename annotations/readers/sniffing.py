"""What a file is, by its bytes: a suffix is only a claim."""

import io
import re
import zipfile
from pathlib import Path

from annotations.encodings import decode
from annotations.errors import BadTranscript, SuffixMismatch

MAXIMUM_BYTES = 50_000_000
MAXIMUM_UNPACKED_BYTES = 200_000_000
MAXIMUM_PART_BYTES = 50_000_000
MAXIMUM_PARTS = 5_000
MAXIMUM_CHARACTERS = 5_000_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"ID3", "a sound file (MP3)"),
    (b"RIFF", "a sound or video file"),
    (b"\x1f\x8b", "a gzip archive"),
)
IN_ZIP = (("word/document.xml", "a Word document"), ("xl/workbook.xml", "an Excel workbook"), ("ppt/", "a PowerPoint file"))
KINDS = {".docx": "a Word document", ".txt": "plain text", ".vtt": "WebVTT subtitles"}
WEB_PAGE = re.compile(r"\s*(?:<!doctype html|<html)\b", re.IGNORECASE)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that exists, is not empty and not too large."""
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise BadTranscript(
                f"the file has {size:,} bytes, more than the {MAXIMUM_BYTES:,} that are read",
                where=str(path),
                remedy="remove pictures and sound from it, or save the text alone",
            )
        data = path.read_bytes()
    except OSError as problem:
        raise BadTranscript(
            f"the file cannot be opened: {problem.strerror}", where=str(path), remedy="check the path and the permissions"
        ) from problem
    if not data.strip(b"\0 \t\r\n"):
        raise BadTranscript("the file is empty", where=str(path), remedy="export or save the transcript again")
    return data


def check_content(path: Path, data: bytes) -> None:
    """Raise ``SuffixMismatch`` when the content is not what the suffix says, ``BadTranscript`` when it is damaged."""
    claimed, found = KINDS[path.suffix.lower()], looks_like(data, path)
    if found != claimed:
        known = next((suffix for suffix, kind in KINDS.items() if kind == found), "")
        remedy = f"rename it to {path.stem}{known}" if known else f"save it again as one of {', '.join(KINDS)}"
        raise SuffixMismatch(f"the name says {claimed}, the content looks like {found}", where=str(path), remedy=remedy)


def check_length(path: Path, text: str) -> None:
    if len(text) > MAXIMUM_CHARACTERS:
        raise BadTranscript(
            f"{len(text):,} characters are more than one session holds",
            where=str(path),
            remedy=f"split it into one file per session, each of at most {MAXIMUM_CHARACTERS:,} characters",
        )


def looks_like(data: bytes, path: Path) -> str:
    if data.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise BadTranscript("the document is protected by a password", where=str(path), remedy="save it without the password")
        return "an old Office document (.doc, .xls)"
    if data.startswith(b"PK"):
        return _kind_of_zip(data, path)
    for beginning, kind in BEGINNINGS:
        if data.startswith(beginning):
            return kind
    try:
        text = decode(data)
    except UnicodeError:
        return "no text (binary data, or text in an unknown encoding)"
    if text.startswith("WEBVTT"):
        return "WebVTT subtitles"
    return "a web page" if WEB_PAGE.match(text) else "plain text"


def _kind_of_zip(data: bytes, path: Path) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            kind = _kind_of_parts(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise BadTranscript(
            f"the archive is damaged: {problem}", where=str(path), remedy="open it in a word processor and save it again"
        ) from problem
    if any(part.flag_bits & 1 for part in parts):
        raise BadTranscript("the archive is encrypted", where=str(path), remedy="save it without the password")
    largest, total = max((p.file_size for p in parts), default=0), sum(p.file_size for p in parts)
    # zipfile never unpacks more of an entry than it declares, so that the declared sizes bound the actual ones
    if len(parts) > MAXIMUM_PARTS or total > MAXIMUM_UNPACKED_BYTES or largest > MAXIMUM_PART_BYTES:
        raise BadTranscript(
            f"the archive unpacks to {len(parts):,} parts and {total:,} bytes",
            where=str(path),
            remedy=f"at most {MAXIMUM_UNPACKED_BYTES:,} bytes are read: save the text alone",
        )
    return kind


def _kind_of_parts(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    for beginning, kind in IN_ZIP:
        if any(name.startswith(beginning) for name in names):
            return kind
    if "mimetype" in names and "content.xml" in names:
        return "an OpenDocument file (.odt, .ods)"
    return "a zip archive"
