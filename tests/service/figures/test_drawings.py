"""What figures count, against what can be counted by hand; words in both languages."""

import datetime
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from annotations.agreement_intervals import Estimate
from annotations.agreement_report import Part, Report
from annotations.agreement_tables import Row
from annotations.changes.observations import Observation
from annotations.changes.saturation import verdict
from annotations.codeframe import Code, CodeFrame
from annotations.curves import Band, Curve, Curves, Interval, Point, Slice, Unheard
from annotations.sessions import Consent, Participation, Register, Respondent, Session
from annotations.studies import Change, DomainOfChange, Occasion, Place, Project, SaturationRule, Study
from service.figures.acceptance import acceptance_drawing
from service.figures.agreed import agreement_drawing
from service.figures.change_times import timeline_drawing
from service.figures.code_curves import curves_drawing
from service.figures.map_labels import beside, on_paper
from service.figures.missing import NothingToDraw
from service.figures.people import heard, people_drawing
from service.figures.places import map_drawing, rewound
from service.figures.priorities import priorities_drawing
from service.figures.records import Drawing
from service.figures.rendering import svg_of
from service.figures.words import COUNTED, EN, ES

LANGUAGES = ("es", "en")
STUDY = Study(
    id="agua",
    name={"en": "Water", "es": "Agua"},
    description={},
    languages=("es", "en"),
    domains=(DomainOfChange("homes", {"en": "Homes", "es": "Casas"}, {}), DomainOfChange("towns", {"en": "Towns"}, {})),
    sections=(),
    coders=(),
    changes=(
        Change("CH1", "homes", {"en": "Pay"}, {}, contributed=("P1", "P2"), addressed=("P1",), priorities=("fair",)),
        Change("CH2", "towns", {"en": "=cmd"}, {}),
    ),
    projects=(Project("P1", {"en": "One"}), Project("P2", {"en": "Two"})),
    places=(Place("Alta", {"en": "High"}, 10.0, 20.0), Place("Baja", {}, 10.2, 20.2), Place("Sola")),
    occasions=(Occasion("O1", {"en": "Workshop"}, datetime.date(2024, 5, 1)),),
)
FRAME = CodeFrame(1, (Code("aims", {"en": "Aims"}, codes=(Code("fair", {"en": "Fair"}), Code("clean", {"en": "Clean"}))),))
YES, LEFT = Consent(True), Consent(True, withdrawn_on=datetime.date(2024, 3, 1))
REGISTER = Register(
    sessions=(
        Session("S1", datetime.date(2024, 2, 1), place="Alta", domains=("homes",)),
        Session("S2", datetime.date(2024, 2, 2), place="Baja", domains=("homes", "towns")),
        Session("S3", datetime.date(2024, 2, 3), place="Alta", domains=("homes",)),
        Session("S4", place="Alta", domains=("towns",)),
    ),
    respondents=(
        Respondent("R1"), Respondent("R2"), Respondent("R3", place="Sola"), Respondent("R4"), Respondent("R5"), Respondent("R6"),
    ),
    participations=(
        Participation("S1", "R1", "A", YES), Participation("S3", "R1", "A", YES),  # the same person twice
        Participation("S2", "R2", "A", YES), Participation("S2", "R3", "B", YES, domains=("towns",)),
        Participation("S3", "R4", "B", LEFT),  # has withdrawn
        Participation("S4", "R5", "A", YES),  # not transcribed
    ),
)  # fmt: skip
TRANSCRIBED = ("S1", "S2", "S3")


def drawn(made: Drawing) -> str:
    return svg_of(made)


def test_everybody_is_counted_once() -> None:
    people = heard(REGISTER, TRANSCRIBED)
    assert [(p.respondent_id, p.place, p.domain, p.sessions) for p in people] == [
        ("R1", "Alta", "homes", ("S1", "S3")),
        ("R2", "Baja", "*", ("S2",)),
        ("R3", "Sola", "towns", ("S2",)),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_people_of_the_figure_are_the_people_heard(language: str) -> None:
    made = people_drawing(STUDY, REGISTER, TRANSCRIBED, language)
    assert sum(row["people"] for row in made.data) == 3
    assert ("3 people in 3 sessions" if language == "en" else "3 personas en 3 sesiones") in made.note
    assert [(row["people"], row["sessions"], row["link"]) for row in made.data] == [
        (1, 2, "/board/agua/segments?session=S1&session=S3"),
        (1, 1, "/board/agua/segments?session=S2"),
        (1, 1, "/board/agua/segments?session=S2"),
    ]
    assert "<svg" in drawn(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_projects_are_counted_by_relation(language: str) -> None:
    made = priorities_drawing(STUDY, FRAME, language)
    assert [row["links"] for row in made.data] == [1, 1, 1, 1]
    assert len({row["relation"] for row in made.data}) == 3
    assert ("1 change: 2 links" if language == "en" else "1 cambio: 2 vínculos") in made.note
    assert "=cmd" in made.note  # linked to nothing, and said so
    assert "<svg" in drawn(made)


def test_places_without_coordinates_are_told_of() -> None:
    made = map_drawing(STUDY, REGISTER, TRANSCRIBED, None, "en")
    assert "2 people in 3 sessions at 2 places" in made.note
    assert "Not on the map, for lack of coordinates: Sola (1)." in made.note
    assert [(row["place"], row["people"], row["latitude"]) for row in made.data] == [
        ("High", 1, 10.0),
        ("Baja", 1, 10.2),
        ("Sola", 1, ""),
    ]
    assert "<svg" in drawn(made)


def test_rings_are_turned_the_way_that_vega_fills_them() -> None:
    outer, hole = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    borders = {"features": [{"geometry": {"type": "Polygon", "coordinates": [outer, hole]}}]}
    (shape,) = rewound(borders)
    assert shape["geometry"]["coordinates"] == [
        [[[float(x), float(y)] for x, y in outer[::-1]], [[float(x), float(y)] for x, y in hole]]
    ]
    assert rewound({"features": [{"geometry": {"type": "Polygon", "coordinates": [outer[::-1], hole[::-1]]}}]}) == [shape]


def test_names_on_the_map_do_not_lie_over_each_other() -> None:
    placed = beside([(0.0, 0.0), (60.0, 0.0), (60.0, 5.0)], [5, 5, 5], ["a long name of a place"] * 3)
    assert [one["side"] for one in placed[:2]] == ["right", "left"]
    assert placed[2]["side"] != "left"


def test_north_is_above_and_east_is_right() -> None:
    extent = (0.0, 0.0, 10.0, 10.0)
    x, y = on_paper(5.0, 5.0, extent, 100, 100)
    assert on_paper(6.0, 5.0, extent, 100, 100)[0] > x
    assert on_paper(5.0, 6.0, extent, 100, 100)[1] < y


def observation(session: str, date: datetime.date | None, **more: Any) -> Observation:
    usual: dict[str, Any] = {
        "stance": "for", "dissent": False, "prompted": False, "independent": True, "counts_with": "", "why_not": "",
        "segment_ids_for": (f"{session}.001",), "segment_ids_against": (), "coders_for": 1, "coders_against": 0, "coders_reviewed": 1,
        "categories": ("household",), "respondents": (),
    }  # fmt: skip
    return Observation(session_id=session, date=date, **{**usual, **more})


@pytest.mark.parametrize("language", LANGUAGES)
def test_observations_and_the_day_of_the_rule(language: str) -> None:
    found = (
        observation("S1", datetime.date(2024, 2, 1)),
        observation("S2", datetime.date(2024, 2, 2), independent=False, why_not="referred", counts_with="S1"),
        observation("S3", datetime.date(2024, 2, 3)),
        observation("S4", None, stance="against", segment_ids_for=(), segment_ids_against=("S4.002",)),
    )
    rule = SaturationRule(minimum_independent=2)
    judged = verdict(STUDY.changes[0], found, rule, sessions_total=4, sessions_reviewed=4)
    made = timeline_drawing(replace(STUDY, saturation=rule), [(judged, found)], language)
    assert [(row["session"], row["rule_met"]) for row in made.data] == [(s, "2024-02-03") for s in ("S1", "S2", "S3", "S4")]
    assert [bool(row["why_not"]) for row in made.data] == [False, True, False, False]
    assert made.data[3]["link"] == "/board/agua/segments?ids=S4.002"
    assert "S4" in made.note  # it has no date, and is not drawn
    assert ("3 February 2024" if language == "en" else "3 de febrero de 2024") in made.alt
    assert "<svg" in drawn(made)


def curve(level: int, *, deepest: bool) -> Curve:
    points = (
        Point("S1", datetime.date(2024, 2, 1), 2, ("fair", "clean"), 2),
        Point("S2", None, 1, (), 2),
        Point("S3", None, 1, ("x",), 3),
    )
    band = Band((1, 2, 3), (1.5, 2.5, 3.0), (2, 3, 3), (1.3, 2.2, 3.0))
    unheard = Unheard(Interval(None), Interval(None))
    return Curve(Slice(), level, deepest, 4, 3, points, band, (), (2, 1, 0), (), unheard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_curves_have_every_session_of_every_level(language: str) -> None:
    found = Curves(("S1", "S2", "S3"), ("S2", "S3"), (), 2, 1000, 1, 0.95, (curve(1, deepest=False), curve(2, deepest=True)))
    made = curves_drawing(STUDY, FRAME, found, language)
    assert [(row["level"], row["number"], row["new"], row["known"]) for row in made.data] == [
        (level, number, new, known) for level in (1, 2) for number, new, known in ((1, 2, 2), (2, 0, 2), (3, 1, 3))
    ]
    assert made.data[0]["names"] == "Fair; Clean"
    assert (
        "2 codes after 1 session, 3 codes after all 3 sessions"
        if language == "en"
        else "2 códigos después de 1 sesión, 3 códigos"
    ) in made.alt
    assert "<svg" in drawn(made)


@dataclass(frozen=True)
class OneDay:
    day: datetime.date
    accepted: int
    changed: int
    rejected: int


@pytest.mark.parametrize("language", LANGUAGES)
def test_acceptance_is_of_what_was_answered(language: str) -> None:
    days = [
        OneDay(datetime.date(2024, 2, 2), 3, 1, 0),
        OneDay(datetime.date(2024, 2, 1), 0, 0, 4),
        OneDay(datetime.date(2024, 2, 3), 0, 0, 0),
    ]
    made = acceptance_drawing(STUDY, days, language)
    assert [(row["day"], row["answered"], row["share"]) for row in made.data] == [("2024-02-01", 4, 0.0), ("2024-02-02", 4, 0.75)]
    assert (
        "8 suggestions answered on 2 days: 38% accepted" if language == "en" else "8 sugerencias con respuesta en 2 días"
    ) in made.note
    assert "<svg" in drawn(made)


def agreed(target: str, alpha: float | None, low: float | None = None, **more: Any) -> Row:
    given = Estimate(alpha, low, None if low is None else 1.0)
    one = Row("code", 2, target, ("a", "b"), "", "reviewed", 9, 3, 1, 0.1, Estimate(0.9), given, given, given)
    return replace(one, **more)


@pytest.mark.parametrize("language", LANGUAGES)
def test_agreement_is_of_codes_and_of_the_blind_round(language: str) -> None:
    rows = (
        agreed("fair", 0.9, 0.81),
        agreed("clean", None),
        agreed("aims", 0.5, heading=True),
        agreed("fair", 0.1, units_of="coded"),
    )
    blind = Part(1, "blind", False, ("a", "b"), 9, 9, rows)
    assisted = Part(1, "assisted", True, ("a", "b"), 9, 9, (agreed("fair", 0.99, 0.95),))
    made = agreement_drawing(STUDY, FRAME, Report("agua", 1, 100, 1, 0.95, (assisted, blind)), language)
    assert [(row["code"], row["alpha"]) for row in made.data] == [("Fair", 0.9), ("Clean", ""), ("Fair", 0.99)]
    assert "Clean" in made.note  # nobody gave it: there is no alpha
    assert "1 reach 0.800" in made.alt or "1 llegan a 0.800" in made.alt
    assert "<svg" in drawn(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_to_be_nothing(language: str) -> None:
    empty = replace(STUDY, changes=(), places=())
    draws: tuple[Callable[[], Drawing], ...] = (
        lambda: people_drawing(STUDY, Register(), (), language),
        lambda: priorities_drawing(empty, FRAME, language),
        lambda: map_drawing(empty, Register(), (), None, language),
        lambda: timeline_drawing(STUDY, [], language),
        lambda: acceptance_drawing(STUDY, [], language),
        lambda: agreement_drawing(STUDY, FRAME, Report("agua", 1, 100, 1, 0.95), language),
        lambda: curves_drawing(STUDY, FRAME, Curves((), (), (), 2, 10, 1, 0.95, ()), language),
    )
    for draw in draws:
        with pytest.raises(NothingToDraw):
            draw()


def test_both_languages_say_the_same_things() -> None:
    def holes(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    assert EN.keys() == ES.keys()
    assert COUNTED["en"].keys() == COUNTED["es"].keys()
    for key, words in EN.items():
        assert holes(words) == holes(ES[key]), key
