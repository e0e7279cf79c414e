"""Letters of one story: the *Company A* of a story is not the *Company A* of another. What they stand for is in the vault."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotations.pseudonyms.records import IdentityKind
from annotations.pseudonyms.scopes import scoped
from service.storage.transactions import Tx
from service.storage.vault import Vault

Letters = Mapping[tuple[IdentityKind, str], str]


def study_letters(tx: Tx, vault: Vault, study_id: str, change_id: str) -> Letters:
    """By kind and letter of the story, the letter of the study; empty before the first draft."""
    kept = vault.open(tx, study_id, "story", change_id) or {}
    return {(IdentityKind(kind), story): letter for kind, of_kind in kept.items() for story, letter in of_kind.items()}


def with_story_letters(tx: Tx, vault: Vault, study_id: str, change_id: str, body: Any) -> Any:
    """A draft (as JSON) with letters in order of first appearance in this story; those of an earlier version stay."""
    texts = list(_texts(body))
    result = scoped(texts, given=study_letters(tx, vault, study_id, change_id))
    keep_letters(tx, vault, study_id, change_id, result.letters)
    return _replaced(body, iter(result.texts))


def keep_letters(tx: Tx, vault: Vault, study_id: str, change_id: str, letters: Letters) -> None:
    """Seal what the letters of a story stand for."""
    if letters:
        kept: dict[str, dict[str, str]] = {}
        for (kind, story), letter in letters.items():
            kept.setdefault(str(kind), {})[story] = letter
        vault.seal(tx, study_id, "story", {change_id: kept})


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _replaced(part: Any, texts: Iterator[str]) -> Any:
    if isinstance(part, str):
        return next(texts)
    if isinstance(part, dict):
        return {key: _replaced(value, texts) for key, value in part.items()}
    return [_replaced(value, texts) for value in part] if isinstance(part, list) else part
