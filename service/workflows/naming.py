"""Who and what is named in the transcripts of a study: found, told apart across sessions, kept in the vault."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from annotations.pseudonyms import fast, labels
from annotations.pseudonyms.known import known_mentions
from annotations.pseudonyms.lexicon import lexicon
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.replacements import letters_written
from annotations.pseudonyms.resolving import resolve
from annotations.pseudonyms.runs import context
from annotations.pseudonyms.words import words_of
from annotations.sessions import Register
from annotations.studies import Study
from annotations.transcripts import Transcript
from service.storage import identity, studies
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.storage.vault import Vault

REGISTER = "register"  # who decided about a name that the register gives
FINDER_VERSION = "1"  # raised when the slow finder finds other things: then every transcript is looked at again


def together(found: Sequence[Mention], more: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions of two looks at the same text, in its order; of ``more`` those that lie in none of ``found``."""
    new = [m for m in more if not any(one.start <= m.start and m.end <= one.end for one in found)]
    return tuple(sorted([*found, *new], key=lambda m: (m.start, m.end)))


class Finder(Protocol):
    """Finds what identifies people in a text."""

    def __call__(
        self, text: str, language: str, *, known: Mapping[str, IdentityKind], regions: Sequence[str]
    ) -> Sequence[Mention]: ...


def is_name(study: Study) -> Callable[[str], bool]:
    """Whether a speaker's label is a name, in the languages of the study."""
    return lambda label: labels.is_name(label, study.languages)


class Names:
    """What is known of the names of a study; read from the vault when another process has changed it."""

    def __init__(self, study: Study, register: Register, vault: Vault) -> None:
        self._study, self.vault = study, vault
        self._stamp: tuple[int, str] | None = None
        self.entities: dict[str, Entity] = {}
        named = is_name(study)
        self._given: dict[str, IdentityKind] = {one.value: IdentityKind(one.kind) for one in register.personal}
        self._given |= {p.label: IdentityKind.PERSON for p in register.participations if p.label and named(p.label)}

    def refresh(self, tx: Tx) -> None:
        """Read again what another process, or a transaction that was rolled back, has left different.

        Until the transaction ends nobody else names anybody in this study: two would give the same letter.
        """
        studies.lock(tx, self._study.id)
        stamp = identity.stamp(tx, self._study.id)
        if stamp != self._stamp:
            self.entities = {e.id: e for e in identity.entities(tx, self.vault, self._study.id)}
            self._stamp = stamp

    @property
    def certain(self) -> Mapping[str, IdentityKind]:
        """Names of the register, and those that a person has confirmed."""
        decided = {form: e.kind for e in self.entities.values() if e.state == "confirmed" for form in e.forms}
        return {**self._given, **decided}

    def find(
        self, transcript: Transcript, finder: Finder = fast.find, *, also: Mapping[str, IdentityKind] | None = None
    ) -> tuple[Mention, ...]:
        """What a finder, by default the fast one, sees in a transcript; labels that are names are mentions of their own.

        ``also``: names that are known of this transcript alone.
        """
        named = labels.label_mentions(transcript, self._study.languages)
        known = {**(also or {}), **self.certain, **{mention.text: mention.kind for mention in named}}
        return (
            *named,
            *finder(labels.blanked(transcript), transcript.language, known=known, regions=self._study.identity.regions),
        )

    def with_certain(self, sealed: Sealed) -> tuple[Mention, ...]:
        """What was found in a text, and where else a name stands in it that is certain now."""
        text = labels.blanked(sealed.transcript)
        there = known_mentions(context(words_of(text), lexicon(sealed.transcript.language)), self.certain)
        return together([mention for mention, _ in sealed.mentions], there)

    def _confirmed(self, entity: Entity) -> Entity:
        """Who stands in the register was put there by a person: nobody has to decide about the name again."""
        named = any(self._given.get(form) == entity.kind for form in entity.forms)
        return replace(entity, state="confirmed") if named and entity.state == "proposed" else entity

    def _decided(self, entity_id: str) -> bool:
        known = self.entities.get(entity_id)
        return known is not None and known.state != "proposed"

    def settle(self, tx: Tx, original: Transcript, mentions: Sequence[Mention]) -> Sealed:
        """Say who is who in a text; who was not known is proposed, and whom the register names is confirmed by it."""
        session_id = original.session_id
        resolution = resolve({session_id: mentions}, known=list(self.entities.values()), taken=letters_written([original.text]))
        now = {entity.id: self._confirmed(entity) for entity in resolution.entities}
        changed = [entity for entity in now.values() if self.entities.get(entity.id) != entity]
        registered = [entity for entity in changed if entity.state == "confirmed" and not self._decided(entity.id)]
        identity.save_entities(tx, self.vault, self._study.id, registered, by=REGISTER)
        identity.save_entities(tx, self.vault, self._study.id, [e for e in changed if e not in registered])
        self.entities = now
        tx.flush()
        self._stamp = identity.stamp(tx, self._study.id)
        return Sealed(original, tuple(zip(mentions, resolution.of.get(session_id, ()), strict=True)))
