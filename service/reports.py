"""Outcomes of the verbs in words, for the terminal."""

from collections.abc import Callable, Mapping
from typing import Any

from annotations.languages import in_language
from service.reports_candidates import proposed_in_words
from service.reports_review import question_in_words

Outcome = Mapping[str, Any]


def in_words(verb: str, outcome: Outcome) -> str:
    """What came of a verb, in a few lines that a person reads."""
    return _WORDS[verb](outcome)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _load(o: Outcome) -> str:
    refused = f"\n  no consent any more, left out of everything from now on: {', '.join(o['refused'])}" if o["refused"] else ""
    refused += to_withdraw(o["to_withdraw"])
    refused += _synced(o["changes"]) + _statistics(o.get("statistics"))
    new = "new" if o["frame_is_new"] else "unchanged"
    return (
        f"study {o['study']}: code frame version {o['frame_version']} ({o['codes']} codes, {new}), "
        f"{o['sessions']} sessions and {o['respondents']} people in the register{refused}{_migrated(o['migrated'])}"
    )


def _statistics(o: Outcome | None) -> str:
    """What the file of data points did; empty when it did nothing."""
    if not o or not (o["added"] or o["corrected"]):
        return ""
    told = f"\n  {_count(len(o['added']), 'data point')} new, {len(o['corrected'])} corrected"
    return told + (f"\n  ! attachments that rest on corrected data: {', '.join(o['attachments'])}" if o["attachments"] else "")


def _synced(o: Outcome) -> str:
    """What the study file did to the register of changes; empty when it did nothing."""
    lines = [f"{act} in the register of changes: {', '.join(o[act])}" for act in ("entered", "restated", "described") if o[act]]
    if o["left"]:
        lines.append(f"! worded anew in the file, and merged in the register, where it stays: {', '.join(o['left'])}")
    if o["gone"]:
        lines.append(
            f"! no longer in the file, still in the register: {', '.join(o['gone'])}; drop them with `relato changes drop`"
        )
    return "".join(f"\n  {line}" for line in lines)


def to_withdraw(people: list[str]) -> str:
    """What is left to do for people whose consent has ended."""
    words = ", ".join(people)
    return f"\n  ! consent has ended, their words are still kept: {words}; remove them with `relato withdraw`" if people else ""


def _migrated(o: Outcome) -> str:
    """What the new version of the code frame did to what was coded; empty when it did nothing."""
    lines = []
    if o["codings"]:
        lines.append(f"  {_count(o['codings'], 'coding')} changed with the code frame; as they were they stay on the log")
    if o["again"]:
        lines.append(f"  {_count(len(o['again']), 'review')} to be looked at again; until then they do not count")
    if o["later"]:
        lines.append(f"  {_count(len(o['later']), 'review')} of rounds that are closed to be looked at in the next round")
    if o["moved"]:
        lines.append(f"  {_count(o['moved'], 'task')} to be sent anew: `relato suggest`, then `relato send`")
    return "".join(f"\n{line}" for line in lines)


def _rephrase(o: Mapping[str, Any]) -> str:
    rejected = ", ".join(f"{number} for {kind}" for kind, number in sorted(o["rejected"].items()))
    return (
        f"study {o['study']}, {o['change']}: {o['model']} was asked for {o['sentences']} sentences: {o['proposed']} wordings proposed, "
        f"{o['same']} left as they are, {sum(o['rejected'].values())} rejected{f' ({rejected})' if rejected else ''}\n"
        f"  look at them with `relato story wordings {o['change']}`"
    )


def _migrate(o: Outcome) -> str:
    return f"study {o['study']}: version {o['frame_version']} of the code frame holds everywhere{_migrated(o)}"


def frame_in_words(o: Outcome) -> str:
    """A new version of the code frame as `relato frame check` found it."""
    lines = [f"version {o['version']}: {_count(o['codes'], 'code')}, nothing wrong with it", *o["said"]]
    if o["codings"]:
        kinds = ", ".join(f"{number} {kind}" for kind, number in o["codings"].items())
        lines.append(f"codings that it concerns, by kind of change: {kinds}")
        lines.append(f"somebody would have to look again at {_count(o['again'], 'review')} of a segment")
    return "\n".join(lines)


def _import(o: Outcome) -> str:
    lines = [line for name, file in o["files"].items() for line in _file_lines(name, file)]
    if o["left_out"]:
        lines.append(f"  left out, not of a kind that is read: {', '.join(o['left_out'])}")
    counts = ", ".join(
        f"{o[state]} {state}" for state in ("imported", "unchanged", "changed", "refused") if o[state] or state == "imported"
    )
    return "\n".join([f"study {o['study']}: {counts}", *lines])


def _file_lines(name: str, file: Outcome) -> list[str]:
    if file["state"] == "refused":
        return [f"  {name}: refused. {file['why']}"]
    if "translation" in file:
        part = file["translation"]
        return [
            f"  {name}: imported, {part['language']} translation of session {part['session']}, {_count(part['turns'], 'turn')}"
        ]
    lines = []
    for part in file.get("parts", ()):
        said = f"{_count(part['turns'], 'turn')} of {_count(len(part['speakers']), 'speaker')}, {part['characters']} characters"
        lines.append(f"  {name}: {file['state']}, session {part['session']}, {said}, {_count(part['segments'], 'segment')}")
        if part["gone"]:
            lost = f"{_count(part['codings_lost'], 'coding')} and {_count(part['tasks_lost'], 'task')}"
            gone = f"{_count(len(part['gone']), 'segment')} no longer there, with {lost}: {', '.join(part['gone'])}"
            lines.append(f"    {part['kept']} segments as they were, {gone}")
        if part["would_lose"]:
            lines.append(f"    nothing was changed; to take it in: --replace {part['session']}")
    return lines or [f"  {name}: {file['state']}"]


def _identify(o: Outcome) -> str:
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(o["identities"].items()))
    lines = [f"{_count(o['sessions'], 'transcript')} looked at; in the study: {kinds or 'nothing'}; {o['undecided']} undecided"]
    if o["without_model"]:
        lines.append(f"  looked at without a language model, by patterns and lists alone: {', '.join(o['without_model'])}")
    return "\n".join(lines)


def _decide(o: Outcome) -> str:
    states = ", ".join(f"{number} {state}" for state, number in o["states"].items())
    return f"{_count(o['decided'], 'decision')} taken in; {states}; shown anew: {', '.join(o['changed']) or 'no session'}"


def _withdraw(o: Outcome) -> str:
    removed = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in o["removed"].items() if number)
    lines = [
        f"{o['respondent']} has withdrawn from {', '.join(o['sessions']) or 'no session'}; removed: {removed or 'nothing was left'}",
        f"  files of drafts deleted: {o['files']}; tasks removed from Label Studio: {o['tasks_removed']}",
    ]
    if o["not_heard"]:
        lines.append(
            f"  look at this: nobody speaks under their label in {', '.join(o['not_heard'])}; if they spoke there, correct the label in "
            "the roster, load it, and withdraw again"
        )
    if o["tasks_waiting"]:
        lines.append(
            f"  {_count(o['tasks_waiting'], 'task')} still in Label Studio: `relato collect` removes them as soon as it answers"
        )
    lines.append(
        "  still to be done by hand: delete the source files and recordings, documents that were written before, and backups made "
        "before today"
    )
    return "\n".join(lines)


def _suggest(o: Outcome) -> str:
    return f"model {o['model']}: {o['suggestions']} suggestions for {o['segments']} segments ({o['suggestions_of_model']} in all)"


def _send(o: Outcome) -> str:
    lines = [f"  {c}: {s['pushed']} tasks sent, {s['renewed']} with new suggestions; {s['url']}" for c, s in o["coders"].items()]
    lines += [f"  look at this: {problem}" for problem in o["problems"]]
    return "\n".join([f"round {o['round']}: {o['tasks']} tasks in all", *lines])


def _collect(o: Outcome) -> str:
    lines = [f"  look at this: {problem}" for problem in o["problems"]]
    lines += [f"  task has disappeared from Label Studio, send again: {item}" for item in o["lost"]]
    first = f"{o['changed']} tasks had news; now {o.get('items_reviewed', 0)} reviewed, {o['reviews']} reviews, {o['codings']} codings, {o['log']} acts on the log"
    return "\n".join([first, *lines])


def _retrain(o: Outcome) -> str:
    from service.report_of_models import retrain_lines

    return "\n".join(retrain_lines(o))


def _finetune(o: Outcome) -> str:
    state = "in use" if o["champion"] else {"keep": "not in use", "ask": "waits for a person"}.get(o["result"], "not in use")
    cost = o["cost"]
    lines = [
        f"study {o['study']}: fine-tuned encoder {o['model']} ({state}); {cost['steps']} steps in {cost['seconds']:.0f} s ({cost['device']})",
        f"  {in_language(o['reason'], 'en')}",
        *score_lines(o["scores"]),
    ]
    return "\n".join(lines)


def score_lines(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """Held-out scores of both models with their intervals, and the paired difference."""
    return [
        f"  {model:<11} "
        + " · ".join(f"{metric} {v['mean']:.3f} [{v['low']:.3f}, {v['high']:.3f}]" for metric, v in of_model.items())
        for model, of_model in scores.items()
    ]


def _saturation(o: Outcome) -> str:
    lines = [f"  {'change':<8}{'for':>4}{'against':>9}{'prompted':>10}  state"]
    for change_id, v in o["changes"].items():
        state = v["state"] + (" (contested)" if v["contested"] else "")
        when = f", reached on {v['reached_on']} with {v['reached_with']}" if v["reached_on"] else ""
        missing = v["missing"]
        lacks = f", {missing['independent']} more independent sessions needed" if missing["independent"] else ""
        lines.append(
            f"  {change_id:<8}{v['independent_for']:>4}{v['independent_against']:>9}{v['prompted']:>10}  {state}{when}{lacks}"
        )
    lines += [f"  look at this: {id_} meets the rule with few sessions" for id_, v in o["changes"].items() if v["few"]]
    return "\n".join(["independent sessions per change (a proposal; people decide what to pursue)", *lines])


def _draft(o: Outcome) -> str:
    lines = [
        f"  {change}: version {s['version']}{'' if s['new'] else ' (unchanged)'}\n"
        + "\n".join(f"    {path}" for path in s["files"].values())
        for change, s in o["stories"].items()
    ]
    return "\n".join([f"{len(o['stories'])} story drafts", *lines])


_WORDS: dict[str, Callable[[Outcome], str]] = {
    "load": _load,
    "import": _import,
    "identify": _identify,
    "decide": _decide,
    "withdraw": _withdraw,
    "suggest": _suggest,
    "send": _send,
    "collect": _collect,
    "retrain": _retrain,
    "finetune": _finetune,
    "question": question_in_words,
    "saturation": _saturation,
    "propose": proposed_in_words,
    "draft": _draft,
    "rephrase": _rephrase,
    "migrate": _migrate,
}
