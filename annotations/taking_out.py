"""A transcript without what somebody said in it: their turns become a marker, everybody else's words stay where they were said."""

from collections.abc import Collection
from dataclasses import replace

from annotations.errors import ConsentMissing
from annotations.languages import base
from annotations.pseudonyms.masking import Masked, Piece
from annotations.readers.roles import key_of
from annotations.transcripts import Mark, Transcript, Turn

MARKERS = {"es": "[retirado]", "en": "[withdrawn]"}


def cut_out(transcript: Transcript, speakers: Collection[str]) -> Masked:
    """The text with a marker for each turn of these ``speakers``, and how its offsets and the text's belong together."""
    marker = MARKERS.get(base(transcript.language), MARKERS["en"])
    parts, pieces, at, length = [], [], 0, 0
    for turn in transcript.turns:
        if turn.speaker in speakers:
            parts += [transcript.text[at : turn.start], marker]
            length += turn.start - at
            pieces.append(Piece(turn.start, turn.end, length, length + len(marker), "", transcript.words_of(turn)))
            length, at = length + len(marker), turn.end
    return Masked("".join([*parts, transcript.text[at:]]), tuple(pieces))


def is_cut(part: Turn | Mark, cut: Masked) -> bool:
    """Whether it lies, with any of its words, in what was cut out."""
    return any(piece.start < part.end and part.start < piece.end for piece in cut.pieces)


def shortened(transcript: Transcript, cut: Masked) -> Transcript:
    """The transcript after the cut: the other turns and marks, at their new places."""
    turns = cut.mapped_turns(turn for turn in transcript.turns if not is_cut(turn, cut))
    marks = cut.mapped_marks(mark for mark in transcript.marks if not is_cut(mark, cut))
    return replace(transcript, text=cut.text, turns=turns, marks=marks)


def without_labels(transcript: Transcript, labels: Collection[str], *, where: str) -> Transcript:
    """The transcript without those who speak under ``labels``.

    Raises
    ------
    ConsentMissing : nobody in the transcript has one of these labels, so that their words cannot be told from the others'.
    """
    spoken = {key_of(turn.speaker): turn.speaker for turn in transcript.turns}
    absent = sorted(label for label in labels if key_of(label) not in spoken)
    if absent:
        raise ConsentMissing(
            f"somebody did not agree to take part, and {len(absent)} of their labels in the roster stand nowhere in the transcript",
            where=where,
            remedy="correct the labels, so that these words can be left out, or take the words out of the file",
        )
    speakers = {spoken[key_of(label)] for label in labels}
    return shortened(transcript, cut_out(transcript, speakers)) if speakers else transcript
