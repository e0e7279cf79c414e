"""The votes of the first stage: form by form, since a vote is on a wording."""

from dataclasses import replace

from annotations.validation.vote_tables import votes_table
from annotations.validation.votes import Comment, votes
from tests.annotations.validation.asked import FORM, ballot
from tests.service.records import STUDY

WORDED_ANEW = replace(FORM, id="homes-2", number=2, wordings=tuple(replace(one, statement_number=2) for one in FORM.wordings))


def test_votes_are_counted_for_each_wording_apart() -> None:
    first = ballot("B1", "V1", votes="ABC", comments=("", "and the school", "not in 2021"))
    sent = [(first, FORM), (ballot("B2", "V2", votes="AAC", interested=True), FORM), (ballot("B3", "V3"), WORDED_ANEW)]
    found = votes(sent)
    assert [(one.form_id, one.change_id, one.statement_number, dict(one.counts)) for one in found] == [
        ("homes-1", "CH1", 1, {"A": 2, "B": 0, "C": 0}),
        ("homes-1", "CH2", 1, {"A": 1, "B": 1, "C": 0}),
        ("homes-1", "CH3", 1, {"A": 0, "B": 0, "C": 2}),
        ("homes-2", "CH1", 2, {"A": 1, "B": 0, "C": 0}),
        ("homes-2", "CH2", 2, {"A": 1, "B": 0, "C": 0}),
        ("homes-2", "CH3", 2, {"A": 1, "B": 0, "C": 0}),
    ]
    assert found[2].comments == (Comment("B1", "family", "C", "not in 2021"),)
    assert (found[0].ballots, found[0].interested) == (2, 1)


def test_the_table_says_what_left_the_ranking() -> None:
    table = votes_table(STUDY, votes([(ballot("B1", "V1", votes="ABC"), FORM)]), {"CH3"}, "en")
    assert table.rows == (
        ("CH1", "Open accounts", "homes-1", "1", "1", "0", "0", "in it"),
        ("CH2", "", "homes-1", "1", "0", "1", "0", "in it"),
        ("CH3", "", "homes-1", "1", "0", "0", "1", "out: could not be validated"),
    )
    assert "no se suman" in votes_table(STUDY, [], set(), "es").notes[0]
