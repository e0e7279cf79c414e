"""PDFs with a text layer: its letters and their places, as PDFium finds them. Nothing in the file is run, drawn or fetched.

PDFium is used by itself: on the files tried it finds the same words as pdfplumber in a tenth of the time.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from annotations.errors import BadTranscript
from annotations.readers import sniffing
from annotations.readers.layouts import Document
from annotations.readers.pages import Piece, text_of

MAXIMUM_PAGES = 3_000
# PDFium builds about ten bytes for each byte of a page's description; pictures are never unpacked
MAXIMUM_STREAMS, LARGEST_STREAM, MAXIMUM_UNPACKED_BYTES = 100_000, 30_000_000, 80_000_000
CHUNK = 1 << 14
STREAM = re.compile(rb"(?<!end)stream\r?\n")
PACKED, PICTURE = re.compile(rb"/(?:FlateDecode|Fl)\b"), re.compile(rb"/Subtype\s*/Image\b")
LARGEST_UNREADABLE_SHARE = 0.05
SCANNED_SHARE = 0.4  # of the page that a picture covers where there is not a letter
FAR_APART, JUMP = 2.0, 0.5  # times the height of a letter: between columns; between lines
HYPHEN, SURROGATES = "\x02", ("\ud800", "\udfff")
RECOGNISE = "run text recognition (OCR) on it, or save the transcript as text"


def read(data: bytes, path: Path) -> Document:
    """The text without what the pages repeat (headers, footers, page numbers), which follows it once.

    Wrapped lines are joined; a hyphen at the end of a line goes when the two parts are one word.
    """
    _refuse_bomb(data, path)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        if "password" in str(problem).casefold():
            raise BadTranscript("the PDF is protected by a password", where=str(path), remedy="save it without one") from problem
        raise BadTranscript(
            f"the PDF is damaged: {problem}", where=str(path), remedy="open it in a PDF reader and print it to a new PDF"
        ) from problem
    try:
        return text_of(_pages(document, path))
    except (pdfium.PdfiumError, ValueError, OverflowError, MemoryError) as problem:
        raise BadTranscript(
            f"a page of the PDF is damaged: {problem}",
            where=str(path),
            remedy="open it in a PDF reader and print it to a new PDF",
        ) from problem
    finally:
        document.close()


def _refuse_bomb(data: bytes, path: Path) -> None:
    total = 0
    for number, found in enumerate(STREAM.finditer(data)):
        before = data[max(0, found.start() - 1_000) : found.start()]
        described = before[before.rfind(b"obj") + 3 :]
        packings = len(PACKED.findall(described))
        here = 0
        if packings and not PICTURE.search(described):
            parts: Iterable[bytes] = (data[at : at + CHUNK] for at in range(found.end(), len(data), CHUNK))
            for _ in range(packings):
                parts = _unpacked(parts)
            for part in parts:
                here += len(part)
                if here > LARGEST_STREAM:
                    break
        total += here
        if number > MAXIMUM_STREAMS or here > LARGEST_STREAM or total > MAXIMUM_UNPACKED_BYTES:
            raise BadTranscript(
                "the PDF unpacks to far more than any transcript",
                where=str(path),
                remedy="print the pages of the transcript alone to a new PDF, or save the text",
            )


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """What ``parts`` unpack to, in pieces of at most ``CHUNK`` bytes, up to where they are damaged."""
    engine = zlib.decompressobj()
    for part in parts:
        while part and not engine.eof:
            try:
                piece = engine.decompress(part, CHUNK)
            except zlib.error:
                return
            part = engine.unconsumed_tail
            yield piece
        if engine.eof:
            return


def _pages(document: pdfium.PdfDocument, path: Path) -> list[list[Piece]]:
    if len(document) > MAXIMUM_PAGES:
        raise BadTranscript(
            f"{len(document):,} pages are more than one session holds",
            where=str(path),
            remedy=f"split it into files of at most {MAXIMUM_PAGES:,} pages, one per session",
        )
    pages, scanned, count = [], [], 0
    for number in range(len(document)):
        page = document[number]
        letters = page.get_textpage()
        here = max(letters.count_chars(), 0)
        count += here
        sniffing.check_length(path, range(count))
        pages.append(list(_pieces(letters.raw, here)))
        if not pages[-1] and _is_scanned(page):
            scanned.append(number + 1)
        letters.close()
        page.close()
    _refuse_unreadable(pages, scanned, path)
    return pages


def _refuse_unreadable(pages: Sequence[Sequence[Piece]], scanned: Sequence[int], path: Path) -> None:
    words = "".join(piece.text for page in pages for piece in page)
    if not words.strip():
        raise BadTranscript("the PDF has no text layer: its pages are pictures", where=str(path), remedy=RECOGNISE)
    if scanned:
        named = ", ".join(map(str, scanned[:10])) + (" …" if len(scanned) > 10 else "")
        raise BadTranscript(
            f"pages of the PDF are pictures without a text layer: {named}",
            where=str(path),
            remedy=f"{RECOGNISE}; or remove these pages if they are no part of it",
        )
    unreadable = sum(not sign.isprintable() and not sign.isspace() or sign == "\ufffd" for sign in words)
    if unreadable > LARGEST_UNREADABLE_SHARE * len(words):
        raise BadTranscript("the PDF does not say which letters its signs stand for", where=str(path), remedy=RECOGNISE)


def _is_scanned(page: pdfium.PdfPage) -> bool:
    """True when pictures cover much of the page."""
    whole: float = page.get_width() * page.get_height()
    covered = 0.0
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        covered += abs((right - left) * (top - bottom))
    return bool(covered >= SCANNED_SHARE * whole)


def _pieces(letters: object, count: int) -> Iterator[Piece]:
    """Stretches of one line without a wide gap, in the order in which the page was written."""
    box = raw.FS_RECTF()
    piece: Piece | None = None
    for number in range(count):
        sign = chr(raw.FPDFText_GetUnicode(letters, number))
        if sign in "\r\n":
            yield from _filled(piece)
            piece = None
            continue
        if not raw.FPDFText_GetLooseCharBox(letters, number, box) or sign == "\0":
            continue
        if sign == HYPHEN:
            sign = "-"
        if piece and not piece.goes_on(box.left, box.bottom, box.top, far=FAR_APART, jump=JUMP):
            yield from _filled(piece)
            piece = None
        if piece is None and sign.isspace():
            continue
        if piece is None:
            piece = Piece(box.left, box.right, box.bottom, box.top)
        piece.add(sign, box.left, box.right, box.bottom, box.top)
    yield from _filled(piece)


def _filled(piece: Piece | None) -> Iterator[Piece]:
    if piece and piece.finish():
        yield piece
