"""How the text of a document is put together while it is read, so that every offset knows its place."""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from urllib.parse import unquote

from annotations.disclosure.records import Part, Piece, Place

_CODED = re.compile(r"%[0-9A-Fa-f]{2}|&#?\w{2,8};|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")


class PartWriter:
    """Pieces of text with their places, a line each; the pieces of one block belong together."""

    def __init__(self, *, hidden: bool = False) -> None:
        self._texts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = self._block = 0
        self._hidden = hidden

    def add(self, place: Place, text: str, *, new_block: bool = True) -> None:
        """One piece; with ``new_block`` false it goes on where the last one ended."""
        if not text.strip():
            return
        self._block += new_block
        self._put(place, text, "\n")
        self._decoded(place, text)

    def row(self, cells: Iterable[tuple[Place, str]]) -> None:
        """The cells of a row, in one block, with tabs between them."""
        filled = [(place, text) for place, text in cells if text.strip()]
        if not filled:
            return
        self._block += 1
        for number, (place, text) in enumerate(filled, start=1):
            self._put(place, text, "\n" if number == len(filled) else "\t")
        for place, text in filled:
            self._decoded(place, text)

    def _decoded(self, place: Place, text: str) -> None:
        """Beside the text as it stands, what its codes (``%C3%A9``, ``&eacute;``, ``\\u00e9``) stand for."""
        plain = decoded(text)
        if plain != text:
            self._block += 1
            self._put(place, plain, "\n")

    def part(self) -> Part:
        return Part("".join(self._texts), tuple(self._pieces), self._hidden)

    def _put(self, place: Place, text: str, end: str) -> None:
        self._texts.append(text + end)
        self._pieces.append(Piece(self._length, self._length + len(text), place, self._block))
        self._length += len(text) + len(end)


def decoded(text: str) -> str:
    """What the codes of web pages, links and programs in a text stand for.

    >>> decoded("Jos%C3%A9 &amp; Mar\\\\u00eda")
    'José & María'
    """
    if not _CODED.search(text):
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), unescape(unquote(text)))


def filled(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.pieces)


def blocks(part: Part) -> Iterable[tuple[int, int, bool]]:
    """Start and end of every block of a part, and whether it is a row of several cells."""
    start = 0
    pieces = part.pieces
    while start < len(pieces):
        end = start
        while end + 1 < len(pieces) and pieces[end + 1].block == pieces[start].block:
            end += 1
        # cells of a row end in a tab: the sign between two pieces tells rows from paragraphs
        is_row = end > start and part.text[pieces[start].end : pieces[start].end + 1] == "\t"
        yield pieces[start].start, pieces[end].end, is_row
        start = end + 1
