"""Differences between versions, in words."""

from annotations.codeframe import Code, CodeFrame, FrameChange
from annotations.frame_diff import change_in_words, diff, diff_in_words

WATER = Code("water", {"es": "Agua", "en": "Water"})
BEFORE = CodeFrame(
    1, (Code("f", {"en": "Facts"}, codes=(WATER, Code("road", {"es": "Camino", "en": "Road"}), Code("old", {"en": "Old"}))),)
)
SPLIT = FrameChange("split", ("water",), ("quality", "price"), {"es": "Según de qué\nse queje."})
RULE = FrameChange("rule", ("road",), note={"en": "Paths too.", "es": "También veredas."})
AFTER = CodeFrame(
    2,
    (
        Code("f", {"en": "Facts"}, codes=(Code("quality", {"es": "Calidad"}), Code("price", {"es": "Precio"}))),
        Code(
            "g", {"es": "Obras", "en": "Works"}, codes=(Code("road", {"es": "Caminos", "en": "Road"}), Code("new", {"en": "New"}))
        ),
    ),
    (SPLIT, RULE, FrameChange("removed", ("old",))),
)


def test_what_is_different() -> None:
    found = diff(BEFORE, AFTER)
    assert found.changes == AFTER.changes
    assert (found.new, found.texts, found.moved) == (("new",), (("road", ("name",)),), ("road",))
    assert diff(BEFORE, BEFORE).is_empty
    assert not found.is_empty


def test_in_english_and_in_spanish() -> None:
    assert diff_in_words(diff(BEFORE, AFTER), BEFORE, AFTER, "en") == [
        "Version 1 → version 2 of the code frame",
        "  «Water» (water) was split: choose among «Calidad» (quality), «Precio» (price). Según de qué se queje.",
        "  «Road» (road) is applied differently now. Paths too.",
        "  «Old» (old) is no longer applied.",
        "  new: «New» (new)",
        "  «Road» (road): other words (name)",
        "  «Road» (road): under Works now",
    ]
    assert change_in_words(RULE, BEFORE, AFTER, "es-MX") == "«Caminos» (road) ahora se aplica de otro modo. También veredas."
    assert diff_in_words(diff(BEFORE, BEFORE), BEFORE, BEFORE, "es")[1] == "  no hay ninguna diferencia"


def test_all_kinds_of_change_can_be_said() -> None:
    for language in ("es", "en", "fr"):
        for change in (*AFTER.changes, FrameChange("renamed", ("old",), ("new",)), FrameChange("merged", ("old",), ("new",))):
            said = change_in_words(change, BEFORE, AFTER, language)
            assert "{" not in said
            assert all(code in said for code in (*change.codes, *change.into))
