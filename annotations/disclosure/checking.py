"""The check over a set of outputs: everything that must not be found in them, alone or read side by side."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotations.disclosure.attributes import People, Vocabulary, named_in
from annotations.disclosure.beside_masks import beside_masks
from annotations.disclosure.combinations import CombinationCheck
from annotations.disclosure.covering import Cover
from annotations.disclosure.extracting import extract
from annotations.disclosure.folding import folded_words
from annotations.disclosure.linking import MaskCheck, masks_of
from annotations.disclosure.matching import Matcher
from annotations.disclosure.names import NameCheck
from annotations.disclosure.quotes import QuoteCheck
from annotations.disclosure.reading import ReadPart, read
from annotations.disclosure.records import Checked, Document, Finding, Output, Public, Report, Secret
from annotations.disclosure.secret_forms import given_names
from annotations.disclosure.small_cells import small_cells
from annotations.sessions import Register
from annotations.studies import Study

K = 3
_SHORTEST_ROLE = 5


def check(
    outputs: Iterable[Output],
    *,
    secrets: Iterable[Secret] = (),
    register: Register | None = None,
    study: Study | None = None,
    corpus: Iterable[Public] = (),
    k: int = K,
    accepted: Mapping[str, str] | None = None,
    show: bool = False,
) -> Report:
    """Check outputs that are to be published together.

    Parameters
    ----------
    outputs : files, each with the scope whose masks it uses.
    secrets : what stands behind the masks; those that a person rejected are left out.
    register : respondents and sessions, to count whom a combination fits. study : names of categories in each language.
    corpus : public material in which quotes are looked up.
    k : a combination that fits fewer than ``k`` respondents (and at least one) is a finding.
    accepted : by ``Finding.key``, who lets it pass and why; such a finding stays in the report and stops nothing.
    show : whether findings show the secrets themselves. Leave it off for whatever is kept, sent or logged.

    Returns
    -------
    Findings, those that stop publication first, then by document and place; the same for the same input.

    Raises
    ------
    ValueError : ``k`` below 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}: it counts respondents, so at least 1")
    known = sorted(
        (secret for secret in secrets if secret.state != "rejected"), key=lambda secret: (secret.entity_id, secret.kind)
    )
    register, masks = register or Register(), masks_of(known)
    cover = Cover(matcher := Matcher(known, masks, _public_phrases(register, study)), known, show=show)
    documents = sorted((d for output in outputs for d in extract(output)), key=lambda d: (d.name, d.scope))
    shown = _shown_names(documents, cover)
    parts = read(documents, matcher)
    found = [
        *_problems(documents, shown, cover),
        *_of_names(parts, known, masks, study, cover, shown),
        *beside_masks(parts, masks, known, cover, shown),
        *_of_people(documents, parts, register, study, k, cover, shown, corpus),
    ]
    found = [dataclasses.replace(finding, accepted=(accepted or {}).get(finding.key, "")) for finding in found]
    checked = tuple(Checked(name, d.characters) for name, d in zip(shown, documents, strict=True))
    return Report(tuple(sorted(found, key=_order)), checked, k, len(known), matcher.not_searched)


def _of_names(
    parts: Sequence[ReadPart],
    secrets: Sequence[Secret],
    masks: Sequence[str],
    study: Study | None,
    cover: Cover,
    shown: Sequence[str],
) -> list[Finding]:
    names = NameCheck(secrets, parts, _roles(study), given_names(secrets))
    return [*names.findings(cover, shown), *MaskCheck(secrets, masks, parts).findings(names.printed(), cover, shown)]


def _of_people(
    documents: Sequence[Document],
    parts: Sequence[ReadPart],
    register: Register,
    study: Study | None,
    k: int,
    cover: Cover,
    shown: Sequence[str],
    corpus: Iterable[Public],
) -> list[Finding]:
    people = People(register)
    vocabulary = Vocabulary(register, study, people)
    named = named_in(parts, vocabulary)
    quotes = QuoteCheck(parts, named, vocabulary)
    return [
        *CombinationCheck(people, vocabulary, k).findings(parts, named, cover, shown),
        *(finding for at, document in enumerate(documents) for finding in small_cells(document, shown[at], vocabulary, k, cover)),
        *quotes.elsewhere(people, k, cover, shown),
        *quotes.public(corpus, cover, shown),
    ]


def _problems(documents: Sequence[Document], shown: Sequence[str], cover: Cover) -> list[Finding]:
    return [
        Finding(
            kind=problem.kind,
            severity="stop" if problem.kind == "unreadable" else "look",
            document=name,
            place=cover.place(problem.place),
            reason=problem.reason,
        )
        for name, document in zip(shown, documents, strict=True)
        for problem in document.problems
    ]


def _shown_names(documents: Sequence[Document], cover: Cover) -> list[str]:
    """The names of the documents without secrets; those that are then the same are numbered."""
    names = [cover.text(document.name, document.scope) for document in documents]
    several, met = Counter(names), Counter[str]()
    shown = []
    for name in names:
        met[name] += 1
        shown.append(f"{name} ({met[name]})" if several[name] > 1 else name)
    return shown


def _public_phrases(register: Register, study: Study | None) -> list[str]:
    """Names that may be printed: places of the register, the study and its domains."""
    phrases = {person.place for person in register.respondents} | {session.place for session in register.sessions}
    if study:
        names = (study.name, *(domain.name for domain in study.domains), *(category.name for category in study.categories))
        phrases |= {words for name in names for words in name.values()}
    return sorted(phrase for phrase in phrases if len(folded_words(phrase)) > 1)


def _roles(study: Study | None) -> frozenset[str]:
    """Words for what people are, out of the names of the categories."""
    names = (words for category in (study.categories if study else ()) for words in category.name.values())
    return frozenset(word for name in names for word in folded_words(name) if len(word) >= _SHORTEST_ROLE)


def _order(finding: Finding) -> tuple[object, ...]:
    passes = bool(finding.accepted)
    return (
        passes,
        finding.severity != "stop",
        finding.document,
        finding.kind,
        finding.place,
        finding.entities,
        finding.combination,
        finding.key,
    )
