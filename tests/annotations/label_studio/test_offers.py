"""What is prefilled, in rounds after the first and for who decides; how it is told, and what is read of the answer."""

from dataclasses import replace
from typing import Any

import pytest

from annotations.codings import Review
from annotations.errors import Conflict
from annotations.label_studio.decisions import Choice, Side
from annotations.label_studio.offers import offers
from annotations.label_studio.reviews import read_annotation, write_result
from annotations.label_studio.tasks import task
from annotations.rounds import Arm, Carried
from tests.annotations.label_studio.samples import FRAME, ITEM, SEGMENT, STUDY, SUGGESTIONS, suggest

CARRIED = (
    Carried("code", "M-DEB", None, ("ana", "ben"), 1, False),
    Carried("code", "M-SAV", None, ("ben",), 1, True),
    Carried("domain", "community", None, ("ana", "ben"), 1, False),
    Carried("change", "CH01", "against", ("ana",), 1, False),
)
SIDES = (
    Side("Ana", frozenset({Choice("code", "W-ACC"), Choice("code", "M-DEB"), Choice("domain", "household"), Choice("section", "change")}), "la pipa"),
    Side("Ben", frozenset({Choice("code", "M-DEB"), Choice("domain", "community"), Choice("section", "change"), Choice("change", "CH02", "for")})),
)  # fmt: skip


def made(**more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"language": "en", "prio_key": 0, "batch": "b", **more}
    return task(ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, **given)


def prefilled(one: dict[str, Any]) -> dict[str, Any]:
    (prediction,) = one["predictions"]
    return {part["from_name"]: next(iter(part["value"].values())) for part in prediction["result"]}


def test_what_stands_comes_first_and_alone_is_prefilled() -> None:
    one = made(carried=CARRIED, changed=["Debts\nare loans."])
    assert [choice["value"] for choice in one["data"]["suggested"]] == [
        "⇧D · Debts\nround 1: Ana, Ben · suggested by the model too",
        "⇧C · Savings\nround 1: decided by Ben",
        "⇧A · Access to water\nnot certified · “ahora sí llega el agua” resembles its definition: “cuando se habla de acceso al agua”",
    ]
    assert prefilled(one) == {
        "suggested": ["M-DEB", "M-SAV"],
        "domain": ["community"],
        "changes": [["CH01", "CH01:against"]],
    }
    assert one["predictions"][0]["model_version"] == "cold-1"
    assert one["data"]["changed"] == "· Debts are loans."
    assert one["data"]["domain_hint"].startswith("The community (round 1: Ana, Ben). The model proposes The household (")
    assert one["data"]["changes_hint"] == "CH01 Water every third day: denied (round 1: Ana)"


def test_where_several_values_stand_and_one_has_room_none_is_prefilled() -> None:
    two = (
        *(Carried("domain", domain, None, (coder,), 1, False) for domain, coder in (("household", "ana"), ("community", "ben"))),
        *(Carried("change", "CH01", stance, ("ana",), 1, False) for stance in ("for", "against")),
        Carried("change", "CH02", "for", ("ana",), 1, False),
    )
    assert [(offer.target, offer.prefilled) for offer in offers((), carried=two)] == [
        ("household", False),
        ("community", False),
        ("CH01", False),
        ("CH01", False),
        ("CH02", True),
    ]


def test_withheld_looks_as_if_the_model_had_nothing_to_say() -> None:
    nothing = task(ITEM, SEGMENT, (), STUDY, FRAME, language="en", prio_key=0, batch="b")
    assert made(withheld=True, marks=("no_change",)) == nothing
    assert nothing["data"]["suggested_hint"] == "No suggestion for this segment."


def test_blind_shows_nothing_of_what_anybody_said() -> None:
    blind = made(arm="blind", carried=CARRIED, changed=["Debts are loans."], sides=SIDES)
    assert blind == task(ITEM, SEGMENT, (), STUDY, FRAME, language="en", prio_key=0, batch="b", arm="blind")
    assert not {"suggested", "changed", "sides", "suggested_hint"} & blind["data"].keys()


@pytest.mark.parametrize("arm", ["revision", "adjudication"])
def test_who_decides_sees_each_side_and_no_suggestion(arm: Arm) -> None:
    one = made(arm=arm, sides=SIDES)
    assert [choice["value"] for choice in one["data"]["suggested"]] == ["⇧D · Debts\nAna, Ben", "⇧A · Access to water\nAna"]
    assert prefilled(one) == {"suggested": ["M-DEB"], "sections": ["change"]}
    assert one["data"]["sides"] == {
        "Ana": "Codes: Debts · Access to water\nDomain of change: The household\nSection: The change\nMemo: la pipa",
        "Ben": "Codes: Debts\nDomain of change: The community\nSection: The change\nChange: CH02 Fewer disputes (reported)",
    }
    assert one["data"]["domain_hint"] == "The household (Ana) · The community (Ben)"
    assert "model" not in str(one["data"])


def test_everything_that_is_decided_is_an_act_of_its_own() -> None:
    choices = {Choice("code", "W-ACC"), Choice("code", "M-WRK-J"), Choice("change", "CH02", "against")}
    result = write_result(choices, SUGGESTIONS, STUDY, FRAME, arm="adjudication", sides=SIDES, memo="she pays herself")
    read = read_annotation({"result": result}, ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, arm="adjudication", sides=SIDES)
    assert read.reviews == (
        Review("code", "decided", "", "W-ACC"),
        Review("code", "decided", "", "M-WRK-J"),
        Review("change", "decided", "", "CH02"),
    )
    assert (read.choices, read.memo, read.problems) == (frozenset(choices), "she pays herself", ())
    assert {part["from_name"]: part["origin"] for part in result} == {
        "suggested": "prediction-changed",
        "codes": "manual",
        "changes": "manual",
        "memo": "manual",
    }


def test_what_became_of_what_stood() -> None:
    choices = {Choice("code", "M-DEB"), Choice("code", "W-ACC"), Choice("domain", "household"), Choice("change", "CH01", "for")}
    result = write_result(choices, SUGGESTIONS, STUDY, FRAME, carried=CARRIED)
    read = read_annotation({"result": result}, ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, carried=CARRIED)
    assert read.reviews == (
        Review("code", "kept", "M-DEB", "M-DEB"),
        Review("code", "dropped", "M-SAV", ""),
        Review("code", "accepted", "W-ACC", "W-ACC"),
        Review("domain", "dropped", "community", ""),
        Review("domain", "accepted", "household", "household"),
        Review("section", "left", "change", ""),
        Review("change", "dropped", "CH01", ""),
        Review("change", "added", "", "CH01"),
    )
    assert (read.choices, read.problems) == (frozenset(choices), ())


def test_left_as_it_was_everything_is_kept_and_the_rest_is_left() -> None:
    result = made(carried=CARRIED)["predictions"][0]["result"]
    read = read_annotation({"result": result}, ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, carried=CARRIED)
    acts = {(review.act, review.suggested) for review in read.reviews}
    assert acts == {("kept", one.target) for one in CARRIED} | {("left", target) for target in ("W-ACC", "household", "change")}


def test_acts_on_a_planted_suggestion_say_so() -> None:
    shown = [*SUGGESTIONS, suggest("code", "M-SAV", 0.3)]
    kept = {Choice("code", "M-SAV"), Choice("code", "W-ACC")}
    result = write_result(kept, shown, STUDY, FRAME)
    read = read_annotation({"result": result}, ITEM, SEGMENT, shown, STUDY, FRAME, planted=["M-SAV"])
    assert [(r.act, r.suggested) for r in read.reviews if r.planted] == [("accepted", "M-SAV")]
    nothing = read_annotation({"result": []}, ITEM, SEGMENT, shown, STUDY, FRAME, planted=["M-SAV"])
    assert [(r.act, r.suggested) for r in nothing.reviews if r.planted] == [("rejected", "M-SAV")]


def test_a_prediction_without_suggestions_takes_the_version_it_is_given() -> None:
    one = task(ITEM, SEGMENT, (), STUDY, FRAME, language="en", prio_key=0, batch="b", carried=CARRIED, model_version="m2")
    assert one["predictions"][0]["model_version"] == "m2"


def test_what_stood_under_another_frame_is_refused() -> None:
    with pytest.raises(Conflict, match="GONE"):
        made(carried=[replace(CARRIED[0], target="GONE")])
    with pytest.raises(Conflict, match="GONE"):
        made(arm="adjudication", sides=[Side("Ana", frozenset({Choice("code", "GONE")}))])
