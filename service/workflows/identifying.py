"""relato identity: look for what identifies people, show it to somebody who decides, and carry out what they decided.

The slow finder looks at the originals, which are in the vault. What it proposes is masked where the study says so; what is decided
changes texts, segments, tasks and what coders marked in them, and no coding.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotations.errors import BadInput
from annotations.pseudonyms import deciding, decisions
from annotations.pseudonyms.decisions import Decision
from annotations.pseudonyms.ner import SlowFinder
from annotations.sessions import Register
from annotations.studies import Study
from service.storage import corpus, identity, people, translations
from service.storage.vault import open_vault
from service.workflows import masking, translating
from service.workflows.machines import study_and_frame
from service.workflows.naming import FINDER_VERSION, Names
from service.workflows.work import Outcome, Work, write_whole

VERDICTS: Mapping[str, decisions.Verdict] = {"confirmed": "confirm", "rejected": "reject"}


def find_identities(work: Work, *, study_id: str) -> Outcome:
    """Look at every transcript that the present finder has not seen, one transaction each."""
    study, register, names = _open(work, study_id)
    with work.store.read() as tx:
        todo = [session_id for session_id, known in corpus.kept(tx, study.id).items() if known.looked_at != FINDER_VERSION]
    work.progress("load model", 0, 1)
    finder = SlowFinder(study.languages)
    found = 0
    for number, session_id in enumerate(todo):
        work.progress("find", number, len(todo))
        with work.store.read() as tx:
            original = masking.sealed_of(tx, names.vault, study.id, session_id).transcript
        mentions = names.find(original, finder.find)
        with work.store.begin() as tx:
            names.refresh(tx)
            before = masking.sealed_of(tx, names.vault, study.id, session_id)
            if before.transcript != original:
                continue  # it has been imported anew meanwhile, and is looked at the next time
            after = names.settle(tx, original, mentions)
            masking.show_again(tx, study, register, names.vault, before, after, names.entities)
            translating.show_again(tx, study, register, names, session_id)
            corpus.set_looked_at(tx, study.id, session_id, FINDER_VERSION)
        found += len(mentions)
    work.progress("find", len(todo), len(todo))
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
        sessions = identity.named(tx, study.id)
        after = deciding.decided(
            list(names.entities.values()), taken, texts={id_: list(where) for id_, where in sessions.items()}
        )
        now = {d.entity_id for d in taken} | {e.id for e in after if names.entities.get(e.id) != e}
        identity.save_entities(tx, names.vault, study.id, [e for e in after if e.id in now], by=by)
        corpus.set_outdated(tx, study.id, {where.split("/")[0] for id_ in now for where in sessions.get(id_, ())})
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
            new = names.settle(tx, old.transcript, [mention for mention, _ in old.mentions])
            for language, sealed in translations.sealed(tx, names.vault, study.id, session_id).items():
                settled = names.settle(tx, sealed.transcript, [mention for mention, _ in sealed.mentions])
                shown = masking.show(study, settled, names.entities, register).transcript
                translations.save(tx, names.vault, study.id, session_id, language, settled, shown)
            if masking.show_again(tx, study, register, names.vault, old, new, names.entities):
                changed.append(session_id)
            corpus.set_outdated(tx, study.id, [session_id], False)
    work.progress("mask", len(todo), len(todo))
    return changed


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
        originals = list(identity.originals(tx, names.vault, study.id))
    rows = decisions.rows(
        names.entities.values(),
        {s.transcript.session_id: [m for m, _ in s.mentions] for s in originals},
        {s.transcript.session_id: [id_ for _, id_ in s.mentions] for s in originals},
        {s.transcript.session_id: s.transcript.text for s in originals},
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
