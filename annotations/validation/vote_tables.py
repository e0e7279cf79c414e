"""The votes of the first stage, and the state of verification, as tables of the report."""

from collections.abc import Collection, Sequence

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.studies import Study
from annotations.validation.records import VOTES
from annotations.validation.verification import AGREEMENTS, Verification
from annotations.validation.votes import Votes
from annotations.validation.words import VERIFICATION_WORDS, VOTE_TABLE_WORDS, worded


def votes_table(study: Study, found: Sequence[Votes], left: Collection[str], language: str, gone: Collection[str] = ()) -> Table:
    """A row for each change on each form: its votes, and whether it stays in the ranking; ``gone``: dropped or merged since."""
    say = worded(VOTE_TABLE_WORDS, language)
    titles = {one.id: in_language(one.title, language) for one in study.changes}
    rows = tuple(
        (
            one.change_id,
            titles.get(one.change_id, ""),
            one.form_id,
            str(one.ballots),
            *(str(one.counts[vote]) for vote in VOTES),
            say["left" if one.change_id in left else "gone" if one.change_id in gone else "stays"],
        )
        for one in found
    )
    headings = (say["id"], say["change"], say["form"], say["ballots"], *VOTES, say["ranking"])
    return Table("validation_votes", say["caption"], language, headings, rows, (3, 4, 5, 6), (say["note"],))


def verification_table(study: Study, found: Sequence[Verification], language: str) -> Table:
    """A row for each change: its state, who decided it and why, and how far verifiers agreed, question by question."""
    say = worded(VERIFICATION_WORDS, language)
    titles = {one.id: in_language(one.title, language) for one in study.changes}

    def row(one: Verification) -> tuple[str, ...]:
        state = say[f"state_{one.state}"] if one.state else say["state_waits" if one.waits else "state_none"]
        answers = [answer.agreement for verified in one.verified for answer in verified.answers]
        counts = (str(answers.count(agreement)) if one.verified else "—" for agreement in AGREEMENTS)
        decided = say["decided"].format(by=one.by, on=one.at.date().isoformat()) if one.at else "—"
        return one.change_id, titles.get(one.change_id, ""), state, decided, one.reason or "—", str(len(one.verified)), *counts

    headings = (
        say["id"],
        say["change"],
        say["state"],
        say["who"],
        say["why"],
        say["verifiers"],
        *(say[one] for one in AGREEMENTS),
    )
    return Table("verification", say["caption"], language, headings, tuple(map(row, found)), (5, 6, 7, 8), (say["note"],))
