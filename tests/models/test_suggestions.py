"""Few suggestions, above a threshold, with reasons that quote the frame, the segment and reviewed segments."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from annotations.codings import Suggestion
from models.certificates import Certificate
from models.classifiers import ColdStart, Head, Neighbours, background_of
from models.heads import Coefficients, fit_coefficients
from models.reasons import Explainer
from models.suggestions import Policy, _best, strange_in, suggest, uncertainty
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
    assert reason.phrases == {
        "es": "dinero y cuentas que lee la tesorera",
        "en": "money and accounts read by the treasurer",
    }
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
        fit_coefficients(reviewed, cold, labels, np.array(["S9", "S1", "S9"])),
        Neighbours(ids, vectors, labels > 0),
        version="head-1",
        thresholds={"code": 0.0},
    )
    found = suggest(BATCH, head, targets, frame_version=3, reviewed_texts={"S9.001": "La tesorera lee las cuentas."})
    money = next(s for s in found if (s.segment_id, s.target) == ("S1.001", "money"))
    # S9.003 carries it too, and is not named: its words are not there any more
    assert [(r.source, r.similar, r.phrase) for r in money.reasons][1:] == [("segment", "S9.001", "La tesorera lee las cuentas.")]
    water = next(s for s in found if (s.segment_id, s.target) == ("S1.002", "water"))
    assert [r.source for r in water.reasons] == ["definition"]  # the only carrier is the segment itself


class Cold(ColdStart):
    """The cold start with certificates and with somebody who tells what is strange."""

    def __init__(self, cold: ColdStart, certificates: dict[str, float], strange: list[bool]) -> None:
        self.__dict__.update(cold.__dict__)
        self._certificates = {key: Certificate(key, 0.8, 0.9, threshold, 30, 8, 0) for key, threshold in certificates.items()}
        self.familiarity = Stranger(strange)  # type: ignore[assignment]

    @property
    def certificates(self) -> dict[str, Certificate]:
        return self._certificates


@dataclass
class Stranger:
    found: list[bool]

    def strange(self, vectors: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
        assert len(vectors) == len(self.found)
        return np.array(self.found)


def told(found: list[Suggestion]) -> list[tuple[str, str, str, bool]]:
    return [(s.segment_id, s.target, s.strength, s.certified) for s in found]


def test_below_the_threshold_what_is_certified_is_possible(cold: ColdStart, targets: list[Target]) -> None:
    known = scores([0.6, 0.3, 0.3, 0, 0, 0], [0.1, 0.2, 0.6, 0.9, 0.8, 0], [0.4, 0.3, 0.9, 0, 0, 0], LOW)
    certified = Cold(cold, {"code:water": 0.1, "code:money": 0.3, "domain:rules": 0.5}, [False] * 4)
    found = suggest(BATCH, certified, targets, frame_version=3, scores=known)
    assert told(found) == [
        ("S1.001", "water", "likely", True),
        ("S1.001", "money", "possible", True),
        ("S1.002", "school", "likely", False),
        ("S1.002", "water", "possible", True),
        ("S1.002", "homes", "likely", False),
        ("S1.002", "rules", "possible", True),  # the limit on domains does not cut what is certified
        ("S1.003", "water", "possible", True),  # nor do too few words; what is not certified is not called likely there
        ("S1.003", "money", "possible", True),
    ]
    assert all(s.reasons for s in found)


def test_the_limit_keeps_the_best_and_of_equals_the_first(cold: ColdStart, targets: list[Target]) -> None:
    known = scores([0.6, 0.9, 0.6, 0, 0, 0], [0.7, 0.7, 0.7, 0, 0, 0], LOW, LOW)
    found = suggest(BATCH, cold, targets, frame_version=3, scores=known, policy=Policy(max_codes=2))
    assert [(s.segment_id, s.target) for s in found] == [
        ("S1.001", "money"),
        ("S1.001", "water"),
        ("S1.002", "water"),
        ("S1.002", "money"),
    ]
    assert suggest(BATCH, cold, targets, frame_version=3, scores=known, policy=Policy(max_codes=0)) == []


def test_a_strange_segment_gets_nothing_and_is_reviewed_first(cold: ColdStart, targets: list[Target]) -> None:
    known = np.ones((4, 6), np.float32)
    strange = Cold(cold, {"code:water": 0.1}, [True, False, True, True])
    assert {s.segment_id for s in suggest(BATCH, strange, targets, frame_version=3, scores=known)} == {"S1.002"}
    assert strange_in(cold, BATCH).tolist() == [False] * 4
    assert uncertainty(known, strange_in(strange, BATCH)).tolist() == [1, 0, 1, 1]


@given(arrays(np.float32, (12, 7), elements=st.sampled_from([0.0, 0.25, 0.5, 0.5, 0.75, 1.0])), st.integers(0, 8))
def test_the_best_are_those_that_sorting_finds(values: np.ndarray, limit: int) -> None:  # type: ignore[type-arg]
    wanted = values >= 0.5
    best = _best(wanted, values, limit)
    for row in range(len(values)):
        expected = sorted(np.flatnonzero(wanted[row]), key=lambda k: (-values[row, k], k))[:limit]
        assert np.flatnonzero(best[row]).tolist() == sorted(expected)


def test_reviewed_segments_are_near_varied_and_no_copies(cold: ColdStart, targets: list[Target]) -> None:
    asked = "La tesorera lee las cuentas del dinero en la asamblea."
    others = {
        "S2.001": "La tesorera lee las cuentas del dinero en asamblea.",  # the nearest that is no copy
        "S2.002": "La tesorera lee las cuentas del dinero.",
        "S3.001": "La tesorera lee las cuentas en la asamblea.",
        "S4.001": "Lee las cuentas del dinero en la asamblea la tesorera.",  # the same words: a copy
        "S5.001": "La tesorera lee.",
        "S6.001": "Sale agua limpia.",  # not near
        "S1.001": asked,  # itself
    }
    batch, reviewed = batch_of(asked), batch_of(*others.values())
    labels = np.zeros((len(others), 6), bool)
    labels[:, 1] = True
    near = Neighbours(tuple(others), cold.centred(reviewed.vectors), labels)
    fitted = Coefficients(np.zeros((WordEncoder.width, 6)), np.zeros(6), 1.0)
    head = Head(cold, fitted, near, version="head-1", thresholds={"code": 0.5})
    known = scores([0, 0.9, 0, 0, 0, 0])
    (found,) = suggest(batch, head, targets, frame_version=3, scores=known, reviewed_texts=others)
    likeness = near.vectors @ cold.centred(batch.vectors)[0]
    order = [id_ for id_, _ in sorted(zip(others, likeness, strict=True), key=lambda pair: -pair[1])]
    cited = [r.similar for r in found.reasons[1:]]
    assert set(cited) == {"S2.001", "S3.001", "S5.001"}  # of S2 one only, as there are enough other sessions
    assert cited == [id_ for id_ in order if id_ in cited]
    assert [r.sentence for r in found.reasons] == [asked, "", "", ""]  # told once
    withdrawn = {id_: words for id_, words in others.items() if id_ not in ("S3.001", "S5.001")}
    (found,) = suggest(batch, head, targets, frame_version=3, scores=known, reviewed_texts=withdrawn)
    assert [r.similar for r in found.reasons[1:]] == ["S2.001", "S2.002"]
    (found,) = suggest(batch, head, targets, frame_version=3, scores=known)
    assert {(r.similar, r.phrase) for r in found.reasons[1:]} == {("S2.001", ""), ("S3.001", ""), ("S5.001", "")}


def test_all_targets_at_once_have_the_reasons_that_each_has_alone(cold: ColdStart, targets: list[Target]) -> None:
    """More reviewed segments carry the target than are looked at one by one."""
    words = ["tesorera", "cuentas", "dinero", "asamblea", "agua", "tubería", "escuela", "maestra"]
    texts = [f"La {a} y la {b}. El {c} también." for a in words for b in words[::-1] for c in words[::3] if a != b]
    batch, reviewed = batch_of(*texts[::5]), batch_of(*texts)
    ids = tuple(f"S{n % 9 + 2}.{n:03d}" for n in range(len(texts)))
    labels = np.random.default_rng(1).random((len(texts), 6)) < 0.3
    weights = np.random.default_rng(2).normal(size=(WordEncoder.width, 6)).astype(np.float32)
    near = Neighbours(ids, cold.centred(reviewed.vectors), labels)
    head = Head(cold, Coefficients(weights, np.zeros(6), 1.0), near, version="head-1", thresholds={"code": 0.0, "domain": 0.0})
    known = dict(zip(ids, texts, strict=True))
    drawn = np.random.default_rng(3).permutation(len(batch.segments) * 6)
    rows, columns = drawn // 6, drawn % 6
    together = Explainer(batch, head, known).reasons(rows, columns)
    for k in range(6):
        here = np.flatnonzero(columns == k)
        alone = Explainer(batch, head, known).reasons(rows[here], columns[here])
        assert [together[n] for n in here] == alone
    for n, why in enumerate(together[:60]):
        assert why[0].sentence in batch.sentences[rows[n]]
        assert all(labels[ids.index(reason.similar), columns[n]] for reason in why if reason.similar)
    assert {len(why) for why in together} == {4}
    assert Explainer(batch, head, known).reasons(rows[:0], columns[:0]) == []


def test_uncertainty() -> None:
    found = uncertainty(scores([0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0, 1, 0], [0.5, 0, 0, 0, 0, 0], [0.9, 0.5, 0, 0, 0, 0]))
    assert found[0] == 1
    assert found[1] == 0
    assert found[2] == pytest.approx(0.2)
    assert found[3] == pytest.approx((1 + 4 * 0.9 * 0.1) / 5)
    assert uncertainty(np.zeros((3, 0), np.float32)).tolist() == [0, 0, 0]
