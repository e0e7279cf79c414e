"""A stretch follows its words through a change of the text."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.moving import moved

WORDS = st.lists(st.sampled_from(["Juan", "vino", "💧", "e\u0301l", "\u200fa", "la", "junta", "—"]), min_size=1, max_size=8)


def after(old: str, new: str, marked: str) -> str:
    start = old.index(marked)
    start, end = moved(old, new, start, start + len(marked))
    return new[start:end]


def test_what_was_replaced_whole_is_held_whole() -> None:
    assert after("Vino Juan Pérez a la junta", "Vino [Persona A] a la junta", "Juan Pérez") == "[Persona A]"
    assert after("Vino [Persona A] a la junta", "Vino Juan Pérez a la junta", "[Persona A]") == "Juan Pérez"


def test_a_border_within_a_replacement_goes_to_its_edge() -> None:
    assert after("Vino Xóchitl Barragán ayer", "Vino [Persona B] ayer", "Xóchitl") == "[Persona B]"
    assert after("Vino Xóchitl ayer", "Vino [Persona B] ayer", "Vino X") == "Vino [Persona B]"


def test_what_stands_beside_it_moves_and_is_the_same() -> None:
    assert after("Juan dijo 💧 que sí", "[Persona A] dijo 💧 que sí", "💧 que") == "💧 que"
    assert after("Dijo que Juan vino. Dijo que no.", "Dijo que [Persona A] vino. Dijo que no.", "que no") == "que no"


def test_what_is_gone_is_empty() -> None:
    assert after("Vino Juan ayer", "Vino ayer", "Juan ") == ""
    assert moved("abc", "", 0, 3) == (0, 0)


@given(WORDS, WORDS, WORDS, st.data())
def test_an_untouched_stretch_keeps_its_words(
    before: list[str], middle: list[str], behind: list[str], data: st.DataObject
) -> None:
    head, marked, tail = " ".join(before), " ".join(middle), " ".join(behind)
    old = f"{head} «{marked}» {tail}"
    new = f"[Persona A] «{marked}» {data.draw(st.sampled_from(['', tail, '[Lugar B]']))}"
    start = len(head) + 1
    first, last = moved(old, new, start, start + len(marked) + 2)
    assert 0 <= first <= last <= len(new)
    assert f"«{marked}»" in new[first:last]


@given(st.text(max_size=30), st.text(max_size=30), st.data())
def test_it_is_always_a_stretch_of_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    first, last = moved(old, new, start, end)
    assert 0 <= first <= last <= len(new)
    if old == new:
        assert (first, last) == (start, end)
