"""Validation as the command line tells it."""

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.validation.answering import remarks
from annotations.validation.records import Ballot, Form, Validator
from annotations.validation.state import Draw
from annotations.validation.verification import AGREEMENT_WORDS
from annotations.validation.words import NOT_SHOWN_WORDS, REMARK_WORDS, worded
from annotations.verification_questions import VerificationQuestion
from service.workflows.validatable import LeftOut
from service.workflows.validation import Due


def draw_line(one: Draw) -> str:
    strata = ", ".join(f"{stratum.name} {stratum.drawn} of {stratum.frame}" for stratum in one.strata)
    kept = f"; {len(one.kept)} asked before stay" if one.kept else ""
    return f"{one.domain}: {len(one.validators)} drawn of {len(one.frame)}, seed {one.seed} ({strata or 'nobody could be drawn'}){kept}"


def left_out_line(one: LeftOut, language: str) -> str:
    why = worded(NOT_SHOWN_WORDS, language)
    told = "; ".join(f"{change_id}: {why.get(reason, reason)}" for change_id, reason in one.changes)
    return f"{one.domain}: nobody drawn, nothing can be put to people yet ({told or 'it has no change'})"


def person_line(one: Validator) -> str:
    how = f"{one.chosen} ({one.occasion or one.reason})" if one.occasion or one.reason else one.chosen
    marks = " · judges work of their own" if one.interested else ""
    return f"{one.id}  {one.domain:14} {one.respondent_id or '-':8} {one.category:18} {how}{marks}"


def due_line(one: Due) -> str:
    how = f" by {', '.join(one.channels)}" if one.channels else ""
    return f"{one.validator_id}  {one.domain:14} asked {one.times} times, last on {one.last}{how}"


def form_text(form: Form, language: str) -> str:
    """The form with its statements, and what is not on it."""
    lines = [f"{form.id}  {len(form.wordings)} changes{f', for {form.occasion}' if form.occasion else ''}"]
    for one in form.wordings:
        lines.append(f"  {one.change_id} (statement {one.statement_number}): {in_language(one.statement, language)}")
    why = worded(NOT_SHOWN_WORDS, language)
    lines += [f"  - {change_id}: {why.get(reason, reason)}" for change_id, reason in form.not_shown]
    return "\n".join(lines)


def ballot_line(ballot: Ballot, state: str) -> str:
    said = " ".join(f"{one.change_id}={one.vote or '-'}{f':{one.rank}' if one.rank else ''}" for one in ballot.answers)
    who = ", ".join(ballot.validators) + (f" ({ballot.people} people)" if ballot.people > len(ballot.validators) else "")
    return f"{ballot.id}  {state:5} {ballot.form_id} {ballot.mode:9} {who}: {said}"


def remark_lines(ballot: Ballot, language: str = "en") -> list[str]:
    words = worded(REMARK_WORDS, language)
    return [f"  {words[what].format(changes=', '.join(changes))}" for what, changes in remarks(ballot.answers)]


def question_line(one: VerificationQuestion, language: str) -> str:
    answers = ", ".join(f"{key} ({in_language(words, language)})" for key, words in AGREEMENT_WORDS.items())
    return f"{one.id}: {in_language(one.text, language)} {answers}{'' if one.optional else ' (has to be answered)'}"


def table_text(table: Table, *, first: str = "") -> str:
    """The table with columns set apart; only rows that begin with ``first`` when it is given."""
    rows = [row for row in table.rows if not first or row[0] == first]
    widths = [max(len(row[at]) for row in (table.headings, *rows)) for at in range(len(table.headings))]

    def line(row: tuple[str, ...]) -> str:
        cells = (
            cell.rjust(width) if at in table.numbers else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return "  ".join(cells).rstrip()

    return "\n".join([table.caption, "", line(table.headings), *map(line, rows), *("", *table.notes)])
