"""Groups of reports whose right answer is known because they were made so, and what must hold of any groups."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.candidates import Group, Likeness, Report, from_middles, groups_of, middles, opposed_codes, with_versions

TOPICS = np.linalg.qr(np.random.default_rng(0).normal(size=(16, 4)))[0].T.astype(np.float32)


def around(topics: list[int], noise: float = 0.05) -> NDArray[np.float32]:
    rng = np.random.default_rng(1)
    found = TOPICS[topics] + noise * rng.normal(size=(len(topics), 16)).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def versions(reports: list[Report], directions: NDArray[np.float32], **more: Any) -> list[Group]:
    groups = groups_of(reports, directions, **more)
    return with_versions(groups, reports, Likeness(reports, directions), [("better", "worse")])


def sets_of(groups: object) -> list[set[int]]:
    return [set(group.members) for group in groups]  # type: ignore[attr-defined]


def test_what_is_said_alike_is_one_group_across_sessions_and_what_is_like_nothing_stays() -> None:
    topics = [0, 1, 0, 1, 0, 2]
    reports = [Report(f"S{at}.001", f"S{at}") for at in range(6)]
    assert sets_of(groups_of(reports, around(topics))) == [{0, 2, 4}, {1, 3}, {5}]
    assert groups_of([], np.zeros((0, 16), np.float32)) == []


def test_the_same_words_about_other_domains_are_never_put_together() -> None:
    reports = [Report(f"S{at}.001", f"S{at}", domains=frozenset({"ab"[at % 2]})) for at in range(4)]
    assert sets_of(groups_of(reports, around([0] * 4))) == [{0, 2}, {1, 3}]
    undecided = [*reports[:3], Report("S3.001", "S3")]  # of no domain: it may go with either
    assert len(groups_of(undecided, around([0] * 4))) == 2


def test_the_codes_join_what_words_alone_leave_apart() -> None:
    other_words = np.eye(16, dtype=np.float32)[:6]
    alone = [Report(f"S{at}.001", f"S{at}") for at in range(6)]
    assert len(groups_of(alone, other_words)) == 6
    coded = [Report(r.segment_id, r.session_id, what=frozenset({"pipes" if at < 3 else "rates"})) for at, r in enumerate(alone)]
    assert sets_of(groups_of(coded, other_words)) == [{0, 1, 2}, {3, 4, 5}]


def test_the_few_who_say_the_other_thing_are_a_group_beside() -> None:
    better, worse = frozenset({"better"}), frozenset({"worse"})
    what = [better, better, worse, better, worse, frozenset()]
    reports = [Report(f"S{at}.001", f"S{at}", what=codes) for at, codes in enumerate(what)]
    groups = versions(reports, around([0, 0, 0, 0, 1, 0]))
    assert [(set(g.members), g.beside, g.differs_by) for g in groups] == [
        ({0, 1, 3, 5}, -1, ""),
        ({2}, 0, "worse"),
        ({4}, -1, ""),  # about something else: it stands beside nobody
    ]


def test_languages_are_compared_each_from_its_own_middle() -> None:
    """Texts of a language lie together: without that all Spanish would be one group and all English another."""
    rng = np.random.default_rng(2)
    topics = [at % 2 for at in range(80)]
    languages = ["es" if at < 40 else "en" for at in range(80)]
    shift = {"es": 3 * np.eye(16)[14], "en": 3 * np.eye(16)[15]}
    vectors = np.array([TOPICS[t] + shift[s] + 0.02 * rng.normal(size=16) for t, s in zip(topics, languages, strict=True)])
    vectors = np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
    reports = [Report(f"S{at:02d}.001", f"S{at:02d}", language) for at, language in enumerate(languages)]
    found = groups_of(reports, from_middles(vectors, languages, middles(vectors, languages)))
    assert sets_of(found) == [{at for at in range(80) if topics[at] == topic} for topic in (0, 1)]
    as_one = middles(vectors, [""] * 80)
    assert sets_of(groups_of(reports, from_middles(vectors, languages, as_one))) == [set(range(40)), set(range(40, 80))]


def test_a_language_of_which_there_is_little_is_seen_from_the_middle_of_all() -> None:
    vectors = np.asarray(np.random.default_rng(3).normal(size=(25, 16)), dtype=np.float32)
    assert set(middles(vectors, ["es"] * 22 + ["nah"] * 3)) == {"", "es"}


def test_opposed_codes_are_of_one_family_usual_apart_and_divide_what_is_about_the_same() -> None:
    pipes, rates = [{"yes", "pipes"}, {"yes", "pipes"}, {"no", "pipes"}], [{"no", "rates"}, {"no", "rates"}, {"yes", "rates"}]
    family = {"yes": "verdict", "no": "verdict", "pipes": "theme", "rates": "theme"}
    assert opposed_codes([pipes, rates], family) == [("no", "yes")]  # pipes and rates are apart too, but in groups of their own
    assert opposed_codes([pipes, rates], family | {"no": "other"}) == []
    assert opposed_codes([[*pipes, {"yes", "no"}, {"yes", "no"}], rates], family) == []  # said of one segment: no opposites
    seldom = [[{"other"}] * 20, pipes, rates]
    assert opposed_codes(seldom, family) == []
    assert opposed_codes([], {}) == []


@st.composite
def made(draw: st.DrawFn) -> tuple[list[Report], NDArray[np.float32]]:
    count = draw(st.integers(1, 25))
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    reports = [
        Report(
            f"S{rng.integers(6)}.{at:03d}",
            f"S{rng.integers(6)}",
            domains=frozenset(d for d in "abc" if rng.random() < 0.4),
            what=frozenset(c for c in ("better", "worse", "pipes") if rng.random() < 0.4),
        )
        for at in range(count)
    ]
    return reports, around(rng.integers(0, 4, count).tolist(), noise=0.3)


@settings(max_examples=150, deadline=None)
@given(made(), st.integers(1, 25), st.sampled_from([0.3, 0.8, 1.5]))
def test_every_report_is_in_one_group_and_nobody_with_another_domain(
    given_: tuple[list[Report], NDArray[np.float32]], most: int, limit: float
) -> None:
    reports, directions = given_
    groups = versions(reports, directions, limit=limit, most=most)
    assert sorted(row for group in groups for row in group.members) == list(range(len(reports)))
    for group in groups:
        for a, b in combinations(group.members, 2):
            assert not (reports[a].domains and reports[b].domains) or reports[a].domains & reports[b].domains
        if group.beside >= 0:
            assert all(group.differs_by in reports[row].what for row in group.members)
            assert groups[group.beside].beside == -1
    again = versions(reports, directions, limit=limit, most=most)
    assert again == groups


@pytest.mark.parametrize("most", [6, 12])
def test_taken_in_parts_the_groups_are_the_same_when_they_are_clear(most: int) -> None:
    topics = [at % 3 for at in range(60)]
    reports = [Report(f"S{at:02d}.001", f"S{at:02d}") for at in range(60)]
    whole = sets_of(groups_of(reports, around(topics)))
    assert sorted(map(sorted, sets_of(groups_of(reports, around(topics), most=most)))) == sorted(map(sorted, whole))
