"""What is shown of an original: its masked text, turns and segments; and the same again when more is known of who is named.

The original is in the vault with everything that was found in it; all that SQL holds can be made from it anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from annotations.errors import NotFound
from annotations.pseudonyms.masking import Masked, mask
from annotations.pseudonyms.records import Entity
from annotations.sessions import Register
from annotations.speakers_in_register import speakers_of
from annotations.studies import Study
from annotations.transcripts import Segment, Transcript
from models.segmentation import Stretch, segments_at
from service.storage import corpus, identity
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.storage.vault import Vault


@dataclass(frozen=True)
class Shown:
    """A transcript as it may be shown, and how its offsets and the original's belong together."""

    transcript: Transcript
    masked: Masked


def show(
    study: Study, sealed: Sealed, entities: Mapping[str, Entity], register: Register, *, borders: Collection[int] = ()
) -> Shown:
    """Mask an original by what is known of the entities named in it.

    ``register`` is the one with real labels: a person's label that is a name is shown as the person's id. No replacement crosses
    ``borders``, offsets of the original.
    """
    original, policy = sealed.transcript, study.identity.policy
    pairs = [(mention, entities[id_]) for mention, id_ in sealed.mentions if id_ in entities and policy.masks(entities[id_])]
    fences = {at for turn in original.turns for at in (turn.start, turn.end)} | set(borders)
    fences |= {at for mark in original.marks for at in (mark.start, mark.end)}
    masked = mask(original.text, pairs, original.language, fences=fences)
    turns = masked.mapped_turns(original.turns, speakers=_speakers(original, masked, register))
    return Shown(replace(original, text=masked.text, turns=turns, marks=masked.mapped_marks(original.marks)), masked)


def _speakers(original: Transcript, masked: Masked, register: Register) -> dict[str, str]:
    """What stands for each speaker's label in which something is masked: the id of a registered person, or the masked label."""
    shown: dict[str, str] = {}
    at = 0
    for turn in original.turns:
        start = original.text.rfind(turn.speaker, at, turn.start) if turn.speaker else -1
        if start >= 0 and turn.speaker not in shown:
            first, last = masked.mapped_span(start, start + len(turn.speaker))
            if masked.text[first:last] != turn.speaker:
                shown[turn.speaker] = masked.text[first:last]
        at = turn.end
    people = speakers_of(shown, register.present(original.session_id))
    return {label: people.get(label, hidden) for label, hidden in shown.items()}


def show_again(
    tx: Tx, study: Study, register: Register, vault: Vault, old: Sealed, new: Sealed, entities: Mapping[str, Entity]
) -> bool:
    """Bring what is kept of a session from what was known (``old``) to what is known now; whether anything shown changed.

    Both are of the same original. Segments keep their ids and borders; what coders marked moves along.
    """
    session_id = new.transcript.session_id
    before = corpus.transcript(tx, study.id, session_id)
    masked = Masked(before.text, old.pieces)
    segments = corpus.segments(tx, study.id, session_id=session_id)
    stretches = [masked.original_span(s.start, s.end) for s in segments]
    shown = show(study, new, entities, register, borders={at for stretch in stretches for at in stretch})
    identity.seal_original(tx, vault, study.id, replace(new, pieces=shown.masked.pieces))
    if shown.transcript == before:
        return False
    save(tx, study, shown.transcript, [shown.masked.mapped_span(*stretch) for stretch in stretches], segments)
    return True


def save(
    tx: Tx, study: Study, transcript: Transcript, stretches: Sequence[tuple[int, int]], segments: Sequence[Segment]
) -> corpus.Saved:
    """Keep a transcript whose segments are the earlier ``segments``, now at ``stretches``."""
    parts = segments_at(
        transcript, [Stretch(*stretch) for stretch in stretches], guide=study.guide, numbers=[s.number for s in segments]
    )
    known = corpus.kept(tx, study.id)[transcript.session_id]
    return corpus.save_transcript(
        tx, study.id, transcript, parts, reading_key=known.reading_key, looked_at=known.looked_at, replace=True
    )


def sealed_of(tx: Tx, vault: Vault, study_id: str, session_id: str) -> Sealed:
    """The original of a session; of one that was imported before there was a vault, what is kept of it."""
    try:
        return identity.original(tx, vault, study_id, session_id)
    except NotFound:
        return Sealed(corpus.transcript(tx, study_id, session_id))


def known_entities(tx: Tx, vault: Vault, study_id: str) -> dict[str, Entity]:
    return {entity.id: entity for entity in identity.entities(tx, vault, study_id)}
