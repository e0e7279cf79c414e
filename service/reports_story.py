"""Stories in words, for the terminal."""

from collections.abc import Iterable, Sequence

from annotations.languages import in_language
from annotations.stories.records import Block, PersonsAct, StoryVersion
from annotations.stories.rubric_words import JUDGEMENT_WORDS
from annotations.stories.rubrics import Judgement
from annotations.stories.state_records import BlockChange, Flag, Part, Piece, Proposal, StoryLine, StoryState
from annotations.stories.telling import worded
from annotations.stories.words import (
    ACTS,
    CHECK_WORDS,
    FIELDS,
    ORIGINS,
    PARTS,
    STATES,
    spoken,
    told_act,
    told_flag,
    told_obstacle,
)

_MARKS = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}


def line(one: StoryLine, language: str) -> str:
    """One change in the list of stories."""
    words, states = FIELDS[spoken(language)], STATES[spoken(language)]
    counts = {"gaps": one.gaps, "flags": one.flags, "comments": one.comments, "contradictions": one.contradictions}
    counts["proposed"] = one.proposed
    told = "  ".join(f"{words[name]} {number}" for name, number in counts.items() if number)
    who = f"{one.role}: {', '.join(one.persons)}" if one.role else ""
    version = f"v{one.version}" if one.version else f"({words['draft']} {one.draft})" if one.draft else "—"
    return "  ".join(
        filter(None, [f"{one.change_id:<8} {states[one.state]:<14} {version:<12}", in_language(one.title, language), who, told])
    )


def in_full(state: StoryState, language: str) -> str:
    """The story as it reads now, then who has it, what is open, what was signed."""
    text, words = state.version.text, FIELDS[spoken(language)]
    lines = [f"{text.change_id}  {in_language(text.title, language)}", f"{in_language(text.statement, language)}", ""]
    lines.append(f"{STATES[spoken(language)][state.state]}, v{state.version.number} ({state.version.by})")
    for section in text.sections:
        lines += ["", f"## {section.id}  {in_language(section.name, language)}"]
        for block in section.blocks:
            done = f" ({words['settled']} {', '.join(state.settled[block.id])})" if block.id in state.settled else ""
            lines.append(f"{block.id:<5} {_marks(block, language)}{worded(block, language)}{done}")
    lines += ["", *_people(state, language)]
    lines += [f"{words['comment']} {c.id} {c.block}: {c.text} ({c.by})" for c in state.comments if c.is_open]
    lines += [f"- {words['open'].format(n=len(state.open_comments))}"] if state.open_comments else []
    lines += flag_lines(state.flags, language)
    lines += [f"- {told_obstacle(one, language)}" for one in state.obstacles]
    return "\n".join(lines)


def version_line(version: StoryVersion) -> str:
    reason = f" ({version.reason})" if version.reason else ""
    return f"{version.number:>4}  {version.at:%Y-%m-%d %H:%M}  {version.by}{reason}"


def act_line(act: PersonsAct, language: str) -> str:
    """
    >>> from datetime import datetime
    >>> act_line(PersonsAct(3, datetime(2026, 5, 1, 9), "ana", "flag_answered", "CH1", {"flag": "f1"}, "it holds"), "en")
    '   3  2026-05-01 09:00  ana: answered the flag f1 (it holds)'
    """
    reason = f" ({act.reason})" if act.reason else ""
    return f"{act.number:>4}  {act.at:%Y-%m-%d %H:%M}  {act.by}: {told_act(act, language)}{reason}"


def flag_lines(flags: Iterable[Flag], language: str) -> list[str]:
    answered = FIELDS[spoken(language)]["answered"]
    return [
        f"{flag.id}: {told_flag(flag, language)} ({', '.join(flag.blocks)})"
        + ("" if flag.is_open else f" — {answered} {flag.answered_by}: {flag.answer}")
        for flag in flags
    ]


def difference_lines(changes: Sequence[BlockChange], language: str) -> list[str]:
    lines = []
    for change in changes:
        lines.append(f"{change.block:<10} {change.section} {ACTS[spoken(language)][change.act]}")
        lines += [f"    {of}: {marked(pieces)}" for of, pieces in change.words.items()]
    return lines


def proposal_lines(proposal: Proposal, language: str) -> list[str]:
    return [one for part in proposal.parts for one in _part(part, language)]


def marked(pieces: Iterable[Piece]) -> str:
    """
    >>> marked([("same", "They "), ("removed", "read"), ("added", "say"), ("same", " it.")])
    'They [-read-]{+say+} it.'
    """
    return "".join(f"{_MARKS[kind][0]}{text}{_MARKS[kind][1]}" for kind, text in pieces)


def _part(part: Part, language: str) -> list[str]:
    persons = f" ({ORIGINS[spoken(language)]['person']})" if part.persons else ""
    lines = [f"{part.key}  {PARTS[spoken(language)][part.kind]}{persons}"]
    if part.after is not None and part.after.quote is not None:
        lines.append(f"    {worded(part.after, language)}")
    return lines + [f"    {of}: {marked(pieces)}" for of, pieces in part.words.items()]


def _people(state: StoryState, language: str) -> list[str]:
    names = {role.id: in_language(role.name, language) for role in state.roles}
    lines = [f"{names.get(one.role, one.role)}: {one.person}" for one in state.assignments]
    for one in state.rounds:
        lines.append(
            f"{'←' if one.back else '→'} {one.number}. {names.get(one.role, one.role)}, v{one.version}: {one.reason} ({one.by})"
        )
    for signed in state.signatures:
        checked = ", ".join(CHECK_WORDS[spoken(language)][check] for check in signed.checked)
        older = "" if signed.current else f" ({FIELDS[spoken(language)]['older']})"
        despite = f" ({FIELDS[spoken(language)]['despite'].format(n=len(signed.despite))})" if signed.despite else ""
        lines.append(f"✓ {names.get(signed.role, signed.role)}: {signed.by}, v{signed.version}, {checked}{older}{despite}")
    return lines


def _marks(block: Block, language: str) -> str:
    outdated = f"({FIELDS[spoken(language)]['outdated']}) " if language in block.outdated else ""
    return f"[{ORIGINS[spoken(language)][block.origin]}] {outdated}"


def judgement_line(one: Judgement, language: str) -> str:
    """What somebody judged, why, and upon what."""
    say = {key: in_language(words, language) for key, words in JUDGEMENT_WORDS.items()}
    level = in_language(one.level_name, language) + (f" ({say['earlier']})" if one.earlier_wording else "")
    ended = (
        "" if one.state == "stands" else f"  [{say[one.state]}" + (f" {one.ended_by}: {one.ended_why}]" if one.ended_by else "]")
    )
    cited = f" ({', '.join(one.segments)})" if one.segments else ""
    why = one.reason or say["emptied"]
    return f"{one.id}  {one.change_id}  {in_language(one.rubric_name, language)}: {level}  {one.by}, v{one.version}: {why}{cited}{ended}"
