"""Figures as files: for a report, without a board behind them."""

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from annotations.languages import base
from service.figures.drawing import NAMES, drawn, title_of
from service.figures.material import Material
from service.figures.missing import NothingToDraw
from service.figures.rendering import png_of
from service.figures.sheets import as_csv
from service.figures.words import WORDS
from service.workflows.work import Work, write_whole


def write_figures(
    work: Work,
    study_id: str,
    folder: Path,
    *,
    languages: Collection[str] | None = None,
    only: Collection[str] | None = None,
    scale: float = 2.0,
) -> Iterator[str]:
    """Write ``NAME.LANGUAGE.svg``, ``.png``, ``.csv`` and ``.txt`` of each figure, drawn from the study as it is now; yield a line of
    what was written, or of why there is nothing to draw, for each.

    Raises
    ------
    NotFound : there is no such figure or study, and then nothing is written.
    """
    material = Material(work, study_id, fresh=True)
    chosen = list(dict.fromkeys(only or NAMES))
    for name in chosen:
        title_of(name, "en")
    spoken = dict.fromkeys(base(one) for one in languages or material.study.languages)
    folder.mkdir(parents=True, exist_ok=True)
    for language in [one for one in spoken if one in WORDS] or ["en"]:
        for name in chosen:
            try:
                made = drawn(material, name, language, linked=False)
            except NothingToDraw as problem:
                yield f"{name}.{language}: {problem.message}"
                continue
            words = f"{made.title}\n\n{made.alt}\n\n{made.note}\n"
            parts = {"svg": made.svg.encode(), "png": png_of(made.svg, scale), "csv": as_csv(made), "txt": words.encode()}
            for suffix, content in parts.items():
                write_whole(folder / f"{name}.{language}.{suffix}", partial(_written, content))
            yield f"{folder / name}.{language}: svg, png, csv, txt"


def _written(content: bytes, file: BinaryIO) -> int:
    return file.write(content)
