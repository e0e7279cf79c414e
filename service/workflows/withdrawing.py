"""relato withdraw: somebody takes their consent back, and their words go, everywhere.

What is in SQL and in the vault goes in one transaction, with a record that says who, when and how much and nothing of what was
said. Label Studio's tasks and the drafts' files are removed after it; done again, the job does what is left to do.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotations.errors import BadInput, LabelStudioError, NotFound, NotReady
from annotations.pseudonyms.masking import Masked
from annotations.sessions import Register
from annotations.speakers_in_register import speakers_of
from annotations.stories.silence import quotes_from
from annotations.studies import Study
from annotations.taking_out import MARKERS, cut_out, shortened
from annotations.transcripts import Segment
from models.batches import texts_of
from models.embeddings.cache import forget_texts
from service.storage import (
    ballots,
    candidates,
    corpus,
    data_points,
    identity,
    machines,
    outdated,
    people,
    results,
    stories,
    studies,
    translations,
    vault,
    withdrawals,
)
from service.storage.identity import Sealed
from service.storage.transactions import Tx
from service.workflows import masking
from service.workflows.collecting import collect_study
from service.workflows.consent import closed_sessions
from service.workflows.drafting import remove_files
from service.workflows.machines import embedding_cache, study_and_frame
from service.workflows.translating import translated_segments
from service.workflows.work import Outcome, Work


def withdraw(work: Work, *, study_id: str, respondent_id: str, by: str = "", on: str = "") -> Outcome:
    """Remove everything that this person said. Raises NotFound.

    Parameters
    ----------
    by : who enters the withdrawal. on : the day on which it was said (ISO), today when empty.
    """
    study, _ = study_and_frame(work, study_id)
    day = _day(on)
    removed: Counter[str] = Counter()
    texts: list[str] = []
    not_heard: list[str] = []
    with work.store.begin() as tx:
        studies.lock(tx, study.id)  # what others are writing at this moment is written before it is looked through
        box = vault.open_vault(work.settings, tx)
        register = people.register(tx, box, study.id)
        if respondent_id not in {person.id for person in register.respondents}:
            raise NotFound(
                f"there is no respondent {respondent_id!r}", where=f"study {study.id}", remedy="use the id of the roster"
            )
        after = register.with_withdrawal(respondent_id, day)
        sessions = sorted({p.session_id for p in register.participations if p.respondent_id == respondent_id})
        known = corpus.kept(tx, study.id)
        here = [session_id for session_id in sessions if session_id in known]
        named = {pair for session_id in here for pair in _named(tx, box, study, session_id)}
        for session_id in here:
            gone, counts = _take_out(tx, box, study, register, after, session_id, respondent_id)
            removed.update(counts)
            if not counts["segment"] and _says_nothing(tx, study, session_id):
                not_heard.append(session_id)
            texts += [text for s in gone for text in texts_of(s)]
        _forget_names(tx, box, study, named)
        written = ballots.words_of(tx, study.id, respondent_id)
        forget_texts(embedding_cache(work.settings), [*texts, *written])
        people.forget_person(tx, study.id, respondent_id, register)
        removed.update(_leave_ballots(tx, study, respondent_id, written))
        studies.save_register(tx, study.id, studies.register(tx, study.id).with_withdrawal(respondent_id, day))
        if removed.total() or after != register:  # said again, it is no second withdrawal
            withdrawals.record(tx, study.id, respondent_id, by=by, on=day, removed=removed, sessions=sessions)
    work.store.scrub()
    return {
        "study": study.id,
        "respondent": respondent_id,
        "sessions": sessions,
        "not_heard": not_heard,
        "removed": dict(removed),
        "files": remove_files(work, study.id),
        **_leave_label_studio(work, study),
    }


def _day(on: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(on) if on else datetime.datetime.now(datetime.UTC).date()
    except ValueError:
        raise BadInput(f"{on!r} is not a date", remedy="write it as year-month-day, such as 2024-02-12") from None


def _take_out(
    tx: Tx, box: vault.Vault, study: Study, before: Register, after: Register, session_id: str, respondent_id: str
) -> tuple[list[Segment], dict[str, int]]:
    """Take the words out of a session's transcript; the segments that held them, as they were, and what was made of them."""
    segments = corpus.segments(tx, study.id, session_id=session_id)
    said = _said(tx, study, session_id, segments)
    translations.erase(tx, study.id, session_id)  # to be imported again: it is not sure which of its words are whose
    if session_id in closed_sessions(study, after):  # nobody else's words can be told apart from theirs
        counts = _erase(tx, study, corpus.segment_ids(tx, study.id, session_id), said)
        corpus.erase_transcript(tx, study.id, session_id)
        vault.forget(tx, study.id, "original", [session_id])
        identity.count_mentions(tx, study.id, session_id, ())
        return segments, counts
    sealed = masking.sealed_of(tx, box, study.id, session_id)
    entities = masking.known_entities(tx, box, study.id)
    shown = Masked(corpus.transcript(tx, study.id, session_id).text, sealed.pieces)
    cut, left = _cut(sealed, before, respondent_id)
    places = [(s, shown.original_span(s.start, s.end)) for s in segments]
    gone = [s for s, (start, end) in places if any(p.start <= start and end <= p.end for p in cut.pieces)]
    stay = [(s, cut.mapped_span(*place)) for s, place in places if s not in gone]
    new = masking.show(study, left, entities, before, borders={at for _, place in stay for at in place})
    counts = _erase(tx, study, [s.id for s in gone], said)
    identity.seal_original(tx, box, study.id, replace(left, pieces=new.masked.pieces))
    masking.save(tx, study, new.transcript, [new.masked.mapped_span(*place) for _, place in stay], [s for s, _ in stay])
    return gone, counts


def _cut(sealed: Sealed, register: Register, respondent_id: str) -> tuple[Masked, Sealed]:
    """The cut that takes this person's turns out, and what stays of the original and of what was found in it."""
    original = sealed.transcript
    people = speakers_of({turn.speaker: None for turn in original.turns}, register.present(original.session_id))
    cut = cut_out(original, {label for label, person in people.items() if person == respondent_id})
    mentions = tuple(
        (replace(m, start=cut.to_masked(m.start), end=cut.to_masked(m.end, "end")), id_)
        for m, id_ in sealed.mentions
        if not any(piece.start < m.end and m.start < piece.end for piece in cut.pieces)
    )
    return cut, Sealed(shortened(original, cut), mentions)


def _says_nothing(tx: Tx, study: Study, session_id: str) -> bool:
    """Whether a session is still there, and nobody has ever been taken out of it."""
    shown = corpus.transcript(tx, study.id, session_id).text if session_id in corpus.kept(tx, study.id) else ""
    return bool(shown) and not any(marker in shown for marker in MARKERS.values())


def _named(tx: Tx, box: vault.Vault, study: Study, session_id: str) -> set[tuple[str, str]]:
    """Everything that is named in a session and its translations: id of the entity, and how it is written."""
    texts = [masking.sealed_of(tx, box, study.id, session_id), *translations.sealed(tx, box, study.id, session_id).values()]
    return {(id_, mention.text) for sealed in texts for mention, id_ in sealed.mentions}


def _forget_names(tx: Tx, box: vault.Vault, study: Study, named: set[tuple[str, str]]) -> None:
    """Take out of the vault what only the withdrawn words named; the letters stay given, so that none comes to mean two people."""
    where = identity.named(tx, study.id)
    ids = {id_ for id_, _ in named}
    sessions = {place.split("/")[0] for id_ in ids for place in where.get(id_, ())}
    gone = named - {pair for session_id in sessions for pair in _named(tx, box, study, session_id)}
    left = []
    for entity in masking.known_entities(tx, box, study.id).values():
        forms = tuple(form for form in entity.forms if (entity.id, form) not in gone)
        if entity.forms and entity.id not in where:  # also of what an earlier look alone had named
            left.append(replace(entity, forms=(), generic="", doubt="", state="rejected"))
        elif forms and forms != entity.forms:
            left.append(replace(entity, forms=forms))
    identity.save_entities(tx, box, study.id, left)


def _said(tx: Tx, study: Study, session_id: str, segments: Sequence[Segment]) -> dict[str, list[str]]:
    """What each segment says, in its own words and in its translations."""
    translated = [
        translated_segments(tx, study.id, session_id, language) for language in translations.languages(tx, study.id, session_id)
    ]
    return {s.id: [s.text, *(one[s.id].text for one in translated if s.id in one)] for s in segments}


def _leave_ballots(tx: Tx, study: Study, respondent_id: str, written: Sequence[str]) -> dict[str, int]:
    """Take somebody off their ballots, and out what is quoted from these: in reasons, remarks, criteria, verifications, stories, and
    beside data. How many ballots changed."""
    changed = ballots.forget_person(tx, study.id, respondent_id)
    if written:
        quoted = quotes_from(written)
        stories.silence(tx, study.id, (), quoted)
        data_points.silence(tx, study.id, (), quoted)
        ballots.forget_quotes(tx, study.id, quoted)
    return {"ballot": changed} if changed else {}


def _erase(tx: Tx, study: Study, wanted: list[str], said: Mapping[str, list[str]]) -> dict[str, int]:
    outdated.take_out(tx, study.id, machines.forget_reasons(tx, study.id, wanted) - set(wanted))
    candidates.forget(tx, study.id, wanted)
    gone = {*wanted, *({id_.rsplit(".", 1)[0] for id_ in wanted} if set(said) <= set(wanted) else ())}
    quoted = quotes_from([words for id_ in wanted for words in said.get(id_, ())])
    texts = stories.silence(tx, study.id, gone, quoted)
    data_points.silence(tx, study.id, gone, quoted)
    ballots.forget_segments(tx, study.id, gone, quoted)
    return {**outdated.erase(tx, study.id, wanted), "story": results.forget_stories(tx, study.id, wanted), "story_text": texts}


def _leave_label_studio(work: Work, study: Study) -> Outcome:
    """Remove the tasks that show the words; where Label Studio does not answer, the next collecting does it."""
    with work.store.read() as tx:
        waiting = len(outdated.removals(tx, study.id))
    if not waiting:
        return {"tasks_removed": 0, "tasks_waiting": 0}
    try:
        done = collect_study(work, study_id=study.id)["removed"]
    except (LabelStudioError, NotReady):
        return {"tasks_removed": 0, "tasks_waiting": waiting}
    return {"tasks_removed": done, "tasks_waiting": waiting - done}
