"""Rich text: paragraphs, tables, text boxes, then headers, footers, notes and comments. Pictures and objects are skipped.

The tables of code pages and of destinations that hold no text are those of striprtf. Its reader is not used: it drops notes, headers
and text boxes, breaks characters outside of the basic plane in two, and writes ``|`` between cells.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from striprtf.striprtf import charset_map, destinations

from annotations.errors import BadTranscript
from annotations.readers import sniffing
from annotations.readers.layouts import Document, Row, Table, assembled

Place = Literal["body", "box", "beside", "fonts", "nowhere"]

DEEPEST_GROUP, MAXIMUM_TOKENS = 1_000, 4_000_000
TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)"
)
NAMED_PAGES = {10000: "mac_roman", 65001: "utf-8", 708: "cp864", 42: "cp1252", 0: "cp1252"}
DEFAULT_AND_SIGNS = frozenset({1, 2})  # sets of characters that say nothing about letters
CHARACTER_SETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
BREAKS = frozenset({"par", "sect", "page", "column"})
SIGNS = {
    "line": "\n",
    "softline": "\n",
    "tab": "\t",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"}
_BESIDE = "footnote annotation header headerl headerr headerf footer footerl footerr footerf"
BESIDE = frozenset(_BESIDE.split())
BOXES = frozenset({"shptxt", "dptxbxtext"})
# groups around text that a reader which does not know them skips
_FRAMES = "shp shpgrp shpinst do mmath moMath moMathPara mr field"
FRAMES = frozenset(_FRAMES.split())
NOWHERE = (destinations - BESIDE - BOXES - FRAMES) | {"upr", "fldinst", "listtext", "pntext", "shprslt"}


@dataclass(slots=True)
class _Group:
    place: Place = "body"
    skipped_after_unicode: int = 1
    font: int | None = None
    deleted: bool = False
    in_table: bool = False
    plain_half: Place | None = None  # where the text of ``upr`` goes, of which the half in Unicode follows the plain one


@dataclass(slots=True)
class _Written:
    """Text as it comes in, broken into paragraphs; ``cells`` and ``rows`` are those of the table that is being read."""

    line: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    blocks: list[str | Table] = field(default_factory=list)

    def end_paragraph(self, in_table: bool) -> None:
        text = _without_surrogates("".join(self.line))
        self.line.clear()
        if in_table or self.cells or self.cell:
            self.cell.append(text)
        else:
            self.end_table()
            self.blocks += [text] if text.strip() else []

    def end_cell(self) -> None:
        self.end_paragraph(in_table=True)
        self.cells.append("\n".join(filter(str.strip, self.cell)))
        self.cell.clear()

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(tuple(self.cells))
        self.cells.clear()

    def end_table(self) -> None:
        self.end_row()
        if all(len(row) < 2 for row in self.rows):
            self.blocks += [paragraph for row in self.rows for cell in row for paragraph in cell.split("\n") if paragraph.strip()]
        else:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows.clear()

    def finished(self) -> list[str | Table]:
        if self.cell or self.cells:
            self.end_cell()
        else:
            self.end_paragraph(in_table=False)
        self.end_table()
        return self.blocks


def read(data: bytes, path: Path) -> Document:
    """The text with its layout. Tracked insertions are text, tracked deletions are not."""
    try:
        return _Reader(data, path).read()
    except (LookupError, ValueError, OverflowError, MemoryError) as problem:
        raise BadTranscript(
            f"the document is damaged: {problem}",
            where=str(path),
            remedy="open it in a word processor and save it again as .docx",
        ) from problem


class _Reader:
    """One pass over the tokens; groups are a list, so that no nesting exhausts the stack."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.data, self.path, self.length = data, path, 0
        self.group = _Group()
        self.outer: list[_Group] = []
        self.written = {"body": _Written(), "box": _Written(), "beside": _Written()}
        self.page, self.default_font, self.fonts = "cp1252", 0, dict[int, str]()
        self.decoder, self.decodes = codecs.getincrementaldecoder("cp1252")("replace"), "cp1252"
        self.starred, self.left_to_skip = False, 0

    def read(self) -> Document:
        at, tokens = self.data.index(b"{"), 0
        while found := TOKEN.match(self.data, at):
            at, tokens = found.end(), tokens + 1
            if tokens > MAXIMUM_TOKENS:
                raise BadTranscript(
                    "the document holds far more formatting than any transcript",
                    where=str(self.path),
                    remedy="save the text alone, as .txt",
                )
            if word := found["word"]:
                at += self._word(word.decode("ascii"), int(found["number"]) if found["number"] else None)
            elif found["brace"]:
                self._brace(found["brace"])
                if not self.outer:
                    break
            elif sign := found["sign"]:
                self._sign(sign.decode("latin-1"))
            elif found["hex"]:
                self._bytes(bytes.fromhex(found["hex"].decode("ascii")))
            elif found["text"]:
                self._bytes(found["text"])
        self._end_decoding()
        body = self.written["body"]
        body.end_paragraph(in_table=self.group.in_table)
        blocks = body.finished() + self.written["box"].finished()
        beside = [block for block in self.written["beside"].finished() if isinstance(block, str)]
        return assembled(blocks, beside)

    def _brace(self, brace: bytes) -> None:
        self._end_decoding()
        self.left_to_skip, self.starred = 0, False
        if brace == b"{":
            self.outer.append(self.group)
            self.group = replace(self.group)
            if len(self.outer) > DEEPEST_GROUP:
                raise ValueError(f"groups are nested more than {DEEPEST_GROUP:,} deep")
            return
        left, self.group = self.group, self.outer.pop() if self.outer else _Group()
        if left.place in {"box", "beside"} and left.place != self.group.place:
            self.written[left.place].end_paragraph(in_table=False)

    def _word(self, word: str, number: int | None) -> int:
        """Follow a control word; returns how many bytes of binary data come after it."""
        self._end_decoding()
        self.left_to_skip = 0
        starred, self.starred = self.starred, False
        if word == "bin":
            return max(number or 0, 0)
        if word == "ud" and self.group.plain_half:
            self.group.place = self.group.plain_half
        elif self.group.place != "nowhere" and not self._enter(word, starred) and not self._property(word, number):
            self._write(word, number)
        return 0

    def _enter(self, word: str, starred: bool) -> bool:
        """Follow a word that says what its group is."""
        if word in BESIDE:
            self.group.place = "beside"
        elif word in BOXES:
            self.group.place, self.group.in_table = "box", False
        elif word == "fonttbl":
            self.group.place = "fonts"
        elif word in NOWHERE or (starred and word not in FRAMES):
            self.group.plain_half = self.group.place if word == "upr" else None
            self.group.place = "nowhere"
        else:
            return word in FRAMES
        return True

    def _property(self, word: str, number: int | None) -> bool:
        """Follow a word that says how text is encoded or shown."""
        group = self.group
        if word in {"f", "deff", "fcharset"}:
            self._font(word, number or 0)
        elif word in {"ansicpg", *CHARACTER_SETS}:
            self._code_page(word, number or 0)
        elif word == "uc":
            group.skipped_after_unicode = max(number if number is not None else 1, 0)
        elif word == "deleted":
            group.deleted = number != 0
        elif word == "plain":
            group.font, group.deleted = self.default_font, False
        elif word in {"pard", "intbl"}:
            group.in_table = word == "intbl"
        else:
            return False
        return True

    def _font(self, word: str, number: int) -> None:
        if word == "f":
            self.group.font = number
        elif word == "deff":
            self.default_font = self.group.font = number
        elif self.group.place == "fonts" and self.group.font is not None and number not in DEFAULT_AND_SIGNS:
            self.fonts[self.group.font] = charset_map.get(number, self.page)

    def _code_page(self, word: str, number: int) -> None:
        name = CHARACTER_SETS.get(word) or NAMED_PAGES.get(number, f"cp{number}")
        with suppress(LookupError):  # a page that nobody knows: the one before it
            self.page = codecs.lookup(name).name

    def _write(self, word: str, number: int | None) -> None:
        if self.group.place not in self.written:
            return
        place = self.written[self.group.place]
        if word in BREAKS:
            place.end_paragraph(in_table=self.group.in_table)
            if self.group.place == "body" and not self.group.in_table and self.written["box"].blocks:
                place.blocks += self.written["box"].blocks
                self.written["box"].blocks.clear()
        elif word == "cell":
            place.end_cell()
        elif word == "row":
            place.end_row()
        elif word == "u" and number is not None:
            self._text(chr(number % 0x10000) if -0x8000 <= number <= 0xFFFF else "\ufffd")
            self.left_to_skip = self.group.skipped_after_unicode
        elif word in SIGNS:
            self._text(SIGNS[word])

    def _sign(self, sign: str) -> None:
        self._end_decoding()
        self.left_to_skip = 0
        if sign == "*":
            self.starred = True
        elif sign in "\r\n" and self.group.place in self.written:
            self._write("par", None)
        elif sign in SYMBOLS:
            self._text(SYMBOLS[sign])

    def _bytes(self, run: bytes) -> None:
        skipped = min(self.left_to_skip, len(run))
        self.left_to_skip -= skipped
        if self.group.place in self.written and skipped < len(run):
            encoding = self.fonts.get(self.group.font if self.group.font is not None else self.default_font, self.page)
            if encoding != self.decodes:
                self._end_decoding()
                self.decoder, self.decodes = codecs.getincrementaldecoder(encoding)("replace"), encoding
            self._text(self.decoder.decode(run[skipped:]))

    def _end_decoding(self) -> None:
        """Close a character that was begun and is not finished."""
        if rest := self.decoder.decode(b"", True):
            self._text(rest)
        self.decoder.reset()

    def _text(self, text: str) -> None:
        if self.group.place in self.written and not self.group.deleted:
            text = text.replace("\0", "")  # no letter, and no database keeps it
            self.written[self.group.place].line.append(text)
            self.length += len(text)
            sniffing.check_length(self.path, range(self.length))


def _without_surrogates(text: str) -> str:
    """The two halves of a character outside of the basic plane become one."""
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
