"""Who is who: mentions of all texts of a study → entities, so that one person has one letter everywhere."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotations.pseudonyms import cues
from annotations.pseudonyms.nicknames import SHORT_FOR
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.pseudonyms.replacements import free_letters
from annotations.pseudonyms.things import LEGAL_FORM
from annotations.pseudonyms.words import words_of

K = IdentityKind
NAMES = (K.PERSON, K.PLACE, K.ORGANISATION)
AMBIGUOUS = "may be one of several"
SEVERAL_TEXTS = "one name alone in several texts: may be several people"
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All entities, the known ones first and unchanged but for forms, and the entity id of every mention, by text and in its order."""

    entities: tuple[Entity, ...]
    of: Mapping[str, tuple[str, ...]]

    def entity(self, entity_id: str) -> Entity:
        return next(entity for entity in self.entities if entity.id == entity_id)

    def pairs(self, text_id: str, mentions: Sequence[Mention]) -> tuple[tuple[Mention, Entity], ...]:
        """The mentions of a text with their entities, as ``masking.mask`` takes them."""
        by_id = {entity.id: entity for entity in self.entities}
        return tuple(zip(mentions, (by_id[i] for i in self.of[text_id]), strict=True))


def key_of(kind: IdentityKind, form: str) -> Key:
    """What is compared: words of names without titles and particles, digits of numbers, the rest as it is.

    >>> key_of(K.PERSON, "don Juan de la Luna"), key_of(K.ORGANISATION, "Aceros del Norte, S.A. de C.V.")
    (('juan', 'luna'), ('aceros', 'norte'))
    >>> key_of(K.PHONE, "+52 (55) 1234-5678")
    ('5512345678',)
    """
    if kind in NAMES:
        plain = LEGAL_FORM.sub(" ", form) if kind == K.ORGANISATION else form
        keys = [key for word in words_of(plain).keys for key in word.split("-")]
        titles = cues.TITLES if kind == K.PERSON else frozenset()
        kept = tuple(key for key in keys if key not in cues.PARTICLES and key not in titles)
        return kept or tuple(keys) or (form,)
    if kind == K.PHONE:
        digits = "".join(c for c in form if c.isdigit())
        return (digits[-10:],) if len(digits) >= 7 else tuple(words_of(form).keys) or (form,)
    if kind in (K.EMAIL, K.URL, K.HANDLE, K.ADDRESS, K.BIRTH_DATE):
        return (" ".join(form.casefold().split()),)
    return ("".join(c for c in form.upper() if c.isalnum()),)


@dataclass(slots=True)
class _Draft:
    """An entity in the making; ``entity`` is there when it was known before."""

    kind: IdentityKind
    key: Key
    entity: Entity | None = None
    scope: str = ""
    doubt: str = ""
    noun: str = ""
    forms: dict[str, int] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)


def resolve(
    found: Mapping[str, Sequence[Mention]],
    *,
    known: Sequence[Entity] = (),
    taken: Mapping[IdentityKind, Collection[str]] | None = None,
) -> Resolution:
    """Entities for all mentions.

    Parameters
    ----------
    found : mentions by text (session), in the order in which letters are to be given.
    known : entities of earlier runs and of the roster. They keep id, letter and state, and come first where a mention fits.
    taken : letters that must not be given, such as those that the texts hold already (``replacements.letters_written``).

    Notes
    -----
    Longer names come first; a shorter one joins the only longer name that holds it, in its own text if there is one there, else in the
    study. What fits several stays apart and is marked in ``doubt``, as is a given name alone that stands in several texts.
    """
    drafts = _Drafts(known)
    places = [(text_id, index, m) for text_id, mentions in found.items() for index, m in enumerate(mentions)]
    acronyms = _acronyms(found)
    of: dict[tuple[str, int], _Draft] = {}
    for text_id, index, mention in sorted(places, key=lambda place: -len(key_of(place[2].kind, place[2].text))):
        of[text_id, index] = drafts.place(text_id, mention, acronyms.get((text_id, index)))
    drafts.doubt_lone_names()
    order = [of[text_id, index] for text_id, index, _ in places]
    entities = _named(drafts.all, order, taken or {})
    ids = {
        text_id: tuple(entities[id(of[text_id, index])].id for index in range(len(mentions)))
        for text_id, mentions in found.items()
    }
    return Resolution(tuple(entities.values()), ids)


class _Drafts:
    def __init__(self, known: Iterable[Entity]) -> None:
        self.all: list[_Draft] = []
        self.placed: dict[tuple[str, IdentityKind, Key], _Draft] = {}
        self.by_key: dict[tuple[IdentityKind, Key], list[_Draft]] = defaultdict(list)
        self.by_word: dict[tuple[IdentityKind, str], list[_Draft]] = defaultdict(list)
        for entity in known:
            keys = [key_of(entity.kind, form) for form in entity.forms]
            draft = _Draft(entity.kind, max(keys, key=len, default=()), entity, entity.scope, entity.doubt, entity.noun)
            draft.forms = dict.fromkeys(entity.forms, 0)
            self.all.append(draft)
            for key in keys:
                self._index(draft, key)

    def _index(self, draft: _Draft, key: Key) -> None:
        if key in draft.keys:
            return
        draft.keys.add(key)
        self.by_key[draft.kind, key].append(draft)
        for word in key:
            for meaning in (word, *SHORT_FOR.get(word, ())):
                row = self.by_word[draft.kind, meaning]
                if not any(other is draft for other in row):
                    row.append(draft)

    def place(self, text_id: str, mention: Mention, acronym_of: Key | None) -> _Draft:
        """The draft that a mention belongs to, a new one when there is none."""
        key = key_of(mention.kind, mention.text)
        draft = self.placed.get((text_id, mention.kind, key))
        doubt = ""
        if draft is None:
            draft, doubt = self._found(mention.kind, key, text_id, acronym_of)
        if draft is None:
            draft = _Draft(mention.kind, key, doubt=doubt)
            self.all.append(draft)
            self._index(draft, key)
        self.placed[text_id, mention.kind, key] = draft
        draft.forms[mention.text] = draft.forms.get(mention.text, 0) + 1
        draft.texts.add(text_id)
        draft.noun = draft.noun or (mention.noun if draft.entity is None else "")
        return draft

    def _found(self, kind: IdentityKind, key: Key, text_id: str, acronym_of: Key | None) -> tuple[_Draft | None, str]:
        same = self._same(kind, key, text_id)
        if kind != K.PERSON:
            return same or (self._same(kind, acronym_of, text_id) if acronym_of else None), ""
        if same is not None and (same.scope or len(key) > 1):
            return same, ""
        here, holding, doubt = self._holding(key, text_id)
        found = here or same or holding or self._held(key, text_id)
        return found, "" if found else doubt

    def _same(self, kind: IdentityKind, key: Key, text_id: str) -> _Draft | None:
        """The draft with this very name: one held to this text first; one that a person gave another kind last."""
        fitting = [draft for draft in self.by_key.get((kind, key), ()) if draft.scope in ("", text_id)]
        if not fitting and kind in NAMES:
            others = (draft for other in NAMES for draft in self.by_key.get((other, key), ()))
            fitting = [d for d in others if d.entity is not None and d.entity.state != "proposed" and d.scope in ("", text_id)]
        scoped = [draft for draft in fitting if draft.scope]
        return next(iter(scoped or fitting), None)

    def _holding(self, key: Key, text_id: str) -> tuple[_Draft | None, _Draft | None, str]:
        """The only person of this text, and the only one of the study, whose longer name holds this one; the doubt when there are several."""
        words = [{word, *SHORT_FOR.get(word, ())} for word in key]
        near = {id(draft): draft for meaning in words[0] for draft in self.by_word.get((K.PERSON, meaning), ())}.values()
        candidates = [d for d in near if d.scope in ("", text_id) and len(d.key) > len(key) and _holds(d.key, words)]
        here = [draft for draft in candidates if text_id in draft.texts]
        if len(here) == 1:
            return here[0], None, ""
        only = candidates[0] if len(candidates) == 1 else None
        return None, only, AMBIGUOUS if len(candidates) > 1 else ""

    def _held(self, key: Key, text_id: str) -> _Draft | None:
        """The only known person whose name of two words or more is within this longer one: *Juan Pérez*, now *Juan Pérez Luna*."""
        words = [{word, *SHORT_FOR.get(word, ())} for word in key]
        near = {
            id(draft): draft for meanings in words for meaning in meanings for draft in self.by_word.get((K.PERSON, meaning), ())
        }
        within = [d for d in near.values() if d.entity and d.scope in ("", text_id) and 2 <= len(d.key) < len(key)]
        fitting = [d for d in within if _holds(key, [{word, *SHORT_FOR.get(word, ())} for word in d.key])]
        if len(fitting) != 1:
            return None
        fitting[0].key = key
        self._index(fitting[0], key)
        return fitting[0]

    def doubt_lone_names(self) -> None:
        for draft in self.all:
            if draft.kind == K.PERSON and draft.entity is None and len(draft.key) == 1 and len(draft.texts) > 1:
                draft.doubt = draft.doubt or SEVERAL_TEXTS


def _holds(key: Key, words: Sequence[Collection[str]]) -> bool:
    """Whether these words stand in the name in this order, each as itself or as what it is short for."""
    at = 0
    for meanings in words:
        while at < len(key) and key[at] not in meanings:
            at += 1
        if at == len(key):
            return False
        at += 1
    return True


def _acronyms(found: Mapping[str, Sequence[Mention]]) -> Mapping[tuple[str, int], Key]:
    """The names that acronyms stand for: in brackets right after one, or anywhere where the initials of one name alone agree."""
    names = {key_of(m.kind, m.text) for ms in found.values() for m in ms if m.kind == K.ORGANISATION}
    by_initials: dict[str, set[Key]] = defaultdict(set)
    for key in names:
        if len(key) >= 3:
            by_initials["".join(word[0] for word in key)].add(key)
    places = [
        (text_id, index, mention, mentions[index - 1] if index else None)
        for text_id, mentions in found.items()
        for index, mention in enumerate(mentions)
        if mention.kind == K.ORGANISATION and mention.text.isupper() and len(key_of(mention.kind, mention.text)) == 1
    ]
    meant: dict[str, Key] = {}
    for _, _, mention, before in places:
        (acronym,) = key_of(mention.kind, mention.text)
        explained = _explains(before, mention)
        if explained:
            meant[acronym] = explained
        elif acronym not in meant and len(by_initials.get(acronym, ())) == 1:
            (meant[acronym],) = by_initials[acronym]
    # an acronym that was explained once means the same everywhere
    keyed = ((text_id, index, key_of(mention.kind, mention.text)[0]) for text_id, index, mention, _ in places)
    return {(text_id, index): meant[acronym] for text_id, index, acronym in keyed if acronym in meant}


def _explains(before: Mention | None, acronym: Mention) -> Key | None:
    """The name right before an acronym (in brackets) that begins like it."""
    if before is None or before.kind != K.ORGANISATION or not 0 < acronym.start - before.end <= 3:
        return None
    key = key_of(K.ORGANISATION, before.text)
    return key if len(key) > 1 and key[0][0] == key_of(K.ORGANISATION, acronym.text)[0][0] else None


def _named(drafts: Sequence[_Draft], order: Sequence[_Draft], taken: Mapping[IdentityKind, Collection[str]]) -> dict[int, Entity]:
    """The drafts as entities: known ones as they are, new ones with the next ids and letters in the order of the texts."""
    known = [draft.entity for draft in drafts if draft.entity is not None]
    used = {kind: {e.letter for e in known if e.kind == kind} | set(taken.get(kind, ())) for kind in K}
    letters = {kind: free_letters(used[kind]) for kind in K}
    number = max((int(e.id[1:]) for e in known if e.id[1:].isdigit()), default=0)
    named: dict[int, Entity] = {}
    for draft in drafts:
        if draft.entity is not None:
            named[id(draft)] = dataclasses.replace(draft.entity, forms=_sorted(draft.forms))
    for draft in order:
        if id(draft) not in named:
            number += 1
            letter = next(letters[draft.kind])
            named[id(draft)] = Entity(
                f"E{number:04d}", draft.kind, letter, _sorted(draft.forms), noun=draft.noun, scope=draft.scope, doubt=draft.doubt
            )
    return named


def _sorted(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
