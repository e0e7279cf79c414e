"""A specification to SVG or PNG, without a browser and without a network."""

import hashlib
import json
import re
from functools import lru_cache
from typing import Any, Literal
from xml.etree import ElementTree

from service.figures.records import Drawing

LINKS = "https://figure.invalid"
"""Vega puts an address of its own before what begins with a slash: links are drawn with this one before them, taken away after."""
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_HREF = f"{{{_XLINK}}}href"
_ELSEWHERE = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:|//)")
_NUMBERS: dict[str, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "es": {
        "decimal": ".",
        "thousands": "\N{NARROW NO-BREAK SPACE}",
        "grouping": [3],
        "currency": ["", ""],
        "percent": "\N{NO-BREAK SPACE}%",
    },
}
_DATES: dict[str, Literal["en-GB", "es-MX"]] = {"en": "en-GB", "es": "es-MX"}
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def svg_of(drawing: Drawing, *, titled: bool = True, linked: bool = True) -> str:
    """The picture. ``titled``: its title stands in it; a page that has it as its heading does without. ``linked``: marks lead to
    the board's pages."""
    spec = drawing.spec if titled else {key: value for key, value in drawing.spec.items() if key != "title"}
    words = json.dumps(spec, ensure_ascii=False, sort_keys=True)
    return _accessible(_rendered(words, drawing.lite, drawing.language), drawing.title, drawing.alt, linked)


def png_of(svg: str, scale: float = 2.0) -> bytes:
    """The picture in pixels, ``scale`` of them for each of the SVG's."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


@lru_cache(maxsize=64)
def _rendered(spec: str, lite: bool, language: str) -> str:
    import vl_convert

    draw = vl_convert.vegalite_to_svg if lite else vl_convert.vega_to_svg
    spoken = language if language in _NUMBERS else "en"
    return str(draw(spec, allowed_base_urls=[], format_locale=_NUMBERS[spoken], time_format_locale=_DATES[spoken]))


@lru_cache(maxsize=64)
def _accessible(svg: str, title: str, alt: str, linked: bool) -> str:
    """With a title and a description, links to the board only, each with a name, and nothing that asks another machine for anything."""
    root = ElementTree.fromstring(svg)
    key = hashlib.sha256(f"{title}\0{alt}\0{svg}".encode()).hexdigest()[:8]  # several figures may stand on one page
    for parent in list(root.iter()):
        for link in parent.findall(f"{{{_SVG}}}a"):
            _tidy(parent, link, linked)
    for element in root.iter():
        for name in [name for name, value in element.items() if name.endswith("href") and _ELSEWHERE.match(value)]:
            del element.attrib[name]
    root.attrib.pop("class", None)
    root.set("role", "group")  # not img: what is inside of it would not be there for a screen reader, and links are
    root.set("aria-labelledby", f"title-{key} description-{key}")
    for place, (tag, words) in enumerate((("title", title), ("desc", alt))):
        said = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{'title' if tag == 'title' else 'description'}-{key}"})
        said.text = words
        root.insert(place, said)
    return ElementTree.tostring(root, encoding="unicode")


def _tidy(parent: ElementTree.Element, link: ElementTree.Element, linked: bool) -> None:
    address = link.get(_HREF, "")
    if not linked or not address.startswith(f"{LINKS}/"):
        place = list(parent).index(link)
        parent[place : place + 1] = list(link)
        return
    del link.attrib[_HREF]
    link.set(
        "href", address.removeprefix(LINKS)
    )  # as SVG 2 has it: with the older attribute it is no link to who reads pages aloud
    mark = next((one for one in link.iter() if one.get("aria-label")), None)
    if mark is not None:
        link.set("aria-label", mark.attrib.pop("aria-label"))
        for name in ("role", "aria-roledescription"):
            mark.attrib.pop(name, None)
