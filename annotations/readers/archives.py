"""Zipped documents, looked at before any library opens them: sizes, passwords, macros, document types.

XML of real documents declares no document type, so that one that does is refused: no entity is ever defined, let alone
fetched. What a parser would build in memory is estimated before it is parsed.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from annotations.errors import BadTranscript

MAXIMUM_PARTS = 5_000
MAXIMUM_PART_BYTES = 50_000_000
MAXIMUM_UNPACKED_BYTES = 200_000_000
# a tag costs libxml2 about 120 bytes and an attribute about 220, however short they are in the file
BYTES_OF_TAG, BYTES_OF_ATTRIBUTE, MAXIMUM_TREE_BYTES = 120, 220, 500_000_000
ROOT_WITHIN = 65_536  # bytes of a part within which its root element begins
ZIP_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, EOFError, OSError, ValueError, RuntimeError, LookupError),
)
SAVE_AGAIN = "open it in a word processor and save it again"
MACROS = ("vbaproject.bin", "vbadata.xml", "basic/script-lc.xml")
LOCKED = (b"encryption-data", b"encrypted-package")


class _RootReached(Exception):
    """Nothing before the root element declared a document type."""


@contextmanager
def opened(data: bytes, path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, once it is known to be within the limits and without a password or macros.

    Raises
    ------
    BadTranscript : it is not, or reading it within the ``with`` block finds it damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, path)
            yield archive
    except ZIP_DAMAGE as problem:
        raise BadTranscript(f"the archive is damaged: {problem}", where=str(path), remedy=SAVE_AGAIN) from problem


def check_xml(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise ``BadTranscript`` when a part declares a document type, or when parsing the parts would fill the memory."""
    cost = 0
    for part in archive.infolist():
        head = beginning_of(archive, part.filename, ROOT_WITHIN)
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] != b"<":
            continue
        _refuse_document_type(head, f"{path}: {part.filename}")
        content = archive.read(part)
        cost += BYTES_OF_TAG * content.count(b"<") + BYTES_OF_ATTRIBUTE * content.count(b"=") + len(content)
        if cost > MAXIMUM_TREE_BYTES:
            raise BadTranscript(
                "the document holds far more markup than any transcript",
                where=f"{path}: {part.filename}",
                remedy="save the text alone, as .txt",
            )


def parsed(content: bytes) -> etree._Element:
    """The tree of a part that ``check_xml`` has passed. Depth and text lengths are bounded by libxml2's own limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(content, parser)


def beginning_of(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as part:
        return part.read(size)


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    manifest = "META-INF/manifest.xml"
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
    if any(name.lower().endswith(MACROS) for name in names):
        raise BadTranscript(
            "the document holds macros (programs)", where=str(path), remedy="save it without macros, as .docx, .odt or .xlsx"
        )
    if manifest in names and any(mark in archive.read(manifest) for mark in LOCKED):
        raise BadTranscript("the document is protected by a password", where=str(path), remedy="save it without the password")


def _refuse_document_type(head: bytes, where: str) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise BadTranscript("the document declares a document type (DTD)", where=where, remedy=SAVE_AGAIN)

    def stop(*_: object) -> None:
        raise _RootReached

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, stop
    try:
        parser.Parse(head, False)
    except _RootReached:
        return
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise BadTranscript(f"the document is damaged: {problem}", where=where, remedy=SAVE_AGAIN) from problem
    raise BadTranscript("the document is damaged: a part has no content", where=where, remedy=SAVE_AGAIN)
