"""Numbers in the sample study's stories: a contradiction that is planted and caught, data that agrees, data that is context."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from annotations.changes.story_records import StoryDraft
from annotations.errors import BadInput, Conflict
from annotations.readers import read_transcript
from annotations.triangulation.checking import Finding
from service.demo.sample_claims import FILE, claims_in_words, enter_claims
from service.settings import Settings
from service.storage import corpus, results
from service.storage.transactions import Store, migrate
from service.workflows import stories, triangulation
from service.workflows.loading import load_study
from service.workflows.work import Outcome, Work
from tests.conftest import SAMPLE
from tests.service.hamlet import DyingStore, Killed
from tests.service.sample_evidence import sample_evidence
from tests.service.test_sample_drafts import drafted

STUDY = "agua-y-acuerdos"
BEGUN = ("CH01", "CH04", "CH05")


@pytest.fixture(scope="module")
def sample_begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with its statistics and what people said, and three stories that are begun. To be copied."""
    settings = Settings(home=tmp_path_factory.mktemp("sample") / "home")
    settings.folder()
    migrate(settings.database_url)
    known = sample_evidence()
    languages = {session.id: session.language for session in known.register.sessions}
    with closing(Store(settings.database_url)) as store:
        work = Work(settings, store)
        load_study(work, path=str(SAMPLE / "study.yaml"))
        with store.begin() as tx:
            for file in (SAMPLE / "transcripts").iterdir():
                said = read_transcript(file, language=languages[file.stem])
                corpus.save_transcript(tx, STUDY, said, [one for one in known.segments if one.session_id == file.stem])
            for change_id in BEGUN:
                results.save_story(tx, STUDY, change_id, TypeAdapter(StoryDraft).dump_python(drafted(change_id), mode="json"))
        for change_id in BEGUN:
            stories.open_text(work, study_id=STUDY, change_id=change_id, by="sample editor")
    return settings.home


@pytest.fixture
def work(sample_begun: Path, tmp_path: Path) -> Iterator[Work]:
    settings = Settings(home=Path(shutil.copytree(sample_begun, tmp_path / "home")))
    with closing(Store(settings.database_url)) as store:
        yield Work(settings, store)


def enter(work: Work, file: Path = SAMPLE / FILE) -> Outcome:
    return enter_claims(work, study_id=STUDY, file=file, editor="sample editor", analyst="sample analyst")


def proposed(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(one.speaks, one.kind, one.quoted) for one in findings if one.speaks != "note"}


def everything(work: Work) -> list[object]:
    found: list[object] = [(stories.versions(work, STUDY, one), stories.history(work, STUDY, one)) for one in BEGUN]
    return [*found, triangulation.judged(work, STUDY, everything=True), triangulation.points(work, STUDY)]


def test_the_contradiction_is_proposed_in_both_languages_and_given_by_a_person(work: Work) -> None:
    enter(work)
    [found] = triangulation.judged(work, STUDY, "CH01")
    one = found.attachment
    assert (one.verdict, one.by, one.claim.count("264 de 308")) == ("contradicts", "sample analyst", 1)
    assert [(point.period, point.value) for point in found.points] == [("2020", 97), ("2021", 94), ("2022", 89), ("2023", 86)]
    assert proposed(found.findings) == {("against", "direction_differs", "subido"), ("for", "agrees", "264 de 308")}
    assert "denominators_change" in {finding.kind for finding in found.findings}
    english = triangulation.check(work, study_id=STUDY, change_id="CH01", points=one.points, block=one.block, language="en")
    assert proposed(english) == {("against", "direction_differs", "risen"), ("for", "agrees", "264 of 308")}


def test_what_is_claimed_was_said(work: Work) -> None:
    enter(work)
    block = next(b for b in stories.current(work, STUDY, "CH01").version.text.blocks if b.origin == "person")
    with work.store.read() as tx:
        [segment] = corpus.segments(tx, STUDY, ids=block.citations)
    assert segment.session_id == "S01"
    assert "De trescientas ocho tomas con medidor" in segment.text
    assert "doscientas sesenta y cuatro" in segment.text
    assert "Antes de los medidores no pagaba ni la mitad" in segment.text
    assert block.by == "sample editor"
    assert set(block.text) == {"es", "en"}


def test_the_story_cannot_be_signed_until_somebody_answers(work: Work) -> None:
    enter(work)
    who: Any = {"study_id": STUDY, "change_id": "CH01"}
    for block in stories.current(work, STUDY, "CH01").version.text.blocks:
        if block.kind == "gap":
            stories.keep_gap(work, **who, by="vera", block_id=block.id, reason="a question for the next visit")
    state = stories.assign(work, **who, by="vera", role="editor", person="vera")
    assert [(one.kind, one.id) for one in state.obstacles] == [("contradiction", "A1")]
    with pytest.raises(Conflict, match="A1"):
        stories.sign(work, **who, by="vera", role="editor", checked=["facts"], version=state.version.number)
    triangulation.answer(
        work, **who, by="vera", attachment_id="A1", answer="It will say that the share fell as more taps were counted."
    )
    state = stories.sign(work, **who, by="vera", role="editor", checked=["facts"], version=state.version.number)
    assert [(one.role, one.by) for one in state.signatures] == [("editor", "vera")]


def test_other_series_agree_and_give_context(work: Work) -> None:
    enter(work)
    [budget] = triangulation.judged(work, STUDY, "CH04")
    assert budget.attachment.verdict == "supports"
    assert proposed(budget.findings) == {("for", "agrees", "400 mil pesos"), ("for", "direction_agrees", "creció")}
    [rain] = triangulation.judged(work, STUDY, "CH05")
    assert (rain.attachment.verdict, proposed(rain.findings)) == ("context", set())
    assert {finding.kind for finding in rain.findings} == {"nothing_to_check", "other_place"}
    assert all(not stories.current(work, STUDY, one).blocking for one in ("CH04", "CH05"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_planted_disagreement_on_a_date_is_in_the_text(work: Work, language: str) -> None:
    text = stories.current(work, STUDY, "CH01").version.text
    told = [block for block in text.blocks if "2020" in block.text.get(language, "") and "2021" in block.text[language]]
    assert {citation.split(".")[0] for citation in told[0].citations} >= {"S11", "S13", "S24"}
    assert {"es": "no coinciden", "en": "disagree"}[language] in told[0].text[language]


def test_a_second_time_changes_nothing_also_after_people_have_worked_on_it(work: Work) -> None:
    told = enter(work)
    assert told == {"sentences": 3, "attached": 3, "contradicted": {"CH01": ["A1"]}}
    assert claims_in_words(told).endswith("CH01 cannot be signed: its sentence is contradicted (A1) and nobody has answered")
    before = everything(work)
    assert enter(work) == {"sentences": 0, "attached": 0, "contradicted": {"CH01": ["A1"]}}
    assert everything(work) == before
    who = {"study_id": STUDY, "change_id": "CH01", "by": "vera"}
    [found] = triangulation.attachments(work, STUDY, "CH01")
    stories.remove_block(work, **who, based_on=2, block_id=found.block, reason="it is not so")
    triangulation.withdraw_attachment(work, **who, attachment_id="A1", reason="the sentence is out")
    before = everything(work)
    told = enter(work)
    assert told == {"sentences": 0, "attached": 0, "contradicted": {}}
    assert claims_in_words(told) == "0 sentences with a number written into stories, 0 compared with statistics"
    assert everything(work) == before


@pytest.mark.parametrize(("at", "committed"), [(1, False), (1, True), (2, False), (3, True), (6, False)])
def test_killed_anywhere_it_goes_on(work: Work, at: int, committed: bool) -> None:
    dying = replace(work, store=DyingStore(work.settings.database_url, at=at, committed=committed))
    with pytest.raises(Killed):
        enter(dying)
    dying.store.close()
    enter(work)
    assert [(one.attachment.change_id, one.attachment.verdict) for one in triangulation.judged(work, STUDY)] == [
        ("CH01", "contradicts"),
        ("CH04", "supports"),
        ("CH05", "context"),
    ]
    assert [stories.current(work, STUDY, one).version.number for one in BEGUN] == [2, 2, 2]


def test_a_quote_that_nobody_said_is_refused_and_a_session_that_is_not_there_is_left_out(work: Work, tmp_path: Path) -> None:
    good = (SAMPLE / FILE).read_text()
    for other, told in ((good.replace("De trescientas ocho", "De trescientas diez"), "CH01"), (good + good, "twice")):
        (tmp_path / FILE).write_text(other)
        with pytest.raises(BadInput, match=told):
            enter(work, tmp_path / FILE)
    (tmp_path / FILE).write_text(good.replace("    S07:", "    S99:"))
    assert enter(work, tmp_path / FILE)["sentences"] == 2
