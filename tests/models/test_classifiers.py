"""Cold start: the frame's words decide."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from models.classifiers import Batch, ColdStart, background_of, make_batch, middles_of
from models.embeddings import Progress
from models.targets import Target, TargetText, targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, batch_of, segment_of

TEXTS = ("El agua llega diario y sale limpia.", "La tesorera lee las cuentas del dinero.", "En la escuela estudian las niñas.")


@pytest.fixture
def targets() -> list[Target]:
    return targets_of(STUDY, FRAME)


@pytest.fixture
def batch() -> Batch:
    return batch_of(*TEXTS)


@pytest.fixture
def cold(targets: list[Target], batch: Batch) -> ColdStart:
    return ColdStart(targets, WordEncoder(), background=background_of(batch))


def test_the_code_whose_definition_it_resembles_comes_first(cold: ColdStart, batch: Batch) -> None:
    assert cold.scores(batch)[:, :3].argmax(axis=1).tolist() == [0, 1, 2]


def test_other_languages_of_the_frame_count(cold: ColdStart) -> None:
    english = batch_of("The treasurer read the accounts.", "Girls study with teachers.", language="en")
    assert cold.scores(english)[:, :3].argmax(axis=1).tolist() == [1, 2]


def test_scores_are_ratios_and_do_not_depend_on_the_company(cold: ColdStart, batch: Batch) -> None:
    together = cold.scores(batch)
    assert together.shape == (3, 6)
    assert together.min() >= 0
    assert together.max() <= 1
    for row in range(3):
        np.testing.assert_allclose(cold.scores(batch.take([row]))[0], together[row], atol=1e-6)


class FlatEncoder(WordEncoder):
    """Knows no meaning: every text has the same vector."""

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        return super().encode(["x"] * len(texts), progress=progress)


def test_an_inflected_word_is_recognised_by_its_letters(targets: list[Target]) -> None:
    flat = ColdStart(targets, FlatEncoder())
    evidence = flat.evidence(
        make_batch([segment_of("Las tuberías."), segment_of("Una maestra."), segment_of("Gallinas.")], FlatEncoder())
    )
    assert evidence[0].argmax() == 0
    assert evidence[1].argmax() == 2
    assert evidence[:2].max(axis=1).min() > 0.02
    assert evidence[2].max() == 0


def test_exclusion_notes_give_no_score(targets: list[Target], batch: Batch) -> None:
    bare = [Target(t.kind, t.id, t.name, tuple(x for x in t.texts if x.source != "exclude")) for t in targets]
    background = background_of(batch)
    with_note, without = (ColdStart(each, WordEncoder(), background=background) for each in (targets, bare))
    np.testing.assert_array_equal(with_note.scores(batch), without.scores(batch))


def test_the_guide_speaks_for_its_section(cold: ColdStart) -> None:
    encoder = WordEncoder()
    texts = [
        segment_of("Pues sí."),
        segment_of("Pues sí.", section="what"),
        segment_of("Pues sí.", question="¿Qué es diferente ahora?"),
    ]
    scores = cold.scores(make_batch(texts, encoder))
    assert scores[1, 5] > scores[0, 5]
    assert scores[2, 5] > scores[0, 5]
    np.testing.assert_array_equal(scores[0, :5], scores[1, :5])


def test_the_version_says_what_the_scores_are_made_of(targets: list[Target], batch: Batch, cold: ColdStart) -> None:
    background = background_of(batch)
    assert ColdStart(targets, WordEncoder(), background=background).version == cold.version
    assert ColdStart(targets[:-1], WordEncoder(), background=background).version != cold.version
    assert ColdStart(targets, WordEncoder(), background=background + 1).version != cold.version


def test_the_middle_of_a_study_is_where_a_score_is_one_half(targets: list[Target], cold: ColdStart) -> None:
    study = batch_of(*TEXTS, "Sale agua.", "Leyó las cuentas.")
    middles = middles_of(cold, study)
    best = cold.evidence(study)[:, :3].max(axis=1)
    assert middles["code"] == pytest.approx(0.8 * sorted(best)[2], abs=1e-4)
    tuned = ColdStart(targets, WordEncoder(), background=cold.background, middles=middles)
    evidence = cold.evidence(study)[:, :3]
    bars = (middles["code"] + 0.8 * evidence.max(axis=1, keepdims=True)) / 2
    assert ((tuned.scores(study)[:, :3] >= 0.5) == (evidence >= bars)).all()
    sections = [k for k, target in enumerate(targets) if target.kind == "section"]
    assert ((tuned.scores(study) >= 0.5) == (cold.evidence(study) >= middles["section"]))[:, sections].all()
    assert tuned.evidence_version == cold.evidence_version
    assert tuned.version != cold.version
    np.testing.assert_array_equal(tuned.scores(study)[:, :3].argmax(axis=1), cold.scores(study)[:, :3].argmax(axis=1))
    assert middles_of(cold, study.take([])) == {}


class Given(ColdStart):
    """Whatever it is asked about, there is this much evidence."""

    def evidence(self, batch: Batch) -> NDArray[np.float32]:
        return np.array([[1.0, 0.5, 0.61], [0.34, 0.3, 0.0], [0.32, 0.0, 0.0]], np.float32)


def test_codes_far_behind_the_best_are_not_likely_and_the_best_of_a_poor_segment_is(targets: list[Target]) -> None:
    """By hand: at a middle of 0.4 the bar is 0.2 + 0.4 times the segment's best."""
    found = Given(targets[:3], WordEncoder(), middles={"code": 0.4}).scores(batch_of("a", "b", "c"))
    assert (found >= 0.5).tolist() == [[True, False, True], [True, False, False], [False, False, False]]
    assert np.argsort(found, kind="stable").tolist() == [[1, 2, 0], [2, 1, 0], [1, 2, 0]]


def test_the_background_counts_a_repeated_text_once() -> None:
    once, twice = batch_of("uno", "dos"), batch_of("uno", "dos", "dos")
    np.testing.assert_allclose(background_of(once), background_of(twice), atol=1e-7)
    assert not background_of(once.take([])).any()


def test_a_target_without_texts_scores_low(batch: Batch) -> None:
    empty = ColdStart([Target("code", "x", {}, ()), *targets_of(STUDY, FRAME)], WordEncoder(), background=background_of(batch))
    assert empty.scores(batch)[:, 0].max() < 0.5


def framed(*targets: Target) -> ColdStart:
    return ColdStart(targets, WordEncoder())


def test_evidence_is_the_mean_of_the_largest_and_the_average_cosine(cold: ColdStart, batch: Batch) -> None:
    """One target and one segment by hand, from the encoder's vectors."""
    encoder, target = WordEncoder(), cold.targets[0]
    texts = [text.text for text in target.texts if text.source != "exclude"]
    codes = [text.text for each in cold.targets if each.kind == "code" for text in each.texts if text.source != "exclude"]
    centre = encoder.encode(codes).mean(axis=0)
    own = [vector / np.linalg.norm(vector) for vector in encoder.encode(texts) - centre]
    here = cold.centred(batch.vectors)[0]
    cosines = [float(vector @ here) for vector in own]
    assert cold.parts(batch)[0, 0, 0] == pytest.approx((max(cosines) + sum(cosines) / len(cosines)) / 2, abs=1e-5)


def test_letters_are_weighed_as_scikit_learn_does(cold: ColdStart) -> None:
    texts = ["La TESORERÍA leyó las cuentas, las cuentas.", "", "zzz", "Escuela\n escuela"]
    found = cold.parts(batch_of(*texts))[1]
    vectorizer = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", analyzer="char_wb", ngram_range=(5, 6))
    documents = vectorizer.fit_transform(
        " ".join(text.text for text in target.texts if text.source != "exclude") for target in cold.targets
    )
    np.testing.assert_allclose(found, (vectorizer.transform(texts) @ documents.T).toarray(), atol=1e-6)
    assert found[0].max() > 0.1


def test_a_question_about_the_heading_speaks_for_the_codes_under_it() -> None:
    def under(id: str, heading: str) -> Target:
        return Target("code", id, {}, (TargetText("name", "es", id),), (TargetText("name", "es", heading),))

    cold = framed(under("salario", "trabajo"), under("mosca", "huerto"))
    asked = make_batch([segment_of("Pues sí.", question="¿Y el trabajo?"), segment_of("Pues sí.")], WordEncoder())
    parts = cold.parts(asked)
    assert parts[6, 0, 0] > 0.2 > parts[6, 0, 1]
    assert not parts[6, 1].any()
    assert cold.evidence(asked)[0, 0] > cold.evidence(asked)[1, 0]


def test_one_heading_for_all_says_nothing() -> None:
    above = (TargetText("name", "es", "trabajo"),)
    same = framed(*(Target("code", name, {}, (TargetText("name", "es", name),), above) for name in ("salario", "mosca")))
    bare = framed(*(Target("code", name, {}, (TargetText("name", "es", name),)) for name in ("salario", "mosca")))
    asked = make_batch([segment_of("Pues sí.", question="¿Y el trabajo?")], WordEncoder())
    np.testing.assert_allclose(same.evidence(asked), bare.evidence(asked), atol=1e-6)
