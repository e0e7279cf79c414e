"""From what a coder left in Label Studio to reviews and spans, and back.

Label Studio counts offsets in a Text in code points, as we do (measured in the browser behind emoji, 1.23.2): nothing is converted, but
every span is compared with the text that it claims to be.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from annotations.codeframe import CodeFrame
from annotations.codings import Act, Kind, Review, Span, Stance, Suggestion
from annotations.label_studio.decisions import Choice, Side, is_decision
from annotations.label_studio.handles import all_in_view
from annotations.label_studio.label_config import FLAGS, SPAN_COLOURS, STANCES
from annotations.label_studio.offers import Offer, offers
from annotations.label_studio.tasks import WorkItem, alias_path, region, targets
from annotations.moving import moved
from annotations.rounds import Arm, Carried
from annotations.studies import Study
from annotations.transcripts import Segment

__all__ = ["Choice", "ReviewedTask", "read_annotation", "write_result"]
CODE_CONTROLS = ("suggested", "codes")


@dataclass(frozen=True)
class ReviewedTask:
    """What one annotation says. A skipped task says nothing. What cannot be read is left out and told in ``problems``."""

    skipped: bool = False
    reviews: tuple[Review, ...] = ()
    choices: frozenset[Choice] = frozenset()
    spans: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()
    memo: str = ""
    problems: tuple[str, ...] = ()


def read_annotation(
    annotation: Mapping[str, Any],
    item: WorkItem,
    segment: Segment,
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    *,
    shown_text: str = "",
    arm: Arm = "assisted",
    carried: Sequence[Carried] = (),
    sides: Sequence[Side] = (),
    planted: Collection[str] = (),
) -> ReviewedTask:
    """Interpret one annotation of the task of ``item``.

    ``suggestions``, ``carried`` and ``sides`` are those that were sent with it; suggestions are none when it was blind or they were
    withheld. ``planted``: targets of those among them that are known to be wrong.
    ``shown_text`` is the text that the task shows, where the segment's has changed since: stretches marked in it move along.
    A skipped task carries the whole prediction as its result: it is nothing, not an acceptance. Problems are words for a
    supervisor and hold no interview text.
    """
    if annotation.get("was_cancelled"):
        return ReviewedTask(skipped=True)
    problems: list[str] = []
    values = _values(annotation.get("result") or [], problems)
    choices = _choices(values, study, frame, problems)
    flags = _known(values["flags"], FLAGS, "flag", problems)
    seen = offers(suggestions, arm=arm, carried=carried, sides=sides)
    if never := set(values["suggested"]) - {offer.target for offer in seen if offer.kind == "code"}:
        problems.append(f"reviewed as suggestions, but not suggested by us: {', '.join(sorted(never))}")
    if "no_code" in flags and any(choice.kind == "code" for choice in choices):
        problems.append("marked as 'no code applies' and coded at the same time")
    return ReviewedTask(
        reviews=_decided(choices, study, frame) if is_decision(arm) else _reviews(seen, choices, study, frame, planted),
        choices=frozenset(choices),
        spans=_spans(values["span"], item, segment, shown_text or segment.text, problems),
        flags=tuple(flag for flag in FLAGS if flag in flags),
        memo="\n".join(values["memo"]).strip(),
        problems=tuple(problems),
    )


def write_result(
    choices: Collection[Choice],
    suggestions: Sequence[Suggestion],
    study: Study,
    frame: CodeFrame,
    *,
    spans: Sequence[Span] = (),
    flags: Collection[str] = (),
    memo: str = "",
    arm: Arm = "assisted",
    carried: Sequence[Carried] = (),
    sides: Sequence[Side] = (),
) -> list[dict[str, Any]]:
    """The result that a person leaves in the browser who decides so: the inverse of ``read_annotation``.

    What was prefilled and left has the origin ``prediction``, what was prefilled and altered ``prediction-changed``, the rest
    ``manual``; a control with nothing in it is absent.
    """
    seen = offers(suggestions, arm=arm, carried=carried, sides=sides)
    listed = list(dict.fromkeys(offer.target for offer in seen if offer.kind == "code"))
    known = targets(study, frame)
    codes = {choice.target for choice in choices if choice.kind == "code"}
    added = [code_id for code_id in frame.by_id if code_id in codes and code_id not in listed]
    result = [
        _from_prediction(
            region("suggested", "choices", [target for target in listed if target in codes]), _prefilled(seen, "code")
        ),
        _manual(
            region("codes", "choices", added)
            if all_in_view(frame)
            else region("codes", "taxonomy", [alias_path(code_id, frame) for code_id in added])
        ),
    ]
    singles: tuple[tuple[Kind, str], ...] = (("domain", "domain"), ("section", "sections"))
    for kind, control in singles:
        chosen = {choice.target for choice in choices if choice.kind == kind}
        prefilled = _prefilled(seen, kind)
        result.append(_from_prediction(region(control, "choices", _in_order(chosen, prefilled, known[kind])), prefilled))
    paths = {(choice.target, choice.stance or "for") for choice in choices if choice.kind == "change"}
    before = [(o.target, o.stance or "for") for o in seen if o.kind == "change" and o.prefilled]
    order = [*dict.fromkeys([*before, *((c, stance) for c in known["change"] for stance in STANCES)])]
    written = [[target, f"{target}:{stance}"] for target, stance in order if (target, stance) in paths]
    result.append(_from_prediction(region("changes", "taxonomy", written), [[t, f"{t}:{stance}"] for t, stance in before]))
    result.append(_manual(region("flags", "choices", [flag for flag in FLAGS if flag in flags])))
    result.append(_manual(region("memo", "textarea", []) | {"value": {"text": [memo] if memo else []}}))
    for number, span in enumerate(spans, 1):
        value = {"start": span.start, "end": span.end, "text": span.text, "labels": [span.label]}
        result.append(_manual(region("span", "labels", []) | {"id": f"span-{number}", "value": value}))
    return [part for part in result if any(part["value"].values())]


def _prefilled(seen: Sequence[Offer], kind: Kind) -> list[str]:
    return [offer.target for offer in seen if offer.kind == kind and offer.prefilled]


def _values(result: Sequence[Mapping[str, Any]], problems: list[str]) -> dict[str, list[Any]]:
    """What each control holds: last elements of Taxonomy paths, aliases of choices, lines of the memo, spans as they are."""
    values: dict[str, list[Any]] = {
        name: [] for name in (*CODE_CONTROLS, "domain", "sections", "changes", "flags", "memo", "span")
    }
    for part in result:
        control, kind, value = str(part.get("from_name")), part.get("type"), part.get("value") or {}
        if control not in values:
            problems.append(f"a control that is not ours: {control}")
        elif control == "span":
            values[control].append(value)
        elif kind == "taxonomy":
            values[control] += [str(path[-1]) for path in value.get("taxonomy") or [] if path]
        else:
            values[control] += [str(chosen) for chosen in value.get("choices") or value.get("text") or []]
    return values


def _choices(values: Mapping[str, list[Any]], study: Study, frame: CodeFrame, problems: list[str]) -> set[Choice]:
    found: set[Choice] = set()
    codes = [code_id for control in CODE_CONTROLS for code_id in values[control]]
    headings = {heading.id for path in frame.paths.values() for heading in path[:-1]}  # by keyboard the tree gives these too
    problems += [f"a heading was chosen instead of a code: {code_id}" for code_id in dict.fromkeys(codes) if code_id in headings]
    codes = [code_id for code_id in codes if code_id not in headings]
    found |= {Choice("code", code_id) for code_id in _known(codes, frame.by_id, "code", problems)}
    domains = _known(values["domain"], [domain.id for domain in study.domains], "domain of change", problems)
    if len(domains) > 1:
        problems.append(f"more than one domain of change: {', '.join(domains)}")
    else:
        found |= {Choice("domain", domain) for domain in domains}
    sections = _known(values["sections"], [section.id for section in study.sections], "story section", problems)
    found |= {Choice("section", section) for section in sections}
    leaves = [f"{change.id}:{stance}" for change in study.changes for stance in STANCES]
    stances: dict[str, list[str]] = {}
    for leaf in _known(values["changes"], leaves, "change", problems):
        target, stance = leaf.rsplit(":", 1)
        stances.setdefault(target, []).append(stance)
    for target, said in stances.items():
        if len(said) > 1:
            problems.append(f"change {target} marked as reported and as denied")
        else:
            found.add(Choice("change", target, cast(Stance, said[0])))
    return found


def _known(found: Sequence[str], known: Collection[str], what: str, problems: list[str]) -> list[str]:
    """Those that exist, each once; the others become problems."""
    once = list(dict.fromkeys(found))
    problems += [f"unknown {what}: {name}" for name in once if name not in known]
    return [name for name in once if name in known]


def _reviews(
    seen: Sequence[Offer], choices: Collection[Choice], study: Study, frame: CodeFrame, planted: Collection[str]
) -> tuple[Review, ...]:
    """What was shown first, in the order in which it was shown, then what was added, in the order of frame and study."""
    reviews: list[Review] = []
    for kind, known in targets(study, frame).items():
        offered = [offer for offer in seen if offer.kind == kind]
        chosen = {choice.target: choice.stance for choice in choices if choice.kind == kind}
        kept = {o.target for o in offered if o.carried and o.target in chosen and o.stance == chosen[o.target]}
        for offer in (offer for offer in offered if offer.carried):
            stays = offer.target in chosen and offer.stance == chosen[offer.target]
            reviews.append(Review(kind, "kept" if stays else "dropped", offer.target, offer.target if stays else ""))
        suggested = [offer.target for offer in offered if not offer.carried]
        likely = [offer.target for offer in offered if not offer.carried and offer.prefilled]
        added = [target for target in known if target in chosen and target not in suggested and target not in kept]
        if kind == "domain" and likely and added:
            reviews.append(Review(kind, "changed", likely[0], added[0], likely[0] in planted))
            reviews += [Review(kind, "left", target, "", target in planted) for target in suggested if target not in likely]
            continue
        for target in suggested:
            act: Act = "accepted" if target in chosen else "rejected" if target in likely else "left"
            reviews.append(Review(kind, act, target, target if act == "accepted" else "", target in planted))
        reviews += [Review(kind, "added", "", target) for target in added]
    return tuple(reviews)


def _decided(choices: Collection[Choice], study: Study, frame: CodeFrame) -> tuple[Review, ...]:
    chosen = {(choice.kind, choice.target) for choice in choices}
    return tuple(
        Review(kind, "decided", "", target)
        for kind, known in targets(study, frame).items()
        for target in known
        if (kind, target) in chosen
    )


def _spans(
    found: Sequence[Mapping[str, Any]], item: WorkItem, segment: Segment, seen: str, problems: list[str]
) -> tuple[Span, ...]:
    spans: set[Span] = set()
    for value in found:
        start, end, labels = value.get("start"), value.get("end"), value.get("labels") or []
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(seen):
            problems.append(f"a span outside the segment: {start}-{end}")
            continue
        text = seen[start:end]
        if _squeezed(value.get("text", text)) != _squeezed(text):
            problems.append(f"a span whose text is not the segment's: {start}-{end}")
            continue
        start, end = moved(seen, segment.text, start, end)
        if start == end:
            problems.append("a span whose words are no longer in the segment")
            continue
        problems += [f"unknown span label: {label}" for label in labels if label not in SPAN_COLOURS]
        for label in labels:
            if label in SPAN_COLOURS:
                known = cast(Literal["evidence", "quote", "pii"], label)
                spans.add(Span(item.segment_id, item.coder_id, known, start, end, segment.text[start:end]))
    return tuple(sorted(spans, key=lambda span: (span.start, span.end, span.label)))


def _squeezed(text: object) -> str:
    """Without white space: the browser writes line ends as a backslash and an n, and drops spaces that it does not show."""
    return "".join(str(text).replace("\\n", "\n").split())


def _in_order(chosen: Collection[str], prefilled: Sequence[str], known: Sequence[str]) -> list[str]:
    return [target for target in prefilled if target in chosen] + [t for t in known if t in chosen and t not in prefilled]


def _from_prediction(part: dict[str, Any], prefilled: Sequence[Any]) -> dict[str, Any]:
    now = part["value"][part["type"]]
    return part | {"origin": "manual" if not prefilled else "prediction" if now == list(prefilled) else "prediction-changed"}


def _manual(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"origin": "manual"}
