"""Figures of a study as pictures of a document: without links, with what they say in words beside them."""

from annotations.documents.records import Picture
from annotations.errors import NotFound
from annotations.triangulation.records import Attachment
from service.figures.drawing import NAMES, drawn
from service.figures.material import Material
from service.figures.missing import NothingToDraw
from service.figures.records import Figure
from service.figures.rendering import png_of
from service.figures.series import series_figure
from service.workflows.work import Work

SCALE = 2.5


class StudyPictures:
    """Draws what documents ask for, all from one reading of the study. What there is nothing to draw of is left out."""

    def __init__(self, work: Work, study_id: str) -> None:
        self.work, self.study_id = work, study_id
        self._material: Material | None = None

    def study(self, language: str) -> list[Picture]:
        """Every figure of the study."""
        if self._material is None:
            self._material = Material(self.work, self.study_id, fresh=True)
        found = []
        for name in NAMES:
            try:
                found.append(_picture(f"figure.{name}", drawn(self._material, name, language, titled=False, linked=False)))
            except NothingToDraw:
                continue
        return found

    def series(self, series_id: str, language: str, claim: Attachment) -> Picture | None:
        """The chart of a series with what the claim says drawn in."""
        try:
            made = series_figure(self.work, self.study_id, series_id, language, claim=claim, titled=False)
        except (NothingToDraw, NotFound):  # its points may have been taken out since
            return None
        return _picture(f"series.{series_id}", made)


def _picture(id_: str, figure: Figure) -> Picture:
    return Picture(id_, figure.title, figure.alt, figure.note, png_of(figure.svg, SCALE), figure.svg)
