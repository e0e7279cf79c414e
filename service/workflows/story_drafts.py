"""The newest draft of a change as a text."""

from pydantic import TypeAdapter, ValidationError

from annotations.changes.register import ChangeRegister
from annotations.changes.story_blocks import text_of
from annotations.changes.story_records import StoryDraft
from annotations.errors import NotReady
from annotations.stories.records import StoryText
from annotations.studies import Study
from service.storage import results
from service.storage.tables import StoryRow
from service.storage.transactions import Tx

_draft = TypeAdapter(StoryDraft)


def draft_version(tx: Tx, study_id: str, change_id: str) -> int:
    """The number of the newest draft; 0 when there is none, or its words were taken back."""
    row = results.latest_story(tx, study_id, change_id)
    return row.version if row is not None and row.body else 0


def draft_text(tx: Tx, study: Study, change_id: str, register: ChangeRegister | None = None) -> StoryText | None:
    """None when there is no draft that can be read: none was made, its words were taken back, or it is of an earlier Relato."""
    row = results.latest_story(tx, study.id, change_id)
    if row is None or not row.body:
        return None
    try:
        draft = _draft.validate_python(row.body)
    except ValidationError:
        return None
    return text_of(draft, study.languages, _statement_number(register, change_id, row), row.version)


def first_text(tx: Tx, study: Study, change_id: str, register: ChangeRegister) -> StoryText:
    """Raises NotReady."""
    text = draft_text(tx, study, change_id, register)
    if text is None:
        raise NotReady(f"there is no draft of {change_id} to begin with", remedy=f"make one: relato draft --change {change_id}")
    return text


def _statement_number(register: ChangeRegister | None, change_id: str, row: StoryRow) -> int:
    """The statement of the register that held when the draft was made."""
    entry = register.entries.get(change_id) if register else None
    numbers = [one.number for one in entry.statements if one.at <= row.at] if entry else []
    return numbers[-1] if numbers else 1
