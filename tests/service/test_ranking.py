"""Results and criteria over what was sent, on both databases: which ballots count, what people decide of reasons, and what a machine proposes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import BadInput, Conflict, NotFound, NotReady
from annotations.ranking.records import Result
from annotations.validation.records import Answer
from service.settings import Settings
from service.storage import act_logs, snapshots
from service.storage.transactions import Store, migrate
from service.workflows import criteria, ranking, validation
from service.workflows.withdrawing import withdraw
from service.workflows.work import Work
from tests.encoders import share_encoders
from tests.service.asking import Asked, put_in
from tests.service.hamlet import found_in_tables
from tests.service.ranked import HEALTH, PEACE, TRUST, put_in_ranked, rank


@pytest.fixture(scope="session")
def ranked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the study and its ballots, to be copied: to make a database takes longer than most tests."""
    home = tmp_path_factory.mktemp("ranked") / "home"
    settings = share_encoders(Settings(home=home))
    migrate(settings.database_url)
    store = Store(settings.database_url)
    put_in_ranked(settings, store)
    store.close()
    return home


@pytest.fixture
def asked(ranked_once: Path, tmp_path: Path) -> Iterator[Asked]:
    """The study and its ballots, on SQLite."""
    settings = Settings(home=Path(shutil.copytree(ranked_once, tmp_path / "home", symlinks=True)))
    store = Store(settings.database_url)
    yield Asked(Work(settings, store))
    store.close()


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[Asked]:
    """A study without criteria, in which nobody was asked."""
    settings = Settings(home=tmp_path / "home")
    settings.folder()
    migrate(settings.database_url)
    store = Store(settings.database_url)
    yield put_in(settings, store)
    store.close()


@pytest.fixture
def both(settings: Settings, store: Store) -> Asked:
    """The same, on each database."""
    return put_in_ranked(settings, store)


def result(asked: Asked) -> Result:
    (found,) = ranking.results(asked.work, "asked")[1]
    return found


def decide(asked: Asked, verb: str, criterion: str, ballot: str = "B001", change: str = "CH1", **values: Any) -> Any:
    return getattr(criteria, verb)(
        asked.work, study_id="asked", by="vera", ballot_id=ballot, change_id=change, criterion=criterion, **values
    )


def acts(asked: Asked) -> list[Any]:
    with asked.work.store.read() as tx:
        return [one for one in act_logs.acts(tx, "asked", "validation") if one.act.startswith("criterion")]


class TestResults:
    def test_what_was_sent_counts_and_what_is_void_does_not(self, both: Asked) -> None:
        study, (found,), totals = ranking.results(both.work, "asked")
        assert (study.id, found.domain, found.all.ballots, found.all.first) == ("asked", "committees", 3, ("CH1",))
        assert {one.id: one.first for one in found.by_group} == {"family": ("CH1", "CH2"), "committee": ("CH1",)}
        assert (totals.ballots, totals.people) == (3, 3)
        both.do("void", ballot_id="B001", reason="entered twice")
        assert result(both).all.ballots == 2
        assert result(both).all.first == ("CH1", "CH2")

    def test_a_ballot_that_is_only_begun_does_not_count(self, asked: Asked) -> None:
        token = asked.link(asked.add("R03"))
        validation.begin(asked.work, token, language="es")
        validation.save_answers(asked.work, token, [Answer("CH1", "A", rank=2), Answer("CH2", "A", rank=1)])
        assert result(asked).all.ballots == 3
        validation.send(asked.work, token)
        assert result(asked).all.ballots == 4

    def test_interested_and_several_who_answered_together(self, asked: Asked) -> None:
        partner = asked.do("add_purposive", domain="committees", category="partner", reason="did the work").id
        rank(asked, partner, (2, ""), (1, ""))
        rank(
            asked, asked.add("R08"), (1, ""), (2, ""), validators=[asked.add("R09"), asked.add("R10")], people=9, mode="workshop"
        )
        found = result(asked)
        assert (found.all.ballots, found.all.people) == (4, 12)
        assert found.interested is not None
        assert (found.interested.ballots, found.interested.first) == (1, ("CH2",))
        assert [one.id for one in found.by_group] == ["committee", "family", "mixed"]
        assert ranking.results(asked.work, "asked")[2].unnamed == 7

    def test_a_change_that_cannot_be_validated_leaves_the_ranking(self, asked: Asked) -> None:
        asked.do("cannot_validate", change_id="CH2", reason="nobody can check it")
        found = result(asked)
        assert (found.changes, found.left_out, found.nothing_to_rank) == (("CH1", "CH2"), (("CH2", "nobody can check it"),), True)

    def test_who_withdraws_is_in_no_result_and_their_words_are_nowhere(self, both: Asked) -> None:
        decide(both, "add", "trust", why="she says so: vemos en qué")
        withdraw(both.work, study_id="asked", respondent_id="R01", by="vera")
        assert result(both).all.ballots == 2
        assert [one.reason.ballot_id for one in criteria.reasons(both.work, "asked")] == ["B002"]
        assert found_in_tables(both.work.store, ["vemos en qué"]) == set()

    def test_people_in_two_domains_are_counted_once(self, asked: Asked) -> None:
        asked.form("homes")
        told = [Answer("CH4", "A")]
        asked.do("enter", form_id="homes-1", validators=[asked.add("R01", "homes")], mode="paper", language="es", answers=told)
        _, found, totals = ranking.results(asked.work, "asked")
        assert [one.domain for one in found] == ["committees", "homes"]
        assert (totals.ballots, totals.rankings, totals.people, totals.in_several) == (4, 3, 3, 1)

    def test_tables_in_both_languages(self, asked: Asked) -> None:
        english, spanish = (ranking.result_tables(asked.work, "asked", language) for language in ("en", "es"))
        assert [one.id for one in english] == [one.id for one in spanish] == [
            "ranking-summary", "ranking-places-committees-1", "ranking-groups-committees-1", "ranking-dissent-committees-1",
            "ranking-pairs-committees-1",
        ]  # fmt: skip
        assert english[1].rows[0][1] == "CH1 CH1"
        assert (english[2].rows[0][0], spanish[2].headings[0]) == ("committee", "Grupo")

    def test_nothing_of_nothing_and_no_such_study(self, nobody: Asked) -> None:
        assert ranking.result_tables(nobody.work, "asked", "en") == []
        assert ranking.criteria_tables(nobody.work, "asked", "en") == []
        with pytest.raises(NotFound):
            ranking.results(nobody.work, "nowhere")


class TestCriteria:
    def test_reasons_are_reviewed_by_people_with_who_when_and_why(self, asked: Asked) -> None:
        assert [(one.reason.id, one.reason.text, one.reviewed) for one in criteria.reasons(asked.work, "asked")] == [
            ("B001/CH1", TRUST, False), ("B001/CH2", PEACE, False), ("B002/CH2", HEALTH, False),
        ]  # fmt: skip
        decide(asked, "add", "trust", why="her own words")
        (made,) = acts(asked)
        assert (made.act, made.subject, made.by, made.reason) == ("criterion_added", "B001", "vera", "her own words")
        assert made.body == {"ballot": "B001", "change": "CH1", "criterion": "trust"}
        first = criteria.reasons(asked.work, "asked")[0]
        assert (first.criteria, first.reviewed) == (("trust",), True)

    def test_proposals_are_kept_apart_and_decided_by_people(self, asked: Asked) -> None:
        made = criteria.suggest(asked.work, study_id="asked")
        assert (made["reasons"], made["with_proposal"]) == (3, 3)
        open_now = {one.reason.id: [s.criterion_id for s in one.open] for one in criteria.reasons(asked.work, "asked")}
        assert {id: found[0] for id, found in open_now.items()} == {
            "B001/CH1": "trust",
            "B001/CH2": "peace",
            "B002/CH2": "health",
        }
        assert acts(asked) == []
        assert ranking.criteria_table(asked.work, "asked", "committees", "en").rows == ()
        decide(asked, "accept", "trust")
        assert acts(asked)[0].body["score"] > 0
        decide(asked, "reject", "health", "B002", "CH2", why="she speaks of her own")
        after = criteria.suggest(asked.work, study_id="asked")
        assert after["open"] == made["open"] - 2  # what was decided is not asked again
        assert ranking.criteria_table(asked.work, "asked", "committees", "en").rows == (("Trust", "×", "1"),)

    def test_what_cannot_be_decided_is_refused(self, asked: Asked) -> None:
        with pytest.raises(Conflict, match="trust was not proposed there"):
            decide(asked, "accept", "trust")
        with pytest.raises(NotFound, match="there is no criterion 'fame'"):
            decide(asked, "add", "fame")
        for ballot, change in (("B001", "CH9"), ("B003", "CH1"), ("B009", "CH1")):  # B003 gives no reason
            with pytest.raises(NotFound, match="gives a reason"):
                decide(asked, "add", "trust", ballot, change)
        with pytest.raises(Conflict, match="nobody decided"):
            decide(asked, "remove", "trust")
        with pytest.raises(BadInput, match="nobody is named"):
            criteria.add(asked.work, study_id="asked", by=" ", ballot_id="B001", change_id="CH1", criterion="trust")
        decide(asked, "add", "trust")
        with pytest.raises(Conflict, match="that is how it was decided, by vera"):
            decide(asked, "add", "trust")
        assert len(acts(asked)) == 1

    def test_a_decision_is_changed_and_taken_back(self, both: Asked) -> None:
        decide(both, "add", "trust")
        decide(both, "reject", "trust")
        assert criteria.reasons(both.work, "asked")[0].criteria == ()
        decide(both, "remove", "trust")
        decide(both, "add", "peace")
        criteria.none(both.work, study_id="asked", by="vera", ballot_id="B001", change_id="CH1")
        found = criteria.reasons(both.work, "asked")[0]
        assert (found.criteria, found.reviewed, found.open) == ((), True, ())

    def test_people_name_criteria_that_the_study_lacks(self, asked: Asked) -> None:
        made = criteria.name_criterion(
            asked.work, study_id="asked", by="vera", criterion_id="own", name={"es": " Lo  hicimos ", "en": ""}
        )
        assert made.name == {"es": "Lo hicimos"}
        assert list(criteria.vocabulary(asked.work, "asked")[1]) == ["trust", "health", "peace", "reach", "lasting", "own"]
        decide(asked, "add", "own")
        for values, error in (
            ({"criterion_id": "own", "name": {"es": "x"}}, Conflict), ({"criterion_id": "no good", "name": {"es": "x"}}, BadInput),
            ({"criterion_id": "x", "name": {"es": " "}}, BadInput), ({"criterion_id": "x", "name": {"fr": "x"}}, BadInput),
        ):  # fmt: skip
            with pytest.raises(error):
                criteria.name_criterion(asked.work, study_id="asked", by="vera", **values)  # type: ignore[arg-type]

    def test_without_criteria_nothing_can_be_proposed(self, nobody: Asked) -> None:
        with pytest.raises(NotReady, match="write them under `criteria`"):
            criteria.suggest(nobody.work, study_id="asked")

    def test_proposals_that_are_lost_are_made_again(self, asked: Asked) -> None:
        criteria.suggest(asked.work, study_id="asked")
        with asked.work.store.begin() as tx:
            snapshots.forget(tx, "asked")
        assert all(one.open == () for one in criteria.reasons(asked.work, "asked"))
        assert criteria.suggest(asked.work, study_id="asked")["proposals"] > 0

    def test_tables_with_and_without_frequency(self, asked: Asked) -> None:
        decide(asked, "add", "trust")
        decide(asked, "add", "trust", "B001", "CH2")
        decide(asked, "add", "trust", "B002", "CH2")
        (marks,) = ranking.criteria_tables(asked.work, "asked", "es")
        (numbers,) = ranking.criteria_tables(asked.work, "asked", "en", frequency=True)
        assert (marks.id, marks.rows) == ("criteria-committees", (("Confianza", "×", "1"),))
        assert numbers.rows == (("Trust", "2", "1", "2"),)
        with pytest.raises(NotFound):
            ranking.criteria_table(asked.work, "asked", "nowhere", "en")
