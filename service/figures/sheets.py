"""The data behind a figure as CSV. No cell of it is a formula to a spreadsheet."""

import csv
import io

from annotations.answer_sheets import safe
from service.figures.records import Figure


def as_csv(figure: Figure) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read accents; headings in the figure's language."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in figure.columns.values()])
    for row in figure.data:
        writer.writerow([_cell(row.get(key, "")) for key in figure.columns])
    return sheet.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Numbers stay numbers, also those below 0."""
    return safe(value) if isinstance(value, str) else value
