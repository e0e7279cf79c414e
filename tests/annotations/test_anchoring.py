"""Anchoring of simulated coders, whose true pull is known."""

import numpy as np
import pytest

from annotations.acts import LoggedAct, ReviewedItem
from annotations.anchoring import anchoring
from annotations.codings import PLANTED

RIGHT, FINDS = 0.7, 0.8  # a suggestion is right; the coder finds unprompted what is right. So 0.56 of them are given unprompted
CODES = [f"c{n}" for n in range(20)]


def simulate(
    follows: float, *, transcripts: int = 30, segments: int = 20, seed: int = 1, withheld: float = 0.3
) -> list[ReviewedItem]:
    """Coders who take what is shown with probability ``follows`` and else decide as if nothing were shown."""
    random = np.random.default_rng(seed)
    made = []
    for n in range(transcripts * segments):
        session, code, wrong = f"S{n % transcripts}", CODES[n % 10], CODES[10 + n % 10]
        condition = "withheld" if random.random() < withheld else "planted" if random.random() < 0.4 else "shown"
        shown = condition != "withheld"
        gives = (shown and random.random() < follows) or (random.random() < RIGHT and random.random() < FINDS)
        acts = []
        if shown:
            acts.append(_act(n, "accepted" if gives else "rejected", code if gives else "", code, "m1"))
        elif gives:
            acts.append(_act(n, "added", code, "", "m1"))
        if condition == "planted":
            taken = random.random() < follows
            acts.append(_act(n, "accepted" if taken else "rejected", wrong if taken else "", wrong, PLANTED))
        likely = frozenset({("code", code)})
        made.append(ReviewedItem(f"{session}.{n}", "ana", 1, "assisted", condition, session, tuple(acts), likely, 40, 9.0))
    return made


def _act(n: int, act: str, target: str, suggested: str, model: str) -> LoggedAct:
    return LoggedAct(n, f"s.{n}", "ana", 1, act, "code", target, suggested, model, f"ls:{n}")


def test_a_coder_who_follows_everything() -> None:
    found = anchoring(simulate(1.0))["all"]
    assert found.agreeing.shown.ratio == found.following.shown.ratio == 1.0
    assert found.agreeing.unprompted.ratio == pytest.approx(RIGHT * FINDS, abs=0.08)
    assert found.following.unprompted.ratio == 0.0  # nobody gives these codes unprompted
    assert found.following.interval is not None
    assert 0.9 < found.following.interval.low < 1.0  # does not collapse, though all of them were followed


def test_a_coder_who_does_not_care_what_is_shown() -> None:
    found = anchoring(simulate(0.0))["all"]
    assert found.following.difference == 0.0
    assert found.agreeing.interval is not None
    assert found.agreeing.interval.low < 0 < found.agreeing.interval.high


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    follows = 0.4
    truth = follows * (1 - RIGHT * FINDS)
    held = {"agreeing": 0, "following": 0}
    for seed in range(100):
        found = anchoring(simulate(follows, seed=seed))["all"]
        assert found.agreeing.interval is not None
        assert found.following.interval is not None
        held["agreeing"] += found.agreeing.interval.low <= truth <= found.agreeing.interval.high
        held["following"] += found.following.interval.low <= follows <= found.following.interval.high
    assert min(held.values()) >= 90  # 95 expected; less than 90 has a probability below 0.03


def test_the_base_of_a_planted_code_is_how_often_it_is_given_unprompted() -> None:
    def item(n: int, arm: str, condition: str, *acts: LoggedAct) -> ReviewedItem:
        return ReviewedItem(f"S{n}.001", "ana", 1, arm, condition, f"S{n}", acts)

    unprompted = [item(n, "blind", "shown", *([_act(n, "added", "c9", "", "")] if n < 3 else [])) for n in range(12)]
    acts = ("accepted", "rejected", "accepted", "left")  # left: shown unchecked
    planted = [item(n, "assisted", "planted", _act(n, acts[n % 4], "", "c9", PLANTED)) for n in range(12)]
    found = anchoring([*unprompted, *planted])["all"].following
    assert (found.shown.hits, found.shown.of, found.unprompted.ratio, found.difference) == (6, 12, 0.25, 0.25)


def test_what_was_carried_over_was_not_unprompted() -> None:
    made = simulate(1.0, transcripts=6, segments=4)
    kept = [
        ReviewedItem(
            i.segment_id, "ana", 1, "assisted", i.condition, i.group, (_act(1, "kept", next(iter(i.likely))[1], "", "m1"),), i.likely
        )
        for i in made
    ]  # fmt: skip
    assert anchoring(kept)["all"].agreeing.shown.of == 0


def test_too_little_gives_counts_and_no_interval() -> None:
    few = anchoring(simulate(0.5, transcripts=4))["coder:ana"].agreeing
    assert few.shown.of > 30
    assert (few.shown.transcripts, few.shown.interval, few.interval) == (4, None, None)
    nothing = anchoring([])["all"].following
    assert (nothing.shown.ratio, nothing.difference) == (None, None)
