from dataclasses import replace

from annotations.acts import ActCounts, LoggedAct, ReviewedItem, act_counts, standing_acts, times
from annotations.codings import PLANTED


def act(number: int, act: str, target: str = "", suggested: str = "", **given: str) -> LoggedAct:
    found = {"kind": "code", "model_version": "m1", "source": "ls:1@t1", "segment_id": "S1.001", "coder_id": "ana", **given}
    return LoggedAct(number=number, round=1, act=act, target=target, suggested=suggested, **found)


def item(*acts: LoggedAct, **given: object) -> ReviewedItem:
    made = ReviewedItem("S1.001", "ana", 1, "assisted", "shown", "S1", tuple(acts))
    return replace(made, **given)  # type: ignore[arg-type]


ITEM = ("S1.001", "ana", 1)


def test_the_last_review_of_a_segment_counts() -> None:
    first = [act(1, "accepted", "tap", "tap"), act(2, "rejected", "", "well")]
    again = [act(3, "rejected", "", "tap", source="ls:1@t2"), act(4, "withdrawn", "tap", source="ls:1@t2")]
    assert standing_acts([*first, *again])[ITEM] == (again[0],)


def test_an_earlier_review_counts_again_when_the_later_one_is_deleted() -> None:
    first, later = act(1, "accepted", "tap", "tap"), act(2, "added", "well", source="ls:2@t2")
    back = act(3, "withdrawn", "well")  # what is on the log for a source is not written twice
    assert standing_acts([first, later, back])[ITEM] == (first,)


def test_a_review_taken_back_or_skipped_is_none_and_a_change_of_the_frame_is_no_act_of_the_coder() -> None:
    done = act(1, "accepted", "tap", "tap")
    assert standing_acts([done, act(2, "withdrawn", "tap", source="ls:deleted 1")]) == {}
    assert standing_acts([done, act(2, "withdrawn", "tap", source="s"), act(3, "skipped", source="s")]) == {}
    assert standing_acts([done, act(2, "migrated", "tap2", "tap", source="frame:2")])[ITEM] == (done,)


def test_acts_are_counted_by_coder_round_model_kind_and_target() -> None:
    ana = item(
        act(1, "accepted", "tap", "tap"),
        act(2, "rejected", "", "well"),
        act(3, "added", "debt"),
        act(4, "left", "", "wage"),
        act(5, "changed", "homes", "committees", kind="domain"),
    )
    ben = item(act(6, "accepted", "well", "well", coder_id="ben", model_version="m2"))
    counts = act_counts([ana, ben])
    assert counts["all"] == ActCounts(accepted=2, changed=1, rejected=1, added=1, left=1, instead=1)
    assert counts["code:well"] == ActCounts(accepted=1, rejected=1)
    assert counts["code:well"].accepted_ratio == 0.5
    assert counts["domain:committees"] == ActCounts(changed=1)
    assert counts["domain:homes"] == ActCounts(instead=1)
    assert counts["coder:ben"] == counts["model:m2"] == ActCounts(accepted=1)
    assert counts["kind:domain"] == ActCounts(changed=1, instead=1)
    assert counts["all"].accepted_ratio == 0.5  # 2 of 4 decided; the one left open is not among them
    assert counts["all"].unsuggested_ratio == 0.5  # debt and homes, of debt, homes, tap, well
    assert counts["code:debt"].accepted_ratio is None


def test_what_was_not_shown_or_planted_or_carried_is_not_held_against_the_model() -> None:
    blind = item(act(1, "added", "tap"), arm="blind")
    withheld = item(act(2, "added", "tap"), condition="withheld")
    planted = item(act(3, "rejected", "", "debt", model_version=PLANTED), act(4, "kept", "tap"), condition="planted")
    assert act_counts([blind, withheld, planted])["all"] == ActCounts(kept=1)
    assert act_counts([blind, withheld, planted])["all"].unsuggested_ratio is None


def test_time_is_told_robustly() -> None:
    seconds = [10.0, 12.0, 14.0, 16.0, 3600.0]
    made = [item(words=50, seconds=s) for s in seconds]
    blind = item(arm="blind", seconds=40.0, words=0)
    found = times([*made, blind, item(seconds=None), item(condition="withheld", seconds=20.0, words=200)])
    assert (found["shown:assisted"].median, found["shown:assisted"].lower, found["shown:assisted"].upper) == (14.0, 12.0, 16.0)
    assert (found["shown:assisted"].long, found["shown:assisted"].segments) == (1, 5)
    assert found["shown:assisted"].per_100_words == 28.0
    assert (found["shown:blind"].per_100_words, found["shown:blind"].long) == (None, 0)
    assert found["shown:withheld"].per_100_words == 10.0
    assert found["coder:ana"].segments == 7
