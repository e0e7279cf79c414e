"""A small story by hand."""

import datetime
from dataclasses import replace

from annotations.changes.story_records import Quote
from annotations.stories.records import Block, StoryText, StoryVersion, TextSection

AT = datetime.datetime(2026, 5, 1, 9, tzinfo=datetime.UTC)
QUOTE = Quote(
    "S01.002", 0, 20, "Antes nadie leía nada", False, True, "for", "es", {"es": "Vecina"}, "Tanok", "individual", "in person",
    "recording", None, True, True, False, False,
)  # fmt: skip
TEXT = StoryText(
    "CH1", "change", {"es": "Cuentas", "en": "Accounts"}, {"es": "Se leen.", "en": "They are read."}, 1, {"es": "Comités"}, ("Tanok",),
    (
        TextSection("summary", {"es": "Resumen"}, (
            Block("b1", "sentence", {"es": "Se leen [S01.001].", "en": "They are read [S01.001]."}, source="summary/headline"),
        )),
        TextSection("contribution", {"es": "Contribución"}, (
            Block("b2", "sentence", {"es": "El comité lo pidió [S01.003, S02.001].", "en": "The committee asked [S01.003, S02.001]."},
                  source="contribution/factors"),
            Block("b3", "quote", {"en": "Nobody read anything before"}, quote=QUOTE, source="contribution/quote:S01.002:0:20"),
            Block("b4", "gap", {"es": "¿Quién lo pidió?", "en": "Who asked?"}, source="contribution/gap:who"),
        )),
    ),
    draft_version=1, next_block=5,
)  # fmt: skip


def version(number: int, text: StoryText, by: str = "vera") -> StoryVersion:
    return StoryVersion(number, AT, by, "", text)


def with_words(text: StoryText, block_id: str, **words: str) -> StoryText:
    """As a draft would word it: the block keeps its origin."""
    sections = tuple(
        replace(s, blocks=tuple(replace(b, text={**b.text, **words}) if b.id == block_id else b for b in s.blocks))
        for s in text.sections
    )
    return replace(text, sections=sections)
