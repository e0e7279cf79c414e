"""The rule of consent: whose words may be kept."""

from collections.abc import Iterable

from annotations.errors import ConsentMissing
from annotations.sessions import Register
from annotations.speakers_in_register import who_said
from annotations.studies import Study
from annotations.transcripts import Segment
from service.storage import corpus, outdated, snapshots, studies
from service.storage.transactions import Tx

KEPT = 8


def closed_sessions(study: Study, register: Register) -> frozenset[str]:
    """Sessions of which nothing may be shown or made; of a study of public material, only those in which somebody refused."""
    closed = register.closed()
    return closed if study.consent == "required" else closed & register.refused()


def check_consent(study: Study, register: Register, session_id: str, *, where: str) -> frozenset[str]:
    """The labels whose words have to be left out of the session, everybody else's may be imported. Raises ConsentMissing."""
    registered = any(s.id == session_id and s.registered for s in register.sessions)
    if not registered and study.consent == "required":
        raise ConsentMissing(
            f"session {session_id} is in no register, so that nobody knows whether those who speak agreed",
            where=where,
            remedy=f"add it to {study.sessions} and {study.roster}, or, for public material, write `consent: not_required` in the study",
        )
    if session_id in closed_sessions(study, register):
        people = [p for p in register.of_session(session_id) if not p.consent.holds]
        refused = [p.respondent_id for p in people if p.consent.refused]
        undocumented = [p.respondent_id for p in people if not p.consent.refused]
        why = [f"{', '.join(refused)} did not agree to take part, or no longer do"] if refused else []
        why += [f"the consent of {', '.join(undocumented)} is not documented"] if undocumented else []
        raise ConsentMissing(
            f"session {session_id}: {'; '.join(why) or 'nobody is registered as taking part'}",
            where=where,
            remedy="take the file out of the folder" if refused else f"note in {study.roster} who agreed and how",
        )
    return (
        register.without_words(session_id)
        if study.consent == "required"
        else register.without_words(session_id) & {p.label for p in register.of_session(session_id) if p.consent.refused}
    )


def silent_segments(tx: Tx, study: Study, register: Register) -> dict[str, str]:
    """Imported segments that may not be shown, and who said them, as far as that is known: of closed sessions, and of people who
    refused or withdrew and whose words are still here.
    """
    closed = closed_sessions(study, register)
    found: dict[str, str] = {}
    for session_id in sorted((closed | register.refused()) & set(corpus.transcript_ids(tx, study.id))):
        refused = {p.respondent_id for p in register.present(session_id) if p.consent.refused}
        segments = corpus.segments(tx, study.id, session_id=session_id)
        who = who_said(segments, register)
        found |= {s.id: who.get(s.id, "") for s in segments if session_id in closed or who.get(s.id) in refused}
    return found


_known: dict[str, frozenset[str]] = {}
"""Of the studies that were asked about last, by their stamp: every page asks."""


def silent_ids(tx: Tx, study: Study) -> frozenset[str]:
    """The ids of ``silent_segments``."""
    writes = tx.get_bind().get_execution_options().get("writes")
    stamp = "" if writes else snapshots.stamp(tx, study.id)  # what is being written has no stamp yet
    found = _known.get(stamp)
    if found is None:
        found = frozenset(silent_segments(tx, study, studies.register(tx, study.id)))
        for old in list(_known)[: 1 - KEPT]:
            _known.pop(old, None)
        if stamp:
            _known[stamp] = found
    return found


def may_be_shown(tx: Tx, study: Study, segments: Iterable[Segment]) -> list[Segment]:
    """These segments without those that may not be shown any more, until they are withdrawn."""
    silent = silent_ids(tx, study)
    return [segment for segment in segments if segment.id not in silent]


def take_out_silent(tx: Tx, study: Study, register: Register) -> list[str]:
    """Have the tasks of segments that may not be shown any more leave Label Studio; who has words here that are to be withdrawn."""
    silent = silent_segments(tx, study, register)
    outdated.take_out(tx, study.id, list(silent))
    refused = {p.respondent_id for p in register.participations if p.consent.refused}
    return sorted(refused & set(silent.values()))
