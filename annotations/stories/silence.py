"""What is left of a text when somebody takes back what they said, or may not be quoted for now."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotations.stories.records import Block, PersonsAct, StoryText, citations_in

HIDDEN = "[…]"
"""Stands where words are that may not be shown now; they come back where the consent that has ended was an error of the roster."""

RUN = 6
"""So many words in a row that are somebody's are taken for a quotation."""
_WORD = re.compile(r"\w+")


def quotes_from(texts: Iterable[str]) -> Callable[[str], bool]:
    """Whether some words are quoted from one of these texts: ``RUN`` of them in a row, or all of a shorter text of at least three.

    >>> quoted = quotes_from(["Antes no leían nada; ahora leen las cuentas cada mes en la plaza."])
    >>> quoted("Dicen que «ahora leen las cuentas cada mes»."), quoted("Leen las cuentas en la plaza.")
    (True, False)
    """
    runs = {run for text in texts for run in _runs(text)}
    sizes = {len(run) for run in runs}
    return lambda words: any(run in runs for size in sizes for run in _runs_of(words, size))


@dataclass(frozen=True)
class Silence:
    """What may not be shown, though it is still kept: consent has ended, and nobody has withdrawn the words yet.

    ``ids``: segments, and sessions of which nothing may be shown; ``quoted``: whether words are quoted from them; ``before``: what was
    gone before.
    """

    ids: frozenset[str] = frozenset()
    quoted: Callable[[str], bool] = lambda words: False
    before: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids)

    def of(self, words: str) -> str:
        """The words as they may be shown."""
        return HIDDEN if self and words and self.quoted(words) else words

    def of_text(self, text: StoryText) -> StoryText:
        return without(text, self.ids, self.quoted, self.before) if self else text

    def blocks(self, texts: Iterable[StoryText]) -> frozenset[str]:
        """Ids of blocks of which people may have quoted what may not be shown: what is said of them is not shown either."""
        found: set[str] = set()
        for text in texts if self else ():
            found |= {block.id for block in text.blocks if set(block.citations) & self.ids}
            found |= {b.id for b in self.of_text(text).blocks if is_empty(b)} - {b.id for b in text.blocks if is_empty(b)}
        return frozenset(found)

    def of_acts(self, acts: Iterable[PersonsAct], blocks: Collection[str]) -> list[PersonsAct]:
        """Acts on a story, without what they may quote. Who did what when stays."""
        return [self._of_act(act, blocks) for act in acts] if self else list(acts)

    def _of_act(self, act: PersonsAct, blocks: Collection[str]) -> PersonsAct:
        after_it = act.body.get("kind") == "withdrawn"  # said because the words are not shown any more
        if not may_quote(act.body, act.reason, blocks, () if after_it else self.ids, self.quoted):
            return act
        body = {**act.body, "text": HIDDEN} if act.body.get("text") else act.body
        if "segments" in body:
            body = {**body, "segments": [one for one in body["segments"] if one not in self.ids]}
        return replace(act, body=body, reason=HIDDEN if act.reason else "")


NOTHING = Silence()


def may_quote(
    body: Mapping[str, Any], reason: str, blocks: Collection[str], gone: Collection[str], quoted: Callable[[str], bool]
) -> bool:
    """Whether an act may quote what is gone: it is about one of these blocks or about what is gone, cites it, or repeats its words."""
    about = {body.get("block", ""), *body.get("blocks", ())} & set(blocks) if gone else ()
    cited = not set(gone).isdisjoint(body.get("segments", ()))
    return bool(about) or cited or body.get("subject") in gone or any(map(quoted, [reason, body.get("text", "")]))


def without(
    text: StoryText, gone: Collection[str], quoted: Callable[[str], bool] = lambda words: False, before: Collection[str] = ()
) -> StoryText:
    """The text without what these segments said: their quotes are emptied, and sentences that cite nothing else or repeat their words.

    ``before``: what was gone before; a sentence that cites only that and what is gone now is emptied too. An emptied block has no words and no quote, and keeps its place and its id. What was worded from other segments too stays, to be looked
    at again.
    """
    return replace(
        text, sections=tuple(replace(s, blocks=tuple(left_of(b, gone, quoted, before) for b in s.blocks)) for s in text.sections)
    )


def left_of(
    block: Block, gone: Collection[str], quoted: Callable[[str], bool] = lambda words: False, before: Collection[str] = ()
) -> Block:
    """Emptied where it quotes what is gone or cites nothing else; a language alone where its words cite nothing else."""
    if (block.quote and block.quote.segment_id in gone) or _is_quoted(block, quoted):
        return emptied(block)
    citing = {language: set(citations_in(words)) for language, words in block.text.items() if citations_in(words)}
    nothing = {*gone, *before}
    lost = {language for language, cited in citing.items() if cited & set(gone) and cited <= nothing}
    if not lost:
        return block
    if lost == citing.keys():
        return emptied(block)
    return replace(block, text={language: words for language, words in block.text.items() if language not in lost})


def _is_quoted(block: Block, quoted: Callable[[str], bool]) -> bool:
    words = [*block.text.values(), *([block.quote.text, *block.quote.translations.values()] if block.quote else [])]
    return any(map(quoted, words))


def emptied(block: Block) -> Block:
    return replace(block, text={}, quote=None, outdated=(), own=False)


def is_empty(block: Block) -> bool:
    """Whether nothing is left of it."""
    return not block.quote and not any(block.text.values())


def reworded_all(text: StoryText, word: Callable[[str], str]) -> StoryText:
    """Every word that people or drafts wrote, and every quote, put through ``word``."""

    def of_block(block: Block) -> Block:
        quote = block.quote
        if quote is not None:
            translations = {language: word(words) for language, words in quote.translations.items()}
            quote = replace(quote, text=word(quote.text), translations=translations)
        return replace(block, text={language: word(words) for language, words in block.text.items()}, quote=quote)

    sections = tuple(replace(s, blocks=tuple(map(of_block, s.blocks))) for s in text.sections)
    title = {language: word(words) for language, words in text.title.items()}
    statement = {language: word(words) for language, words in text.statement.items()}
    return replace(text, sections=sections, title=title, statement=statement)


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return [tuple(words)] if 3 <= len(words) < RUN else _runs_in(words, RUN)


def _runs_of(text: str, size: int) -> Iterable[tuple[str, ...]]:
    return _runs_in(_WORD.findall(text.casefold()), size)


def _runs_in(words: list[str], size: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))
