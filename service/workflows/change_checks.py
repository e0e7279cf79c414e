"""What is looked at before an act is written into the register of changes: words, ids, reasons, and what they name."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, get_args

from annotations.changes.register import ChangeRegister, Entry, PriorityEvidence
from annotations.codeframe import CodeFrame
from annotations.errors import BadInput, NotFound
from annotations.languages import in_language
from annotations.studies import ChangeKind, Study, Words
from annotations.study_files import ID
from service.storage import corpus, studies
from service.storage.transactions import Tx

STUDY_FILE = "study file"
"""Stands for who did it, where it was the study that was loaded."""
LISTS = ("secondary_domains", "contributed", "addressed", "priorities")


def check_who(by: str, reason: str | None) -> None:
    """``reason`` None: none is needed. Raises BadInput."""
    if not by.strip():
        raise BadInput("nobody is named who does this", remedy="say who: --by NAME")
    if reason is not None and not reason.strip():
        raise BadInput("no reason is given", remedy="say why in one sentence: it stays in the register")


def checked_words(study: Study, title: Words, statement: Words) -> dict[str, dict[str, str]]:
    """Title and statement on one line each, without empty languages. Raises BadInput."""
    found = {}
    for name, given in (("title", title), ("statement", statement)):
        unknown = sorted(set(given) - set(study.languages))
        if unknown:
            raise BadInput(
                f"{name}: {', '.join(unknown)} is no language of the study", remedy=f"use {', '.join(study.languages)}"
            )
        found[name] = {language: " ".join(text.split()) for language, text in given.items() if text.strip()}
        if not found[name]:
            raise BadInput(f"the {name} has no words", remedy=f"write it in {' or '.join(study.languages)}")
    return found


def checked_description(study: Study, frame: CodeFrame, given: Mapping[str, Any]) -> dict[str, Any]:
    """Kind, domains, projects and priorities, as far as they are given (not None). Raises BadInput, NotFound."""
    found = {name: list(value) if name in LISTS else value for name, value in given.items() if value is not None}
    kinds = get_args(ChangeKind)
    if "kind" in found and found["kind"] not in kinds:
        raise BadInput(f"{found['kind']!r} is no kind of change", remedy=f"use {', '.join(kinds)}")
    domains, projects = [d.id for d in study.domains], [p.id for p in study.projects]
    named: dict[str, tuple[list[str], Any]] = {
        "domain": (domains, [found["domain"]] if "domain" in found else []),
        "secondary_domains": (domains, found.get("secondary_domains", [])),
        "contributed": (projects, found.get("contributed", [])),
        "addressed": (projects, found.get("addressed", [])),
        "priorities": (priorities(study, frame), found.get("priorities", [])),
    }
    for name, (known, wanted) in named.items():
        _check_known(name, wanted, known)
    return found


def priorities(study: Study, frame: CodeFrame) -> list[str]:
    """The codes of the study's priorities, headings too; none when it has no such family."""
    below = [path[1:] for path in frame.paths.values() if path[0].id == study.priorities_family]
    return list(dict.fromkeys(code.id for path in below for code in path))


def check_segments(tx: Tx, study_id: str, segment_ids: Collection[str]) -> None:
    """Raises NotFound for one that is not there any more, or never was; BadInput when none is given."""
    if not segment_ids:
        raise BadInput("no segment is named", remedy="name at least one segment")
    live = {segment.id for segment in corpus.segments(tx, study_id, ids=sorted(segment_ids))}
    if missing := sorted(set(segment_ids) - live):
        raise NotFound(f"there is no segment {', '.join(missing)}", remedy="use ids of segments that the transcripts have now")


def check_session(tx: Tx, study_id: str, session_id: str) -> None:
    known = {session.id for session in studies.register(tx, study_id).sessions} | set(corpus.transcript_ids(tx, study_id))
    if session_id not in known:
        raise NotFound(f"there is no session {session_id!r}", remedy="use an id of the register of sessions")


def entry(register: ChangeRegister, change_id: str) -> Entry:
    """Raises NotFound."""
    found = register.entries.get(change_id)
    if found is None:
        known = ", ".join(register.entries) or "none has been entered"
        raise NotFound(f"there is no change {change_id!r} in the register", remedy=f"use one of {known}")
    return found


def evidence_shown(register: ChangeRegister, change_id: str, silent: Collection[str]) -> list[PriorityEvidence]:
    """What is cited for the priorities of a change, without segments that may not be shown; where one is left out, so is the reason, which
    may repeat its words."""
    found = []
    for one in register.evidence(change_id):
        kept = tuple(id_ for id_ in one.segment_ids if id_ not in silent)
        if kept:
            found.append(one if kept == one.segment_ids else replace(one, segment_ids=kept, reason=""))
    return found


def check_id(change_id: str) -> None:
    if not ID.fullmatch(change_id):
        raise BadInput(f"{change_id[:60]!r} is no id of a change", remedy="use 1 to 40 letters without accents, digits, - and _")


def new_id(register: ChangeRegister, taken: Collection[str] = ()) -> str:
    """The next id in the way that the register numbers its changes; never one that was used before.

    >>> new_id(ChangeRegister())
    'CH01'
    """
    numbered = [match for one in (*register.entries, *taken) if (match := re.fullmatch(r"(.*?)(\d+)", one))]
    prefix, width = (numbered[-1][1], len(numbered[-1][2])) if numbered else ("CH", 2)
    highest = max((int(match[2]) for match in numbered if match[1] == prefix), default=0)
    return f"{prefix}{highest + 1:0{width}}"


def named(study: Study, found: Entry) -> str:
    return f"{found.change.id} {in_language(found.change.title, study.languages[0])}"


def _check_known(name: str, wanted: Iterable[str], known: Collection[str]) -> None:
    wanted = list(wanted)
    unknown = [one for one in wanted if one not in known]
    if unknown:
        remedy = f"use {', '.join(known)}" if known else "write them in the study first"
        raise NotFound(f"{name}: there is no {', '.join(map(repr, unknown))}", remedy=remedy)
    if len(set(wanted)) < len(wanted):
        raise BadInput(f"{name}: one is given twice", remedy="give each once")
