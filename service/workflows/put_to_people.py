"""What became of changes after they had been put to people: a ballot is about the wording and the set that it was given."""

from collections.abc import Iterator

from annotations.changes.register import Entry
from annotations.ranking.records import Result, Since
from annotations.validation.state import Validation
from service.storage import act_logs, changes, results
from service.storage.transactions import Tx


def since(tx: Tx, study_id: str, result: Result, found: Validation) -> tuple[Since, ...]:
    """Of the changes of a result that are still in its ranking, in their order."""
    entries, gone = changes.register(tx, study_id).entries, dict(result.left_out)
    here = [entries[one] for one in result.changes if one in entries and one not in gone]
    return tuple(told for entry in here for told in _of(tx, study_id, entry, result, found))


def _of(tx: Tx, study_id: str, entry: Entry, result: Result, found: Validation) -> Iterator[Since]:
    id_ = entry.change.id
    if entry.change.domain != result.domain:
        yield Since(id_, "moved", entry.change.domain)
    shown = [one for form in result.forms for one in found.forms[form].wordings if one.change_id == id_]
    if entry.statements[-1].number > max(one.statement_number for one in shown):
        yield Since(id_, "worded", str(entry.statements[-1].number))
    made = [act.at for act in act_logs.acts(tx, study_id, "validation") if act.act == "form_made" and act.subject in result.forms]
    parts = [
        part
        for act in entry.acts
        if act.act == "split" and act.change_id == id_ and act.at > max(made)
        for part in act.body["parts"]
    ]
    if parts:
        yield Since(id_, "split", ", ".join(dict.fromkeys(part for part in parts if part != id_)))
    verdict = results.latest_verdict(tx, study_id, id_)
    if verdict is not None and verdict.body.get("state") != "saturated":
        yield Since(id_, "not_saturated")
