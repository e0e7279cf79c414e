"""What people write beside codings names people too: it is masked as the transcripts are, when it comes and when a name is decided."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from annotations.pseudonyms.records import Entity
from annotations.pseudonyms.replacements import replacement
from annotations.studies import Study
from service.settings import Settings
from service.storage import identity, memos
from service.storage.transactions import Tx
from service.storage.vault import open_vault

Hide = Callable[[str], str]
MEMO = "memo"
UNSURE = "[…]"
"""Stands for a name that several people or things have: a memo does not say which of them is meant."""


def hiding(settings: Settings, tx: Tx, study: Study) -> Hide:
    """What masks a memo: whole words, whatever their case. Raises VaultLocked where names are sealed and the key is not there."""
    if not identity.named(tx, study.id):
        return str
    return hiding_of(identity.entities(tx, open_vault(settings, tx), study.id), study)


def hiding_of(entities: Iterable[Entity], study: Study) -> Hide:
    """As ``hiding``, of entities that are known already."""
    shown: dict[str, str] = {}
    for entity in entities:
        if study.identity.policy.masks(entity):
            told = replacement(entity, study.languages[0])
            for form in entity.forms:
                key = form.casefold()
                shown[key] = told if shown.get(key, told) == told else UNSURE
    if not shown:
        return str
    any_of = "|".join(re.escape(form) for form in sorted(shown, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(lambda found: shown.get(found.group().casefold(), UNSURE), text)


def hidden(task: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    """A task of Label Studio whose memos are masked."""
    if hide is str:
        return dict(task)
    return {**task, "annotations": [_hidden_annotation(one, hide) for one in task.get("annotations") or []]}


def hide_in_memos(tx: Tx, study: Study, hide: Hide) -> int:
    """Mask what was written before its names were decided; how many places changed."""
    if hide is str:
        return 0
    return memos.rewrite(tx, study.id, hide, lambda body: _hidden_annotation(body, hide))


def _hidden_annotation(annotation: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    return {**annotation, "result": [_hidden_part(part, hide) for part in annotation.get("result") or []]}


def _hidden_part(part: Mapping[str, Any], hide: Hide) -> dict[str, Any]:
    text = (part.get("value") or {}).get("text")
    if part.get("from_name") != MEMO or not isinstance(text, list):
        return dict(part)
    return {**part, "value": {**part["value"], "text": [hide(str(line)) for line in text]}}
