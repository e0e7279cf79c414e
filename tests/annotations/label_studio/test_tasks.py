from dataclasses import replace

import pytest

from annotations.codings import Reason
from annotations.errors import ModelMismatch
from annotations.label_studio.tasks import WorkItem, prediction, shown, suggestion_data, task
from tests.annotations.label_studio.samples import FRAME, HOSTILE, ITEM, SEGMENT, STUDY, SUGGESTIONS, suggest


def test_the_identity_is_round_segment_and_coder() -> None:
    assert WorkItem("agua", "S03.007", "ana", 2).id == "r2/S03.007/ana"


def test_a_task_carries_segment_context_and_queue() -> None:
    data = task(ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=12, batch="b1")["data"]
    expected = {
        "work_item_id": "r1/S03.007/ana",
        "study": "agua",
        "segment_id": "S03.007",
        "session": "S03",
        "assignee": "ana",
        "round": "1",
        "prio_key": "00000012",
        "batch": "b1",
        "heading": "Sesión S03 · segmento 7 · P2",
        "question": "¿Qué ha cambiado con el agua?",
        "text": SEGMENT.text,
        "before_text": "E: ¿Y antes?",
        "after_text": "E: Ya.",
        "suggested_hint": "Sin revisar. Desmarque lo que no corresponda.",
        "domain_hint": "El modelo propone El hogar (sin certificar · «llega el agua» se parece a su ejemplo: «en mi casa ya hay agua»)",
        "sections_hint": "El modelo propone El cambio (sin certificar)",
        "changes_hint": "El modelo propone CH01 Agua cada tercer día "
        "(sin certificar · «ahora sí llega el agua» dice lo que dice su nombre: «agua cada tercer día»)",
    }
    assert {key: data[key] for key in expected} == expected


def test_suggested_codes_are_told_with_handle_name_and_reason() -> None:
    assert suggestion_data(SUGGESTIONS, STUDY, FRAME, "es")["suggested"] == [
        {
            "value": "⇧A · Acceso al agua\nsin certificar · «ahora sí llega el agua» se parece a su definición: «cuando se habla de acceso al agua»",
            "alias": "W-ACC",
            "hint": "Cuando se habla de: acceso al agua.",
            "hotkey": "1",
        },
        {
            "value": "⇧D · Deudas\nsin certificar · «pagábamos la pipa, \u2060$\u2060500» se parece al segmento revisado S01.002: «debíamos la pipa»",
            "alias": "M-DEB",
            "hint": "Cuando se habla de: deudas.",
            "hotkey": "2",
        },
    ]


def test_the_prediction_prefills_aliases_and_whole_taxonomy_paths() -> None:
    made = prediction(SUGGESTIONS, STUDY, FRAME)
    assert (made["model_version"], made["score"]) == ("cold-1", 0.8)
    assert {part["from_name"]: part["value"] for part in made["result"]} == {
        "suggested": {"choices": ["W-ACC", "M-DEB"]},
        "domain": {"choices": ["household"]},
        "sections": {"choices": ["change"]},
        "changes": {"taxonomy": [["CH01", "CH01:for"]]},
    }


def test_a_blind_task_has_no_trace_of_the_suggestions() -> None:
    made = task(ITEM, SEGMENT, SUGGESTIONS, STUDY, FRAME, language="es", prio_key=1, batch="b", arm="blind")
    assert made["predictions"] == []
    assert not [key for key in made["data"] if "suggest" in key or "hint" in key]


def test_without_suggestions_the_task_says_so() -> None:
    made = task(ITEM, SEGMENT, (), STUDY, FRAME, language="en", prio_key=1, batch="b")
    assert made["predictions"] == []
    assert made["data"]["suggested"] == []
    assert made["data"]["suggested_hint"] == "No suggestion for this segment."


def test_the_coder_sees_each_target_once_and_one_domain() -> None:
    seen = shown(
        [
            suggest("domain", "community", 0.2),
            suggest("code", "W-ACC", 0.1),
            suggest("code", "W-ACC", 0.9),
            suggest("domain", "household", 0.6),
        ]
    )
    assert [(s.kind, s.target, s.score) for s in seen] == [("code", "W-ACC", 0.9), ("domain", "household", 0.6)]


@pytest.mark.parametrize("unknown", [suggest("code", "X", 0.5), suggest("domain", "W-ACC", 0.5), suggest("change", "CH99", 0.5)])
def test_a_target_that_the_study_does_not_have_is_refused(unknown: object) -> None:
    with pytest.raises(ModelMismatch, match=r"S03\.007: The model suggests the"):
        task(ITEM, SEGMENT, [*SUGGESTIONS, unknown], STUDY, FRAME, language="es", prio_key=1, batch="b")  # type: ignore[list-item]


def test_suggestions_of_two_models_in_one_task_are_refused() -> None:
    with pytest.raises(ModelMismatch, match="several models"):
        prediction([*SUGGESTIONS, suggest("code", "M-SAV", 0.3, model="m2")], STUDY, FRAME)


def test_reasons_with_markup_and_dollars_are_text_on_one_line() -> None:
    (only,) = suggestion_data([suggest("code", "W-ACC", 0.5, Reason("name", HOSTILE, "una\nlínea", "es"))], STUDY, FRAME, "en")[
        "suggested"
    ]
    first, second = only["value"].split("\n")
    assert first == "⇧A · Access to water"
    assert "<script>alert(1)</script> \u2060$\u2060text {x}" in second
    assert "“una línea” says what" in second


MIXED = [
    replace(suggest("code", "W-ACC", 0.3), strength="possible", certified=True),
    replace(suggest("code", "M-DEB", 0.2), certified=True),
    suggest("domain", "household", 0.4),
    replace(suggest("domain", "community", 0.6), strength="possible", certified=True),
    replace(suggest("section", "change", 0.1), strength="possible", certified=True),
]


def test_what_is_only_possible_is_listed_last_and_left_unchecked() -> None:
    data = suggestion_data(MIXED, STUDY, FRAME, "en")
    assert [(one["alias"], one["value"].split("\n")[1]) for one in data["suggested"]] == [
        ("M-DEB", "certified"),
        ("W-ACC", "possible, certified"),
    ]
    assert data["domain_hint"] == "The model proposes The household (not certified). Possible: The community (certified)"
    assert data["sections_hint"] == "Possible: The change (certified)"
    made = prediction(MIXED, STUDY, FRAME)
    assert {part["from_name"]: part["value"]["choices"] for part in made["result"]} == {
        "suggested": ["M-DEB"],
        "domain": ["household"],
    }
    assert (made["model_version"], made["score"]) == ("cold-1", 0.6)
    assert "posible, certificado" in suggestion_data(MIXED, STUDY, FRAME, "es")["suggested"][1]["value"]


def test_only_possible_ones_still_carry_the_model_version() -> None:
    made = prediction(MIXED[:1], STUDY, FRAME)
    assert (made["model_version"], made["result"]) == ("cold-1", [])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Unlike anything reviewed so far: no suggestion."), ("es", "No se parece a nada de lo revisado: sin sugerencia.")],
)
def test_a_strange_segment_says_so(language: str, said: str) -> None:
    data = task(ITEM, SEGMENT, (), STUDY, FRAME, language=language, prio_key=1, batch="b", strange=True)["data"]
    assert (data["suggested_hint"], data["domain_hint"]) == (said, said)
    blind = task(ITEM, SEGMENT, (), STUDY, FRAME, language=language, prio_key=1, batch="b", strange=True, arm="blind")
    assert said not in blind["data"].values()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "No suggestion for this segment. It may tell that something did not change."),
        ("es", "Sin sugerencia para este segmento. Quizá dice que algo no cambió."),
    ],
)
def test_a_mark_is_said_as_a_hint_and_codes_nothing(language: str, said: str) -> None:
    made = task(ITEM, SEGMENT, (), STUDY, FRAME, language=language, prio_key=1, batch="b", marks=("no_change",))
    assert (made["data"]["suggested_hint"], made["predictions"]) == (said, [])
    blind = task(ITEM, SEGMENT, (), STUDY, FRAME, language=language, prio_key=1, batch="b", marks=("no_change",), arm="blind")
    assert said not in blind["data"].values()
    both = suggestion_data((), STUDY, FRAME, language, marks=("knowledge_only", "no_change"))["suggested_hint"]
    assert both.endswith(said.split(". ")[1])
    assert len(both) > len(said)


def test_each_coder_reads_the_phrase_of_the_frame_in_their_language() -> None:
    reason = Reason("definition", "agua en casa", "ya llega", "es", phrases={"es": "agua en casa", "en": "water at home"})
    values = [
        suggestion_data([suggest("code", "W-ACC", 0.5, reason)], STUDY, FRAME, language)["suggested"][0]["value"]
        for language in ("es-MX", "en", "nah")
    ]
    assert ["agua en casa" in value for value in values] == [True, False, True]
    assert "resembles its definition: “water at home”" in values[1]
