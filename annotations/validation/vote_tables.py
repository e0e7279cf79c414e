"""The votes of the first stage, and the state of verification, as tables of the report."""

from collections.abc import Collection, Sequence

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.studies import Study
from annotations.validation.records import VOTES
from annotations.validation.verification import AGREEMENTS, AskedQuestion, Verification
from annotations.validation.votes import Votes
from annotations.validation.words import VERIFICATION_WORDS, VERIFIED_WORDS, VOTE_TABLE_WORDS, worded


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


def verified_table(study: Study, found: Sequence[Verification], language: str) -> Table:
    """A row for each question that was asked about a change, as it was worded: the part of the story that it is about, and how far
    verifiers agreed. Answers to different wordings are not put together."""
    say = worded(VERIFIED_WORDS, language)
    sections = {one.id: in_language(one.name, language) for one in study.sections}
    rows = []
    for one in found:
        asked: dict[tuple[str, int], tuple[AskedQuestion, list[str | None]]] = {}
        for verified in one.verified:
            said = {answer.question: answer.agreement for answer in verified.answers}
            for question in verified.asked:
                asked.setdefault((question.id, question.wording), (question, []))[1].append(said[question.id])
        for question, answers in asked.values():
            counts = (str(answers.count(agreement)) for agreement in (*AGREEMENTS, None))
            section = sections.get(question.section) or say["whole"]
            rows.append((one.change_id, section, in_language(question.text, language), str(question.wording), *counts))
    headings = (say["id"], say["section"], say["question"], say["wording"], *(say[one] for one in AGREEMENTS), say["cannot_say"])
    return Table("verification_answers", say["caption"], language, headings, tuple(rows), (3, 4, 5, 6, 7), (say["note"],))
