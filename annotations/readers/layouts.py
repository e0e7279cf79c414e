"""Paragraphs and tables of a document → its text, and who speaks in tables that have a column for it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from annotations.readers.roles import INTERVIEWER_WORDS, RESPONDENT_WORDS, is_role_word, key_of, roles_of, stem_of
from annotations.readers.speakers import turns_of
from annotations.transcripts import SpeakerRole, Turn, trimmed

Cell = str
Row = tuple[Cell, ...]

_SPEAKERS = (
    "hablante orador oradora locutor locutora interlocutor voz persona quien participante nombre rol actor intervencion de "
    "speaker who name role participant person voice falante quem nome locuteur personne nom"
)
_WORDS = (
    "texto transcripcion dialogo contenido discurso palabras intervencion dice dicho verbatim text transcript transcription "
    "utterance speech words content dialogue said transcricao fala texte parole propos"
)
_QUESTIONS = "pregunta question pergunta q"
_ANSWERS = "respuesta answer response reply resposta reponse a r"
_VALUES = "si no yes x ok na n/a ns nr nc"  # what short columns of other tables hold
SPEAKER_HEADS, WORD_HEADS = frozenset(_SPEAKERS.split()) - {"de", "intervencion"}, frozenset(_WORDS.split())
QUESTION_HEADS = frozenset(_QUESTIONS.split()) | INTERVIEWER_WORDS
ANSWER_HEADS = frozenset(_ANSWERS.split()) | RESPONDENT_WORDS
LONGEST_NAME, MOST_WORDS_IN_A_NAME = 60, 7
FEWEST_ROWS = 3
TIMES = re.compile(r"[\s\d:.,\[\]()\-–>#]*")
ENDS_LIKE_SPEECH = re.compile(r"[?!…,;]\s*$")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; where cells are joined, a row has fewer than its neighbours."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cell says and who says it: ``text[start:end]``; the role is given where the column is the interviewer's."""

    speaker: str
    start: int
    end: int
    role: SpeakerRole | None


@dataclass(frozen=True, slots=True)
class Document:
    """A text, where its body ends (what follows are headers, notes, comments: nobody's turn), and what tables say."""

    text: str
    end: int
    spoken: tuple[Spoken, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()  # where those tables stand that say who speaks

    def turns(self, interviewers: Collection[str], respondents: Collection[str]) -> tuple[Turn, ...]:
        """The turns of the tables, and beside them what is labelled; of a document that is mostly prose, as of any text."""
        said = sum(spoken.end - spoken.start for spoken in self.spoken)
        in_tables = sum(end - start for start, end in self.tables)
        if 2 * said < self.end - in_tables:
            return turns_of(self.text[: self.end], interviewers=interviewers, respondents=respondents)
        known = [*respondents, *(spoken.speaker for spoken in self.spoken if spoken.speaker)]
        spoken = list(self.spoken)
        borders = [0, *(at for table in self.tables for at in table), self.end]
        for start, end in zip(borders[::2], borders[1::2], strict=True):
            beside = turns_of(self.text[start:end], interviewers=interviewers, respondents=known)
            spoken += [Spoken(turn.speaker, start + turn.start, start + turn.end, None) for turn in beside if turn.speaker]
        spoken.sort(key=lambda part: part.start)
        words = [(part.speaker, self.text[part.start : part.end]) for part in spoken]
        roles = roles_of(words, interviewers=interviewers, respondents=respondents)
        return tuple(Turn(part.speaker, part.role or roles[part.speaker], part.start, part.end) for part in spoken)


@dataclass(frozen=True, slots=True)
class _Columns:
    speaker: int | None
    words: tuple[tuple[int, SpeakerRole | None], ...]
    first: int  # row with which speech begins: the one after the head


def assembled(blocks: Iterable[str | Table], beside: Iterable[str] = ()) -> Document:
    """The text of a document: an empty line between paragraphs and between rows, a tab between cells.

    What stands ``beside`` the body (headers, notes, comments) follows it, each text once.
    """
    pieces: list[str] = []
    spoken: list[Spoken] = []
    tables: list[tuple[int, int]] = []
    at = 0
    for block in blocks:
        begin = at
        columns = _columns_of(block.rows) if isinstance(block, Table) else None
        said: list[Spoken] = []
        for number, row in enumerate(block.rows if isinstance(block, Table) else [(block,)]):
            line = "\t".join(row)
            if not line.strip():
                continue
            if columns and number >= columns.first:
                said += _spoken_in(row, columns, at, said)
            pieces.append(line)
            at += len(line) + 2
        if said:
            spoken += said
            tables.append((begin, at - 2))
    body = "\n\n".join(pieces)
    return Document("\n\n".join(filter(None, [body, *dict.fromkeys(beside)])), len(body), tuple(spoken), tuple(tables))


def _spoken_in(row: Row, columns: _Columns, at: int, before: Sequence[Spoken]) -> Iterator[Spoken]:
    """What a row says. An empty speaker cell goes on with the speaker above; a row of joined cells is a heading."""
    if len(row) <= max(column for column, _ in columns.words):
        return
    offsets = [at]
    for cell in row:
        offsets.append(offsets[-1] + len(cell) + 1)
    speaker = ""
    if columns.speaker is not None:
        name = " ".join(row[columns.speaker].split()).rstrip(" :")
        speaker = name or (before[-1].speaker if before else "")
    for column, role in columns.words:
        start, end = trimmed(row[column], 0, len(row[column]))
        if start < end:
            yield Spoken(speaker, offsets[column] + start, offsets[column] + end, role)


def _columns_of(rows: Sequence[Row]) -> _Columns | None:
    """Which column names the speaker and which holds the words; None when the table is of another kind."""
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    if width < 2 or len(full) < 2:
        return None
    head = [_head(cell) for cell in full[0]] if full[0] == rows[0] else []
    return _by_head(head) or (_by_content(full, 0) if len(full) >= FEWEST_ROWS else None)


def _head(cell: Cell) -> str:
    return stem_of(key_of(cell)) if len(cell) <= LONGEST_NAME else ""


def _by_head(head: Sequence[str]) -> _Columns | None:
    def column_of(heads: Collection[str]) -> int | None:
        return next((n for n, cell in enumerate(head) if _forms(cell) & set(heads)), None)

    speaker, words = column_of(SPEAKER_HEADS), column_of(WORD_HEADS)
    if speaker is not None and words is not None and speaker != words:
        return _Columns(speaker, ((words, None),), 1)
    question, answer = column_of(QUESTION_HEADS), column_of(ANSWER_HEADS)
    if question is not None and answer is not None and question != answer:
        sides: list[tuple[int, SpeakerRole | None]] = [(question, "interviewer"), (answer, "respondent")]
        return _Columns(None, tuple(sorted(sides)), 1)
    return None


def _forms(cell: str) -> set[str]:
    return {cell, cell.rstrip("s"), *(word for word in cell.split()[:1] if len(word) > 2)}


def _by_content(rows: Sequence[Row], first: int) -> _Columns | None:
    """A column of a few names that recur, before a column of words; or one of questions before one of answers."""
    columns = list(zip(*rows, strict=True))
    lengths = [sum(map(len, column)) for column in columns]
    words = max(range(len(columns)), key=lengths.__getitem__)
    names = [n for n in range(words) if _are_names(columns[n])]
    if names:
        return _Columns(names[-1], ((words, None),), first)
    asking = [sum("?" in cell for cell in column) for column in columns]
    if len(columns) == 2 and 2 * asking[0] >= len(rows) > 2 * asking[1]:
        return _Columns(None, ((0, "interviewer"), (1, "respondent")), first)
    return None


def _are_names(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    keys = Counter(key_of(cell) for cell in filled)
    if not filled or any(not _may_name(cell) for cell in filled) or keys.keys() & set(_VALUES.split()):
        return False
    return len(keys) >= 2 and (len(filled) >= 2 * len(keys) or all(is_role_word(key) for key in keys))


def _may_name(cell: Cell) -> bool:
    return (
        len(cell) <= LONGEST_NAME
        and len(cell.split()) <= MOST_WORDS_IN_A_NAME
        and not TIMES.fullmatch(cell)
        and not ENDS_LIKE_SPEECH.search(cell)
    )
