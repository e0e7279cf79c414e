"""Drift on cases of known truth."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from tests.models.toys import segment_of
from training.drift import InputDrift, acceptance, as_facts, changes, difference_interval, input_drift
from training.drift_words import drift_lines

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Act:
    at: datetime
    segment_id: str
    act: str
    suggested: str = "water"
    coder_id: str = "ana"
    round: int = 1
    kind: str = "code"
    model_version: str = "head-1"


def drifted(seed: int, *, shift: float, new: int = 8) -> InputDrift:
    """Ten known transcripts and some new ones, each of its own colour; the new ones shifted."""
    rng = np.random.default_rng(seed)
    segments, vectors = [], []
    for session in range(10 + new):
        middle = rng.normal(size=4) + shift * (session >= 10)
        for number in range(1, 6):
            segments.append(segment_of("uno dos tres", session=f"S{session:02d}", number=number))
            vectors.append(middle + 0.1 * rng.normal(size=4))
    return input_drift(segments, np.array(vectors, np.float32), [f"S{n:02d}" for n in range(10)], {"S10.001"})


def test_new_transcripts_that_are_different_are_seen() -> None:
    found = drifted(1, shift=2.0)
    assert (found.known, found.new, found.drifted) == (10, 8, True)
    assert found.strange == pytest.approx(1 / 40)


def test_no_difference_is_reported_no_oftener_than_announced() -> None:
    """Segments of a transcript are alike: counting segments instead would report nearly all of these."""
    wrong = sum(bool(drifted(seed, shift=0.0).drifted) for seed in range(60))
    assert wrong <= 5  # 2.5 % of 60 are 1.5; six or more would come less than once in 100 times


def test_too_few_to_tell() -> None:
    found = drifted(1, shift=5.0, new=2)
    assert (found.p, found.drifted) == (None, None)
    assert (
        drift_lines("en", as_facts(found, [], []))[0]
        == "Texts: 2 new transcripts and 10 known ones; too few to tell whether they changed."
    )
    assert "nuevas" in drift_lines("es-MX", as_facts(found, [], []))[0]


def test_languages_and_lengths() -> None:
    segments = [segment_of("uno dos", session="S1"), segment_of("one two three four", session="S2", language="en")]
    found = input_drift(segments, np.eye(2, dtype=np.float32), ["S1"], ())
    assert found.languages == {"en": (0.0, 1.0), "es": (1.0, 0.0)}
    assert found.words == (2.0, 4.0)
    assert "Language en: 0% before, 100% now." in drift_lines("en", as_facts(found, [], []))


def test_the_last_act_counts_in_its_week() -> None:
    log = [
        Act(MONDAY, "S1.001", "accepted"),
        Act(MONDAY, "S1.002", "accepted"),
        Act(MONDAY, "S1.002", "accepted", coder_id="ben"),
        Act(MONDAY + timedelta(days=7), "S1.002", "rejected"),
        Act(MONDAY, "S1.003", "added", suggested=""),
        Act(MONDAY, "S1.003", "accepted", kind="domain"),
        Act(MONDAY, "S1.004", "changed", suggested="money"),
    ]
    found = {(r.week, r.code): (r.suggested, r.accepted) for r in acceptance(log)}
    assert found == {
        ("2026-W10", ""): (3, 2), ("2026-W10", "water"): (2, 2), ("2026-W10", "money"): (1, 0),
        ("2026-W11", ""): (1, 0), ("2026-W11", "water"): (1, 0),
    }  # fmt: skip


def weeks(first: int, second: int) -> list[Any]:
    """Forty suggestions in each of two weeks, of which so many were accepted."""
    return [
        Act(MONDAY + timedelta(days=7 * week), f"S{week}.{n:03d}", "accepted" if n < taken else "rejected")
        for week, taken in ((0, first), (1, second))
        for n in range(40)
    ]


def test_a_change_of_acceptance_is_shown_with_its_interval() -> None:
    (whole, water) = changes(acceptance(weeks(34, 12)), "head-1")
    assert (whole.code, water.code, whole.before, whole.now) == ("", "water", 34 / 40, 12 / 40)
    assert whole.changed
    assert whole.high < -0.3
    assert not any(change.changed for change in changes(acceptance(weeks(30, 28)), "head-1"))
    assert changes(acceptance(weeks(30, 28)), "another") == ()
    lines = drift_lines("es", as_facts(drifted(1, shift=0.0), acceptance(weeks(34, 12)), [whole]))
    assert lines[-1].startswith("Aceptación de todos los códigos: 30% en la semana 2026-W11, antes 85%")


def test_interval_as_published() -> None:
    """Newcombe 1998, table II, case (a), method 10: 56/70 - 48/80 in 0.0524 to 0.3339."""
    assert difference_interval(48, 80, 56, 70) == pytest.approx((0.0524, 0.3339), abs=1e-4)
