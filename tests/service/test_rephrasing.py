"""Wordings of a language model: asked for one sentence at a time, judged, taken by people; a model that invents gets nothing in."""

from dataclasses import replace
from typing import Any

import pytest

from annotations.errors import BadInput, NotFound, NotReady
from service.storage import act_logs
from service.storage import stories as story_rows
from service.workflows import rephrasing, stories
from service.workflows.work import Work
from tests.models.language_models import local_model, saying
from tests.service.hamlet import Place
from tests.service.storied import WHO, begun, text


@pytest.fixture
def place(storied: Place) -> Place:
    return storied


ASK: dict[str, Any] = {**WHO, "language": "en"}


def work_with(place: Place, url: str, name: str = "test-model") -> Work:
    settings = place.settings.model_copy(update={"language_model_url": url, "language_model": name})
    return replace(place.work, settings=settings)


def smoother(sentence: str) -> str:
    """Says the same in other small words."""
    return sentence.replace(" this ", " that ").replace("These ", "Those ").replace("began", "started")


INVENTED = (
    lambda sentence: sentence.replace("[", "because the programme paid for it ["),
    lambda sentence: sentence.replace("two", "twelve").replace("three", "thirty").replace("one", "forty"),
    lambda sentence: sentence.replace("S1", "S2").replace("G1", "S1"),
    lambda sentence: f"{sentence} Everybody in Oaxaca is grateful to the programme.",
    lambda sentence: "The programme changed the lives of the people.",
    lambda sentence: sentence.split("[")[0],
)


def test_without_an_address_there_is_none(place: Place) -> None:
    begun(place)
    with pytest.raises(NotReady, match="no language model is set"):
        rephrasing.rephrase_story(place.work, **ASK)


def test_a_wording_is_proposed_taken_and_marked(place: Place) -> None:
    before = begun(place)
    with saying(smoother) as (url, asked):
        told = rephrasing.rephrase_story(work_with(place, url), **(ASK | {"study_id": ""}))
        again = rephrasing.rephrase_story(work_with(place, url), **ASK)
    assert told["proposed"] >= 1
    assert told["study"] == "hamlet"
    assert told["sentences"] == len(asked) == told["proposed"] + told["same"] + sum(told["rejected"].values())
    assert again["sentences"] == 0  # nothing is asked twice
    sentences = {block.text["en"] for block in before.text.blocks if block.kind == "sentence"}
    assert {one["messages"][-1]["content"] for one in asked} == sentences  # and nothing else is told to the model
    assert text(place) == before.text  # a proposal is no wording
    one = rephrasing.wordings(place.work, "hamlet", "CH1")[0]
    made = rephrasing.take_wording(place.work, **WHO, number=one.number)
    (block,) = [block for block in made.text.blocks if block.id == one.block]
    assert (block.text["en"], block.origin, block.by, made.by) == (one.proposed, "model", "test-model", "vera")
    assert block.citations == next(b for b in before.text.blocks if b.id == one.block).citations
    assert one.number not in {other.number for other in rephrasing.wordings(place.work, "hamlet", "CH1")}
    with pytest.raises(NotFound, match="no wording"):
        rephrasing.take_wording(place.work, **WHO, number=one.number)


def test_a_model_that_invents_gets_nothing_in(place: Place) -> None:
    before = begun(place)
    for number, lie in enumerate(INVENTED):
        with saying(lie) as (url, _):
            told = rephrasing.rephrase_story(work_with(place, url, f"liar-{number}"), **ASK)
        assert told["proposed"] == 0, number
        assert sum(told["rejected"].values()) >= 1, number
    assert rephrasing.wordings(place.work, "hamlet", "CH1") == ()
    assert text(place) == before.text
    with place.store.read() as tx:
        log = [act for act in act_logs.acts(tx, "hamlet", "story", "CH1") if act.act == "rephrased"]
    assert {act.body["text"] for act in log} == {""}  # what is rejected is not kept


def test_a_real_model_puts_nothing_in_that_was_not_there(place: Place) -> None:
    before = begun(place)
    with local_model() as url:
        told = rephrasing.rephrase_story(work_with(place, url), **ASK)
    assert told["sentences"] >= 3
    for one in rephrasing.wordings(place.work, "hamlet", "CH1"):
        rephrasing.take_wording(place.work, **WHO, number=one.number)
    after = text(place)
    assert [block.citations for block in after.blocks] == [block.citations for block in before.text.blocks]
    assert {block.origin for block in after.blocks} <= {"draft", "model"}


def test_what_a_person_wrote_is_not_sent_and_an_old_wording_is_not_offered(place: Place) -> None:
    version = begun(place)
    with saying(smoother) as (url, asked):
        rephrasing.rephrase_story(work_with(place, url), **ASK)
        one = rephrasing.wordings(place.work, "hamlet", "CH1")[0]
        mine = f"I say so myself [{version.text.citations[0]}]."
        stories.edit_block(place.work, **WHO, based_on=version.number, block_id=one.block, language="en", text=mine)
        assert one.number not in {other.number for other in rephrasing.wordings(place.work, "hamlet", "CH1")}
        with pytest.raises(NotFound):
            rephrasing.take_wording(place.work, **WHO, number=one.number)
        asked.clear()
        rephrasing.rephrase_story(work_with(place, url), **ASK)
    assert mine not in {one["messages"][-1]["content"] for one in asked}


def test_a_language_that_cannot_be_checked_is_refused(place: Place) -> None:
    begun(place)
    with saying(smoother) as (url, asked), pytest.raises(BadInput, match="cannot be checked"):
        rephrasing.rephrase_story(work_with(place, url), **(ASK | {"language": "nah"}))
    assert asked == []


def test_wordings_leave_with_the_words_they_were_made_of(place: Place) -> None:
    version = begun(place)
    with saying(smoother) as (url, _):
        rephrasing.rephrase_story(work_with(place, url), **ASK)
    one = rephrasing.wordings(place.work, "hamlet", "CH1")[0]
    gone = next(block for block in version.text.blocks if block.id == one.block).citations
    with place.store.begin() as tx:
        story_rows.silence(tx, "hamlet", gone, lambda words: False)
        left = {act.number: act.body["text"] for act in act_logs.acts(tx, "hamlet", "story", "CH1") if act.act == "rephrased"}
    assert left[one.number] == ""
