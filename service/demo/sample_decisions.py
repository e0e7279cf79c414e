"""What the sample study's supervisor decided about identifying details, as decisions about what was proposed (``identity.yaml``)."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict

from annotations.errors import BadInput
from annotations.pseudonyms.records import IdentityKind
from annotations.pseudonyms.words import fold
from annotations.yaml_files import read_yaml
from service.storage import identity, studies
from service.storage.vault import open_vault
from service.workflows.work import Work

JUDGED_BY_NAME = frozenset({IdentityKind.PERSON, IdentityKind.PLACE, IdentityKind.ORGANISATION})


@dataclass(frozen=True)
class SampleDecisions:
    """``confirm``: names of persons of the study, as they stand in the transcripts."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    confirm: tuple[str, ...]


def sample_decisions(work: Work, *, study_id: str, folder: Path) -> dict[str, str]:
    """The state of every entity that is still only proposed, by its id: confirmed or rejected. Numbers are always confirmed."""
    names = {fold(name) for name in read_yaml(folder / "identity.yaml", SampleDecisions, BadInput).confirm}
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        entities = identity.entities(tx, open_vault(work.settings, tx), study.id)
    return {
        entity.id: "confirmed" if entity.kind not in JUDGED_BY_NAME or _named(entity.kind, entity.forms, names) else "rejected"
        for entity in entities
        if entity.state == "proposed" and entity.forms
    }


def _named(kind: IdentityKind, forms: tuple[str, ...], names: set[str]) -> bool:
    return kind == IdentityKind.PERSON and any(fold(form) in names for form in forms)
