"""relato identity: look for what identifies people, show it to somebody who decides, and carry out what they decided.

The slow finder looks at the originals, which are in the vault. What it proposes is masked where the study says so; what is decided
changes texts, segments, tasks and what coders marked in them, and no coding.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from annotations.errors import BadInput
from annotations.pseudonyms import deciding, decisions
from annotations.pseudonyms.decisions import Decision
from annotations.pseudonyms.ner import SlowFinder
from annotations.pseudonyms.records import Entity, IdentityKind, Mention
from annotations.sessions import Register
from annotations.studies import Study
from service.storage import corpus, identity, people, results, studies, translations
from service.storage.transactions import Tx
from service.storage.vault import open_vault
from service.workflows import masking, translating
from service.workflows.drafting import remove_files
from service.workflows.machines import study_and_frame
from service.workflows.memos import hide_in_memos, hiding_of
from service.workflows.naming import FINDER_VERSION, Names
from service.workflows.story_names import hide_in_stories
from service.workflows.work import Outcome, Work, write_whole

VERDICTS: Mapping[str, decisions.Verdict] = {"confirmed": "confirm", "rejected": "reject"}


class Looking(Protocol):
    """A finder that looks closely. ``missing``: languages of the study in which it has no model."""

    @property
    def missing(self) -> Sequence[str]: ...

    def find(
        self, text: str, language: str, *, known: Mapping[str, IdentityKind], regions: Sequence[str]
    ) -> Sequence[Mention]: ...


def find_identities(work: Work, *, study_id: str, finder: Looking | None = None) -> Outcome:
    """Look at every transcript that the present finder has not seen, and at its translations, one transaction each."""
    study, register, names = _open(work, study_id)
    with work.store.read() as tx:
        todo = [session_id for session_id, known in corpus.kept(tx, study.id).items() if known.looked_at != FINDER_VERSION]
    work.progress("load model", 0, 1)
    finder = finder or SlowFinder(study.languages)
    found = 0
    for number, session_id in enumerate(todo):
        work.progress("find", number, len(todo))
        with work.store.read() as tx:
            original = masking.sealed_of(tx, names.vault, study.id, session_id).transcript
            translated = translations.sealed(tx, names.vault, study.id, session_id)
        mentions = names.find(original, finder.find)
        there = {mention.text: mention.kind for mention in mentions}
        others = {tag: names.find(one.transcript, finder.find, also=there) for tag, one in translated.items()}
        with work.store.begin() as tx:
            names.refresh(tx)
            before = masking.sealed_of(tx, names.vault, study.id, session_id)
            if before.transcript != original or translations.sealed(tx, names.vault, study.id, session_id) != translated:
                continue  # it has been imported anew meanwhile, and is looked at the next time
            after = names.settle(tx, original, mentions)
            masking.show_again(tx, study, register, names.vault, before, after, names.entities)
            for language, one in translated.items():
                settled = names.settle(tx, one.transcript, others[language])
                translating.show(tx, study, register, names, language, settled)
            corpus.set_looked_at(tx, study.id, session_id, FINDER_VERSION)
        found += len(mentions)
    work.progress("find", len(todo), len(todo))
    _show_decided(work, study, register, names)
    with work.store.read() as tx:
        named = [names.entities[id_] for id_ in identity.named(tx, study.id)]
    kinds = Counter(str(entity.kind) for entity in named)
    return {
        "study": study.id,
        "sessions": len(todo),
        "mentions": found,
        "identities": dict(sorted(kinds.items())),
        "undecided": sum(map(study.identity.policy.undecided, named)),
        "without_model": list(finder.missing),
    }


def decide(work: Work, *, study_id: str, by: str, path: str = "", decisions: Mapping[str, str] | None = None) -> Outcome:
    """Carry out decisions, all or none: those of a sheet, or states by entity id. Raises BadInput with file and line.

    Parameters
    ----------
    by : who decided; it stands in the log of each entity.
    """
    if not by.strip():
        raise BadInput("nobody is named who decided", remedy="say who: --by NAME")
    study, register, names = _open(work, study_id)
    taken = _read(path) if path else [Decision(id_, VERDICTS[state]) for id_, state in (decisions or {}).items()]
    with work.store.begin() as tx:
        names.refresh(tx)
        sessions = _sessions_of(identity.named(tx, study.id))
        todo = [decision for decision in taken if not _carried_out(decision, names.entities.get(decision.entity_id))]
        after = deciding.decided(list(names.entities.values()), todo, texts=sessions)
        now = {d.entity_id for d in todo} | {e.id for e in after if names.entities.get(e.id) != e}
        touched = [e for e in after if e.id in now]
        identity.save_entities(tx, names.vault, study.id, touched, by=by)
        words = {form.casefold() for e in touched if e.state == "confirmed" for form in e.forms}
        holding = {s for s in corpus.transcript_ids(tx, study.id) if _holds(tx, study, s, words)}
        corpus.set_outdated(tx, study.id, holding.union(*(sessions.get(id_, ()) for id_ in now)))
    changed = _show_decided(work, study, register, names)
    with work.store.read() as tx:
        named = [names.entities[id_] for id_ in identity.named(tx, study.id)]
    states = Counter(entity.state for entity in named)
    return {
        "study": study.id,
        "decided": len(taken),
        "changed": changed,
        "undecided": sum(map(study.identity.policy.undecided, named)),
        "states": {state: states[state] for state in ("proposed", "confirmed", "rejected")},
    }


def _show_decided(work: Work, study: Study, register: Register, names: Names) -> list[str]:
    """Settle anew who is who where a decision has still to be shown, and show it, one transaction a session; which changed."""
    with work.store.read() as tx:
        todo = corpus.outdated_sessions(tx, study.id)
    changed = []
    for number, session_id in enumerate(todo):
        work.progress("mask", number, len(todo))
        with work.store.begin() as tx:
            names.refresh(tx)
            old = masking.sealed_of(tx, names.vault, study.id, session_id)
            new = names.settle(tx, old.transcript, names.with_certain(old))
            for language, sealed in translations.sealed(tx, names.vault, study.id, session_id).items():
                settled = names.settle(tx, sealed.transcript, names.with_certain(sealed))
                translating.show(tx, study, register, names, language, settled)
            if masking.show_again(tx, study, register, names.vault, old, new, names.entities):
                changed.append(session_id)
            corpus.set_outdated(tx, study.id, [session_id], False)
    work.progress("mask", len(todo), len(todo))
    policy = study.identity.policy
    with work.store.begin() as tx:
        studies.lock(tx, study.id)  # what others write at this moment was masked without the decision
        results.forget_named(tx, study.id, {form for e in names.entities.values() if policy.masks(e) for form in e.forms})
        hide = hiding_of(names.entities.values(), study)
        hide_in_memos(tx, study, hide)
        hide_in_stories(work.settings, tx, study, hide)
    remove_files(work, study.id)
    work.store.scrub()
    return changed


def _sessions_of(where: Mapping[str, Mapping[str, int]]) -> dict[str, list[str]]:
    """In which sessions each entity is named; what is named in a translation is named in its session."""
    return {id_: sorted({place.split("/")[0] for place in counts}) for id_, counts in where.items()}


def _carried_out(decision: Decision, entity: Entity | None) -> bool:
    """Whether the entity was merged or split so before: a sheet that is taken in again, by a job that was killed too, changes nothing."""
    if entity is None:
        return False
    if decision.verdict == "merge":
        return not entity.forms and entity.doubt == f"merged into {decision.target}"
    single = bool(entity.scope) if decision.target in decisions.BY_SESSION else len(entity.forms) == 1
    return decision.verdict == "split" and entity.state == "confirmed" and single


def _holds(tx: Tx, study: Study, session_id: str, words: Collection[str]) -> bool:
    """Whether one of these words stands in what is shown of a session, or of its translations."""
    shown = [corpus.transcript(tx, study.id, session_id)] if words else []
    shown += [t for t in translations.of_session(tx, study.id, session_id) if words]
    return any(word in text for text in (one.text.casefold() for one in shown) for word in words)


def _read(path: str) -> list[Decision]:
    try:
        return list(decisions.read(Path(path).read_bytes(), path))
    except OSError as problem:
        raise BadInput(f"the sheet cannot be opened: {problem.strerror}", where=path, remedy="check the path") from problem


def write_sheet(work: Work, *, study_id: str, path: Path) -> int:
    """Write what was found as a sheet to decide in, readable by its owner only; how many rows."""
    study, _, names = _open(work, study_id)
    with work.store.read() as tx:
        names.refresh(tx)
        texts = {s.transcript.session_id: s for s in identity.originals(tx, names.vault, study.id)}
        texts |= translations.all_sealed(tx, names.vault, study.id)
    rows = decisions.rows(
        names.entities.values(),
        {place: [m for m, _ in s.mentions] for place, s in texts.items()},
        {place: [id_ for _, id_ in s.mentions] for place, s in texts.items()},
        {place: s.transcript.text for place, s in texts.items()},
    )
    rows = tuple(row for row in rows if row.count)
    text = decisions.written(rows, study.languages[0])
    write_whole(path, lambda file: file.write(text.encode("utf-8-sig")))
    return len(rows)


def listed(work: Work, *, study_id: str, names: bool = False) -> Iterator[str]:
    """A line for each identity: its kind, letter and state, and how often it is named; the names only when asked for."""
    study, _, known = _open(work, study_id)
    with work.store.read() as tx:
        known.refresh(tx)
        where = identity.named(tx, study.id)
    for entity in sorted(known.entities.values(), key=lambda e: (e.kind, len(e.letter), e.letter)):
        counts = where.get(entity.id)
        if not counts:  # an earlier look named it, the present one does not
            continue
        told = f"  {' · '.join(entity.forms)}" if names else ""
        yield f"{entity.id}  {entity.kind:<12} {entity.letter:<3} {entity.state:<9} {sum(counts.values()):>4} in {len(counts)} sessions{told}"


def _open(work: Work, study_id: str) -> tuple[Study, Register, Names]:
    study, _ = study_and_frame(work, study_id)
    with work.store.begin() as tx:  # the first look makes the vault's key
        box = open_vault(work.settings, tx)
        register = people.register(tx, box, study.id)
        names = Names(study, register, box)
        names.refresh(tx)
    return study, register, names
