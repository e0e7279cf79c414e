"""Figures of a study, drawn on the server: SVG and PNG, each with the data behind it and words for who cannot see it.

``figure`` and ``png`` draw one of ``NAMES``; ``as_csv`` writes its data. Everything in them is counted from the study's evidence.
"""

from service.figures.drawing import NAMES, drawn, figure, placeholder, png, title_of
from service.figures.material import Material
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Figure
from service.figures.rendering import png_of
from service.figures.sheets import as_csv

__all__ = [
    "LINK",
    "NAMES",
    "Figure",
    "Material",
    "NothingToDraw",
    "as_csv",
    "drawn",
    "figure",
    "placeholder",
    "png",
    "png_of",
    "title_of",
]
