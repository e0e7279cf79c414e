import string
from random import Random

from annotations.codeframe import Code, CodeFrame
from annotations.label_studio.handles import handles, shortcuts
from tests.annotations.label_studio.samples import FRAME, code


def test_the_family_letter_and_a_counter_in_frame_order() -> None:
    assert handles(FRAME) == {
        "W-ACC": "a1",
        "W-CON": "a2",
        "M-SAV": "d1",
        "M-DEB": "d2",
        "M-WRK-J": "d3",
        "M-WRK-M": "d4",
    }


def test_a_family_whose_letter_is_taken_uses_its_next_one() -> None:
    frame = CodeFrame(
        1, (code("A", "Agua", "Water", code("A1", "Uno", "One")), code("B", "Acuerdos", "Deals", code("B1", "Dos", "Two")))
    )
    assert handles(frame) == {"A1": "a1", "B1": "c1"}


def test_a_pair_that_occurs_in_a_name_is_passed_over() -> None:
    frame = CodeFrame(1, (code("A", "Agua", "Water", code("A1", "Plan A1", "Plan A1"), code("A2", "Otro", "Other")),))
    assert handles(frame) == {"A1": "a2", "A2": "a3"}


def test_a_family_of_forty_takes_letters_and_then_other_pairs() -> None:
    many = tuple(code(f"Q{i}", "Ñ", "Ñ") for i in range(40))
    given = list(handles(CodeFrame(1, (Code("Q", {"es": "Q"}, codes=many),))).values())
    assert given[:9] == [f"q{i}" for i in range(1, 10)]
    assert given[9:35] == [f"q{letter}" for letter in string.ascii_lowercase]
    assert given[35:] == ["a1", "a2", "a3", "a4", "a5"]


def test_a_thousand_codes_are_each_found_alone_by_their_two_characters() -> None:
    random = Random(7)
    words = [line for line in (code_name(random) for _ in range(1000))]
    families = tuple(
        code(
            f"F{f}", f"Familia {f}", f"Family {f}", *(code(f"F{f}-{i}", words[f * 50 + i], words[f * 50 + i]) for i in range(50))
        )
        for f in range(20)
    )
    frame = CodeFrame(1, families)
    given = handles(frame)
    assert len(set(given.values())) == 1000
    assert {len(handle) for handle in given.values()} == {2}
    titles = [f"{given[leaf.id]} · {leaf.name['es']}".casefold() for leaf in frame.leaves] + [
        f.name["es"].casefold() for f in families
    ]
    assert all(sum(handle in title for title in titles) == 1 for handle in given.values())


def code_name(random: Random) -> str:
    syllables = [
        "ca",
        "mi",
        "no",
        "tra",
        "ba",
        "jo",
        "de",
        "la",
        "sa",
        "lud",
        "que",
        "ver",
        "go",
        "pla",
        "ti",
        "en",
        "por",
        "fuer",
    ]
    return " ".join("".join(random.choices(syllables, k=random.randint(1, 3))) for _ in range(4))


def test_a_frame_with_more_codes_than_pairs_goes_on_with_three_characters() -> None:
    families = tuple(
        Code(f"F{f}", {"es": f"F{f}"}, codes=tuple(Code(f"F{f}-{i}", {"es": "Ñ"}) for i in range(100))) for f in range(20)
    )
    given = handles(CodeFrame(1, families))
    assert len(set(given.values())) == len(given) == 2000
    assert {len(handle) for handle in given.values()} == {2, 3}
    assert sum(len(handle) == 2 for handle in given.values()) > 1300


def test_small_frames_have_shift_and_a_key_larger_ones_two_characters() -> None:
    assert list(shortcuts(FRAME).values()) == ["⇧A", "⇧B", "⇧C", "⇧D", "⇧E", "⇧F"]
    frames = [
        CodeFrame(1, (Code("F", {"es": "Ñ"}, codes=tuple(Code(f"F{i}", {"es": "Ñ"}) for i in range(n))),)) for n in (36, 37)
    ]
    assert [list(shortcuts(frame).values())[-1] for frame in frames] == ["⇧0", "a2"]
