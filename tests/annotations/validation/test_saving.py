"""Two pages of one ballot, on cases whose outcome is clear; and that no words are ever lost without being told."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotations.validation.records import Answer
from annotations.validation.saving import MOST_PAGES, Collision, Page, Saves, fingerprint_of, fingerprints, weighed, written

KEPT = (Answer("CH1", "A", "said", 1, "why"), Answer("CH2"))
FIRST, SECOND = Page("1" * 16, 1, fingerprints(KEPT)), Page("2" * 16, 1, fingerprints(KEPT))


def save(
    saves: Saves, page: Page, kept: tuple[Answer, ...], *wanted: Answer
) -> tuple[Saves, tuple[Answer, ...], tuple[Collision, ...]]:
    after, collisions = weighed(saves, page, kept, wanted)
    merged = tuple({one.change_id: one for one in after}.get(one.change_id, one) for one in kept)
    return saves.after(page, written(kept, merged)), merged, collisions


def test_what_a_page_did_not_touch_stays_as_another_wrote_it() -> None:
    saves, kept, _ = save(Saves(), FIRST, KEPT, replace(KEPT[0], comment="more"))
    _, kept, collisions = save(saves, SECOND, kept, KEPT[0], Answer("CH2", "B"))
    assert (kept, collisions) == ((Answer("CH1", "A", "more", 1, "why"), Answer("CH2", "B")), ())


def test_what_both_wrote_is_kept_and_told() -> None:
    saves, kept, _ = save(Saves(), FIRST, KEPT, replace(KEPT[0], comment="more"))
    _, after, collisions = save(saves, SECOND, kept, replace(KEPT[0], comment="less"))
    assert (after, collisions) == (kept, (Collision("CH1", "comment", "more", "less"),))
    again = Page("3" * 16, 0, fingerprints(after))
    assert save(saves, again, kept, replace(kept[0], comment="less"))[1][0].comment == "less", "who has seen both decides"


def test_a_page_takes_its_own_words_back() -> None:
    saves, kept, _ = save(Saves(), FIRST, KEPT, replace(KEPT[0], comment="more"))
    assert save(saves, replace(FIRST, number=2), kept, KEPT[0])[1:] == (KEPT, ())


def test_an_older_save_is_late_and_one_without_a_number_never_is() -> None:
    saves, _, _ = save(Saves(), replace(FIRST, number=7), KEPT, KEPT[0])
    assert [saves.late(replace(FIRST, number=number)) for number in (6, 7, 8, 0)] == [True, True, False, False]
    assert not saves.late(SECOND)


def test_c_does_not_take_away_what_the_page_had_not_seen() -> None:
    saves, kept, _ = save(Saves(), FIRST, KEPT, replace(KEPT[0], reason="another why"))
    _, after, collisions = save(saves, SECOND, kept, replace(KEPT[0], vote="C"))
    assert (after, collisions) == (kept, (Collision("CH1", "vote", "A", "C"),))
    assert save(Saves(), SECOND, KEPT, replace(KEPT[0], vote="C"))[2] == (), "a page that has seen it may"


def test_a_rank_under_a_c_of_another_page_is_told() -> None:
    kept = (Answer("CH1", "C"), KEPT[1])
    _, after, collisions = save(
        Saves(), Page("2" * 16, 1, fingerprints([Answer("CH1", "A")])), kept, Answer("CH1", "C", rank=1, reason="x")
    )
    assert after == kept
    assert collisions == (Collision("CH1", "rank", "", "1"), Collision("CH1", "reason", "", "x"))


def test_only_so_many_pages_are_remembered() -> None:
    saves = Saves()
    for n in range(MOST_PAGES + 5):
        saves = saves.after(Page(f"{n:016}", 1), ())
    assert list(saves.newest) == [f"{n:016}" for n in range(5, MOST_PAGES + 5)]


def test_the_fingerprint_of_a_ballot_is_of_every_field() -> None:
    others = [replace(KEPT[0], **{name: value}) for name, value in {"vote": "B", "comment": "", "rank": 2, "reason": "y"}.items()]  # type: ignore[arg-type]
    assert len({fingerprint_of([one, KEPT[1]]) for one in [KEPT[0], *others]}) == 5


texts = st.sampled_from(["", "a", "b"])


@given(texts, st.lists(st.tuples(st.integers(0, 2), texts), max_size=8))
def test_no_words_are_lost_without_being_told(first: str, typed: list[tuple[int, str]]) -> None:
    """Three tabs opened at once, each saved whenever somebody types in it: what is overwritten was written in the same tab, or was there
    when it was opened."""
    kept: tuple[Answer, ...] = (Answer("CH1", "A", first),)
    pages, saves, writer, numbers = [Page(str(n) * 16, 0, fingerprints(kept)) for n in range(3)], Saves(), -1, [0, 0, 0]
    for tab, text in typed:
        numbers[tab] += 1
        before = kept[0].comment
        saves, kept, collisions = save(saves, replace(pages[tab], number=numbers[tab]), kept, replace(kept[0], comment=text))
        if kept[0].comment != before:
            assert writer in (-1, tab) or before == first
            writer = tab
        else:
            assert text in (before, first) or collisions
