"""What a rephrasing is rejected for: every way of saying something else that we could think of, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embeddings import Encoder, load_encoder
from models.support import Doubt, can_check, doubts
from models.support_words import EXCHANGED

EN = "Four sessions name the migrants' club of Santa Rita, in two only after the interviewer had named it [S01.009, S06.046]."
ES = "Cuatro sesiones nombran al club de migrantes de Santa Rita, en dos solo después de que lo nombrara quien entrevista [S01.009]."
QUOTED = "A water user says: “antes no nos decían ni buenas tardes” [S06.038], and the committee of Ixtlapa agrees [S02.003]."
CHAIN = "The mothers asked the committee in 2019 [S04.032], the committee asked the foundation in 2020 [S05.004]."

REPORTED = "Seven independent sessions report this change [S01, S02]."
CONTADO = "Siete sesiones independientes dan cuenta de este cambio [S01, S02]."
DATES = "None of these dates is preferred here."

FAITHFUL = [
    ("en", EN, EN),
    ("en", REPORTED, REPORTED.replace("this", "that")),
    ("en", DATES, DATES.replace("these", "those")),
    ("en", "The sources don't agree on it [S01].", "The sources do not agree on it [S01]."),
    ("en", "The change began in 2020 (three sessions) [S11.014].", "The change started in 2020 (three sessions) [S11.014]."),
    (
        "en",
        "A water user says that the club paid until March [S04.002].",
        "A water user says that the club paid till March [S04.002].",
    ),
    ("es", CONTADO, CONTADO.replace("este", "ese")),
    ("es", "El cambio empezó en 2020 (tres sesiones) [S11.014].", "El cambio comenzó en 2020 (tres sesiones) [S11.014]."),
    ("es", "Sólo cuatro sesiones nombran al club [S01].", "Solamente cuatro sesiones nombran al club [S01]."),
]

TRUE_BUT_REJECTED = [
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
    ("en", REPORTED, "This change is reported by seven independent sessions [S01, S02]."),
    ("en", DATES, "Here, none of these dates is preferred."),
    ("en", "Those who tell of it are water users [S01].", "It is told by water users [S01]."),
    ("en", "The sessions were held in April 2024 [S01].", "The sessions took place in April 2024 [S01]."),
    (
        "es",
        ES,
        "Cuatro sesiones nombran al club de migrantes de Santa Rita; en dos, solo después de que lo nombrara quien entrevista [S01.009].",
    ),
    ("es", CONTADO, "De este cambio dan cuenta siete sesiones independientes [S01, S02]."),
    (
        "es",
        "Antes las cosas eran de otro modo, según una persona usuaria [S06.038].",
        "Según una persona usuaria, antes las cosas eran de otro modo [S06.038].",
    ),
]
"""What it costs that nothing false is let through."""

TURNED = {
    "who says it": ("en", "The club says that it paid the committee [S01].", "The club paid the committee [S01]."),
    "who says it, by commas": ("en", "Women, said the committee, refused [S01].", "Women said the committee refused [S01]."),
    "who says it, by a full stop": (
        "en",
        "As women tell it, men paid and left [S01].",
        "As women tell it, men paid. And left [S01].",
    ),
    "who says it, by a semicolon": (
        "en",
        "The club paid; according to the women, the men left [S01].",
        "The club paid, according to the women; the men left [S01].",
    ),
    "who elects whom": ("en", "The members elect the committee.", "The members are elected the committee."),
    "some made all": ("en", "Water users say that the club paid.", "The water users say that the club paid."),
    "one made many": ("en", "The member of the club paid.", "The members of the clubs paid."),
    "a restriction": (
        "en",
        "Seven independent sessions of Santa Rita report a change.",
        "Seven sessions of Santa Rita report a change.",
    ),
    "a restriction, by a comma": ("en", "The committees which read out pay.", "The committees, which read out, pay."),
    "a restriction, by who": ("en", "Women asked the committee.", "Women who asked the committee."),
    "how many persons": ("en", "The treasurer, Rosa, and the teacher paid.", "The treasurer Rosa and the teacher paid."),
    "how many, without one": ("en", "One session reports it.", "Sessions report it."),
    "what the number counts": ("en", "Four sessions name the club, two do not.", "Sessions name the four club, two do not."),
    "once for each year": ("en", "The club paid 300 pesos one year.", "The club paid 300 pesos a year."),
    "where only stands": ("en", "Only women say that men paid.", "Women say that only men paid."),
    "where not stands": ("en", "Women did not say that men paid.", "Women did say that men not paid."),
    "or made and": ("en", "Women or men paid.", "Women and men paid."),
    "into made out of": ("en", "Money went into the club.", "Money went out of the club."),
    "another person": ("en", "She says that he paid.", "He says that she paid."),
    "another made the same": ("en", "The other committee paid.", "The same committee paid."),
    "what is made what was": ("en", "Committees elect their treasurer.", "Committees elected their treasurer."),
    "negated by a prefix": ("en", "It was a fair and paid post.", "It was a fair and unpaid post."),
    "a percentage": ("en", "Of the women, 30 % paid.", "Of the women, 30 paid."),
    "a sign": ("en", "It fell to -5 pesos.", "It fell to 5 pesos."),
    "a decimal": ("en", "It cost 1.5 pesos.", "It cost 1,5 pesos."),
    "a range": ("en", "It took place in 2019–2021.", "It took place in 2019, 2021."),
    "a fraction": ("en", "It cost 1½ pesos.", "It cost 1 pesos."),
    "a question": ("en", "The club paid.", "The club paid?"),
    "a doubt in brackets": ("en", "The club paid (two sessions).", "The club paid (two sessions) [as a favour]."),
    "brackets moved": ("en", "A vendor (two sessions), a teacher.", "A vendor, (two sessions) a teacher."),
    "quotation marks lost": ("en", "They call it ‘the open club’ here.", "They call it the open club here."),
    "straight quotation marks lost": ("en", "They call it 'the open club' here.", "They call it the open club here."),
    "a quote in a quote": ("en", "Rosa says: “the «club» saw those men” [S01].", "Rosa says: “the «club» saw these men” [S01]."),
    "a quote without an end": ("en", "Rosa says: “we saw those men [S01].", "Rosa says: “we saw these men [S01]."),
    "a name in small letters": ("en", "They went to Mass in May.", "They went to mass in May."),
    "a letter of another alphabet": ("en", "The club paid.", "The \u0441lub paid."),
    "digits of another alphabet": ("en", "The club paid 5 pesos.", "The club paid \uff15 pesos."),
    "a character that is not seen": ("en", "The club paid.", "The cl\u200bub paid."),
    "struck through": ("en", "The club paid.", "The p\u0336aid."),
    "the line turned round": ("en", "The club paid.", "The \u202eclub paid."),
    "yes made if": ("es", "Dicen que sí pagó.", "Dicen que si pagó."),
    "he made I": ("es", "Hoy pago el club.", "Hoy pagó el club."),
    "another moment": ("es", "Quien pagara el agua.", "Quien pagará el agua."),
    "a letter without its tilde": ("es", "Hace tres años.", "Hace tres anos."),
    "whose": ("es", "El club pagó su agua.", "El club nos pagó agua."),
    "from made with": ("es", "El pago del comité en Ixtlapa.", "El pago con el comité de Ixtlapa."),
    "some made all, in Spanish": ("es", "Integrantes del club pagaron.", "Los integrantes del club pagaron."),
    "how many made one": ("es", "Las sesiones del club.", "La sesión del club."),
    "told made denounced": ("es", "Le dijeron al tesorero.", "Le reportaron al tesorero."),
    "alone made only": ("es", "El tesorero pagó solo.", "El tesorero pagó solamente."),
}

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
    def test_words_that_may_stand_for_one_another_do(self, packed: Encoder, language: str, sentence: str, proposed: str) -> None:
        assert doubts(sentence, proposed, language, packed) == ()

    @pytest.mark.parametrize("group", [(language, *group) for language in EXCHANGED for group in EXCHANGED[language]])
    def test_so_do_all_of_them_with_a_capital_and_without(self, group: tuple[str, ...]) -> None:
        language, first, *others = group
        for other in others:
            assert doubts(f"{first} X {first.capitalize()}", f"{other} X {other.capitalize()}", language) == ()
            assert doubts(f"{first} X", f"{other.capitalize()} X", language)

    @pytest.mark.parametrize(("language", "sentence", "proposed"), TRUE_BUT_REJECTED)
    def test_much_that_is_true_is_rejected(self, language: str, sentence: str, proposed: str) -> None:
        assert doubts(sentence, proposed, language)

    @given(text=st.text(), language=st.sampled_from(["en", "es"]))
    def test_a_line_stands_for_itself_whatever_is_in_it(self, text: str, language: str) -> None:
        line = text.strip()
        assert doubts(line, line, language) == (() if line else (Doubt("form"),))


class TestUnfaithful:
    @pytest.mark.parametrize(("what", "kind", "language", "proposed"), UNFAITHFUL, ids=[one[0] for one in UNFAITHFUL])
    def test_what_says_something_else_is_rejected(self, what: str, kind: str, language: str, proposed: str) -> None:
        found = doubts(EN if language == "en" else ES, proposed, language)
        assert kind in {doubt.kind for doubt in found}, (what, found)

    @pytest.mark.parametrize("what", TURNED)
    def test_what_turns_a_fact_round_is_rejected(self, what: str) -> None:
        language, sentence, proposed = TURNED[what]
        assert doubts(sentence, proposed, language)
        assert doubts(proposed, sentence, language)

    @given(st.sampled_from([("en", EN), ("es", ES), ("en", QUOTED), ("en", CHAIN)]), st.data())
    def test_no_character_more_is_let_through(self, told: tuple[str, str], data: st.DataObject) -> None:
        language, sentence = told
        at = data.draw(st.integers(0, len(sentence)))
        more = data.draw(st.characters().filter(lambda character: not character.isspace()))
        assert doubts(sentence, sentence[:at] + more + sentence[at:], language)

    @given(st.sampled_from([("en", EN), ("es", ES), ("en", QUOTED), ("en", CHAIN)]), st.data())
    def test_no_word_less_and_no_two_exchanged_are_let_through(self, told: tuple[str, str], data: st.DataObject) -> None:
        language, sentence = told
        words = sentence.split(" ")
        one, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
        assert doubts(sentence, " ".join(words[:one] + words[one + 1 :]), language)
        exchanged = list(words)
        exchanged[one], exchanged[other] = words[other], words[one]
        assert bool(doubts(sentence, " ".join(exchanged), language)) == (words[one] != words[other])

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
