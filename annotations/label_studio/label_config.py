"""The labelling configuration: what a coder sees and touches, generated from the study and its code frame.

Found by trying it in Label Studio 1.23.2 with Chromium, 2026-11:

* ``<Choices value="$suggested">`` with choices from the task (value, alias, hint, hotkey) is prefilled by a prediction that holds
  the aliases, and aliases come back in the result: checked = accepted, unchecked = rejected, all unchecked = no region. So
  suggestions have a control of their own, and what a person chose lies in another one (``codes``).
* Keys are single, with Shift, Ctrl or Alt; every choice that has the pressed key is toggled, in view or not. So each code needs its own,
  and Shift has room for 36. ``layout="select"`` is not searched by typing. A Taxonomy has no key, and lies many Tabs away.
* By keyboard a Taxonomy takes headings too, ``leafsOnly`` or not; Ctrl+Enter does nothing while it is open.
* The Taxonomy's search keeps what contains the typed characters, upper and lower case alike, and everything below a heading that does; Tab
  or a click opens it, arrow keys and Enter choose. Siblings of the same name are dropped: names must differ.
* A choice's name is a template: ``$word`` in it is replaced by the task's data, hence ``as_text``. Taxonomy names are not.
* A choice without hotkey gets a letter from Label Studio; every one gets its own here, while keys last.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from annotations.codeframe import Code, CodeFrame
from annotations.errors import BadCodeFrame
from annotations.label_studio.decisions import is_decision
from annotations.label_studio.handles import all_in_view, handles, shortcuts
from annotations.label_studio.style import STYLE
from annotations.label_studio.words import words
from annotations.languages import in_language
from annotations.rounds import Arm
from annotations.studies import DomainOfChange, StorySection, Study

FLAGS = ("needs_supervisor", "no_code", "code_missing", "prompted")
SPAN_COLOURS = {"evidence": "#e0a100", "quote": "#2f9e62", "pii": "#d64545"}
STANCES = ("for", "against")
PATH_SEPARATOR = "\u241f"
NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SUGGESTION_KEYS, SECTION_KEYS, DOMAIN_KEYS, SPAN_KEYS, FLAG_KEYS = "1234567890", "qwertyiop", "asdfghjkl", "zxc", "vbnm"


def label_config(
    study: Study,
    frame: CodeFrame,
    language: str,
    *,
    arm: Arm = "assisted",
    carried: bool = False,
    searched: bool = False,
) -> str:
    """The configuration as XML, in the coder's language.

    Controls: ``suggested`` (not when blind), ``codes``, ``domain``, ``sections``, ``changes``, ``flags``, ``memo``, ``span``, on
    the object ``text``. A control whose list is empty in this study is left out. Blind: every trace of suggestions is left out.
    Revision and adjudication: the sides, and a reason asked for. ``carried``: a later round, which tells what has changed.
    ``searched``: a tree that is searched even where all codes could be laid out, as projects of earlier releases have it.
    """
    _check_ids(study, frame)
    view = Element("View", className="relato")
    SubElement(view, "Style").text = STYLE
    columns = SubElement(view, "View", className="relato-columns")
    _reading_side(SubElement(columns, "View", className="relato-left"), language, arm, carried)
    _coding_side(SubElement(columns, "View", className="relato-middle"), frame, language, arm, carried, searched)
    _story_side(SubElement(columns, "View", className="relato-right"), study, language, arm)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode")


def as_text(words: str) -> str:
    """One line that Label Studio shows as it is: an invisible word joiner keeps ``$name`` from being filled in from the task.

    >>> as_text("costs $500")
    'costs \\u2060$\\u2060500'
    """
    return one_line(words).replace("$", "\u2060$\u2060")


def one_line(words: str) -> str:
    """On one line, without the control characters that XML cannot hold."""
    return " ".join(NOT_XML.sub(" ", words).split())


def _reading_side(left: Element, language: str, arm: Arm, carried: bool) -> None:
    """The segment first, then what to know about it, then what was said around it."""
    spoken = words(language)
    SubElement(SubElement(left, "View", className="relato-heading"), "Header", value="$heading", size="5")
    labels = SubElement(left, "Labels", name="span", toName="text", choice="single", showInline="true")
    for (label, colour), key in zip(SPAN_COLOURS.items(), SPAN_KEYS, strict=True):
        SubElement(labels, "Label", value=spoken[label], alias=label, hotkey=key, background=colour)
    segment = SubElement(left, "View", className="relato-segment")
    SubElement(segment, "Text", name="text", value="$text", valueType="text", granularity="word")
    if is_decision(arm):
        SubElement(_card(left, spoken["sides"], extra=" relato-sides"), "Table", name="sides", value="$sides")
    elif carried and arm == "assisted":
        _card(left, spoken["changed"], "$changed", extra=" relato-changed")
    for name, source in (("question", "$question"), ("before", "$before_text"), ("after", "$after_text")):
        context = SubElement(left, "View", className=f"relato-context relato-{name}")
        SubElement(context, "Header", value=spoken[name], size="5")
        SubElement(context, "Text", name=name, value=source, valueType="text", selectionEnabled="false")


def _coding_side(middle: Element, frame: CodeFrame, language: str, arm: Arm, carried: bool, searched: bool) -> None:
    spoken, decision = words(language), is_decision(arm)
    if arm != "blind":
        title = spoken["decision" if decision else "carried" if carried else "suggested"]
        card = _card(middle, title, "$suggested_hint", extra=" relato-suggested")
        SubElement(card, "Choices", name="suggested", toName="text", choice="multiple", layout="vertical", value="$suggested")
    title = spoken["codes" if arm == "blind" else "codes_added"]
    if all_in_view(frame) and not searched:
        _laid_out(_card(middle, f"{title} · {spoken['shift']}", extra=" relato-codes"), frame, language)
    else:
        _searched(_card(middle, title), frame, language)


def _laid_out(card: Element, frame: CodeFrame, language: str) -> None:
    """All codes in view under their headings, each with its key."""
    control = SubElement(card, "Choices", name="codes", toName="text", choice="multiple", layout="inline")
    keys = shortcuts(frame)
    family = Element("View")
    heading = ""
    for code_id, path in frame.paths.items():
        above = " › ".join(one_line(in_language(code.name, language)) or code.id for code in path[:-1])
        if above != heading:
            heading = above
            family = SubElement(control, "View", className="relato-family")
            SubElement(family, "Header", value=as_text(heading), size="5")
        code = path[-1]
        name = as_text(in_language(code.name, language)) or code.id
        given = _given(hint=definition_of(code, language))
        SubElement(
            family, "Choice",
            {"value": f"{keys[code_id]} · {name}", "alias": code_id, "hotkey": f"shift+{keys[code_id][1:].lower()}", **given},
        )  # fmt: skip


def _searched(card: Element, frame: CodeFrame, language: str) -> None:
    """All codes in a tree that is searched by typing."""
    tree = _taxonomy(card, "codes", words(language)["find_code"])
    short = handles(frame)
    for family, name in zip(frame.families, distinct(frame.families, language), strict=True):
        _branch(tree, family, name, short, language)


def _story_side(right: Element, study: Study, language: str, arm: Arm) -> None:
    spoken, blind = words(language), arm == "blind"
    if study.domains:
        card = _card(right, spoken["domain"], "" if blind else "$domain_hint")
        _choices(card, "domain", "single", _named(study.domains, language), DOMAIN_KEYS)
    if study.sections:
        card = _card(right, spoken["sections"], "" if blind else "$sections_hint")
        _choices(card, "sections", "multiple", _named(study.sections, language), SECTION_KEYS)
    if study.changes:
        card = _card(right, spoken["changes"], "" if blind else "$changes_hint")
        tree = _taxonomy(card, "changes", spoken["find_change"])
        for change in study.changes:
            title, hint = one_line(in_language(change.title, language)), one_line(in_language(change.statement, language))
            branch = SubElement(tree, "Choice", {"value": f"{change.id} · {title}", "alias": change.id, **_given(hint=hint)})
            for stance in STANCES:
                SubElement(branch, "Choice", value=f"{change.id} · {spoken[stance]} · {title}", alias=f"{change.id}:{stance}")
    _remarks(_card(right, spoken["remarks"]), language, is_decision(arm))


def _remarks(card: Element, language: str, decision: bool) -> None:
    """Flags and memo. Who decides is asked for the reason, and is the supervisor that a coder would call."""
    spoken = words(language)
    first = 1 if decision else 0
    _choices(card, "flags", "multiple", [(flag, spoken[flag], "") for flag in FLAGS[first:]], FLAG_KEYS[first:])
    reason: dict[str, Any] = {"required": "true", "requiredMessage": spoken["reason_missing"]} if decision else {}
    SubElement(
        card, "TextArea", name="memo", toName="text", rows="2", maxSubmissions="1", editable="true", showSubmitButton="false",
        placeholder=spoken["reason" if decision else "memo"], **reason,
    )  # fmt: skip


def _card(parent: Element, title: str, hint: str = "", *, extra: str = "") -> Element:
    card = SubElement(parent, "View", className=f"relato-card{extra}")
    SubElement(card, "Header", value=title, size="5")
    if hint:
        SubElement(SubElement(card, "View", className="relato-hint"), "Header", value=hint, size="5")
    return card


def _taxonomy(card: Element, name: str, placeholder: str) -> Element:
    return SubElement(
        card, "Taxonomy", name=name, toName="text", leafsOnly="true", showFullPath="false", pathSeparator=PATH_SEPARATOR,
        placeholder=placeholder, minWidth="100%", maxWidth="100%",
    )  # fmt: skip


def _choices(card: Element, name: str, choice: str, items: Iterable[tuple[str, str, str]], keys: str) -> None:
    control = SubElement(card, "Choices", name=name, toName="text", choice=choice, layout="inline")
    for place, (alias, value, hint) in enumerate(items):
        given = _given(hint=hint, hotkey=keys[place : place + 1])
        SubElement(control, "Choice", {"value": as_text(value), "alias": alias, **given})


def _branch(parent: Element, code: Code, name: str, short: Mapping[str, str], language: str) -> None:
    value = name if code.codes else f"{short[code.id]} · {name}"
    choice = SubElement(parent, "Choice", {"value": value, "alias": code.id, **_given(hint=definition_of(code, language))})
    for child, child_name in zip(code.codes, distinct(code.codes, language), strict=True):
        _branch(choice, child, child_name, short, language)


def distinct(codes: tuple[Code, ...], language: str) -> list[str]:
    """Names of siblings on one line, each once: a name that comes again carries its id (Label Studio drops repeats)."""
    names: list[str] = []
    for code in codes:
        name = one_line(in_language(code.name, language)) or code.id
        names.append(f"{name} ({code.id})" if name in names else name)
    return names


def definition_of(code: Code, language: str) -> str:
    """Definition, include and exclude of a code, for the tooltip."""
    spoken = words(language)
    parts = [
        in_language(code.definition, language),
        *(f"{spoken[kind]}: {text}" for kind in ("include", "exclude") if (text := in_language(getattr(code, kind), language))),
    ]
    return " · ".join(one_line(part) for part in parts if part)


def _named(items: Iterable[DomainOfChange | StorySection], language: str) -> list[tuple[str, str, str]]:
    return [
        (item.id, in_language(item.name, language) or item.id, one_line(in_language(item.definition, language))) for item in items
    ]


def _given(**attributes: str) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if value}


def _check_ids(study: Study, frame: CodeFrame) -> None:
    ids = [*frame.by_id, *(d.id for d in study.domains), *(s.id for s in study.sections), *(c.id for c in study.changes)]
    for bad in (identifier for identifier in ids if PATH_SEPARATOR in identifier or identifier != identifier.strip()):
        raise BadCodeFrame(
            f"The id {bad!r} cannot be used in Label Studio.", where=study.id, remedy="Use letters, digits and dashes."
        )
