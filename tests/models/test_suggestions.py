"""Few suggestions, above a threshold, with reasons that quote the frame, the segment and reviewed segments."""

import numpy as np
import pytest

from models.classifiers import ColdStart, Head, Neighbours, background_of
from models.heads import fit_coefficients
from models.suggestions import Policy, suggest, uncertainty
from models.targets import Target, targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, batch_of

BATCH = batch_of(
    "Hoy hizo mucho calor. La tesorera lee las cuentas del dinero.",
    "El agua limpia llega por tubería.",
    "Sí, pues.",
    "[risas largas de todas] Agua limpia.",
)


@pytest.fixture(scope="module")
def targets() -> list[Target]:
    return targets_of(STUDY, FRAME)


@pytest.fixture(scope="module")
def cold(targets: list[Target]) -> ColdStart:
    return ColdStart(targets, WordEncoder(), background=background_of(BATCH))


def scores(*rows: list[float]) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(rows, dtype=np.float32)


LOW = [0.0] * 6


def test_thresholds_limits_and_order(cold: ColdStart, targets: list[Target]) -> None:
    known = scores([0.6, 0.9, 0.3, 0.7, 0.8, 0.2], [0.5, 0.4, 0.4, 0.1, 0.1, 0.6], LOW, LOW)
    found = suggest(BATCH, cold, targets, frame_version=3, scores=known)
    assert [(s.segment_id, s.kind, s.target, s.score) for s in found] == [
        ("S1.001", "code", "money", 0.9),
        ("S1.001", "code", "water", 0.6),
        ("S1.001", "domain", "rules", 0.8),
        ("S1.002", "code", "water", 0.5),
        ("S1.002", "section", "what", 0.6),
    ]
    assert {(s.model_version, s.frame_version) for s in found} == {(cold.version, 3)}
    fewer = suggest(BATCH, cold, targets, frame_version=3, scores=known, policy=Policy(max_codes=1, thresholds={"domain": 0.85}))
    assert [s.target for s in fewer] == ["money", "water", "what"]
    assert {s.target for s in suggest(BATCH, cold, targets[:1], frame_version=3, scores=known)} == {"water"}


def test_an_answer_without_content_gets_none(cold: ColdStart, targets: list[Target]) -> None:
    everything = suggest(BATCH, cold, targets, frame_version=3, scores=np.ones((4, 6), np.float32))
    assert {s.segment_id for s in everything} == {"S1.001", "S1.002"}


def test_reasons_quote_the_frame_in_the_language_of_the_segment_and_the_telling_sentence(
    cold: ColdStart, targets: list[Target]
) -> None:
    (found,) = suggest(BATCH, cold, [targets[1]], frame_version=3, scores=scores([0, 0.9, 0, 0, 0, 0], LOW, LOW, LOW))
    (reason,) = found.reasons
    assert reason.sentence == "La tesorera lee las cuentas del dinero."
    assert (reason.source, reason.language) == ("definition", "es")
    assert reason.phrase == "dinero y cuentas que lee la tesorera"
    english = batch_of("The treasurer read the accounts to us.", language="en")
    (found,) = suggest(english, cold, [targets[1]], frame_version=3, scores=scores([0, 0.9, 0, 0, 0, 0]))
    assert found.reasons[0].language == "en"


def test_a_head_shows_the_nearest_other_reviewed_segment(cold: ColdStart, targets: list[Target]) -> None:
    reviewed = batch_of("La tesorera lee las cuentas.", "Sale agua limpia.", "Hoy hizo calor.")
    labels = np.zeros((3, 6))
    labels[0, 1] = labels[2, 1] = labels[1, 0] = 1
    vectors = cold.centred(reviewed.vectors)
    ids = ("S9.001", "S1.002", "S9.003")
    head = Head(
        cold,
        fit_coefficients(vectors, cold.evidence(reviewed), labels),
        Neighbours(ids, vectors, labels > 0),
        version="head-1",
        thresholds={"code": 0.0},
    )
    found = suggest(BATCH, head, targets, frame_version=3, reviewed_texts={"S9.001": "La tesorera lee las cuentas."})
    money = next(s for s in found if (s.segment_id, s.target) == ("S1.001", "money"))
    assert [(r.source, r.similar, r.phrase) for r in money.reasons][1:] == [("segment", "S9.001", "La tesorera lee las cuentas.")]
    water = next(s for s in found if (s.segment_id, s.target) == ("S1.002", "water"))
    assert [r.source for r in water.reasons] == ["definition"]  # the only carrier is the segment itself


def test_uncertainty() -> None:
    found = uncertainty(scores([0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0, 1, 0], [0.5, 0, 0, 0, 0, 0], [0.9, 0.5, 0, 0, 0, 0]))
    assert found[0] == 1
    assert found[1] == 0
    assert found[2] == pytest.approx(0.2)
    assert found[3] == pytest.approx((1 + 4 * 0.9 * 0.1) / 5)
    assert uncertainty(np.zeros((3, 0), np.float32)).tolist() == [0, 0, 0]
