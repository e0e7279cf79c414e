"""The ballots of the sample study: what is entered of them, once, and what comes of it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from annotations.errors import BadInput, NotFound
from annotations.validation.records import Form, Wording
from service.settings import Settings
from service.storage import act_logs, studies
from service.storage.transactions import Store, migrate
from service.workflows import ranking, validation
from service.workflows.loading import load_study
from service.workflows.sample_ballots import enter_ballots
from service.workflows.work import Work
from tests.conftest import SAMPLE
from tests.service.hamlet import DyingStore, Killed

FORMS = {"committees": ("CH01 CH02 CH05", ""), "committees-w": ("CH01 CH02 CH05", "workshop"), "committees-p": ("CH01", "plaza"), "authorities": ("CH04 CH09", "")}  # fmt: skip
STUDY = "agua-y-acuerdos"


@pytest.fixture(scope="session")
def sample_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with the forms that its evidence gives, made by hand: to code it takes minutes. To be copied."""
    settings = Settings(home=tmp_path_factory.mktemp("sample") / "home")
    settings.folder()
    migrate(settings.database_url)
    made = Work(settings, Store(settings.database_url))
    load_study(made, path=str(SAMPLE / "study.yaml"))
    with made.store.begin() as tx:
        known = {one.id: one for one in studies.study(tx, STUDY).changes}
        for id_, (changes, occasion) in FORMS.items():
            shown = [known[one] for one in changes.split()]
            wordings = tuple(Wording(one.id, one.kind, one.title, one.statement, {}, 1) for one in shown)
            form = TypeAdapter(Form).dump_python(Form(id_, shown[0].domain, 1, wordings, occasion=occasion), mode="json")
            act_logs.append(tx, STUDY, "validation", "elena", "form_made", id_, {"form": form, "parts": {}})
    made.store.close()
    return settings.home


@pytest.fixture
def work(sample_once: Path, tmp_path: Path) -> Iterator[Work]:
    settings = Settings(home=Path(shutil.copytree(sample_once, tmp_path / "home")))
    made = Work(settings, Store(settings.database_url))
    yield made
    made.store.close()


def test_every_trap_of_the_method_is_in_the_sample(work: Work) -> None:
    told = enter_ballots(work, study_id=STUDY, file=SAMPLE / "ballots.yaml", by="elena")
    assert told == {"study": STUDY, "entered": 27, "entered_before": 0}
    _, found, totals = ranking.results(work, STUDY)
    authorities, committees, market = found
    assert [(one.domain, len(one.changes)) for one in found] == [("authorities", 2), ("committees", 3), ("committees", 1)]
    assert authorities.all.first == ("CH04", "CH09")  # a tie that is kept
    assert (committees.all.first, committees.top_by_groups[0], committees.swamped) == (("CH05",), "CH01", True)  # one large group
    assert committees.all.partial == 2
    assert (committees.all.of("CH01").votes_c, authorities.all.of("CH09").votes_c) == (2, 1)
    assert committees.all.people > committees.all.ballots  # people who answered together
    assert committees.interested is not None
    assert committees.interested.first == ("CH01",)
    assert {one.kind for one in committees.dissent} == {"group_first", "first_elsewhere", "ranked_last"}
    assert (committees.occasions, market.nothing_to_rank) == (("workshop",), True)
    assert any(one.first_tied for one in committees.all.standings)
    assert totals.in_several >= 3
    assert totals.rankings > totals.people - totals.in_several - totals.unnamed


def test_some_are_drawn_some_are_not_and_some_do_not_answer(work: Work) -> None:
    enter_ballots(work, study_id=STUDY, file=SAMPLE / "ballots.yaml", by="elena")
    people = {one.id: one for one in validation.people_of(work, STUDY)}
    answered = {v for one in validation.ballots_of(work, STUDY) for v in one.ballot.validators}
    assert {one.chosen for one in people.values() if one.id in answered} == {"drawn", "purposive", "occasion"}
    assert [one for one in people.values() if one.chosen == "drawn" and one.id not in answered]


@pytest.mark.parametrize(("at", "committed"), [(1, True), (3, False), (9, True), (20, False)])
def test_killed_anywhere_nothing_is_lost_and_nothing_is_there_twice(work: Work, at: int, committed: bool) -> None:
    dying = replace(work, store=DyingStore(work.settings.database_url, at=at, committed=committed))
    with pytest.raises(Killed):
        enter_ballots(dying, study_id=STUDY, file=SAMPLE / "ballots.yaml", by="elena")
    before = len(validation.ballots_of(work, STUDY))
    told = enter_ballots(work, study_id=STUDY, file=SAMPLE / "ballots.yaml", by="elena")
    assert (told["entered"], told["entered_before"]) == (27 - before, before)
    assert enter_ballots(work, study_id=STUDY, file=SAMPLE / "ballots.yaml", by="elena")["entered"] == 0
    assert len(validation.ballots_of(work, STUDY)) == 27
    assert len({one.respondent_id + one.domain for one in validation.people_of(work, STUDY)}) == len(
        validation.people_of(work, STUDY)
    )


def test_a_bad_file_is_refused_with_its_line_before_anything_is_entered(work: Work, tmp_path: Path) -> None:
    file = tmp_path / "ballots.yaml"
    good = "ballots:\n- {domain: committees, people: [R01], mode: paper, language: es, answers: {CH01: {vote: A}, CH02: {vote: A}, CH05: {vote: A}}}\n"
    for bad, told in (
        ("- {domain: committees, people: [], mode: paper, language: es, answers: {}}\n", "ballot 2"),
        ("- {domain: committees, people: [R02], mode: web, language: es, answers: {}}\n", "ballots.yaml:3"),
        ("- {domain: committees, people: [R02], mode: paper, language: es, answers: {CH01: {vote: D}}}\n", "ballots.yaml:3"),
    ):
        file.write_text(good + bad)
        with pytest.raises(BadInput, match=told):
            enter_ballots(work, study_id=STUDY, file=file, by="elena")
        assert validation.ballots_of(work, STUDY) == []
    file.write_text(good.replace("R01", "R99"))
    with pytest.raises(NotFound):
        enter_ballots(work, study_id=STUDY, file=file, by="elena")
