"""The responses to validation as a table of the report."""

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.studies import Study
from annotations.validation.records import MODES
from annotations.validation.responses import Response, Responses
from annotations.validation.words import CHOSEN_WORDS, MODE_WORDS, TABLE_WORDS, worded


def response_table(study: Study, found: Responses, language: str) -> Table:
    """A row for each domain and each way of choosing in it, then the sum of those drawn. The rate is over those drawn, or asked."""
    say = worded(TABLE_WORDS, language)
    names = {one.id: in_language(one.name, language) for one in study.domains}
    used = [mode for mode in MODES if any(line.by_mode[mode] for line in found.lines)] or list(MODES[:1])
    modes = worded(MODE_WORDS, language)
    chosen = worded(CHOSEN_WORDS, language)
    headings = (
        say["domain"], say["chosen"], say["asked"], *(modes[mode] for mode in used), say["answered"], say["rate"], say["refused"],
        say["not_reached"], say["silent"], say["not_asked"], say["ballots"], say["people"],
    )  # fmt: skip

    def cells(first: str, second: str, lines: list[Response]) -> tuple[str, ...]:
        asked, answered = sum(one.asked for one in lines), sum(one.answered for one in lines)
        rate = say["percent"].format(n=round(100 * answered / asked)) if asked else "—"
        numbers = (
            *(sum(one.by_mode[mode] for one in lines) for mode in used), answered, rate, sum(one.refused for one in lines),
            sum(one.unreachable + one.no_show for one in lines), sum(one.silent for one in lines),
            sum(one.not_asked for one in lines), sum(one.ballots for one in lines), sum(one.people for one in lines),
        )  # fmt: skip
        return (first, second, str(asked), *map(str, numbers))

    rows = [cells(names.get(line.domain, line.domain), chosen[line.chosen], [line]) for line in found.lines]
    drawn = [line for line in found.lines if line.chosen == "drawn"]
    if len(drawn) > 1:
        rows.append(cells(say["all"], chosen["drawn"], drawn))
    notes = [say["note_rate"], say["note_people"].format(drawn=found.drawn_people, answered=found.answered_people)]
    notes += [say["note_collective"]] if any(line.ballots != line.people for line in found.lines) else []
    notes += [say["note_withdrawn"].format(n=gone)] if (gone := sum(line.withdrawn for line in found.lines)) else []
    return Table(
        "validation_response", say["caption"], language, headings, tuple(rows), tuple(range(2, len(headings))), tuple(notes)
    )
