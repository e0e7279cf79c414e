from dataclasses import replace
from xml.etree import ElementTree

import pytest

from annotations.codeframe import Code, CodeFrame
from annotations.errors import BadCodeFrame
from annotations.label_studio.label_config import FLAGS, as_text, label_config
from annotations.rounds import Arm
from tests.annotations.label_studio.samples import FRAME, HOSTILE, STUDY


def controls(xml: str) -> dict[str, ElementTree.Element]:
    return {str(e.get("name")): e for e in ElementTree.fromstring(xml).iter() if e.get("name")}


def aliases(control: ElementTree.Element) -> list[str | None]:
    return [choice.get("alias") for choice in control.iter("Choice")]


def test_a_small_frame_is_laid_out_under_its_headings_each_code_with_its_key() -> None:
    codes = controls(label_config(STUDY, FRAME, "es"))["codes"]
    assert codes.tag == "Choices"
    assert [(family[0].get("value"), aliases(family)) for family in codes] == [
        ("Agua", ["W-ACC", "W-CON"]),
        ("Dinero", ["M-SAV", "M-DEB"]),
        ("Dinero › Trabajo", ["M-WRK-J", "M-WRK-M"]),
    ]
    labour = codes[2][1]
    assert (labour.get("value"), labour.get("hotkey")) == ("⇧E · Jornal", "shift+e")
    assert labour.get("hint") == "Cuando se habla de: jornal."


def test_a_large_frame_is_a_tree_with_handles_and_so_is_a_small_one_in_an_older_project() -> None:
    codes = controls(label_config(STUDY, FRAME, "es", searched=True))["codes"]
    assert codes.tag == "Taxonomy"
    assert aliases(codes) == ["W", "W-ACC", "W-CON", "M", "M-SAV", "M-DEB", "M-WRK", "M-WRK-J", "M-WRK-M"]
    work = codes[1][2]
    assert (work.get("value"), work[0].get("value")) == ("Trabajo", "d3 · Jornal")
    assert work[0].get("hint") == "Cuando se habla de: jornal."
    assert [controls(label_config(STUDY, many(number), "es"))["codes"].tag for number in (36, 37)] == ["Choices", "Taxonomy"]


def many(number: int) -> CodeFrame:
    return CodeFrame(1, (Code("F", {"es": "Familia"}, codes=tuple(Code(f"F{i}", {"es": f"Código {i}"}) for i in range(number))),))


def test_keys_of_thirty_six_codes_are_all_different_from_every_other_key() -> None:
    root = ElementTree.fromstring(label_config(STUDY, many(36), "es"))
    keys = [str(e.get("hotkey")) for e in root.iter() if e.get("hotkey")]
    assert len(keys) == len(set(keys)) == 36 + 3 + 3 + 3 + len(FLAGS)


def test_the_language_is_the_coders_and_ids_stay() -> None:
    spanish, english = (controls(label_config(STUDY, FRAME, language)) for language in ("es", "en"))
    assert [aliases(spanish[name]) for name in ("codes", "domain", "flags")] == [
        aliases(english[name]) for name in ("codes", "domain", "flags")
    ]
    assert spanish["domain"][0].get("value") == "El hogar"
    assert english["domain"][0].get("value") == "The household"
    assert aliases(english["flags"]) == list(FLAGS)


def test_changes_are_reported_or_denied() -> None:
    changes = controls(label_config(STUDY, FRAME, "en"))["changes"]
    assert aliases(changes) == ["CH01", "CH01:for", "CH01:against", "CH02", "CH02:for", "CH02:against"]
    assert changes[0][1].get("value") == "CH01 · denied · Water every third day"


def test_suggestions_have_a_control_of_their_own_and_a_blind_form_has_no_trace_of_them() -> None:
    assert controls(label_config(STUDY, FRAME, "es"))["suggested"].get("value") == "$suggested"
    blind = label_config(STUDY, FRAME, "es", arm="blind")
    assert "suggested" not in controls(blind)
    assert "$suggested" not in blind
    assert "_hint" not in blind
    assert label_config(STUDY, FRAME, "es", arm="blind", carried=True) == blind


@pytest.mark.parametrize(("arm", "sides"), [("revision", True), ("adjudication", True), ("assisted", False), ("blind", False)])
def test_who_decides_sees_the_sides_and_is_asked_why(arm: Arm, sides: bool) -> None:
    found = controls(label_config(STUDY, FRAME, "en", arm=arm))
    assert ("sides" in found) is sides
    assert (found["memo"].get("required") == "true") is sides
    assert ("needs_supervisor" not in aliases(found["flags"])) is sides
    assert {c.get("alias"): c.get("hotkey") for c in found["flags"]}["no_code"] == "b"


def test_what_changed_is_told_in_later_rounds_only() -> None:
    assert ["$changed" in label_config(STUDY, FRAME, "en", carried=carried) for carried in (False, True)] == [False, True]


def test_controls_without_choices_are_left_out() -> None:
    bare = label_config(replace(STUDY, domains=(), sections=(), changes=()), FRAME, "en")
    assert {"domain", "sections", "changes"} & controls(bare).keys() == set()


def test_hotkeys_are_unique_and_run_out_quietly() -> None:
    many = tuple(replace(STUDY.domains[0], id=f"d{i}") for i in range(30))
    keys = [
        e.get("hotkey")
        for e in ElementTree.fromstring(label_config(replace(STUDY, domains=many), FRAME, "en")).iter()
        if e.get("hotkey")
    ]
    assert len(keys) == len(set(keys)) == len(FRAME.leaves) + 9 + 3 + 3 + len(FLAGS)


def test_names_with_markup_quotes_dollars_braces_and_emoji_arrive_as_text() -> None:
    said = {"es": HOSTILE}
    frame = CodeFrame(1, (Code("A", said, said, codes=(Code("A1", said, said), Code("A2", said))),))
    study = replace(STUDY, domains=(replace(STUDY.domains[0], name=said, definition=said),))
    found = controls(label_config(study, frame, "es", searched=True))
    clean = HOSTILE.replace(" \x01", "")
    assert found["codes"][0].get("value") == clean
    assert [leaf.get("value") for leaf in found["codes"][0]] == [f"s1 · {clean}", f"s2 · {clean} (A2)"]
    assert found["codes"][0][0].get("hint") == clean
    assert str(found["domain"][0].get("value")).replace("\u2060", "") == clean
    laid_out = controls(label_config(study, frame, "es"))["codes"][0]
    assert [str(e.get("value")).replace("\u2060", "") for e in laid_out] == [clean, f"⇧A · {clean}", f"⇧B · {clean}"]
    assert all("\u2060$\u2060text" in str(e.get("value")) for e in laid_out)


def test_a_dollar_is_kept_from_being_filled_in_from_the_task() -> None:
    assert as_text("pagan $text") == "pagan \u2060$\u2060text"


def test_an_id_that_label_studio_would_change_is_refused() -> None:
    with pytest.raises(BadCodeFrame, match="' A1'"):
        label_config(STUDY, CodeFrame(1, (Code(" A1", {"es": "x"}),)), "es")
