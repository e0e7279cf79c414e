"""Archives and their XML, within limits, without entities and without the network."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Literal

from lxml import etree

MAXIMUM_PARTS, MAXIMUM_BYTES, MAXIMUM_PART = 10_000, 400_000_000, 200_000_000
Reason = Literal["damaged", "password", "too_large", "picture", "unknown", "archive_in_archive", "empty"]
# what damaged archives and their parts raise, in the libraries used here
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError, RuntimeError, AssertionError, OverflowError),
)


class CannotRead(Exception):
    """This output, or part of it, cannot be checked. The message quotes nothing of it."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


def entries(data: bytes) -> frozenset[str]:
    """The names in an archive whose size is within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except DAMAGE as problem:
        raise CannotRead("damaged") from problem
    if any(part.flag_bits & 1 for part in parts):
        raise CannotRead("password")
    # zipfile never unpacks more of an entry than it declares
    largest, total = max((part.file_size for part in parts), default=0), sum(part.file_size for part in parts)
    if len(parts) > MAXIMUM_PARTS or total > MAXIMUM_BYTES or largest > MAXIMUM_PART:
        raise CannotRead("too_large")
    return frozenset(part.filename for part in parts)


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file, in order of their names."""
    entries(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in sorted(archive.infolist(), key=lambda part: part.filename):
                if not part.is_dir():
                    yield part.filename, archive.read(part)
    except DAMAGE as problem:
        raise CannotRead("damaged") from problem


def parsed(data: bytes) -> etree._Element:
    """An XML part; entities stay unresolved, nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as problem:
        raise CannotRead("damaged") from problem


def local(tag: object) -> str:
    """The name of a tag or attribute without its namespace; empty for comments."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
