"""Champion against challenger: each judged on transcripts that neither saw; code by code; promote, keep or ask."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from models.digests import content_hash
from tests.training.toys import reviewed_of
from training.champions import Champion, champion_of, duel
from training.checkpoints import Checkpoints, forget_others
from training.comparison import compared, unseen
from training.datasets import Reviewed
from training.fitting import fit_head
from training.recipes import modules, recipe_version
from training.retraining import Plan, retrain
from training.validation import Judged, refitted, validate

AT = datetime(2026, 3, 4, tzinfo=UTC)
WHOLE, COLD = reviewed_of(sessions=10, each=6)


def part(sessions: int, *, telling: bool = True) -> Reviewed:
    """The first transcripts; ``telling=False``: with labels that mean something else than the later ones do."""
    rows = [row for row, segment in enumerate(WHOLE.segments) if int(segment.session_id[1:]) < sessions]
    found = WHOLE.take(rows)
    return found if telling else replace(found, labels=found.labels[:, [1, 2, 0, 3, 4, 5]])


def champion(data: Reviewed, recipe: str = "") -> Champion:
    limits = {"code": 0.5, "domain": 1.0, "section": 1.0}
    return champion_of(fit_head(data, COLD, version="old", thresholds=limits), recipe or recipe_version(), WHOLE.batch, ())  # type: ignore[arg-type]


def test_a_champion_gets_its_own_data_and_labels_back() -> None:
    data = part(6, telling=False)
    found = champion(data)
    assert [s.id for s in found.data.segments] == [s.id for s in data.segments]
    np.testing.assert_array_equal(found.data.labels, data.labels)


def test_a_refitted_champion_never_sees_the_transcript_that_it_is_judged_on() -> None:
    """Other labels of S02 in the champion's own data change its scores elsewhere, and none of S02."""
    data = part(6)
    other = data.labels.copy()
    mine = np.array([s.session_id == "S02" for s in data.segments])
    other[mine] = 1 - other[mine]
    one, two = (
        refitted(replace(data, labels=each), WHOLE, COLD, name="x", seed=1, folds=5).scores for each in (data.labels, other)
    )
    there = WHOLE.groups == "S02"
    np.testing.assert_array_equal(one[there], two[there])
    assert not np.array_equal(one[~there], two[~there])


def test_nor_one_of_a_person_who_speaks_in_it() -> None:
    """S02 of the champion's data and S08, which it never had, share a person: S08 is judged without S02."""
    joined = (frozenset({"S02", "S08"}),)
    data = replace(part(6), together=joined)
    other = data.labels.copy()
    other[[s.session_id == "S02" for s in data.segments]] = 1
    judged = replace(WHOLE, together=joined)
    one, two = (
        refitted(replace(data, labels=each), judged, COLD, name="x", seed=1, folds=10).scores for each in (data.labels, other)
    )
    there = np.array([s.session_id == "S08" for s in WHOLE.segments])
    np.testing.assert_array_equal(one[there], two[there])


def test_a_challenger_that_learnt_more_wins_and_an_equal_one_does_not() -> None:
    validation = validate(WHOLE, COLD, seed=1, folds=5)
    wrong, same = (duel(WHOLE, COLD, validation, champion(part(6, telling=t)), seed=1, folds=5) for t in (False, True))
    assert (wrong.how, wrong.decision.result, wrong.opponent) == ("refitted", "promote", "old")
    assert "than the model in use" in wrong.decision.reason["en"]
    assert same.decision.result == "keep"
    itself = duel(WHOLE, COLD, validation, champion(WHOLE), seed=1, folds=5)
    assert itself.comparison.scores["difference"]["lrap"] == {"mean": 0.0, "low": 0.0, "high": 0.0}


def test_a_person_is_asked() -> None:
    validation = validate(WHOLE, COLD, seed=1, folds=5)
    found = duel(WHOLE, COLD, validation, None, seed=1, folds=5, ask=["study"])
    assert found.decision.result == "ask"
    assert "quiere que lo decida una persona" in found.decision.reason["es"]
    assert duel(WHOLE, COLD, validation, champion(part(6), "another"), seed=1, folds=5).how == "cold_start"
    few = duel(WHOLE, COLD, validation, champion(part(6), "another"), seed=1, folds=5)
    assert (few.how, few.decision.result) == ("cold_start", "ask")
    enough = duel(WHOLE, COLD, validation, champion(part(2, telling=False), "another"), seed=1, folds=5)
    assert (enough.how, enough.decision.result) == ("as_it_is", "promote")


def test_enough_transcripts_that_were_coded_blind_are_the_judge() -> None:
    validation = validate(WHOLE, COLD, seed=1, folds=5)
    for transcripts in (7, 8):
        blind = frozenset(segment.id for segment in part(transcripts).segments)
        found = duel(replace(WHOLE, blind=blind), COLD, validation, None, seed=1, folds=5)
        assert found.blind == (transcripts == 8)
        assert found.comparison.paired.size == (8 if found.blind else 10)
        assert ("only on segments that were coded blind" in found.decision.reason["en"]) == found.blind
        assert ("solo en segmentos codificados a ciegas" in found.decision.reason["es"]) == found.blind
    assert replace(WHOLE, blind=frozenset({WHOLE.segments[0].id})).data_hash != WHOLE.data_hash


def test_a_code_that_loses_makes_a_better_model_ask() -> None:
    """Water is ranked right before and wrong after, in every transcript; the two others the other way round."""
    labels = WHOLE.labels
    before, after = (np.zeros(labels.shape, np.float32) for _ in range(2))
    before[:, :3] = [3, 2, 1]
    after[:, :3] = [1, 3, 2]
    called = np.zeros(labels.shape, np.bool_)
    found = compared(Judged(before, called), Judged(after, called), WHOLE, seed=1)
    rows = {row.key: row for row in found.rows}
    assert set(rows) == {"code:water", "code:money", "code:school"}
    assert rows["code:water"].before == 1.0
    assert rows["code:water"].after == pytest.approx(1 / 3, abs=1e-6)
    assert rows["code:water"].loses
    assert (rows["code:money"].before, rows["code:money"].after) == (0.5, 1.0)
    assert rows["code:water"].positives == int(labels[:, 0].sum())
    assert found.losers == ("code:water",)
    lot = compared(Judged(before, called), Judged(before, called), WHOLE, seed=1)
    assert lot.losers == ()


def test_unseen_follows_people() -> None:
    joined = replace(WHOLE, together=(frozenset({"S01", "S09"}),))
    assert {WHOLE.segments[row].session_id for row in unseen(joined, {"S00", "S01"})} == {f"S0{n}" for n in range(2, 9)}


def test_what_was_reckoned_is_not_reckoned_again(tmp_path: Path) -> None:
    kept = Checkpoints.of(tmp_path, "v1")
    asked: list[int] = []

    def make() -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        asked.append(1)
        return {"scores": np.arange(3)}

    for _ in range(2):
        np.testing.assert_array_equal(kept.get("head-1", make)["scores"], [0, 1, 2])
    assert len(asked) == 1
    (tmp_path / ".folds-v1" / "head-1.npz").write_bytes(b"PK\x03\x04 half")
    kept.get("head-1", make)
    assert len(asked) == 2
    Checkpoints.of(tmp_path, "v2").get("head-1", make)
    forget_others(tmp_path, "v1")
    assert [path.name for path in tmp_path.iterdir()] == [".folds-v1"]


def test_same_model_and_another(tmp_path: Path) -> None:
    one, two, three = (
        retrain(WHOLE, COLD, frame_version=3, folder=tmp_path / name, created=at, plan=Plan(seed=seed))
        for name, at, seed in (("a", AT, 1), ("b", datetime(2027, 1, 1, tzinfo=UTC), 1), ("c", AT, 2))
    )
    assert content_hash(one.path) == content_hash(two.path) != content_hash(three.path)
    for name in ("card.es.md", "card.en.md", "scores.json", "outcome.json"):
        assert (one.path / name).read_bytes() == (two.path / name).read_bytes()
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [one.version]


def test_the_recipe_is_of_all_that_decides_the_numbers() -> None:
    assert {"training.fitting", "models.heads", "models.cold_start", "models.batches"} <= set(modules())
    assert not {name for name in modules() if name.startswith(("models.embeddings", "training.cards"))}
