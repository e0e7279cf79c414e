"""Pieces of lines at their places on pages → paragraphs: columns in order, page headers apart, wrapped lines joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from annotations.readers.layouts import Document

# a piece wider than this share of the page's text stands across columns; labels are shorter than this many characters
WIDE, NARROW_CHARACTERS, FEWEST_IN_COLUMN, MOST_COLUMNS = 0.6, 20, 4, 4
HIGHER = 0.6  # times the height of a letter: how far up the next line stands where the order of a page is broken
BROKEN_ORDER = 0.2
GAP = 1.35  # times the usual distance of two lines: between paragraphs
EDGE_GAP = 1.3  # times the usual distance: between the text and what the pages repeat
MOST_EDGE_ROWS, REPEATED_SHARE = 4, 0.4  # of the pages: left and right pages may have headers of their own
DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(r"\W*(?:(?:p[áa]gina|page|p[áa]g)\W*\d{1,4}|\d{1,4}\s*(?:/|de|of)\s*\d{1,4})\W*", re.IGNORECASE)
# a line that begins so is the next turn or item, however full the one before it is
BEGINS = re.compile(r"\s*(?:[\[(#*<{]?\d{1,2}:\d{2}|[^\s:：.?!][^:：.?!]{0,40}[:：](?:\s|$)|[\-–—•▪●]\s|\d{1,2}[.)]\s)")
LONGEST_LABEL = 40
CUT_WORD = re.compile(r"(\w+)([-\u2010\u00ad])$")
WORD = re.compile(r"\w+(?:-\w+)*")
FIRST_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Piece:
    """Words side by side; left, right, bottom and top in points from the lower left corner of the page."""

    left: float
    right: float
    bottom: float
    top: float
    text: str = ""
    first_word: float = 0.0  # its width
    column: tuple[int, ...] = ()
    _signs: list[str] | None = None

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def goes_on(self, left: float, bottom: float, top: float, *, far: float, jump: float) -> bool:
        """True for a letter on the same line and not far behind."""
        same_line = abs((bottom + top) / 2 - self.middle) <= jump * self.height
        return same_line and -self.height <= left - self.right <= far * self.height

    def add(self, sign: str, left: float, right: float, bottom: float, top: float) -> None:
        self._signs = self._signs if self._signs is not None else []
        if sign.isspace() and not self.first_word and self._signs:
            self.first_word = self.right - self.left
        self._signs.append(sign)
        if not sign.isspace():
            self.right, self.left = max(self.right, right), min(self.left, left)
            self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)

    def finish(self) -> bool:
        """Put the letters together; False when there are none."""
        self.text = _whole("".join(self._signs or [])).strip()
        self.first_word = self.first_word or self.right - self.left
        self._signs = None
        return bool(self.text)


def text_of(pages: Sequence[Sequence[Piece]]) -> Document:
    """The text of the pages; what they repeat at their edges follows it, each once."""
    ordered = [_lines(_in_order(list(page))) for page in pages]
    body, repeated = _without_edges(ordered)
    text = "".join(_joined(body))
    return Document("\n\n".join(filter(None, [text, *dict.fromkeys(piece.text for piece in repeated)])), len(text))


def _whole(text: str) -> str:
    """The two halves of a character outside of the basic plane become one."""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _in_order(pieces: list[Piece], column: tuple[int, ...] = ()) -> list[Piece]:
    """As people read them: columns of prose one after the other, everything else as it was written or from the top."""
    for piece in pieces:
        piece.column = column
    gutter = _gutter(pieces) if len(column) < MOST_COLUMNS else None
    if gutter is None:
        ups = sum(b.middle > a.middle + HIGHER * a.height for a, b in pairwise(pieces))
        return sorted(pieces, key=lambda piece: -piece.middle) if ups > BROKEN_ORDER * len(pieces) else pieces
    across = [piece for piece in pieces if piece.left < gutter < piece.right]
    left, right = ([p for p in pieces if p not in across and (p.left < gutter) is side] for side in (True, False))
    if median(len(piece.text) for piece in left) < NARROW_CHARACTERS:
        return [piece for row in _rows(pieces) for piece in sorted(row, key=lambda piece: piece.left)]
    ordered: list[Piece] = []
    top = float("inf")
    for border in [*sorted(across, key=lambda piece: -piece.middle), None]:
        bottom = border.middle if border else float("-inf")
        for number, side in enumerate((left, right)):
            ordered += _in_order([piece for piece in side if bottom <= piece.middle < top], (*column, number))
        ordered += [border] if border else []
        top = bottom
    return ordered


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Where a strip without letters parts the page into columns; None when nothing does."""
    if len(pieces) < 2 * FEWEST_IN_COLUMN:
        return None
    begin, end = min(p.left for p in pieces), max(p.right for p in pieces)
    narrow = sorted((p for p in pieces if p.right - p.left < WIDE * (end - begin)), key=lambda piece: piece.left)
    if 2 * len(narrow) < len(pieces):
        return None
    reach, best = begin, (0.0, 0.0)
    for number, piece in enumerate(narrow):
        behind = len(narrow) - number
        if number >= FEWEST_IN_COLUMN <= behind and piece.left - reach > piece.height / 2:
            best = max(best, (piece.left - reach, (piece.left + reach) / 2))
        reach = max(reach, piece.right)
    if not best[0]:
        return None
    left, right = [p for p in narrow if p.right < best[1]], [p for p in narrow if p.left > best[1]]
    ceiling = min(max(p.top for p in side) for side in (left, right))
    floor = max(min(p.bottom for p in side) for side in (left, right))
    return best[1] if ceiling - floor > (FEWEST_IN_COLUMN - 1) * left[0].height else None


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """What stands at one height, from the top."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and abs(rows[-1][0].middle - piece.middle) < piece.height / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces side by side become one line, with a tab between them."""
    lines: list[Piece] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        beside = last is not None and abs(last.middle - piece.middle) < last.height / 2 and piece.left >= last.right
        if last and beside and (last.column == piece.column):
            last.text += "\t" + piece.text
            last.right, last.top, last.bottom = piece.right, max(last.top, piece.top), min(last.bottom, piece.bottom)
        else:
            lines.append(piece)
    return lines


def _without_edges(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], list[Piece]]:
    """The lines of every page without its header and footer, and these."""
    usual = _usual_distance(pages)
    edges = [[line for rows in _edges(page, usual) for row in rows for line in row] for page in pages]
    count = Counter(key for edge in edges for key in {_edge_key(line) for line in edge})
    enough = max(2, REPEATED_SHARE * len(pages))
    apart = {
        id(line)
        for edge in edges
        for line in edge
        if (PAGE_NUMBER.fullmatch(line.text) or (count[_edge_key(line)] >= enough and not BEGINS.match(line.text)))
    }
    repeated = [line for page in pages for line in page if id(line) in apart]
    return [[line for line in page if id(line) not in apart] for page in pages], repeated


def _edge_key(line: Piece) -> tuple[str, int]:
    return DIGITS.sub("#", line.text), round(line.middle)


def _edges(page: Sequence[Piece], usual: float) -> Iterator[list[list[Piece]]]:
    """The rows at the top and at the bottom of a page that a gap sets apart from the others."""
    rows = _rows(page)
    for from_edge in (rows, rows[::-1]):
        for number, (a, b) in enumerate(pairwise(from_edge[: MOST_EDGE_ROWS + 1]), start=1):
            if abs(a[0].middle - b[0].middle) > EDGE_GAP * usual:
                yield from_edge[:number]
                break


def _usual_distance(pages: Iterable[Sequence[Piece]]) -> float:
    """Of two lines of a paragraph, from middle to middle."""
    distances = [
        a.middle - b.middle
        for page in pages
        for a, b in pairwise(page)
        if a.column == b.column and a.height / 2 < a.middle - b.middle < 4 * a.height
    ]
    # lines of a paragraph stand closest; a transcript of short turns may have more gaps than these
    return sorted(distances)[len(distances) // 10] if distances else 20.0


def _joined(pages: Sequence[Sequence[Piece]]) -> list[str]:
    """The lines of all pages with what stands between them: those of one paragraph are joined."""
    usual = _usual_distance(pages)
    lines = [line for page in pages for line in page]
    ends: dict[tuple[int, ...], float] = {}
    for line in lines:
        ends[line.column] = max(ends.get(line.column, 0.0), line.right)
    words = Counter(WORD.findall(" ".join(line.text for line in lines).casefold()))
    out = [line.text for line in lines[:1]]
    for before, line in pairwise(lines):
        if before.middle - line.middle > GAP * usual or abs(line.height - before.height) > 0.25 * line.height:
            out += ["\n\n", line.text]
        elif _begins(line.text) or _would_have_fit(before, line, ends[before.column]):
            out += ["\n", line.text]
        else:
            link = _link(before.text, line.text, words)
            out[-1] = out[-1] if link is not None else out[-1][:-1]
            out += [link or "", line.text]
    return out


def _begins(line: str) -> bool:
    """True for a line that begins something: with a label, a time, a dash or a number, or with a cell before the words."""
    return BEGINS.match(line) is not None or 0 < line.find("\t") <= LONGEST_LABEL


def _would_have_fit(before: Piece, line: Piece, end: float) -> bool:
    """True when the first word of ``line`` had room behind ``before``: then the line was ended on purpose."""
    return before.right + 0.25 * before.height + line.first_word < end - 0.1 * before.height


def _link(before: str, after: str, words: Counter[str]) -> str | None:
    """What joins two lines: a space, nothing (the hyphen is part of a word), or None where a hyphen must go.

    A word that somebody began again (``pe-`` before ``pero``) keeps hyphen and space; a hyphen stays where the text has the
    hyphenated word elsewhere, or has both parts as words and never the two in one.
    """
    cut, first = CUT_WORD.search(before), FIRST_WORD.match(after)
    if not cut or not first:
        return " "
    a, b = cut[1].casefold(), first[0].casefold()
    if cut[2] == "\u00ad":
        return None
    if b.startswith(a):
        return " "
    stays = not first[0][0].islower() or a[-1].isdigit() or words[f"{a}-{b}"] > 0
    both_are_words = words[a] > 1 and words[b] > 1  # once is here
    return "" if stays or (both_are_words and not words[a + b]) else None
