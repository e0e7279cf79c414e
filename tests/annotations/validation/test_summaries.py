"""What is told of a story beside its statement."""

from annotations.stories.records import Block, StoryText, TextSection
from annotations.validation.summaries import Part, summary_of, without_citations


def test_sentences_alone_in_order_without_citations() -> None:
    blocks = (
        Block("b1", "sentence", {"es": "Lo leen [S01.001, S02].", "en": "They read it [S01.001]."}),
        Block("b2", "quote", {"en": "we read it"}),
        Block("b3", "gap", {"en": "Who else?"}),
        Block("b6", "sentence", {"es": "Así lo dicen:", "en": "They say so:"}),
        Block("b7", "sentence", {"es": "Se leen.", "en": "It is read."}),
        Block("b4", "sentence", {"es": "", "en": ""}),
    )
    told = TextSection("data_collection", {"en": "Data"}, (Block("b5", "sentence", {"en": "Two sessions [S01]."}),))
    text = StoryText(
        "CH1",
        "change",
        {},
        {"es": "Se leen.", "en": "It is read."},
        1,
        {},
        (),
        (TextSection("contribution", {"en": "Why"}, blocks), told),
        1,
    )
    assert summary_of(text) == (Part("contribution", {"es": "Lo leen.", "en": "They read it."}, ("S01.001", "S02")),)
    assert [part.text for part in summary_of(text, leave_out=())][1] == {"en": "Two sessions."}


def test_brackets_that_are_no_citation_stay() -> None:
    assert without_citations("They [the board] read it [S01.001]") == "They [the board] read it"
