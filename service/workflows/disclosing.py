"""relato disclose: what in the documents that are to be published would tell who somebody is."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotations.disclosure.checking import check
from annotations.disclosure.records import Output, Secret
from annotations.disclosure.reporting import render_markdown, to_json
from annotations.errors import BadInput
from annotations.pseudonyms.records import Entity
from annotations.pseudonyms.replacements import replacement
from annotations.sessions import Register
from annotations.studies import Study
from service.storage import identity, people, studies
from service.storage.transactions import Tx
from service.storage.vault import Vault, open_vault
from service.workflows.story_letters import Letters, study_letters
from service.workflows.work import Work

STORY_FILE = re.compile(r"(?P<change>.+)-v\d+\.[\w-]+")  # what `relato draft` calls its files


def check_files(
    work: Work,
    *,
    study_id: str,
    files: Sequence[Path],
    show: bool = False,
    fewest: int = 3,
    language: str = "en",
    as_json: bool = False,
) -> tuple[str, int]:
    """The report over all files together, and 1 when one of the findings forbids to publish. Raises BadInput for a file that cannot be opened.

    ``show``: print what was found as it stands, names included. ``fewest``: fewer people than this who fit are pointed out.
    """
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        box = open_vault(work.settings, tx)
        register = people.register(tx, box, study.id)
        secrets = list(_secrets(tx, box, study, register))
    outputs = [_output(file, study) for file in _documents(files)]
    report = check(outputs, secrets=secrets, register=register, study=study, show=show, k=fewest)
    return (to_json(report, language) if as_json else render_markdown(report, language)), report.exit_code


def _documents(files: Sequence[Path]) -> Iterator[Path]:
    for file in files:
        yield from sorted(p for p in file.rglob("*") if p.is_file()) if file.is_dir() else [file]


def _output(file: Path, study: Study) -> Output:
    named = STORY_FILE.fullmatch(file.stem)
    change = named["change"] if named and named["change"] in {c.id for c in study.changes} else ""
    try:
        return Output(file.name, file.read_bytes(), change)
    except OSError as problem:
        raise BadInput(f"the file cannot be opened: {problem.strerror}", where=str(file), remedy="check the path") from problem


def _secrets(tx: Tx, vault: Vault, study: Study, register: Register) -> Iterator[Secret]:
    """Everything that stands behind a mask, and everybody whom the register names."""
    letters = {change.id: study_letters(tx, vault, study.id, change.id) for change in study.changes}
    for entity in identity.entities(tx, vault, study.id):
        if entity.forms and entity.state != "rejected":
            masks = {scope: _masks(entity, study, of_story) for scope, of_story in {"": {}, **letters}.items()}
            yield Secret(entity.id, str(entity.kind), entity.forms, masks, entity.state)
    for number, one in enumerate(register.personal):
        yield Secret(f"{one.owner}/{number}", str(one.kind), (one.value,), {}, "confirmed")


def _masks(entity: Entity, study: Study, of_story: Letters) -> tuple[str, ...]:
    """What stands for the entity in one story (or, without letters of its own, in the study), in each language."""
    shown = next((story for (kind, story), letter in of_story.items() if (kind, letter) == (entity.kind, entity.letter)), "")
    lettered = Entity(entity.id, entity.kind, shown or entity.letter, (), noun=entity.noun, generic=entity.generic)
    return tuple(dict.fromkeys(replacement(lettered, language) for language in study.languages))
