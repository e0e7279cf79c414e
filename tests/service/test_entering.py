"""How work items are put into batches."""

from service.workflows.entering import BATCH, FIRST, batched


def test_batches_grow_so_that_the_first_is_there_soon() -> None:
    found = list(batched(range(2 * FIRST + 3 * BATCH)))
    sizes = [len(part) for _, part in found]
    assert sizes[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert max(sizes) == BATCH
    assert [one for _, part in found for one in part] == list(range(2 * FIRST + 3 * BATCH))
    assert len({name for name, _ in found}) == len(found)
    assert list(batched([])) == []
