from hypothesis import given
from hypothesis import strategies as st

from annotations.documents.layout import UPRIGHT, is_wide, lying, share_of_width, stays_together, widths
from annotations.documents.records import Heading, Paragraph, Picture, Run
from annotations.documents.tables import Table
from tests.annotations.documents.samples import SVG, png, table, wide

CELLS = st.text("ab c", max_size=40)


@given(st.integers(1, 12).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=6)), st.integers(800, 15000))
def test_columns_fill_the_width(rows: list[tuple[str, ...]], total: int) -> None:
    found = widths(Table("t", "", "en", rows[0], tuple(rows[1:])), total)
    assert sum(found) == total
    assert min(found) > 0


def test_a_column_is_as_wide_as_its_longest_word_where_that_can_be() -> None:
    found = widths(Table("t", "", "en", ("Independently", "n"), (("a", "x " * 300),)), 9000)
    assert found[0] >= 13 * 104


def test_long_cells_get_what_is_left() -> None:
    narrow, broad = widths(Table("t", "", "en", ("a", "b"), (("x", "word " * 60),)), 9000)
    assert broad > 8 * narrow


def test_many_long_words_need_a_page_that_lies() -> None:
    assert is_wide(wide())
    assert not is_wide(table())
    assert is_wide(Table("t", "", "en", ("Presupuesto",) * 6, (("words " * 150,) * 6,)))  # they fit, and the row is a page high
    assert sum(widths(wide(), UPRIGHT)) == UPRIGHT


def test_headings_and_sentences_before_a_wide_table_go_with_it() -> None:
    sentence = Paragraph((Run("x"),))
    parts = (
        Heading("a", "A"),
        sentence,
        table("t1"),
        Heading("b", "B", 1),
        Heading("c", "C", 2),
        sentence,
        wide(),
        table("t2"),
        sentence,
        wide("w"),
    )
    assert lying(parts) == [False, False, False, True, True, True, True, False, False, True]


def test_short_tables_stay_together_and_long_ones_cannot() -> None:
    assert stays_together(table(rows=12))
    assert not stays_together(table(rows=13))
    assert not stays_together(Table("t", "", "en", ("a",), (("word " * 300,),)))


def test_a_high_picture_is_made_narrower_so_that_it_fits() -> None:
    assert share_of_width(Picture("p", "", "", "", png(40, 20), SVG)) == 1
    assert share_of_width(Picture("p", "", "", "", png(40, 96), SVG)) == 0.5
