"""Files of interviews → transcripts. What a file is, its bytes say; the suffix is only what a folder is searched for."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import BadTranscript
from annotations.readers import sniffing
from annotations.readers.sniffing import Kind
from annotations.transcripts import Transcript

if TYPE_CHECKING:
    from annotations.readers.layouts import Document
    from annotations.readers.tables import Sheet

READER_VERSION = 2  # raised whenever a file may be read differently than before: then it is read again at the next import
SUFFIXES = tuple(sniffing.KINDS)
UNTRANSLATED = "…"  # stands where a column of translations has nothing
WORD = re.compile(r"[^\W_]")


def session_id_of(path: Path) -> str:
    """The session that a file belongs to, from its name: letters, digits, ``-`` and ``_`` stay, the rest becomes ``-``.

    >>> session_id_of(Path("Entrevista 3 (final).docx"))
    'Entrevista-3-final'
    """
    return _as_id(path.stem) or "session"


def read_transcripts(
    path: Path,
    *,
    data: bytes | None = None,
    session_id: str = "",
    language: str = "",
    interviewers: Collection[str] = (),
    respondents: Collection[str] = (),
) -> tuple[Transcript, ...]:
    """Read every transcript of a file: one, except of a table of several sessions; then the translations in it.

    Parameters
    ----------
    data : the content; with it, the file is never opened.
    session_id : taken from the file name when empty. Where a table names its sessions, it goes before their names.
    language : guessed from frequent words when empty, and left empty when no language is clearly it.
    interviewers, respondents : speaker labels known from the register; they go before what the reader would guess.

    Returns
    -------
    All text, code points as they are; line ends become ``\\n``. Turns leave out labels, title block, headers, notes, comments.

    Raises
    ------
    SuffixMismatch : the suffix is one of those read, the content is nothing that is read.
    BadTranscript : the file is of a kind that is not read, missing, empty, too large, damaged, protected, or without words.
    """
    content = sniffing.read_bytes(path) if data is None else data
    kind = sniffing.kind_of(path, content)
    sheets = [sheet for sheet in _read(kind, content, path, interviewers, respondents) if _has_words(sheet)]
    if not sheets:
        raise _no_words(path)
    from annotations.readers.text import guess_language

    digest = hashlib.sha256(content).hexdigest()
    originals = [
        Transcript(
            session_id=_session_of(sheet, path, session_id, alone=len(sheets) == 1),
            text=sheet.text,
            turns=sheet.turns,
            language=language or sheet.language or guess_language(sheet.text),
            source=path.name,
            source_hash=digest,
            marks=sheet.marks,
        )
        for sheet in sheets
    ]
    pairs = zip(originals, sheets, strict=True)
    return (*originals, *(one for original, sheet in pairs for one in _translations(original, sheet)))


def _no_words(path: Path) -> BadTranscript:
    return BadTranscript("the file holds no words that anybody says", where=str(path), remedy="check that it is the transcript")


def _translations(original: Transcript, sheet: "Sheet") -> Iterator[Transcript]:
    """What stands in columns beside the turns, as transcripts with a turn for each of the original's."""
    for language, said in sheet.translations.items():
        parts, turns, at = [], [], 0
        for turn, words in zip(original.turns, said, strict=True):
            label = f"{turn.speaker}: " if turn.speaker else ""
            words = words.strip() or UNTRANSLATED
            turns.append(replace(turn, start=at + len(label), end=at + len(label) + len(words), language=""))
            parts.append(label + words)
            at += len(parts[-1]) + 2
        text = "\n\n".join(parts)
        yield replace(original, text=text, turns=tuple(turns), language=language, marks=(), translates=True)


def read_transcript(
    path: Path,
    *,
    data: bytes | None = None,
    session_id: str = "",
    language: str = "",
    interviewers: Collection[str] = (),
    respondents: Collection[str] = (),
) -> Transcript:
    """Read the one transcript of a file, as ``read_transcripts`` does; ``BadTranscript`` when the file holds several."""
    read = read_transcripts(
        path, data=data, session_id=session_id, language=language, interviewers=interviewers, respondents=respondents
    )
    found = [transcript for transcript in read if not transcript.translates]
    if len(found) > 1:
        raise BadTranscript(
            f"the table holds {len(found)} sessions where one is expected",
            where=str(path),
            remedy="give every session a file of its own, or import the table as sessions",
        )
    return found[0]


def _read(
    kind: Kind, data: bytes, path: Path, interviewers: Collection[str], respondents: Collection[str]
) -> tuple["Sheet", ...]:
    from annotations.readers import tables, text  # here and below: libraries only when something is read

    if kind is Kind.XLSX:
        return tables.read_xlsx(data, path, interviewers=interviewers, respondents=respondents)
    if kind is Kind.TABLE:
        return tables.read_csv(text.read(data, path), path, interviewers=interviewers, respondents=respondents)
    if kind is Kind.SUBTITLES:
        from annotations.readers import subtitles

        whole, turns, found = subtitles.read(data, path, interviewers=interviewers, respondents=respondents)
        return (tables.Sheet(session_id="", text=whole, turns=turns, marks=found, language=""),)
    from annotations.readers.marks import marks_of

    document = _document(kind, data, path)
    sniffing.check_length(path, document.text)
    turns, found = document.turns(interviewers, respondents), marks_of(document.text[: document.end])
    return (tables.Sheet(session_id="", text=document.text, turns=turns, marks=found, language=""),)


def _document(kind: Kind, data: bytes, path: Path) -> "Document":
    from annotations.readers import docx, layouts, odt, pdf, rtf, text

    if kind is Kind.TEXT:
        whole = text.read(data, path)
        return layouts.Document(whole, len(whole))
    readers = {Kind.DOCX: docx.read, Kind.ODT: odt.read, Kind.RTF: rtf.read, Kind.PDF: pdf.read}
    return readers[kind](data, path)


def _has_words(sheet: "Sheet") -> bool:
    return any(WORD.search(sheet.text, turn.start, turn.end) for turn in sheet.turns)


def _session_of(sheet: "Sheet", path: Path, given: str, *, alone: bool) -> str:
    own = _as_id(sheet.session_id)
    if alone or not own:
        return given or own or session_id_of(path)
    return f"{given}-{own}" if given else own


def _as_id(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", name)).strip("-")
