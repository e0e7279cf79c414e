"""The rows of a table → sessions with text, turns and marks."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from annotations.readers.marks import CLOCK, disjoint, marks_of
from annotations.readers.roles import INTERVIEWER_WORDS, RESPONDENT_WORDS, key_of, roles_of
from annotations.readers.table_columns import LANGUAGE_OF, Column, column_of, header_key, holds_answers, translation_language
from annotations.readers.table_rows import Row, Table, refuse
from annotations.transcripts import Mark, SpeakerRole, Turn

ASKING = "Q"  # the speaker of questions that stand in a header or in a column of questions
NOTHING: Mapping[str, str] = MappingProxyType({})
WORD = re.compile(r"[^\W_]")
MAXIMUM_WRITTEN = 40_000_000  # characters of all sessions of a table together


@dataclass(frozen=True, slots=True)
class Sheet:
    """One session of a table. ``session_id`` is empty when the file is one session and does not name it.

    ``translations``: by language (empty when the header names none), one text per turn, empty where there is none.
    """

    session_id: str
    text: str
    turns: tuple[Turn, ...]
    marks: tuple[Mark, ...]
    language: str
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class Page:
    """Text as it is put together, with what it holds so far."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    turns: list[Turn] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    translations: list[Mapping[str, str]] = field(default_factory=list)

    def write(self, text: str) -> tuple[int, int]:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def say(
        self, speaker: str, role: SpeakerRole, words: str, language: str = "", translations: Mapping[str, str] = NOTHING
    ) -> None:
        start, end = self.write(words)
        self.turns.append(Turn(speaker, role, start, end, language))
        self.translations.append(translations)

    def sheet(self, session_id: str, interviewers: Collection[str], respondents: Collection[str]) -> Sheet:
        text = "".join(self.parts)
        spoken = [(turn.speaker, text[turn.start : turn.end]) for turn in self.turns if turn.role == "respondent"]
        roles = roles_of(spoken, interviewers=interviewers, respondents=respondents)
        languages = {turn.language for turn in self.turns if turn.role == "respondent" or turn.language}
        alone = languages.pop() if len(languages) == 1 else ""
        turns = tuple(
            replace(
                turn,
                role=roles[turn.speaker] if turn.role == "respondent" else turn.role,
                language="" if alone else turn.language,
            )
            for turn in self.turns
        )
        tags = dict.fromkeys(tag for one in self.translations for tag in one)
        beside = {tag: tuple(one.get(tag, "") for one in self.translations) for tag in tags}
        return Sheet(session_id, text, turns, disjoint([*self.marks, *marks_of(text)]), alone, MappingProxyType(beside))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they hold; numbers count from 0."""

    held: Mapping[Column, tuple[int, ...]]

    def first(self, column: Column) -> int | None:
        return next(iter(self.held.get(column, ())), None)


def columns_of(header: Sequence[str]) -> Columns:
    held: dict[Column, list[int]] = defaultdict(list)
    for at, name in enumerate(header):
        if name and (column := column_of(name)):
            held[column].append(at)
    return Columns({column: tuple(numbers) for column, numbers in held.items()})


def sheets_of(table: Table, interviewers: Collection[str], respondents: Collection[str]) -> Iterator[Sheet]:
    """The sessions of a table, in order of their first row."""
    if not table.rows:
        refuse("the table has no rows below its header", where=table.where, remedy="export it again with its rows")
    columns = by_turns(table)
    if columns:
        yield from _of_turns(table, columns, interviewers, respondents)
    else:
        yield from _of_answers(table, interviewers, respondents)


def by_turns(table: Table) -> Columns | None:
    """The columns of a table with one row per turn; None for every other table."""
    columns = columns_of(table.header)
    text, speaker = columns.first("text"), columns.first("speaker")
    if text is None:
        return None
    if speaker is None:
        speaker = columns.first("role")
    named = columns.first("respondent")
    if speaker is None and named is not None and columns.first("question") is None:
        names = [row.cells[named] for row in table.rows if row.cells[named]]
        speaker = named if len(names) > 3 and 2 * len(set(names)) <= len(names) and not names[0].isdigit() else None
    timed = columns.first("time")
    clock = timed is not None and any(re.match(CLOCK, row.cells[timed]) for row in table.rows[:20])
    if speaker is None and columns.first("question") is None and not clock:
        return None
    held = dict(columns.held)
    if speaker is not None:
        held["speaker"] = (speaker,)
    if columns.first("session") is None and columns.first("question") is not None and speaker is None and named is not None:
        held["session"] = (named,)
    return Columns(held)


def _of_turns(table: Table, columns: Columns, interviewers: Collection[str], respondents: Collection[str]) -> Iterator[Sheet]:
    speaker, role = columns.first("speaker"), columns.first("role")
    if speaker is not None and role is not None:
        pairs = [(row.cells[speaker], key_of(row.cells[role]).split()[:1]) for row in table.rows if row.cells[role]]
        interviewers = [*interviewers, *{name for name, words in pairs if set(words) & INTERVIEWER_WORDS}]
        respondents = [*respondents, *{name for name, words in pairs if set(words) & RESPONDENT_WORDS}]
    written = 0
    for session_id, rows in _by_session(table, columns).items():
        page = Page()
        if table.above:
            page.write(f"{table.above}\n\n")
        asked = name = ""
        for row in rows:
            name = (row.cells[speaker] or name) if speaker is not None else ""
            asked = _write_turn(page, table, columns, row, name, asked)
        written += page.length
        if written > MAXIMUM_WRITTEN:
            refuse("the sessions of the table are too large together", where=table.where, remedy="split it into several files")
        yield page.sheet(session_id, interviewers, respondents)


def _by_session(table: Table, columns: Columns) -> Mapping[str, list[Row]]:
    """Rows by session; an empty cell (merged ones below their first) belongs to the session above it."""
    at = columns.first("session")
    rows: dict[str, list[Row]] = defaultdict(list)
    session_id = ""
    for row in table.rows:
        if at is not None:
            session_id = row.cells[at] or session_id
            if not session_id:
                refuse("the row names no session", where=f"{table.where}:{row.number}:{at + 1}", remedy="write its session there")
        rows[session_id].append(row)
    return rows


def _write_turn(page: Page, table: Table, columns: Columns, row: Row, speaker: str, asked: str) -> str:
    """Write one row; returns the question that the next row goes on with."""
    question, text = columns.first("question"), columns.first("text")
    times = columns.held.get("time", ())
    read = {text, question, columns.first("speaker"), columns.first("session"), columns.first("language"), *times}
    read |= set(columns.held.get("translation", ()))
    others = [f"{name}: {row.cells[at]}" for at, name in enumerate(table.header) if at not in read and row.cells[at]]
    if others:
        page.write(" · ".join(others) + "\n")
    if question is not None and row.cells[question] and row.cells[question] != asked:
        asked = row.cells[question]
        page.say(ASKING, "interviewer", asked)
        page.write("\n\n")
    if time := " - ".join(row.cells[at] for at in times if row.cells[at]):
        page.marks.append(Mark("time", *page.write(f"[{time}]")))
        page.write(" ")
    if speaker:
        page.write(f"{speaker}: ")
    words = row.cells[text] if text is not None else ""
    if WORD.search(words):
        page.say(speaker, "respondent", words, _language(columns, row), _translations(table, columns, row))
    else:
        page.write(words)
    page.write("\n\n")
    return asked


def _language(columns: Columns, row: Row) -> str:
    at = columns.first("language")
    if at is None or not row.cells[at]:
        return ""
    return LANGUAGE_OF.get(header_key(row.cells[at]), row.cells[at] if len(row.cells[at]) <= 8 else "")


def _translations(table: Table, columns: Columns, row: Row) -> Mapping[str, str]:
    held = {at: translation_language(table.header[at]) or "" for at in columns.held.get("translation", ())}
    return {tag: row.cells[at] for at, tag in held.items() if row.cells[at]}


def _of_answers(table: Table, interviewers: Collection[str], respondents: Collection[str]) -> Iterator[Sheet]:
    columns = columns_of(table.header)
    apart = {at for numbers in (columns.held.get("respondent", ()), columns.held.get("language", ())) for at in numbers}
    answers = [
        at
        for at, name in enumerate(table.header)
        if name and at not in apart and holds_answers(name, [row.cells[at] for row in table.rows])
    ]
    if not answers:
        refuse(
            "no column holds what somebody said",
            where=table.where,
            remedy="name the columns: speaker and text for one row per turn; one column per open question for one row per person",
        )
    ids = _ids(table, columns, answers)
    written = 0
    for row, session_id in zip(table.rows, ids, strict=True):
        page = Page()
        facts = [f"{name}: {row.cells[at]}" for at, name in enumerate(table.header) if at not in answers and row.cells[at]]
        facts += [f"{table.header[at]}: {row.cells[at]}" for at in answers if row.cells[at] and not WORD.search(row.cells[at])]
        page.write("\n".join([*filter(None, [table.above]), *facts]))
        for at in answers:
            if WORD.search(row.cells[at]):
                page.write("\n\n")
                page.say(ASKING, "interviewer", table.header[at])
                page.write("\n")
                page.say("", "respondent", row.cells[at], _language(columns, row))
        written += page.length
        if written > MAXIMUM_WRITTEN:
            refuse("the sessions of the table are too large together", where=table.where, remedy="split it into several files")
        yield page.sheet(session_id, interviewers, respondents)


def _ids(table: Table, columns: Columns, answers: Sequence[int]) -> list[str]:
    """The session of every row: its cell in the first column of ids that all rows fill differently, else the row's number."""
    may = [at for kind in ("respondent", "session") for at in columns.held.get(kind, ()) if at not in answers]
    for at in may:
        ids = [row.cells[at] for row in table.rows]
        if all(ids) and len(set(ids)) == len(ids):
            return ids
    if not may:
        width = max(3, len(str(len(table.rows))))
        return [f"{number:0{width}}" for number in range(1, len(table.rows) + 1)]
    seen: dict[str, int] = {}
    for row in table.rows:
        where, name = f"{table.where}:{row.number}:{may[0] + 1}", row.cells[may[0]]
        if not name:
            refuse("the row has no id", where=where, remedy=f"give every row one, under {table.header[may[0]]!r}")
        if name in seen:
            refuse(f"the id stands in row {seen[name]} too", where=where, remedy="give every row an id of its own")
        seen[name] = row.number
    return list(seen)
