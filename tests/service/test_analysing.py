"""The analysis plan and the matrices on a database: from reviews to snapshots, in which there is not a word of anybody."""

import json
from datetime import UTC, datetime

import pytest

from annotations.analysis import Counts
from annotations.analysis_plan import execute
from annotations.errors import NotFound
from annotations.matrices import COLUMNS
from service.settings import Settings
from service.storage import review, snapshots
from service.storage.change_tables import SnapshotRow
from service.storage.transactions import Store
from service.workflows import analysing
from service.workflows.assessing import evidence
from service.workflows.work import Work
from tests.annotations.meadow import SAID, coding, meadow
from tests.service.meadow_in_sql import PLAN, fill


@pytest.fixture
def work(settings: Settings, store: Store) -> Work:
    with store.begin() as tx:
        fill(tx)
    return Work(settings, store)


def test_rows_are_executed_on_what_stands(work: Work) -> None:
    """V1 is not reviewed: what its coder has begun to say is no evidence."""
    found = {result.row.id: result for result in analysing.results(analysing.fresh(work, study_id="meadow"))}
    assert found["1"].segment_ids == ("G1.001", "S1.001", "S2.001")
    assert found["1"].counts == Counts(3, 3, 3)
    assert found["1"].unread == ("V1",)
    assert found["2"].absent == (("instruments", "panel"),)
    assert found["3"].counts == Counts(0, 1, 2, 2)


def test_unknown_row_and_matrix_are_named(work: Work) -> None:
    of = analysing.fresh(work, study_id="")
    with pytest.raises(NotFound, match=r"no row '9'.*1, 2, 3"):
        analysing.results(of, ["1", "9"])
    with pytest.raises(NotFound, match="no matrix of codes and 'colour'"):
        analysing.one_matrix(of, "colour")


def test_a_result_is_the_same_after_it_was_kept() -> None:
    result = execute(PLAN[0], meadow())
    body = json.loads(json.dumps(analysing.dumped(result)))
    assert analysing.loaded(body, result.segment_ids) == result


def test_snapshots_hold_no_words(work: Work) -> None:
    made = analysing.bodies(evidence(work, "meadow"))
    assert {name for name in made if name.startswith("matrix:")} == {f"matrix:{of}" for of in COLUMNS}
    assert made["plan:1"] == {"segments": {"G1": [1], "S1": [1], "S2": [1]}}
    assert made["behind:change:CH1:against"] == {"segments": {"S2": [2]}}
    assert made["behind:speakers"]["sessions"]["G1"] == {"R3": [1], "R4": [2], "": [3]}
    assert json.loads(json.dumps(made)) == json.loads(json.dumps(made, default=str)), "all of it is JSON"
    kept = json.dumps(made, ensure_ascii=False)
    assert not [words for _, _, words in SAID if words in kept]
    assert analysing.compute(evidence(work, "meadow")) == made["analysis"]


def test_what_is_out_of_date_is_computed_again_and_what_is_gone_goes(work: Work) -> None:
    first = analysing.ensure(work, study_id="meadow")
    assert (first.rows[0].counts.segments, first.stale) == (3, False)
    assert analysing.ensure(work, study_id="meadow").at == first.at, "nothing has changed: nothing is computed"
    with work.store.begin() as tx:
        review.replace_codings(tx, "meadow", "S2.001", "ana", 1, [coding("S2.001", "code", "safe")])
    assert analysing.ensure(work, study_id="meadow").rows[0].counts.segments == 2
    with work.store.read() as tx:
        assert snapshots.get(tx, "meadow", "behind:code:safe") is not None
        assert snapshots.get(tx, "meadow", "behind:domain:committees") is None, "nobody says so any more"


def test_a_large_study_is_not_computed_while_a_page_waits(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysing, "A_MOMENT", 3)
    analysing.ensure(work, study_id="meadow")
    with work.store.begin() as tx:
        review.replace_codings(tx, "meadow", "S2.001", "ana", 1, [])
    late = analysing.ensure(work, study_id="meadow")
    assert (late.rows[0].counts.segments, late.stale) == (3, True)
    analysing.fresh(work, study_id="meadow")
    assert (analysing.ensure(work, study_id="meadow").rows[0].counts.segments) == 2


def test_snapshots_that_a_withdrawal_took_away_are_made_again(work: Work) -> None:
    analysing.ensure(work, study_id="meadow")
    with work.store.begin() as tx:
        snapshots.forget(tx, "meadow")
        assert tx.get(SnapshotRow, ("meadow", "analysis")) is None
    assert analysing.ensure(work, study_id="meadow").at <= datetime.now(UTC)
    with work.store.read() as tx:
        assert "behind:speakers" in snapshots.names(tx, "meadow")
