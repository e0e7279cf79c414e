"""Criteria proposed for reasons: which is the likeliest, when there is none, and how good that is on reasons of known answer."""

import numpy as np
import pytest

from annotations.studies import Criterion
from annotations.study_files import read_study
from models.criteria import MOST, NEAR, THRESHOLD, evidence, suggest
from models.embeddings import Encoder, load_encoder
from models.embeddings.prepared import default_folder
from tests.conftest import SAMPLE
from tests.models.criteria_cases import REASONS
from tests.models.toys import WordEncoder

CRITERIA = (
    Criterion("peace", {"en": "Less conflict"}, {"en": "Quarrels between neighbours end"}, ({"en": "We no longer fight"},)),
    Criterion("health", {"en": "Health"}, {"en": "Children are ill less often"}),
    Criterion("bare", {"en": "Reach"}),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(folder=default_folder())


def test_the_likeliest_comes_first_with_the_words_that_it_is_like() -> None:
    found = suggest(["We fight no longer with neighbours", "Children are less ill"], ["en", "en"], CRITERIA, WordEncoder())
    assert [(one.row, one.criterion_id) for one in found if one.criterion_id != "bare"] == [(0, "peace"), (1, "health")]
    assert found[0].like in ("We no longer fight", "Quarrels between neighbours end")
    assert all(THRESHOLD <= one.score <= 1 for one in found)


def test_what_is_below_the_threshold_is_not_proposed() -> None:
    texts, languages = ["We fight no longer", "xyzzy"], ["en", "en"]
    assert suggest(texts, languages, CRITERIA, WordEncoder(), threshold=9) == []
    scores = evidence(texts, languages, CRITERIA, WordEncoder()).scores
    named = suggest(texts, languages, CRITERIA, WordEncoder())
    for row in range(2):
        mine = [one for one in named if one.row == row]
        assert len(mine) <= MOST
        assert all(one.score >= NEAR * min(1, float(scores[row].max())) - 1e-4 for one in mine)


def test_nothing_of_nothing() -> None:
    assert suggest([], [], CRITERIA, WordEncoder()) == []
    assert suggest(["why"], ["en"], (), WordEncoder()) == []
    assert suggest(["why"], ["en"], (Criterion("empty", {"en": " "}),), WordEncoder()) == []


def test_on_reasons_of_known_answer(encoder: Encoder) -> None:
    """35 invented reasons in both languages with the eleven criteria of the sample study: the likeliest is right for 28 of the 31 that name one."""
    criteria = read_study(SAMPLE / "study.yaml").criteria
    languages, texts, named = [list(part) for part in zip(*REASONS, strict=True)]
    best = np.argmax(evidence(texts, languages, criteria, encoder).scores, axis=1)
    right = [criteria[column].id in names for column, names in zip(best, named, strict=True) if names]
    assert sum(right) >= 26
    found = suggest(texts, languages, criteria, encoder)
    hits = sum(one.criterion_id in named[one.row] for one in found)
    assert hits / len(found) >= 0.65  # precision
    assert hits / sum(map(len, named)) >= 0.8  # recall
