"""Which figures there are, and how one is drawn: from the study to a specification, from there to a picture."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from annotations.errors import NotFound
from annotations.languages import in_language
from service.figures.acceptance import acceptance_drawing
from service.figures.agreed import agreement_drawing
from service.figures.change_times import timeline_drawing
from service.figures.code_curves import curves_drawing
from service.figures.material import Material
from service.figures.missing import NothingToDraw
from service.figures.people import people_drawing
from service.figures.places import map_drawing
from service.figures.priorities import priorities_drawing
from service.figures.records import Drawing, Figure
from service.figures.rendering import png_of, svg_of
from service.figures.style import QUIET, TEXT, WIDTH, config, wrapped
from service.figures.style import title_of as title_of_figure
from service.figures.words import Say
from service.workflows.work import Work


def _agreement(of: Material, language: str) -> Drawing:
    if of.report is None:
        raise NothingToDraw(Say(language)("no_agreement" if of.fresh else "not_computed"))
    return agreement_drawing(of.study, of.frame, of.report, language)


def _curves(of: Material, language: str) -> Drawing:
    if of.curves is None:
        raise NothingToDraw(Say(language)("not_computed"))
    return curves_drawing(of.study, of.frame, of.curves, language)


def _timeline(of: Material, language: str) -> Drawing:
    if of.judged is None:
        raise NothingToDraw(Say(language)("not_computed"))
    return timeline_drawing(of.study, of.judged, language)


DRAWERS: Mapping[str, Callable[[Material, str], Drawing]] = {
    "people": lambda of, language: people_drawing(of.study, of.register, of.sessions, language),
    "priorities": lambda of, language: priorities_drawing(of.study, of.frame, language),
    "timeline": _timeline,
    "curves": _curves,
    "map": lambda of, language: map_drawing(of.study, of.register, of.sessions, of.borders, language),
    "acceptance": lambda of, language: acceptance_drawing(of.study, of.days, language),
    "agreement": _agreement,
}
NAMES = tuple(DRAWERS)


def figure(
    work: Work, study_id: str, name: str, language: str, *, titled: bool = True, linked: bool = True, fresh: bool = False
) -> Figure:
    """One figure of a study.

    Parameters
    ----------
    titled : its title stands in the picture; a page that has the title as its heading does without.
    linked : marks lead to pages of the board; not in files that leave it.
    fresh : what was not computed of the study as it is now is computed first, which may take seconds.

    Raises
    ------
    NotFound : there is no such study or figure. NothingToDraw : the study has nothing yet that this figure shows.
    """
    return drawn(Material(work, study_id, fresh=fresh), name, language, titled=titled, linked=linked)


def drawn(of: Material, name: str, language: str, *, titled: bool = True, linked: bool = True) -> Figure:
    """``figure``, of material that several figures share."""
    made = _sourced(_drawer(name)(of, language), of, language)
    svg = svg_of(made, titled=titled, linked=linked)
    return Figure(name, language, made.title, made.alt, made.note, svg, dict(made.columns), [dict(row) for row in made.data])


def _sourced(made: Drawing, of: Material, language: str) -> Drawing:
    """With where it comes from under what it says."""
    say = Say(language)
    source = say("source", study=in_language(of.study.name, language) or of.study.id, date=say.date(of.at.date()))
    title = made.spec["title"]
    spec = made.spec | {"title": title | {"subtitle": [*title["subtitle"], *wrapped(source, WIDTH)]}}
    return replace(made, spec=spec, note=f"{made.note} {source}")


def png(work: Work, study_id: str, name: str, language: str, *, scale: float = 2.0, fresh: bool = False) -> bytes:
    """The figure in pixels, ``scale`` for each of the SVG's: 2 is sharp in a printed report."""
    return png_of(figure(work, study_id, name, language, linked=False, fresh=fresh).svg, scale)


def placeholder(name: str, language: str, why: str) -> Figure:
    """A picture of the words that say why there is none."""
    title = title_of(name, language)
    mark = {
        "type": "text",
        "x": 0,
        "y": 14,
        "align": "left",
        "fontSize": TEXT,
        "color": QUIET,
        "text": wrapped(why, 480),
        "lineHeight": 16,
    }
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "width": 500, "height": 60, "padding": 10, "config": config(),
            "title": title_of_figure(title, width=480), "data": {"values": [{}]}, "mark": mark}  # fmt: skip
    made = Drawing(title, why, why, {}, [], spec, language=Say(language).spoken)
    return Figure(name, language, title, why, why, svg_of(made), {})


def title_of(name: str, language: str) -> str:
    """What a figure is called. Raises NotFound."""
    _drawer(name)
    return Say(language)(name)


def _drawer(name: str) -> Callable[[Material, str], Drawing]:
    if name not in DRAWERS:
        raise NotFound(f"there is no figure {name!r}", remedy=f"use one of {', '.join(NAMES)}")
    return DRAWERS[name]
