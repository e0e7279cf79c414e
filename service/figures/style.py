"""What all figures look like: colours that colour-blind readers can tell apart, one font, words wrapped to a width."""

from collections.abc import Mapping, Sequence
from typing import Any

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first one comes inside vl-convert and measures like Arial, so that what is drawn here fits where it is shown."""
INK, QUIET, RULE, PAPER = "#1F2933", "#52606D", "#C5CDD5", "#FFFFFF"
PALETTE = ("#0072B2", "#C24E00", "#009E73", "#882255", "#332288", "#6E7681", "#0B4D2C", "#6B4A00")
"""Every colour has a contrast of 3:1 on white; any two differ also without red or green cones. Nothing is told by colour alone."""
FOR, AGAINST, NEUTRAL = PALETTE[0], PALETTE[1], PALETTE[5]
WIDTH = 760
"""Pixels: the text of a page, so that letters of 12 pixels stay letters of 12 pixels."""
TEXT = 12
_WIDE, _NARROW = frozenset("mwMW@%—"), frozenset("iljtfrI.,:;'|!()[] ")


def colour(number: int) -> str:
    """The colour of the n-th of some things; after the last one they begin again."""
    return PALETTE[number % len(PALETTE)]


def colours(ids: Sequence[str]) -> dict[str, str]:
    return {one: colour(number) for number, one in enumerate(ids)}


def text_width(text: str, size: float = TEXT) -> float:
    """About how many pixels a text is wide; never much less than it is.

    >>> 60 < text_width("ten letters") < 70
    True
    """
    return size * sum(0.92 if c in _WIDE else 0.36 if c in _NARROW else 0.7 if c.isupper() else 0.57 for c in text)


def wrapped(text: str, width: float, *, lines: int = 3, size: float = TEXT) -> list[str]:
    """The text in lines of at most so many pixels, words whole; what does not fit in so many lines ends in an ellipsis.

    >>> wrapped("Water committees and assemblies", 120, lines=2)
    ['Water committees', 'and assemblies']
    >>> wrapped("Water committees and assemblies", 120, lines=1)
    ['Water committees…']
    """
    found: list[str] = []
    for word in filter(None, text.split(" ")):  # a hard space keeps its words together
        if found and text_width(f"{found[-1]} {word}", size) <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    kept = found[:lines]
    if len(found) > lines:
        kept[-1] = f"{kept[-1].rstrip(',;.:')}…"
    return [_cut(line, width, size) for line in kept]


def _cut(line: str, width: float, size: float) -> str:
    if text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip('…')}…"


def title_of(title: str, subtitle: str = "", *, width: float = WIDTH) -> dict[str, Any]:
    return {"text": wrapped(title, width, lines=2, size=17), "subtitle": wrapped(subtitle, width, lines=4) if subtitle else ""}


def config() -> dict[str, Any]:
    """For Vega-Lite and Vega alike."""
    axis = {
        "labelColor": INK, "titleColor": INK, "domainColor": QUIET, "tickColor": QUIET, "gridColor": "#E4E7EB",
        "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal", "labelLimit": 0, "titleLimit": 0,
    }  # fmt: skip
    title = {
        "anchor": "start", "frame": "bounds", "color": INK, "fontSize": 17, "fontWeight": "bold", "offset": 14,
        "subtitleColor": QUIET, "subtitleFontSize": TEXT, "subtitlePadding": 6, "subtitleLineHeight": 16, "lineHeight": 21,
    }  # fmt: skip
    legend = {"labelColor": INK, "titleColor": INK, "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal",
              "labelLimit": 0, "titleLimit": 0, "symbolStrokeWidth": 2}  # fmt: skip
    return {"font": FONT, "background": PAPER, "axis": axis, "title": title, "legend": legend, "view": {"stroke": None}}


def contrast(first: str, other: str = PAPER) -> float:
    """Contrast of two colours as WCAG 2.2 reckons it, 1 to 21.

    >>> contrast("#000000")
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(hexadecimal: str) -> float:
    parts = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tooltip(rows: Mapping[str, object]) -> str:
    """What is said of one mark to who cannot see it."""
    return "; ".join(f"{name}: {value}" for name, value in rows.items() if value != "")
