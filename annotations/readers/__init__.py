"""Files of interviews → transcripts. The suffix says what a file claims to be, its bytes whether it is."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from annotations.errors import BadTranscript
from annotations.readers import sniffing
from annotations.transcripts import Transcript, Turn

SUFFIXES = tuple(sniffing.KINDS)


def session_id_of(path: Path) -> str:
    """The session that a file belongs to, from its name: letters, digits, ``-`` and ``_`` stay, the rest becomes ``-``.

    >>> session_id_of(Path("Entrevista 3 (final).docx"))
    'Entrevista-3-final'
    """
    return re.sub(r"[^\w-]+", "-", unicodedata.normalize("NFC", path.stem)).strip("-") or "session"


def read_transcript(
    path: Path,
    *,
    session_id: str = "",
    language: str = "",
    interviewers: Collection[str] = (),
    respondents: Collection[str] = (),
) -> Transcript:
    """Read one transcript.

    Parameters
    ----------
    session_id : taken from the file name when empty.
    language : guessed from frequent words when empty, and left empty when no language is clearly it.
    interviewers, respondents : speaker labels known from the register; they go before what the reader would guess.

    Returns
    -------
    All the text of the file, code points as they are, except that line ends become ``\\n`` and a byte order mark is
    dropped. Turns leave out labels, title block, headers, footnotes and comments, which stay in the text.

    Raises
    ------
    SuffixMismatch : the content is not what the suffix says.
    BadTranscript : the file is of a kind that is not read, missing, empty, too large, damaged, protected, or without words.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BadTranscript(
            f"files of the kind {path.suffix or '(no suffix)'!r} are not read",
            where=str(path),
            remedy=f"save it as one of {', '.join(SUFFIXES)}",
        )
    data = sniffing.read_bytes(path)
    sniffing.check_content(path, data)
    text, turns = _read(data, path, interviewers, respondents)
    if not any(re.search(r"[^\W_]", text[turn.start : turn.end]) for turn in turns):
        raise BadTranscript(
            "the file holds no words that anybody says", where=str(path), remedy="check that it is the transcript"
        )
    return Transcript(
        session_id=session_id or session_id_of(path),
        text=text,
        turns=turns,
        language=language or _language_of(text),
        source=path.name,
        source_hash=hashlib.sha256(data).hexdigest(),
    )


def _read(data: bytes, path: Path, interviewers: Collection[str], respondents: Collection[str]) -> tuple[str, tuple[Turn, ...]]:
    from annotations.readers import docx, speakers, subtitles, text  # python-docx and webvtt only when something is read

    if path.suffix.lower() == ".vtt":
        return subtitles.read(data, path, interviewers=interviewers, respondents=respondents)
    whole, end = docx.read(data, path) if path.suffix.lower() == ".docx" else (text.read(data, path), None)
    sniffing.check_length(path, whole)
    return whole, speakers.turns_of(whole[:end], interviewers=interviewers, respondents=respondents)


def _language_of(words: str) -> str:
    from annotations.readers.text import guess_language

    return guess_language(words)
