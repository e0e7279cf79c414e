"""Labels that look wrong: what was planted is found first."""

import numpy as np

from training.label_errors import find_suspects, question_id, self_confidence, state_of_labels


def test_planted_errors_come_first() -> None:
    rng = np.random.default_rng(1)
    truth = (rng.random((300, 4)) < [0.4, 0.3, 0.2, 0.1]).astype(float)
    scores = np.where(truth > 0, rng.beta(8, 2, truth.shape), rng.beta(1, 12, truth.shape)).astype(np.float32)
    labels, planted = truth.copy(), set()
    for row in rng.permutation(300)[:20].tolist():
        column = int(rng.integers(4))
        labels[row, column] = 1 - labels[row, column]
        planted.add((row, column))
    found = find_suspects(scores, labels, limit=20)
    assert len({(s.row, s.column) for s in found} & planted) >= 18
    assert all((s.direction == "doubtful") == bool(labels[s.row, s.column]) for s in found)
    assert [s.score for s in found] == sorted(s.score for s in found)


def test_labels_that_the_machine_agrees_with_are_not_asked_about() -> None:
    labels = np.array([[1.0], [0.0], [0.0]])
    assert find_suspects(np.array([[0.9], [0.1], [0.05]], np.float32), labels) == []


def test_a_target_that_nobody_gave_is_not_asked_about() -> None:
    scores, labels = np.full((5, 1), 0.99, np.float32), np.zeros((5, 1))
    assert np.isinf(self_confidence(scores, labels)).all()
    assert find_suspects(scores, labels) == []


def test_of_one_segment_only_a_few() -> None:
    scores = np.array([[0.99] * 5, [0.1] * 5, [0.1] * 5], np.float32)
    labels = np.array([[0.0] * 5, [1.0] * 5, [1.0] * 5])
    found = find_suspects(scores, labels, each=2)
    assert sorted(s.row for s in found) == [0, 0, 1, 1, 2, 2]


def test_ids_are_of_the_question_and_states_of_the_labels() -> None:
    ids = {question_id(s, t, d) for s in ("S1.001", "S1.002") for t in ("code:a", "domain:a") for d in ("missing", "doubtful")}
    assert len(ids) == 8
    same = state_of_labels(["ana", "ben"], [("ana", "code:x"), ("ben", "code:y")])
    assert state_of_labels(["ben", "ana"], [("ben", "code:y"), ("ana", "code:x")]) == same
    assert state_of_labels(["ana"], [("ana", "code:x"), ("ben", "code:y")]) != same
    assert state_of_labels(["ana", "ben"], [("ana", "code:y"), ("ben", "code:x")]) != same
