"""A language model words sentences anew: a real one on this machine, and servers that misbehave."""

import re

import pytest
from pydantic import SecretStr

from annotations.errors import BadInput, NotReady
from models.rephrasing import LanguageModel
from models.support import doubts
from tests.models.language_models import local_model, saying

SENTENCE = "The migrants' club is named in four sessions [S01.009, S06.046, S11.008, S21.008]."

FACTS = re.compile(r"\[[^\]]*\]|\d+|\b(?:two|four|seven|one)\b", re.IGNORECASE)


def model(url: str, key: str = "", *, anywhere: bool = False) -> LanguageModel:
    return LanguageModel(url, "a-model", SecretStr(key), anywhere)


def test_a_real_model_answers_and_what_it_says_is_judged() -> None:
    sentences = (
        SENTENCE,
        "Seven independent sessions report this change: four interviews [S01, S02], two collective interviews [S04] and one group [S06].",
        "Women hold posts in the committees since 2021, in two places [S01.007].",
    )
    with local_model() as url:
        said = [model(url).rephrase(sentence, "en") for sentence in sentences]
    assert all(said)
    assert said != list(sentences)  # else nothing was tried
    for sentence, proposed in zip(sentences, said, strict=True):
        found = doubts(sentence, proposed, "en")
        assert bool(found) or FACTS.findall(proposed) == FACTS.findall(sentence), (proposed, found)


def test_what_is_sent_is_one_sentence_the_name_and_the_key() -> None:
    with saying(lambda sentence: sentence) as (url, asked):
        assert model(url, key="a-key").rephrase(SENTENCE, "es-MX") == SENTENCE
    (one,) = asked
    assert one["path"] == "/v1/chat/completions"
    assert one["authorization"] == "Bearer a-key"
    assert (one["model"], one["temperature"], one["messages"][1:]) == ("a-model", 0, [{"role": "user", "content": SENTENCE}])
    assert one["messages"][0]["content"].startswith("Editas")


def test_the_key_is_not_shown() -> None:
    assert "a-key" not in repr(model("http://127.0.0.1:1/v1", key="a-key"))


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [{"message": {"content": None}}]}, ["no"]])
def test_an_answer_that_is_none_is_an_error_that_quotes_nothing(body: object) -> None:
    with saying(lambda _: body) as (url, _), pytest.raises(NotReady, match="does not answer as it should") as raised:
        model(url).rephrase(SENTENCE, "en")
    assert "migrants" not in str(raised.value)


def test_a_model_that_is_not_there_or_refuses_is_an_error() -> None:
    with saying(lambda sentence: sentence, status=500) as (url, _), pytest.raises(NotReady, match="HTTPStatusError"):
        model(url).rephrase(SENTENCE, "en")
    with pytest.raises(NotReady, match="ConnectError"):
        model(url).rephrase(SENTENCE, "en")


@pytest.mark.parametrize("url", ["http://93.184.216.34/v1", "https://[2606:2800:220:1:248:1893:25c8:1946]/v1"])
def test_a_model_somewhere_else_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(BadInput, match="outside this machine"):
        model(url).rephrase(SENTENCE, "en")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="no address"):
        model("127.0.0.1:8080")
