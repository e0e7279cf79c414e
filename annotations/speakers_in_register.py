"""Who of the register speaks: the labels of a transcript matched with the people of its session."""

from collections.abc import Iterable, Sequence

from annotations.readers.roles import key_of
from annotations.sessions import Participation, Register
from annotations.transcripts import Segment


def speakers_of(labels: Iterable[str], people: Sequence[Participation]) -> dict[str, str]:
    """Respondent ids by label, from the respondent labels of one session and its people; labels of nobody are left out.

    A label matches the roster's label or the respondent's id, whatever its case, accents and spaces. An empty label is the only
    participant's, and never one of several people's. An only participant without a label is the only speaker with one (as in
    sessions known from notes).

    >>> speakers_of(["DONA LENCHA", ""], [Participation("S1", "R1", "Doña Lencha"), Participation("S1", "R2")])
    {'DONA LENCHA': 'R1'}
    >>> speakers_of(["NOTAS"], [Participation("S9", "R15")])
    {'NOTAS': 'R15'}
    """
    keys = {label: key_of(label) for label in labels}
    by_key = {key_of(person.respondent_id): person.respondent_id for person in people}
    by_key |= {key_of(person.label): person.respondent_id for person in people}
    by_key.pop("", None)
    if len(people) == 1:
        by_key[""] = people[0].respondent_id
        named = set(keys.values()) - {""}
        if not key_of(people[0].label) and len(named) == 1:
            by_key[named.pop()] = people[0].respondent_id
    return {label: by_key[key] for label, key in keys.items() if key in by_key}


def who_said(segments: Sequence[Segment], register: Register) -> dict[str, str]:
    """Respondent id by segment id; segments of nobody in particular are left out. ``segments`` are all those of their sessions.

    Who left a focus group before it was recorded says nothing in it.
    """
    labels: dict[str, dict[str, None]] = {}
    for segment in segments:
        labels.setdefault(segment.session_id, {})[segment.speaker] = None
    people: dict[str, list[Participation]] = {}
    for participation in register.stayed():
        people.setdefault(participation.session_id, []).append(participation)
    speakers = {session_id: speakers_of(spoken, people.get(session_id, ())) for session_id, spoken in labels.items()}
    return {s.id: speakers[s.session_id][s.speaker] for s in segments if s.speaker in speakers[s.session_id]}
