"""The draw: its frame, its shares, and that it comes out the same again."""

import datetime
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadStudy
from annotations.sessions import Consent, Method, Participation, Register, Respondent, Session
from annotations.validation.drawing import allotted, draw, frame, stratum_of

YES = Consent(take_part=True)
GONE = Consent(take_part=True, withdrawn_on=datetime.date(2024, 3, 1))


def people(**categories: int) -> list[Respondent]:
    """So many of each category: ``family=2`` are ``family1`` and ``family2``."""
    return [Respondent(f"{name}{n}", name) for name, count in categories.items() for n in range(1, count + 1)]


class TestShares:
    def test_by_largest_remainder(self) -> None:
        # Hamilton on 10 of 53/24/23: quotas 5.3, 2.4, 2.3: floors 5, 2, 2, the last seat to the largest remainder, 2.4
        assert allotted({"a": 53, "b": 24, "c": 23}, 10) == {"a": 5, "b": 3, "c": 2}

    def test_equal_remainders_go_to_the_larger_stratum_then_by_name(self) -> None:
        assert allotted({"b": 3, "a": 1}, 2) == {"b": 2, "a": 0}
        assert allotted({"b": 1, "a": 1, "c": 1}, 2) == {"b": 1, "a": 1, "c": 0}

    def test_never_more_than_there_are(self) -> None:
        assert allotted({"a": 2, "b": 1}, 12) == {"a": 2, "b": 1}

    def test_nobody_at_all(self) -> None:
        assert allotted({}, 12) == {}

    def test_who_stays_is_counted_in_even_beyond_a_share(self) -> None:
        assert allotted({"a": 8, "b": 2}, 4, {"b": 2}) == {"a": 2, "b": 2}
        assert allotted({"a": 8, "b": 2}, 1, {"a": 2, "b": 1}) == {"a": 2, "b": 1}

    @given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30)), st.integers(0, 100))
    def test_shares_make_up_the_size_and_are_within_one_of_the_quota(self, sizes: Mapping[str, int], size: int) -> None:
        found, total = allotted(sizes, size), sum(sizes.values())
        assert sum(found.values()) == min(size, total)
        for name, count in found.items():
            assert abs(count - min(size, total) * sizes[name] / max(total, 1)) < 1 + 1e-9


class TestDraw:
    def test_the_same_again_whatever_the_order_and_another_with_another_seed(self) -> None:
        frame_of = people(family=30, committee=10)
        first = draw(frame_of, 8, seed=7, stratify_by=["category"])
        assert draw(frame_of[::-1], 8, seed=7, stratify_by=["category"]) == first
        assert draw(frame_of, 8, seed=8, stratify_by=["category"]).drawn != first.drawn
        assert [(s.name, s.frame, s.drawn) for s in first.strata] == [("committee", 10, 2), ("family", 30, 6)]

    def test_a_known_draw(self) -> None:
        """What was drawn once can be drawn again years later: the generator and the order of ids are part of the method.

        The ids in order are a1, a10, a11 … a19, a2, a20, a3 … a9; Python's generator with seed 1 samples their numbers 4, 18, 2 and 8.
        """
        assert draw(people(a=20), 4, seed=1).drawn == ("a11", "a13", "a17", "a8")

    def test_who_stays_from_an_earlier_draw_is_in_it_and_counts(self) -> None:
        first = draw(people(a=20), 4, seed=1)
        larger = draw(people(a=20), 6, seed=2, already=first.drawn)
        assert set(first.drawn) < set(larger.drawn)
        assert len(larger.drawn) == 6
        assert draw(people(a=20), 2, seed=2, already=first.drawn).drawn == first.drawn

    def test_everybody_is_as_likely(self) -> None:
        counts = dict.fromkeys([one.id for one in people(a=4, b=4)], 0)
        for seed in range(400):
            for one in draw(people(a=4, b=4), 4, seed=seed, stratify_by=["category"]).drawn:
                counts[one] += 1
        assert all(150 < count < 250 for count in counts.values())  # 200 expected, sd 10

    def test_what_is_not_known_is_a_stratum_and_what_is_no_trait_is_refused(self) -> None:
        assert stratum_of(Respondent("R1", "family", place="Abajo"), ["category", "sex", "place"]) == "family / - / Abajo"
        with pytest.raises(BadStudy, match="spread over shoe_size"):
            stratum_of(Respondent("R1"), ["shoe_size"])


def register(*rows: tuple[str, Method, tuple[str, ...], Consent, tuple[str, ...]]) -> Register:
    """One session for each row: respondent, method, domains of the session, consent, domains of the person in it."""
    sessions = tuple(Session(f"S{n}", method=m, domains=d) for n, (_, m, d, _, _) in enumerate(rows, 1))
    parts = tuple(Participation(f"S{n}", r, "A", c, own) for n, (r, _, _, c, own) in enumerate(rows, 1))
    return Register(sessions, tuple(Respondent(r) for r in sorted({row[0] for row in rows})), parts)


def ids(found: tuple[Respondent, ...]) -> list[str]:
    return [one.id for one in found]


class TestFrame:
    def test_interviews_and_focus_groups_held_for_the_domain(self) -> None:
        asked = register(
            ("R1", "individual", ("homes",), YES, ()),
            ("R2", "focus_group", ("homes", "committees"), YES, ()),
            ("R3", "survey", ("homes",), YES, ()),
            ("R4", "individual", ("committees",), YES, ()),
        )
        assert ids(frame(asked, "homes")) == ["R1", "R2"]
        assert ids(frame(asked, "homes", methods=["survey"])) == ["R3"]

    def test_the_domains_of_a_person_go_before_those_of_the_session(self) -> None:
        asked = register(("R1", "focus_group", ("homes",), YES, ("committees",)))
        assert (ids(frame(asked, "homes")), ids(frame(asked, "committees"))) == ([], ["R1"])

    def test_who_spoke_of_it_where_nobody_noted_what_the_session_was_for(self) -> None:
        asked = register(
            ("R1", "individual", (), YES, ()), ("R2", "individual", (), YES, ()), ("R3", "individual", ("x",), YES, ())
        )
        assert ids(frame(asked, "homes", spoke_of={"S1", "S3"})) == ["R1"]

    def test_nobody_without_consent_and_nobody_who_withdrew_anywhere(self) -> None:
        asked = register(
            ("R1", "individual", ("homes",), YES, ()),
            ("R1", "individual", ("committees",), GONE, ()),
            ("R2", "individual", ("homes",), Consent(), ()),
            ("R3", "individual", ("homes",), Consent(take_part=False), ()),
            ("R4", "individual", ("homes",), YES, ()),
        )
        assert ids(frame(asked, "homes")) == ["R4"]
        assert ids(frame(asked, "homes", documented=False)) == ["R2", "R4"]

    def test_a_person_of_two_sessions_is_in_it_once(self) -> None:
        asked = register(("R1", "individual", ("homes",), YES, ()), ("R1", "focus_group", ("homes",), YES, ()))
        assert ids(frame(asked, "homes")) == ["R1"]
