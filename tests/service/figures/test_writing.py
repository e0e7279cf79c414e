"""Figures as files, and the borders of a map from the study's folder into the picture; on both databases."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import BadInput, NotFound
from service.figures import NAMES, Material, NothingToDraw, figure
from service.figures.writing import write_figures
from service.settings import Settings
from service.storage import snapshots, studies
from service.storage.transactions import Store
from service.workflows.work import Work
from tests.service.hamlet import Place
from tests.service.meadow_in_sql import fill

SQUARE = [[20.0, 10.0], [21.0, 10.0], [21.0, 11.0], [20.0, 11.0], [20.0, 10.0]]


@pytest.fixture
def meadow(settings: Settings, store: Store) -> Work:
    with store.begin() as tx:
        fill(tx)
    return Work(settings, store)


def test_all_figures_are_written_in_both_languages(meadow: Work, tmp_path: Path) -> None:
    told = list(
        write_figures(meadow, "", tmp_path / "out", languages=["es-MX", "en"], only=["people", "map", "acceptance"], scale=1)
    )
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    kinds = ("csv", "png", "svg", "txt")
    assert written == [
        f"{name}.{language}.{kind}" for name in ("acceptance", "people") for language in ("en", "es") for kind in kinds
    ]
    assert [line for line in told if "map" in line] == [
        "map.es: El estudio no tiene ningún lugar con coordenadas.",
        "map.en: The study has no place with coordinates.",
    ]
    assert "/board/" not in (tmp_path / "out" / "people.es.svg").read_text()
    words = (tmp_path / "out" / "people.es.txt").read_text()
    assert words.startswith("Personas escuchadas, por lugar y dominio de cambio\n\nDiagrama de Sankey")


def test_nothing_is_written_of_a_figure_that_is_not_there(meadow: Work, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no figure 'pie'"):
        list(write_figures(meadow, "", tmp_path / "out", only=["people", "pie"]))
    assert not (tmp_path / "out").exists()


def test_a_page_takes_what_was_computed_and_a_file_what_is(meadow: Work) -> None:
    for name in ("timeline", "curves", "agreement"):
        with pytest.raises(NothingToDraw, match="has not been computed yet"):
            figure(meadow, "meadow", name, "en")
    counted = Material(meadow, "meadow", fresh=True)
    assert counted.judged is not None
    assert {verdict.change_id for verdict, _ in counted.judged} == {change.id for change in counted.study.changes}
    with pytest.raises(NothingToDraw, match="has a date in the register"):
        figure(meadow, "meadow", "timeline", "en", fresh=True)
    with meadow.store.begin() as tx:
        known = studies.register(tx, "meadow")
        dated = tuple(replace(one, date=date(2024, 2, number)) for number, one in enumerate(known.sessions, 1))
        studies.save_register(tx, "meadow", replace(known, sessions=dated))
    drawn = figure(meadow, "meadow", "timeline", "en", fresh=True)
    assert {row["session"] for row in drawn.data} == {o.session_id for _, found in counted.judged for o in found}
    assert figure(meadow, "meadow", "curves", "es", fresh=True).data


def test_acceptance_is_of_the_log(meadow: Work) -> None:
    (row,) = figure(meadow, "meadow", "acceptance", "en").data
    assert (row["accepted"], row["answered"], row["share"]) == (1, 1, 1.0)
    assert date.fromisoformat(row["day"])


def with_borders(place: Place, content: Any) -> None:
    place.folder.joinpath("borders.geojson").write_text(json.dumps(content))
    place.study |= {"borders": "borders.geojson", "places": [{"id": "Alta", "latitude": 10.5, "longitude": 20.5}]}


def test_borders_are_read_with_the_study_and_stay(place: Place) -> None:
    with_borders(place, {"type": "Polygon", "coordinates": [SQUARE]})
    place.load()
    work, bare = place.work, figure(place.work, "hamlet", "map", "en").svg
    with work.store.begin() as tx:
        snapshots.forget(tx, "hamlet")
        assert snapshots.names(tx, "hamlet") == []
    shapes = Material(work, "hamlet").borders
    assert shapes is not None
    assert shapes["features"][0]["geometry"]["coordinates"] == [[SQUARE]]
    assert figure(work, "hamlet", "map", "en").svg == bare
    del place.study["borders"]
    place.load()
    assert Material(work, "hamlet").borders is None
    assert figure(work, "hamlet", "map", "en").svg != bare


def test_a_study_with_bad_borders_is_refused_whole(place: Place) -> None:
    with_borders(place, {"type": "Point", "coordinates": [0, 0]})
    place.study["name"] = {"en": "Another name"}
    with pytest.raises(BadInput, match="no polygon"):
        place.load()
    assert Material(place.work, "hamlet").study.name != {"en": "Another name"}


def test_every_figure_has_a_name(meadow: Work) -> None:
    assert NAMES == ("people", "priorities", "timeline", "curves", "map", "acceptance", "agreement")
