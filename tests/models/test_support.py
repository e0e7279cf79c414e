"""What a rephrasing is rejected for: every way of saying something else that we could think of, in both languages."""

import pytest

from models.embeddings import Encoder, load_encoder
from models.support import can_check, doubts

EN = "Four sessions name the migrants' club of Santa Rita, in two only after the interviewer had named it [S01.009, S06.046]."
ES = "Cuatro sesiones nombran al club de migrantes de Santa Rita, en dos solo después de que lo nombrara quien entrevista [S01.009]."
QUOTED = "A water user says: “antes no nos decían ni buenas tardes” [S06.038], and the committee of Ixtlapa agrees [S02.003]."
CHAIN = "The mothers asked the committee in 2019 [S04.032], the committee asked the foundation in 2020 [S05.004]."

FAITHFUL = [
    ("en", EN, EN),
    (
        "en",
        EN,
        "The migrants' club of Santa Rita is named in four sessions, in two only after the interviewer had named it [S01.009, S06.046].",
    ),
    (
        "en",
        EN,
        "Four sessions named the migrants' club of Santa Rita; in two, only after the interviewer had named it [S01.009, S06.046].",
    ),
    (
        "en",
        QUOTED,
        "One water user says, “antes no nos decían ni buenas tardes” [S06.038]; the committee of Ixtlapa agrees [S02.003].",
    ),
    ("en", CHAIN, "In 2019 the mothers asked the committee [S04.032]; in 2020 the committee asked the foundation [S05.004]."),
    (
        "es",
        ES,
        "Cuatro sesiones nombran al club de migrantes de Santa Rita; en dos, solo después de que lo nombrara quien entrevista [S01.009].",
    ),
]

UNFAITHFUL = [
    ("another number", "numbers", "en", EN.replace("Four", "Five")),
    ("a number in figures", "numbers", "en", EN.replace("in two", "in 2")),
    ("a number that was not there", "numbers", "en", EN.replace("the migrants'", "the 40 migrants'")),
    ("numbers exchanged", "numbers", "en", EN.replace("Four", "X").replace("two", "four").replace("X", "Two")),
    ("another place", "names", "en", EN.replace("Santa Rita", "Santa Clara")),
    ("a place more", "names", "en", EN.replace("Santa Rita", "Santa Rita and Ixtlapa")),
    ("a place less", "names", "en", EN.replace(" of Santa Rita", "")),
    ("another citation", "citations", "en", EN.replace("S06.046", "S06.047")),
    ("a citation less", "citations", "en", EN.replace(", S06.046", "")),
    ("no citation", "citations", "en", EN.replace(" [S01.009, S06.046]", "")),
    ("a citation more", "citations", "en", EN + " [S09.001]"),
    ("the restriction lost", "quantity", "en", EN.replace("only ", "")),
    ("turned round in time", "relation", "en", EN.replace("after", "before")),
    ("negated", "polarity", "en", EN.replace("name", "do not name")),
    ("negated by a contraction", "polarity", "en", EN.replace("name the", "don't name the")),
    ("a cause", "cause", "en", EN.replace("in two", "because in two")),
    ("an adjective", "words", "en", EN.replace("migrants' club", "generous migrants' club")),
    ("what it did", "words", "en", EN.replace("name the migrants' club", "say that the migrants' club paid")),
    ("made general", "quantity", "en", EN.replace("Four sessions", "All four sessions")),
    ("made uncertain", "hedge", "en", EN.replace("name", "may name")),
    ("half of it lost", "lost", "en", "Four sessions name Santa Rita, in two only after [S01.009, S06.046]."),
    ("a list of its own", "form", "en", "- " + EN.replace(", in", ",\n- in")),
    ("markup", "form", "en", EN.replace("Santa Rita", "**Santa Rita**")),
    ("a preamble", "words", "en", "Here is the rewritten sentence: " + EN),
    ("nothing", "form", "en", ""),
    ("otro número", "numbers", "es", ES.replace("Cuatro", "Cinco")),
    ("negado", "polarity", "es", ES.replace("nombran", "no nombran")),
    ("la restricción perdida", "quantity", "es", ES.replace("solo ", "")),
    ("el tiempo al revés", "relation", "es", ES.replace("después", "antes")),
    ("una causa", "cause", "es", ES.replace("en dos", "porque en dos")),
    ("un adjetivo", "words", "es", ES.replace("club", "generoso club")),
    ("en el futuro", "words", "es", ES.replace("nombran", "nombrarán")),
    ("otro lugar", "names", "es", ES.replace("Santa Rita", "Santa Clara")),
]


@pytest.fixture(scope="module")
def packed() -> Encoder:
    return load_encoder()


class TestFaithful:
    @pytest.mark.parametrize(("language", "sentence", "proposed"), FAITHFUL)
    def test_what_says_the_same_may_mostly_stand(self, packed: Encoder, language: str, sentence: str, proposed: str) -> None:
        found = doubts(sentence, proposed, language, packed)
        assert not found or {doubt.kind for doubt in found} <= {"order", "tense"}, found  # another order is never let through

    def test_not_all_are_rejected(self, packed: Encoder) -> None:
        let_through = [one for one in FAITHFUL if not doubts(one[1], one[2], one[0], packed)]
        assert len(let_through) >= 3


class TestUnfaithful:
    @pytest.mark.parametrize(("what", "kind", "language", "proposed"), UNFAITHFUL, ids=[one[0] for one in UNFAITHFUL])
    def test_what_says_something_else_is_rejected(self, what: str, kind: str, language: str, proposed: str) -> None:
        found = doubts(EN if language == "en" else ES, proposed, language)
        assert kind in {doubt.kind for doubt in found}, (what, found)

    def test_a_quote_stays_as_it_was_said(self) -> None:
        for changed in (
            QUOTED.replace("ni buenas", "buenas"),
            QUOTED.replace("“", "").replace("”", ""),
            QUOTED.replace("“antes no nos decían ni buenas tardes”", "“they did not even greet us”"),
        ):
            assert {doubt.kind for doubt in doubts(QUOTED, changed, "en")} & {"quotes"}

    def test_who_did_what_to_whom_is_not_turned_round(self) -> None:
        turned = CHAIN.replace("mothers asked the committee", "committee asked the mothers")
        assert {doubt.kind for doubt in doubts(CHAIN, turned, "en")} >= {"order"}

    def test_what_is_cited_for_what_is_not_exchanged(self) -> None:
        exchanged = "The mothers asked the committee in 2019, the committee asked the foundation in 2020 [S04.032] [S05.004]."
        assert doubts(CHAIN, exchanged, "en")

    def test_years_are_not_exchanged(self) -> None:
        exchanged = CHAIN.replace("2019", "X").replace("2020", "2019").replace("X", "2020")
        assert {doubt.kind for doubt in doubts(CHAIN, exchanged, "en")} == {"numbers"}

    def test_what_is_over_is_not_made_present(self) -> None:
        sentence = "The accounts were read in assembly [S01.001]."
        assert {doubt.kind for doubt in doubts(sentence, "The accounts are read in assembly [S01.001].", "en")} == {"tense"}

    def test_who_gave_and_who_got_is_not_exchanged(self) -> None:
        sentence = "The money was paid by the club to the committee [S11.005]."
        exchanged = "The money was paid to the club by the committee [S11.005]."
        assert doubts(sentence, exchanged, "en")


def test_a_language_that_cannot_be_checked_is_said() -> None:
    assert can_check("es-MX")
    assert not can_check("nah")
