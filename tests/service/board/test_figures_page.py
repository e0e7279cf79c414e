"""Figures on the board: a list, a page each, files; in both languages."""

import re

import pytest
from fastapi.testclient import TestClient

from service.figures import NAMES, title_of
from service.storage.transactions import Store
from tests.service.meadow_in_sql import fill

HERE = "/board/meadow/figures"


@pytest.fixture
def meadow(board: TestClient, prepared: Store) -> TestClient:
    with prepared.begin() as tx:
        fill(tx)
    return board


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_list_names_every_figure(meadow: TestClient, language: str) -> None:
    page = meadow.get(f"{HERE}?lang={language}")
    assert page.status_code == 200
    for name in NAMES:
        assert title_of(name, language) in page.text
        assert f'src="{HERE}/{name}.svg?lang={language}"' in page.text


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_page_and_files(meadow: TestClient, name: str) -> None:
    page = meadow.get(f"{HERE}/{name}?lang=es")
    assert page.status_code == 200
    assert f"<h1>{title_of(name, 'es')}</h1>" in page.text
    picture = meadow.get(f"{HERE}/{name}.svg?lang=en")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert title_of(name, "en").split()[0] in picture.text
    assert "href" not in picture.text


def test_pixels(meadow: TestClient) -> None:
    assert meadow.get(f"{HERE}/people.png").content.startswith(b"\x89PNG")


def test_people_are_drawn_with_links_words_and_table(meadow: TestClient) -> None:
    page = meadow.get(f"{HERE}/people?lang=en").text
    svg = page[page.index("<svg") : page.index("</svg>")]
    links = re.findall(r'href="([^"]+)"', svg)
    assert links
    assert all(link.startswith("/board/meadow/segments?session=") for link in links)
    assert meadow.get(links[0].replace("&amp;", "&")).status_code == 200
    assert " style=" not in svg
    assert '<th scope="col">People</th>' in page
    sheet = meadow.get(f"{HERE}/people.csv?lang=es")
    assert sheet.headers["content-disposition"] == 'attachment; filename="people.es.csv"'
    assert sheet.content.decode("utf-8-sig").splitlines()[0] == "Lugar,Dominio de cambio,Personas,Sesiones"


def test_nothing_to_draw_is_said(meadow: TestClient) -> None:
    assert "no tiene ningún lugar con coordenadas" in meadow.get(f"{HERE}/map?lang=es").text
    assert meadow.get(f"{HERE}/map.csv").status_code == 409


def test_no_such_figure(meadow: TestClient) -> None:
    assert meadow.get(f"{HERE}/nothing").status_code == 404
    assert meadow.get(f"{HERE}/nothing.svg").status_code == 404


def test_nobody_sees_a_figure_without_signing_in(visitor: TestClient) -> None:
    assert visitor.get(f"{HERE}/people.svg").status_code == 303
