"""How validation stands, folded from its log; acts of others in it are passed over."""

from typing import Any

from annotations.stories.records import PersonsAct
from annotations.validation.state import folded, form_of
from tests.annotations.validation.asked import NOON

FORM: dict[str, Any] = {
    "id": "homes-1", "domain": "homes", "number": 1, "not_shown": [["CH2", "not_saturated"]], "occasion": "",
    "wordings": [
        {"change_id": "CH1", "kind": "change", "title": {}, "statement": {"en": "So."}, "summary": {}, "statement_number": 1, "story_number": 2}
    ],
}  # fmt: skip


def act(number: int, act: str, subject: str, **body: Any) -> PersonsAct:
    return PersonsAct(number, NOON, "vera", act, subject, body, f"why {number}")


def person(id_: str) -> dict[str, Any]:
    return {"id": id_, "domain": "homes", "category": "family", "chosen": "drawn", "respondent_id": f"R{id_}"}


def test_from_a_draw_to_another() -> None:
    drawn = {
        "seed": 1,
        "size": 2,
        "methods": [],
        "stratify_by": [],
        "frame": ["RV1", "RV2"],
        "strata": [],
        "kept": [],
        "gone": [],
    }
    found = folded(
        [
            act(1, "drawn", "homes", **drawn | {"validators": [person("V1"), person("V2")]}),
            act(2, "contacted", "V1", what="invited", on="2024-05-01", channel="telephone"),
            act(3, "criterion_added", "B001", change="CH1"),
            act(4, "drawn", "homes", **drawn | {"validators": [person("V3")], "kept": ["V1"], "gone": ["V2"]}),
            act(5, "link_made", "V3", form_id="homes-1"),
            act(6, "cannot_validate", "CH1"),
            act(7, "cannot_validate", "CH2"),
            act(8, "can_be_validated", "CH1"),
        ]
    )
    assert [one.id for one in found.of_domain("homes")] == ["V1", "V3"]
    assert found.asked() == {"V1", "V3"}
    assert found.draws[1].kept == ("V1",)
    assert (found.contacts[0].channel, found.contacts[0].reason) == ("telephone", "why 2")
    assert {one: left.reason for one, left in found.left_ranking.items()} == {"CH2": "why 7"}


def test_a_summary_is_put_together_of_its_parts_a_paragraph_for_each_section() -> None:
    parts = [
        {"section": "a", "text": {"es": "Uno.", "en": "One."}, "cites": ["S1"]},
        {"section": "a", "text": {"es": "Dos."}, "cites": ["S2"]},
        {"section": "b", "text": {"es": "Tres.", "en": "Three."}, "cites": ["S1"]},
    ]
    made = form_of({"form": FORM, "parts": {"CH1": parts}})
    assert dict(made.wordings[0].summary) == {"es": "Uno. Dos.\n\nTres.", "en": "One.\n\nThree."}
    assert (made.not_shown, made.wordings[0].story_number) == ((("CH2", "not_saturated"),), 2)
    assert form_of({"form": FORM}).wordings[0].summary == {}
