"""What is believed of what a child says about a file, and what a person is told when it says nothing."""

import hashlib
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from annotations import errors
from annotations.errors import BadInput, BadTranscript
from annotations.transcripts import Transcript
from service.workflows.reading_child import ANSWERS, Answer, Ended, Limits

SAVE_AGAIN = "open it in the program that made it and save it again, or save its text alone as .txt"
TOO_MUCH_MEMORY = "reading it takes more than {:,} MB of memory"
CRASHES = frozenset({signal.SIGABRT, signal.SIGILL, signal.SIGSEGV})
SMALLER = "save its text alone as .txt, or split it into one file per session"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the reading of some bytes went.

    read · refused by the reader · stopped by a limit (memory, time, size of the answer) · failed: an error that no reader
    should raise, a crash, records that contradict the text, or an attempt to reach another file or the network.
    """

    outcome: Literal["read", "refused", "stopped", "failed"]
    transcripts: tuple[Transcript, ...] = ()
    error: BadInput | None = None
    trace: tuple[str, ...] = ()
    seconds: float = 0
    peak_bytes: int = 0


def fault(transcript: Transcript) -> str:
    """What is wrong with the records of a transcript, empty when nothing is: offsets out of the text, NUL."""
    length, last = len(transcript.text), 0
    for turn in transcript.turns:
        if not last <= turn.start <= turn.end <= length:
            return "a turn overlaps another one, or lies outside of the text"
        last = turn.end
    if any(not 0 <= mark.start <= mark.end <= length for mark in transcript.marks):
        return "a mark lies outside of the text"
    names = {transcript.session_id, transcript.language, transcript.source, *(turn.speaker for turn in transcript.turns)}
    if any("\0" in words for words in (transcript.text, *names)):
        return "a NUL character, which PostgreSQL does not store"
    return "" if transcript.session_id and transcript.turns else "no session or no turns"


def judged(name: str, data: bytes, ended: Ended, said: bytes, limits: Limits) -> Reading:
    """What a child said, believed only as far as it can be checked."""
    stopped = _limit_reached(ended, limits)
    if stopped:
        return given_up(name, "stopped", stopped, SMALLER)
    try:
        answer = ANSWERS.validate_json(said)
    except ValidationError:
        reason = signal.strsignal(ended.signal) if ended.signal else "an answer that is none" if said else "no answer"
        return given_up(name, "failed", f"reading it ended with: {reason}")
    if answer.error == "MemoryError":
        return given_up(name, "stopped", TOO_MUCH_MEMORY.format(limits.memory_bytes // 1_000_000), SMALLER)
    if answer.attempts:
        asked = f"it asks for something outside of itself ({answer.attempts[0]})"
        return given_up(name, "failed", asked, SAVE_AGAIN, answer.attempts)
    if answer.error and not answer.refused:
        at = f" at {answer.trace[-1]}" if answer.trace else ""
        return given_up(name, "failed", f"the reader gave up on it ({answer.error}{at})", trace=answer.trace)
    if answer.error:
        kind = getattr(errors, answer.error, BadTranscript)
        kind = kind if isinstance(kind, type) and issubclass(kind, BadInput) else BadTranscript
        return Reading("refused", error=kind(answer.message, where=answer.where or name, remedy=answer.remedy))
    return _checked(name, data, answer)


def _checked(name: str, data: bytes, answer: Answer) -> Reading:
    digest = hashlib.sha256(data).hexdigest()
    wrong = "" if answer.transcripts else "no transcript and no reason"
    for transcript in answer.transcripts:
        ours = transcript.source == Path(name).name and transcript.source_hash == digest
        wrong = wrong or ("another file's transcript" if not ours else fault(transcript))
    return given_up(name, "failed", f"the reader gave {wrong}") if wrong else Reading("read", answer.transcripts)


def _limit_reached(ended: Ended, limits: Limits) -> str:
    if ended.signal in CRASHES and ended.peak_bytes > limits.memory_bytes / 2:  # PDFium ends the process when it gets no memory
        return TOO_MUCH_MEMORY.format(limits.memory_bytes // 1_000_000)
    if ended.stopped == "answer":
        return "it holds more turns and text than one file may"
    if ended.stopped == "time" or ended.signal in {getattr(signal, "SIGXCPU", None), getattr(signal, "SIGALRM", None)}:
        return f"reading it takes more than {limits.cpu_seconds} seconds"
    return ""


def given_up(
    name: str, outcome: Literal["stopped", "failed"], message: str, remedy: str = SAVE_AGAIN, trace: tuple[str, ...] = ()
) -> Reading:
    return Reading(outcome, (), BadTranscript(message, where=name, remedy=remedy), trace)
