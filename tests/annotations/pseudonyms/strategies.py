"""Texts as people really have them, and mentions in them."""

from hypothesis import strategies as st

from annotations.pseudonyms.records import IdentityKind, Mention

PIECES = (
    *(
        "Juan Pérez",
        "Nuñ\u0303ez",
        "👩🏽‍🌾",
        "\r\n",
        "\u00a0",
        "\u200f",
        "\u200e",
        "[Persona A]",
        "[Person B]",
        " ",
        ".",
        "مرحبا",
        "Ана",
        "王",
        "'s",
    ),
    *("e\u0301", "a", "don ", "Aceros, S.A. de C.V.", "55 1234 5678", "\u2028", "@x", "María ", "\ud7ff", "ß", "İ", "\x00"),
)
KINDS = st.sampled_from(list(IdentityKind))


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=25))
    return "".join(parts)


@st.composite
def texts_with_mentions(draw: st.DrawFn) -> tuple[str, list[Mention]]:
    """A text and any mentions of it, which may overlap."""
    text = draw(texts())
    if not text:
        return text, []
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12), KINDS, st.floats(0, 1)), max_size=8))
    mentions = []
    for start, length, kind, score in spans:
        end = min(len(text), start + length)
        mentions.append(Mention(start, end, kind, text[start:end], score))
    return text, mentions
