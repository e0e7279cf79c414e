"""Rounds in words, for the terminal."""

from collections.abc import Mapping
from typing import Any

Outcome = Mapping[str, Any]
STANDING = {
    "single": "coded by one",
    "agreed": "coded alike by several",
    "open": "coded differently and not decided",
    "decided": "decided by the supervisor",
}


def plan_in_words(o: Outcome) -> str:
    """Everything that opening the round would do."""
    rule = o["rule"]
    said = [f"{rule['overlap']:.0%} of sessions coded by {rule['coders']} people" if rule["overlap"] else "one coder a session"]
    said += [f"blind: {rule['blind']}"] if rule["overlap"] or rule["blind"] == "all" else []
    said += [f"{rule[name]:.0%} {name}" for name in ("withheld", "planted") if rule[name]]
    said += [f"{rule['drawn']:.0%} seen by the supervisor anyway ({o['drawn_for_supervisor']} segments)"] if rule["drawn"] else []
    lines = [
        f"study {o['study']}, round {o['round']}, code frame version {o['frame_version']}: {'; '.join(said)}",
        f"{o['tasks']} tasks in {len(o['sessions'])} sessions; {o['new']} assignments would be new",
    ]
    if any(o["conditions"].get(name) for name in ("withheld", "planted")):
        told = ", ".join(f"{o['conditions'].get(name, 0)} {name}" for name in ("shown", "withheld", "planted"))
        lines.append(f"of the assisted tasks: {told}")
    lines.append("who")
    lines += [
        f"  {one['coder']:<16} {one['arm']:<9} {one['sessions']:>4} sessions {one['segments']:>6} tasks {one['words']:>8} words"
        for one in o["coders"]
    ]
    lines.append("sessions")
    for one in o["sessions"]:
        who = ", ".join(f"{coder} ({arm})" for coder, arm in one["coders"].items()) or "nobody"
        lines.append(f"  {one['session']:<16} {one['words']:>6} words  {' · '.join([*filter(None, one['stratum']), who])}")
    lines.append("projects in Label Studio")
    lines += [f"  {_state(one):<8} {one['title']}" for one in o["projects"]]
    lines.append("accounts in Label Studio")
    lines += [f"  {'known   ' if one['there'] else 'to find '} {one['coder']} <{one['email']}>" for one in o["accounts"]]
    return "\n".join([*lines, *(f"! {problem}" for problem in o["problems"])])


def _state(project: Outcome) -> str:
    return "there" if project["there"] else "later" if project["later"] else "to make"


def opened_in_words(o: Outcome) -> str:
    problems = "".join(f"\n! {problem}" for problem in o["problems"])
    return (
        f"round {o['round']} of study {o['study']} is open: {o['new']} assignments drawn, {o['tasks']} tasks for "
        f"{len({one['coder'] for one in o['coders']})} coders; send them with `relato send`{problems}"
    )


def closed_in_words(o: Outcome) -> str:
    left = sum(o["left"].values()) + o["unsent"]
    return f"round {o['round']} of study {o['study']} is closed; {left} tasks are left undone\n{_standing(o['standing'])}"


def status_in_words(o: Outcome) -> str:
    lines = []
    for number, one in o["rounds"].items():
        version = f", code frame version {one['frame_version']}" if one["frame_version"] else ""
        lines.append(f"round {number}: {one['state']}{version}")
        for who in one["coders"]:
            tasks = ", ".join(f"{count} {state}" for state, count in sorted(who["tasks"].items())) or "nothing sent"
            sessions = f"{who['sessions']} sessions, " if who["sessions"] else ""
            lines.append(f"  {who['coder']:<16} {who['arm']:<12} {sessions}{tasks}")
        lines += [f"  {one['unsent']} tasks not sent yet"] if one["unsent"] else []
        lines.append(_standing(one["standing"]))
        if late := one["changed_since_decided"]:
            lines.append(
                f"  ! decided, and a coder has changed their answer since: {', '.join(late)}; look at them again in Label Studio"
            )
    waiting = [str(number) for number in o["planned"] if number not in o["rounds"]]
    lines += [f"not opened yet: round {', '.join(waiting)}"] if waiting else []
    return "\n".join(lines) or f"study {o['study']}: nothing was sent, and no round is planned"


def decisions_in_words(o: Outcome) -> str:
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(o["why"].items()))
    waiting = f"; {o['waiting']} segments are still with coders" if o["waiting"] else ""
    before = f"; {o['decided_before']} were put before the supervisor earlier" if o["decided_before"] else ""
    nobody = f"\n! every supervisor has coded {', '.join(o['nobody'])}: name another one in the study" if o["nobody"] else ""
    send = "; send them with `relato send`" if o["entered"] else ""
    told = f" ({why})" if why else ""
    return f"round {o['round']}: {o['entered']} segments put before the supervisor{told}{waiting}{before}{send}{nobody}"


def history_in_words(o: Outcome) -> str:
    lines = [f"{one['at']}  {one['who']} ({one['place']}): {one['said']}" for one in o["acts"]]
    lines.append(o["how"])
    lines += [f"  {one['name']}{' · ' + one['stance'] if one['stance'] else ''} ({one['coder']})" for one in o["standing"]]
    return "\n".join(lines)


def _standing(found: Mapping[str, int]) -> str:
    told = ", ".join(f"{found[how]} {words}" for how, words in STANDING.items() if found.get(how))
    return f"  segments: {told}" if told else "  segments: none reviewed yet"
