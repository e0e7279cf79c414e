import pytest

from annotations.documents.numbering import targets_of
from annotations.documents.records import Document, Heading, Paragraph, Run
from tests.annotations.documents.samples import document, table


def test_tables_and_figures_are_numbered_in_their_order_each_by_themselves() -> None:
    found = targets_of(document())
    assert {id_: target.words for id_, target in found.items() if target.number} == {
        "t1": "Table 1", "wide": "Table 2", "f1": "Figure 1", "t2": "Table 3",
    }  # fmt: skip
    assert found["h2"].words == "Second"
    assert targets_of(document("es"))["f1"].words == "Figura 1"
    assert len({target.bookmark for target in found.values()}) == len(found)


def test_a_reference_to_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="CH1 refers to nowhere"):
        document(parts=(Paragraph((Run(look="reference", target="nowhere"),)),))


def test_two_parts_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="have one id: .'t1'"):
        document(parts=(table("t1"), Heading("t1", "x")))


def test_without_citations_only_these_leave() -> None:
    def looks(one: Document) -> list[str]:
        return [run.look for run in one.runs]

    before, after = document(), document().without_citations()
    assert "citation" in looks(before)
    assert looks(after) == [look for look in looks(before) if look != "citation"]
    assert [run.note for run in after.runs if run.note] == [run.note for run in before.runs if run.note]
