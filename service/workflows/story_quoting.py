"""Somebody quotes a stretch of a segment in a story: verbatim, with who said it and where, never who by name."""

from annotations.changes.story_evidence import Passage
from annotations.changes.story_quotes import is_literal, sentences
from annotations.changes.story_records import Quote
from annotations.codings import Stance
from annotations.errors import BadInput, NotFound
from annotations.pseudonyms.scopes import scoped, unscoped
from annotations.speakers_in_register import who_said
from annotations.stories.held import held_of
from annotations.stories.stretches import checked_stretch, stretch_of
from service.settings import Settings
from service.storage.vault import open_vault
from service.workflows.consent import closed_sessions
from service.workflows.evidence import Evidence, read_evidence
from service.workflows.story_acting import Acting
from service.workflows.story_letters import keep_letters, study_letters


def quote_of(a: Acting, settings: Settings, segment_id: str, start: int = 0, end: int = 0, words: str = "") -> Quote:
    """``segment[start:end]``, to the end of the segment without an ``end``, or these ``words`` of it; spaces around it are left out.

    Raises
    ------
    NotFound : there is no such segment, or it may not be shown.
    BadInput : the stretch is empty, not within the segment, or cuts a word or what stands for a name; the words are not in it once.
    """
    known = read_evidence(a.tx, a.study.id, [segment_id.rsplit(".", 1)[0]])
    passage = _passage(known, a.change_id, segment_id)
    if passage is None:
        raise NotFound(
            f"there is no segment {segment_id!r} that may be quoted", remedy="use the id of a segment, such as S01.006"
        )
    text = passage.segment.text
    if words.strip():
        if start or end:
            raise BadInput(
                "both words and characters are given", remedy="give the words of the quote, or where it begins and ends"
            )
        start, end = _place(a, settings, text, words)
    start, end = checked_stretch(text, start, end or len(text), segment_id)
    borders = [0, len(text), *(at for sentence in sentences(text) for at in sentence)]
    session = passage.session
    return Quote(
        segment_id=segment_id,
        start=start,
        end=end,
        text=_in_letters(a, settings, text[start:end]),
        cut_before=start not in borders,
        cut_after=end not in borders,
        stance=passage.stance,
        language=passage.segment.language or session.language,
        category=next((c.name for c in a.study.categories if c.id == passage.category), {"": passage.category}),
        place=passage.place,
        method=session.method,
        mode=session.mode,
        capture=session.capture,
        date=session.date,
        literal=is_literal(passage, start, end),
        marked=True,
        linked=passage.linked,
        prompted=passage.prompted,
    )


def _place(a: Acting, settings: Settings, text: str, words: str) -> tuple[int, int]:
    """Where the words stand; a name that was written out, or has the letter of the story, is looked for as it is masked there."""
    try:
        return stretch_of(text, words)
    except BadInput:
        letters = study_letters(a.tx, open_vault(settings, a.tx), a.study.id, a.change_id)
        (masked,) = unscoped([a.hide(words)], letters)
        if masked == words:
            raise
    return stretch_of(text, masked)


def _passage(known: Evidence, change_id: str, segment_id: str) -> Passage | None:
    segment = next((one for one in known.segments if one.id == segment_id), None)
    session = next((one for one in known.register.sessions if segment and one.id == segment.session_id), None)
    if (
        segment is None
        or session is None
        or segment_id in known.silent
        or session.id in closed_sessions(known.study, known.register)
    ):
        return None
    held = held_of("", [one for one in known.codings if one.segment_id == segment_id], change_id)["stance"]
    stance: Stance = "against" if held == "against" else "for"
    who = who_said(known.segments, known.register).get(segment_id, "")
    person = next((one for one in known.register.respondents if one.id == who), None)
    return Passage(
        segment=segment,
        session=session,
        stance=stance,
        linked=not held,
        prompted=session.prompted or segment_id in known.prompted,
        sections=frozenset(),
        codes=frozenset(),
        category=person.category if person else "",
        place=(person.place if person else "") or session.place,
        counts_with="",
    )


def _in_letters(a: Acting, settings: Settings, text: str) -> str:
    """With the letters of the story in the place of the study's."""
    vault = open_vault(settings, a.tx)
    result = scoped([text], given=study_letters(a.tx, vault, a.study.id, a.change_id))
    keep_letters(a.tx, vault, a.study.id, a.change_id, result.letters)
    return result.texts[0]
