"""The changes that reviewers meet: those of the register, and behind them what was dropped or merged since.

A running project of Label Studio keeps every choice that it ever had: an answer that holds it can then still be read, and what it
counts for is computed from the register. A project that is made later has only the changes that are current.
"""

from collections.abc import Mapping
from dataclasses import replace

from annotations.changes.register import Entry
from annotations.languages import base
from annotations.studies import Change, Study
from service.storage import changes
from service.storage.transactions import Tx

_NOW: Mapping[str, Mapping[str, str]] = {
    "es": {"dropped": "{title} (descartado)", "merged": "{title} (ahora {into})"},
    "en": {"dropped": "{title} (dropped)", "merged": "{title} (now {into})"},
}


def with_all_changes(tx: Tx, study: Study) -> Study:
    """The study with what was dropped and merged behind its current changes, and saying so."""
    entries = changes.register(tx, study.id).entries.values()
    return replace(study, changes=(*study.changes, *(_told(entry) for entry in entries if not entry.is_current)))


def _told(entry: Entry) -> Change:
    title = {
        language: _NOW.get(base(language), _NOW["en"])[entry.status].format(title=words, into=entry.merged_into)
        for language, words in entry.change.title.items()
    }
    return replace(entry.change, title=title)
