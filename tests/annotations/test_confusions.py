"""Which codes are given one for the other, by hand."""

import numpy as np
import pytest

from annotations.confusions import confusions
from annotations.judgements import Variable
from tests.annotations.coders import judgements

VARIABLES = (*(Variable("code", ("f", key)) for key in ("x", "y", "z")), Variable("domain", ("d",)))


def of(*units: tuple[str, ...]) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([[[v.key in coder.split() for v in VARIABLES] for coder in unit] for unit in units])


def test_one_for_the_other_and_one_alone_with_segments_and_who() -> None:
    judged = judgements(of(("x", "y"), ("y", "x"), ("x", ""), ("x y", "x y"), ("x y", "z"), ("d", "")), variables=VARIABLES)
    found = {(c.kind, c.one, c.other): c for c in confusions(judged)}
    assert next(iter(found)) == ("code", "x", "y")
    both = found["code", "x", "y"]
    assert both.weight == 2
    assert both.units == (judged.units[0], judged.units[1])
    assert both.by == (("a", "b", 1), ("b", "a", 1))
    assert found["code", "x", ""].units == (judged.units[2],)
    assert found["code", "x", "z"].weight == found["code", "y", "z"].weight == 0.5
    assert found["domain", "d", ""].weight == 1
    assert len(found) == 5


def test_three_coders_count_by_pairs_and_who_did_not_judge_confuses_nothing() -> None:
    present = np.array([[True, True, True], [True, True, False]])
    given = of(("x", "y", "y"), ("x", "y", ""))
    (only,) = confusions(judgements(given, variables=VARIABLES, present=present))
    assert only.weight == pytest.approx(3)
    assert only.by == (("a", "b", 2), ("a", "c", 1))
    assert len(only.units) == 2


def test_the_limit_keeps_the_heaviest() -> None:
    judged = judgements(of(("x", "y"), ("x", "y"), ("z", "")), variables=VARIABLES)
    assert [(c.one, c.other) for c in confusions(judged, 1)] == [("x", "y")]
