"""Pictures with nothing in them that asks another machine for anything."""

import re
from xml.etree import ElementTree

import pytest

from service.figures.records import Drawing
from service.figures.rendering import LINKS, png_of, svg_of

HOSTILE = '</text><script>alert(1)</script> & "quoted" =1+1 {{ x }} ${y}'


def drawing(link: str = "/board/agua/segments?place=Las+Pilas&code=x", words: str = "Las Pilas") -> Drawing:
    values = [{"place": words, "people": 3, "href": f"{LINKS}{link}" if link.startswith("/") else link, "said": f"{words}: 3"}]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": {"text": ["People"]},
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "x": {"field": "people", "type": "quantitative"},
            "y": {"field": "place", "type": "nominal"},
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }
    return Drawing("People", f"A bar: {words}", "", {}, [], spec)


def links(svg: str) -> list[str]:
    return [element.get("href", "") for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}a")]


def test_marks_lead_to_pages_of_the_board() -> None:
    svg = svg_of(drawing())
    assert links(svg) == ["/board/agua/segments?place=Las+Pilas&code=x"]
    link = next(one for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}a"))
    assert link.get("aria-label") == "Las Pilas: 3"


def test_without_links_the_marks_stay() -> None:
    svg = svg_of(drawing(), linked=False)
    assert links(svg) == []
    assert "Las Pilas: 3" in svg


@pytest.mark.parametrize("link", ["https://elsewhere.example/x", "mailto:who@elsewhere.example", "data:text/html,x"])
def test_no_other_address_gets_through(link: str) -> None:
    svg = svg_of(drawing(link))
    assert links(svg) == []
    addresses = re.findall(r"[a-z]+://[^\s\"'<>]+", svg)
    assert set(addresses) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "javascript:" not in svg


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//elsewhere.example"])
def test_what_no_page_would_follow_is_not_drawn(link: str) -> None:
    with pytest.raises(ValueError, match="conversion failed"):
        svg_of(drawing(link))


def test_words_of_people_are_words() -> None:
    svg = svg_of(drawing(words=HOSTILE))
    root = ElementTree.fromstring(svg)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert "script" in "".join(root.itertext())
    assert " style=" not in svg  # the board's policy forbids it
    assert not [name for element in root.iter() for name in element.attrib if name.lower().startswith("on")]


def test_title_and_alternative_text_are_in_the_picture() -> None:
    root = ElementTree.fromstring(svg_of(drawing()))
    assert root[0].text == "People"
    assert root[1].text == "A bar: Las Pilas"
    assert root.get("aria-labelledby") == f"{root[0].get('id')} {root[1].get('id')}"


def test_a_page_does_without_the_title() -> None:
    def words(svg: str) -> list[str]:
        return [e.text or "" for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("}text")]

    assert "People" in words(svg_of(drawing()))
    assert "People" not in words(svg_of(drawing(), titled=False))


def test_pixels() -> None:
    svg = svg_of(drawing())
    small, large = png_of(svg, 1), png_of(svg, 2)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(large[16:20]) == pytest.approx(2 * int.from_bytes(small[16:20]), abs=2)
