"""Every text of the board is there in each of its languages, and every key that a template names is there."""

import re

from hypothesis import given
from hypothesis import strategies as st

from service.board.pages import FOLDER
from service.board.words import LANGUAGES, all_words, asked_language, number, say
from service.jobs.queue import VERBS

PLACES = re.compile(r"\{(\w+)[^}]*\}")
KEYS = re.compile(r"""\bt\(\s*["'](\w+)["'](?!\s*~)""")


def test_every_key_has_words_in_each_language() -> None:
    missing = [(key, tag) for key, words in all_words().items() for tag in LANGUAGES if not words.get(tag, "").strip()]
    assert missing == []


def test_the_languages_say_the_same_values() -> None:
    """A place for a value in one language and none in the other is a number that somebody does not see."""
    differ = [key for key, words in all_words().items() if len({frozenset(PLACES.findall(words[tag])) for tag in LANGUAGES}) > 1]
    assert differ == []


def test_every_key_that_a_template_names_is_there() -> None:
    named = {key for path in (FOLDER / "templates").glob("*.html") for key in KEYS.findall(path.read_text())}
    assert len(named) > 50
    assert named - all_words().keys() == set()


def test_every_kind_of_job_has_a_name() -> None:
    assert {f"verb_{verb}" for verb in VERBS} <= all_words().keys()


def test_one_and_many() -> None:
    assert [say("en", "overview_n_changes", n=n) for n in (1, 2)] == ["1 change", "2 changes"]
    assert say("es", "overview_n_changes", n=12_345) == "12\N{NARROW NO-BREAK SPACE}345 cambios"


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(LANGUAGES))
def test_a_number_keeps_its_digits(value: int, language: str) -> None:
    assert "".join(filter(str.isdigit, number(value, language))) == str(value)


@given(st.text(), st.text(), st.text())
def test_the_language_is_always_one_that_we_speak(query: str, cookie: str, accepted: str) -> None:
    assert asked_language(query, cookie, accepted) in LANGUAGES
