from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.codings import Review, Span, Suggestion
from annotations.label_studio.label_config import FLAGS
from annotations.label_studio.reviews import Choice, ReviewedTask, read_annotation, write_result
from annotations.label_studio.tasks import prediction
from tests.annotations.label_studio.samples import FRAME, ITEM, SEGMENT, STUDY, SUGGESTIONS, suggest

Label = Literal["evidence", "quote", "pii"]
KEPT = [
    Choice("code", "W-ACC"),
    Choice("code", "M-DEB"),
    Choice("domain", "household"),
    Choice("section", "change"),
    Choice("change", "CH01", "for"),
]


def read(result: Sequence[Any], suggestions: Sequence[Suggestion] = SUGGESTIONS, **fields: Any) -> ReviewedTask:
    return read_annotation({"result": result, "was_cancelled": False, **fields}, ITEM, SEGMENT, suggestions, STUDY, FRAME)


def test_submitted_unchanged_accepts_everything() -> None:
    read_back = read(prediction(SUGGESTIONS, STUDY, FRAME)["result"])
    assert read_back.choices == frozenset(KEPT)
    assert {(review.act, review.suggested == review.target) for review in read_back.reviews} == {("accepted", True)}
    assert len(read_back.reviews) == 5
    assert read_back.problems == ()


def test_what_a_coder_did_in_the_browser() -> None:
    """As Chromium left it: second suggestion unchecked, a code added, domain replaced, section removed, change denied, a span after an emoji."""
    result = [
        {"value": {"choices": ["W-ACC"]}, "id": "suggested", "from_name": "suggested", "to_name": "text", "type": "choices", "origin": "prediction-changed"},
        {"value": {"choices": ["community"]}, "id": "domain", "from_name": "domain", "to_name": "text", "type": "choices", "origin": "prediction-changed"},
        {"value": {"taxonomy": [["CH01", "CH01:against"]]}, "id": "changes", "from_name": "changes", "to_name": "text", "type": "taxonomy"},
        {"value": {"taxonomy": [["M", "M-WRK", "M-WRK-J"]]}, "id": "Cm9pqIlUbp", "from_name": "codes", "to_name": "text", "type": "taxonomy"},
        {"value": {"start": 31, "end": 60, "text": "aunque mi suegra dice que no.", "labels": ["evidence"]}, "id": "x", "from_name": "span", "type": "labels"},
        {"value": {"choices": ["prompted", "needs_supervisor"]}, "id": "y", "from_name": "flags", "to_name": "text", "type": "choices"},
        {"value": {"text": ["Ver con ", "Ben"]}, "id": "z", "from_name": "memo", "to_name": "text", "type": "textarea"},
    ]  # fmt: skip
    assert read(result) == ReviewedTask(
        reviews=(
            Review("code", "accepted", "W-ACC", "W-ACC"),
            Review("code", "rejected", "M-DEB", ""),
            Review("code", "added", "", "M-WRK-J"),
            Review("domain", "changed", "household", "community"),
            Review("section", "rejected", "change", ""),
            Review("change", "accepted", "CH01", "CH01"),
        ),
        choices=frozenset({Choice("code", "W-ACC"), Choice("code", "M-WRK-J"), Choice("domain", "community"), Choice("change", "CH01", "against")}),
        spans=(Span("S03.007", "ana", "evidence", 31, 60, "aunque mi suegra dice que no."),),
        flags=("needs_supervisor", "prompted"),
        memo="Ver con \nBen",
    )  # fmt: skip


def test_a_skip_is_nothing_although_it_carries_the_whole_prediction() -> None:
    assert read(prediction(SUGGESTIONS, STUDY, FRAME)["result"], was_cancelled=True) == ReviewedTask(skipped=True)


def test_everything_unchecked_rejects_everything() -> None:
    assert [(review.act, review.suggested) for review in read([]).reviews] == [
        ("rejected", "W-ACC"),
        ("rejected", "M-DEB"),
        ("rejected", "household"),
        ("rejected", "change"),
        ("rejected", "CH01"),
    ]


def test_coded_blind_everything_is_added() -> None:
    result = write_result(KEPT, (), STUDY, FRAME)
    assert [(r.kind, r.act, r.target) for r in read(result, ()).reviews] == [
        ("code", "added", "W-ACC"),
        ("code", "added", "M-DEB"),
        ("domain", "added", "household"),
        ("section", "added", "change"),
        ("change", "added", "CH01"),
    ]


def test_a_suggestion_unchecked_and_chosen_again_among_all_codes_is_accepted() -> None:
    result = [{"from_name": "codes", "type": "taxonomy", "value": {"taxonomy": [["elsewhere", "W-ACC"]]}}]
    assert read(result, SUGGESTIONS[:1]).reviews == (Review("code", "accepted", "W-ACC", "W-ACC"),)


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"from_name": "codes", "type": "taxonomy", "value": {"taxonomy": [["W", "GONE"]]}}, "unknown code: GONE"),
        ({"from_name": "codes", "type": "taxonomy", "value": {"taxonomy": [["M", "M-WRK"]]}}, "a heading was chosen instead of a code: M-WRK"),
        ({"from_name": "domain", "type": "choices", "value": {"choices": ["x"]}}, "unknown domain of change: x"),
        ({"from_name": "domain", "type": "choices", "value": {"choices": ["household", "community"]}}, "more than one domain of change: household, community"),
        ({"from_name": "changes", "type": "taxonomy", "value": {"taxonomy": [["CH01"]]}}, "unknown change: CH01"),
        ({"from_name": "changes", "type": "taxonomy", "value": {"taxonomy": [["a", "CH01:for"], ["a", "CH01:against"]]}}, "change CH01 marked as reported and as denied"),
        ({"from_name": "else", "type": "choices", "value": {"choices": ["x"]}}, "a control that is not ours: else"),
        ({"from_name": "suggested", "type": "choices", "value": {"choices": ["M-SAV"]}}, "reviewed as suggestions, but not suggested by us: M-SAV"),
        ({"from_name": "span", "type": "labels", "value": {"start": 90, "end": 900, "labels": ["quote"]}}, "a span outside the segment: 90-900"),
        ({"from_name": "span", "type": "labels", "value": {"start": 0, "end": 4, "text": "Otra", "labels": ["quote"]}}, "a span whose text is not the segment's: 0-4"),
        ({"from_name": "span", "type": "labels", "value": {"start": 0, "end": 4, "text": "Pues", "labels": ["other"]}}, "unknown span label: other"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_becomes_a_problem(part: dict[str, Any], problem: str) -> None:
    assert read([part], SUGGESTIONS[:1]).problems == (problem,)


def test_no_code_beside_codes_is_a_problem() -> None:
    assert read(write_result(KEPT, SUGGESTIONS, STUDY, FRAME, flags=["no_code"])).problems == (
        "marked as 'no code applies' and coded at the same time",
    )


def test_a_span_over_line_ends_is_recognised_as_the_browser_writes_it() -> None:
    start, end = SEGMENT.text.index("no."), SEGMENT.text.index("pagábamos")
    value = {"start": start, "end": end, "text": "no.\\nAntes", "labels": ["pii"]}
    (span,) = read([{"from_name": "span", "type": "labels", "value": value}]).spans
    assert span.text == "no.\nAntes "


def test_origins_are_those_of_the_browser() -> None:
    result = write_result([*KEPT[1:], Choice("code", "M-SAV")], SUGGESTIONS, STUDY, FRAME)
    assert {part["from_name"]: part["origin"] for part in result} == {
        "suggested": "prediction-changed",
        "codes": "manual",
        "domain": "prediction",
        "sections": "prediction",
        "changes": "prediction",
    }


choices = st.builds(
    lambda codes, domain, sections, changes: frozenset(
        [Choice("code", c) for c in codes] + [Choice("domain", d) for d in domain] + [Choice("section", s) for s in sections]
        + [Choice("change", c, stance) for c, stance in changes.items()]
    ),
    st.sets(st.sampled_from(sorted(FRAME.by_id))),
    st.sets(st.sampled_from([d.id for d in STUDY.domains]), max_size=1),
    st.sets(st.sampled_from([s.id for s in STUDY.sections])),
    st.dictionaries(st.sampled_from([c.id for c in STUDY.changes]), st.sampled_from(["for", "against"])),
)  # fmt: skip
targets = [
    *[("code", code_id) for code_id in FRAME.by_id], *[("domain", d.id) for d in STUDY.domains],
    *[("section", s.id) for s in STUDY.sections], *[("change", c.id) for c in STUDY.changes],
]  # fmt: skip
suggestions = st.lists(
    st.builds(lambda t, score: suggest(t[0], t[1], score), st.sampled_from(targets), st.floats(0, 1)), max_size=8
)
texts = st.text(st.sampled_from("a é😀👩🏽‍🌾\n\r\t$<{\\n"), min_size=1, max_size=30)


@given(choices, suggestions, st.sets(st.sampled_from(FLAGS)), st.text().map(str.strip), texts, st.data())
def test_what_is_written_is_read_back(
    decided: frozenset[Choice], proposed: list[Suggestion], flags: set[str], memo: str, text: str, data: st.DataObject
) -> None:
    segment = replace(SEGMENT, text=text)
    cuts = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(["evidence", "quote", "pii"]))
        )
    )
    spans = tuple(
        sorted(
            {Span(ITEM.segment_id, ITEM.coder_id, cast(Label, label), a, b, text[a:b]) for a, b, label in cuts if a < b},
            key=lambda span: (span.start, span.end, span.label),
        )
    )
    flags -= {"no_code"} if any(choice.kind == "code" for choice in decided) else set()
    result = write_result(decided, proposed, STUDY, FRAME, spans=spans, flags=flags, memo=memo)
    again = read_annotation({"result": result}, ITEM, segment, proposed, STUDY, FRAME)
    assert again.problems == ()
    assert (again.choices, again.spans, set(again.flags), again.memo) == (decided, spans, flags, memo)
    assert {(r.kind, r.target) for r in again.reviews if r.target} == {(c.kind, c.target) for c in decided}


POSSIBLE = [
    suggest("code", "W-ACC", 0.8),
    replace(suggest("code", "M-DEB", 0.3), strength="possible"),
    suggest("domain", "household", 0.5),
    replace(suggest("domain", "community", 0.3), strength="possible"),
]


def test_what_was_only_possible_and_stays_unchecked_is_left_and_not_rejected() -> None:
    assert [(r.kind, r.act, r.suggested, r.target) for r in read([], POSSIBLE).reviews] == [
        ("code", "rejected", "W-ACC", ""),
        ("code", "left", "M-DEB", ""),
        ("domain", "rejected", "household", ""),
        ("domain", "left", "community", ""),
    ]
    untouched = read(prediction(POSSIBLE, STUDY, FRAME)["result"], POSSIBLE)
    assert [(r.act, r.suggested) for r in untouched.reviews] == [
        ("accepted", "W-ACC"),
        ("left", "M-DEB"),
        ("accepted", "household"),
        ("left", "community"),
    ]


def test_a_possible_one_that_is_checked_is_accepted() -> None:
    choices = [Choice("code", "M-DEB"), Choice("domain", "community")]
    result = write_result(choices, POSSIBLE, STUDY, FRAME)
    assert {part["from_name"]: part["origin"] for part in result} == {
        "suggested": "prediction-changed",
        "domain": "prediction-changed",
    }
    done = read(result, POSSIBLE)
    assert done.choices == frozenset(choices)
    assert [(r.act, r.suggested, r.target) for r in done.reviews] == [
        ("rejected", "W-ACC", ""),
        ("accepted", "M-DEB", "M-DEB"),
        ("rejected", "household", ""),
        ("accepted", "community", "community"),
    ]


def test_a_likely_domain_that_was_replaced_by_one_not_suggested_was_changed() -> None:
    done = read(write_result([Choice("domain", "authority")], POSSIBLE, STUDY, FRAME), POSSIBLE)
    assert [(r.act, r.suggested, r.target) for r in done.reviews if r.kind == "domain"] == [
        ("changed", "household", "authority"),
        ("left", "community", ""),
    ]
