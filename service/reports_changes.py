"""The register of changes in words and as JSON, for the terminal."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import TypeAdapter

from annotations.changes.priorities import PriorityLine
from annotations.changes.register import ChangeAct, ChangeRegister, Entry
from annotations.changes.register_words import ELEMENT, FIELD, PRIORITY, STATUS, act_in_words, spoken
from annotations.codeframe import CodeFrame
from annotations.languages import in_language
from service.workflows.change_checks import evidence_shown

_act = TypeAdapter(ChangeAct)


def line(entry: Entry, language: str) -> str:
    """One change: id, status, title."""
    status = STATUS[spoken(language)][entry.status] + (f" → {entry.merged_into}" if entry.merged_into else "")
    return f"{entry.change.id:<8} {status:<18} {in_language(entry.change.title, language)}"


def in_full(entry: Entry, register: ChangeRegister, language: str, silent: Collection[str]) -> str:
    """One change with everything that the register has of it."""
    change, words, spoke = entry.change, FIELD[spoken(language)], spoken(language)
    lines = [line(entry, language)]
    for version in entry.statements:
        said = in_language(version.statement, language)
        lines.append(f"  {version.number}. {version.at:%Y-%m-%d} {version.by}: {in_language(version.title, language)} — {said}")
    for name in FIELD["en"]:
        value = getattr(change, name)
        if value:
            lines.append(f"  {words[name]}: {value if isinstance(value, str) else ', '.join(value)}")
    lines += [f"  {link.segment_id}: {link.stance} ({link.by}: {link.reason})" for link in _links(entry, register)]
    for passages in evidence_shown(register, change.id, silent):
        lines.append(f"  {passages.priority}: {', '.join(passages.segment_ids)} ({passages.by}: {passages.reason})")
    for one in register.overrides(change.id).values():
        lines.append(f"  {one.session_id}: {'+' if one.counts else '-'} ({one.by}: {one.reason})")
    for said_of in register.elements(change.id):
        order = f" {said_of.order}." if said_of.order else ""
        cited = f" [{', '.join(said_of.segment_ids)}]" if said_of.segment_ids else ""
        element = ELEMENT[spoke][said_of.element]
        lines.append(f"  {said_of.id} {said_of.session_id} {element}:{order} {said_of.value}{cited} ({said_of.by})")
    return "\n".join([*lines, "", *(act_line(act, language) for act in entry.acts)])


def priority_line(one: PriorityLine, frame: CodeFrame, language: str) -> str:
    """A priority, what is known of it, and the changes and projects behind that."""
    words = PRIORITY[spoken(language)]
    name = next(
        (in_language(code.name, language) for path in frame.paths.values() for code in path if code.id == one.priority), ""
    )
    cited = (f"{id_} ({len(ids)})" if (ids := one.cited.get(id_)) else id_ for id_ in one.changes)
    parts = [", ".join(cited)]
    parts += [
        f"{words[field]}: {', '.join(ids)}"
        for field in ("contributed", "addressed", "pursued_by")
        if (ids := getattr(one, field))
    ]
    return f"{one.priority:<16} {words[one.state]:<26} {name}" + "".join(f"; {part}" for part in parts if part)


def act_line(act: ChangeAct, language: str) -> str:
    """
    >>> from datetime import UTC, datetime
    >>> act_line(ChangeAct(4, datetime(2026, 5, 2, 9, 30, tzinfo=UTC), "ines", "dropped", "CH07", {}, "said once"), "en")
    '   4  2026-05-02 09:30  ines: dropped CH07 (said once)'
    """
    reason = f" ({act.reason})" if act.reason else ""
    return f"{act.number:>4}  {act.at:%Y-%m-%d %H:%M}  {act.by}: {act_in_words(act, language)}{reason}"


def act_as_dict(act: ChangeAct) -> Mapping[str, Any]:
    body: dict[str, Any] = _act.dump_python(act, mode="json")
    return body


def _links(entry: Entry, register: ChangeRegister) -> list[Any]:
    return [link for link in register.links() if link.change_id == entry.change.id]
