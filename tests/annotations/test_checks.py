from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.checks import planted
from annotations.codeframe import Code, CodeFrame
from annotations.codings import Reason, Suggestion
from annotations.label_studio.tasks import prediction, shown
from annotations.studies import Study

FRAME = CodeFrame(
    3,
    (
        Code(
            "water",
            {"en": "Water", "es": "Agua"},
            codes=(
                Code("tap", {"en": "Tap", "es": "Llave"}, definition={"en": "Water runs.", "es": "Corre agua."}),
                Code("well", {"en": "Well", "es": "Pozo"}, include={"en": "wells\nand springs"}),
                Code("truck", {"en": "Truck", "es": "Pipa"}),
            ),
        ),
        Code("money", {"en": "Money"}, codes=(Code("debt", {"en": "Debt", "es": "Deuda"}), Code("wage", {"en": "Wage"}))),
    ),
)
SEEN = (Reason("definition", "Water runs.", "It runs on Mondays.", "en"), Reason("segment", "it ran", "", similar="S2.004"))


def suggest(segment: str, target: str, score: float = 0.5, **given: Any) -> Suggestion:
    return Suggestion(segment, given.pop("kind", "code"), target, score, "head-1", 3, **{"reasons": SEEN, **given})


def session(*targets: str) -> Mapping[str, list[Suggestion]]:
    return {"S1.001": [suggest("S1.001", "tap", 0.8, certified=True)], "S1.002": [suggest("S1.002", t) for t in targets]}


def test_what_is_planted_is_suggested_nowhere_in_the_session() -> None:
    made = planted("S1.001", session("well", "debt", "wage"), FRAME, seed=1)
    assert made is not None
    assert made.target == "truck"  # the only code that is left


def test_it_looks_like_the_others_of_its_segment() -> None:
    made = planted("S1.001", session("well", "truck", "wage"), FRAME, seed=1)
    assert made == Suggestion(
        "S1.001", "code", "debt", 0.8, "head-1", 3, strength="likely", certified=True,
        reasons=(Reason("name", "Debt", "It runs on Mondays.", "en", phrases={"en": "Debt", "es": "Deuda"}),),
    )  # fmt: skip


def test_its_reason_quotes_words_that_the_code_has() -> None:
    made = planted("S1.001", session("debt", "truck", "wage"), FRAME, seed=1)
    assert made is not None
    assert made.reasons == (Reason("include", "wells", "It runs on Mondays.", "en"),)


def test_one_task_holds_it_as_one_prediction_of_one_model() -> None:
    found = session("well")
    made = planted("S1.001", found, FRAME, seed=1)
    assert made is not None
    both = [*found["S1.001"], made]
    assert {s.target for s in shown(both)} == {"tap", made.target}
    study = Study("s", {"en": "S"}, {"en": "s"}, ("en",), (), (), ())
    assert prediction(both, study, FRAME)["result"][0]["value"]["choices"] == [s.target for s in shown(both)]


def test_a_merely_possible_suggestion_is_imitated_as_a_likely_one() -> None:
    made = planted("S1.001", {"S1.001": [suggest("S1.001", "tap", 0.2, strength="possible")]}, FRAME, seed=1)
    assert made is not None
    assert (made.strength, made.score) == ("likely", 0.2)


def test_nothing_is_planted_where_it_would_stand_alone_or_nothing_is_left() -> None:
    assert planted("S1.003", session("well"), FRAME, seed=1) is None
    assert planted("S1.001", {"S1.001": [suggest("S1.001", "homes", kind="domain")]}, FRAME, seed=1) is None
    assert planted("S1.001", session("well", "truck", "debt", "wage"), FRAME, seed=1) is None
    assert planted("S1.001", session("well", "truck", "wage"), FRAME, seed=1, coded=["debt"]) is None


def test_every_code_has_its_chance_and_the_seed_decides() -> None:
    drawn = Counter(planted(f"S1.{n}", {f"S1.{n}": [suggest(f"S1.{n}", "tap")]}, FRAME, seed=7).target for n in range(400))  # type: ignore[union-attr]
    assert set(drawn) == {"well", "truck", "debt", "wage"}
    assert all(70 <= count <= 130 for count in drawn.values())  # 100 ± 3 standard deviations of about 9
    other = [planted(f"S1.{n}", {f"S1.{n}": [suggest(f"S1.{n}", "tap")]}, FRAME, seed=8).target for n in range(400)]  # type: ignore[union-attr]
    assert Counter(other) != drawn


@given(st.sets(st.sampled_from(["well", "truck", "debt", "wage"])), st.integers(0, 9))
def test_a_code_suggested_since_moves_nothing_but_itself(suggested: set[str], seed: int) -> None:
    first = planted("S1.001", session(), FRAME, seed=seed)
    again = planted("S1.001", session(*suggested), FRAME, seed=seed)
    assert first is not None
    if first.target not in suggested:
        assert again == first
    elif again is not None:
        assert again.target not in suggested | {"tap"}
