"""Flags: what a story rests on, then and now; what stops a signature; what is left when somebody takes back what they said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.codings import Coding
from annotations.stories.editing import block_of, edited
from annotations.stories.folding import digest
from annotations.stories.held import Standing, flags, held_of, known
from annotations.stories.obstacles import obstacles
from annotations.stories.silence import is_empty, quotes_from, reworded_all, without
from annotations.stories.state_records import Flag, FlagKind, KeptGap, ObstacleKind
from annotations.stories.words import FLAGS, OBSTACLES, told_flag, told_obstacle
from annotations.triangulation.records import Attachment
from tests.annotations.stories.texts import AT, TEXT

NOON = datetime(2026, 5, 1, tzinfo=UTC)


def coding(kind: Any = "change", target: str = "CH1", stance: Any = "for", coder: str = "ana") -> Coding:
    return Coding("S01.001", coder, kind, target, 1, 1, NOON, stance)


HELD = {id_: held_of("w", [coding()], "CH1") for id_ in ("S01.001", "S01.002", "S01.003", "S02.001")}


def standing(**given: Any) -> Standing:
    return Standing(**{"segments": HELD, "statement": 1, "status": "pursued", "verdict": "saturated", **given})


def raised(now: Standing, held: Any = None) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(flag.kind, flag.subject, flag.blocks) for flag in flags(TEXT, held or HELD, now)]


class TestFlags:
    def test_none_when_all_is_as_it_was(self) -> None:
        assert raised(standing()) == []

    def test_who_coded_it_does_not_matter_what_counts_does(self) -> None:
        assert held_of("w", [coding(coder="ana"), coding(coder="bo")], "CH1") == HELD["S01.001"]
        assert held_of("w", [coding(), coding("code", "accounts", None)], "CH1") != HELD["S01.001"]

    @pytest.mark.parametrize(
        ("codings", "kind", "now"),
        [
            ([coding(), coding("code", "accounts", None)], "coding_revised", ""),
            ([coding(stance="against")], "stance_changed", "against"),
            ([coding(), coding(stance="against", coder="bo")], "stance_changed", "both"),
            ([coding(target="CH2")], "no_longer_linked", ""),
            ([], "no_longer_linked", ""),
        ],
    )
    def test_of_a_coding(self, codings: list[Coding], kind: str, now: str) -> None:
        segments = {**HELD, "S01.001": held_of("w", codings, "CH1")}
        (flag,) = flags(TEXT, HELD, standing(segments=segments))
        assert (flag.kind, flag.subject, flag.blocks, flag.now) == (kind, "S01.001", ("b1",), now)

    def test_it_is_another_flag_when_it_changes_again(self) -> None:
        ids = {
            flags(TEXT, HELD, standing(segments={**HELD, "S01.001": held_of("w", codings, "CH1")}))[0].id
            for codings in ([coding("code", "a", None), coding()], [coding("code", "b", None), coding()])
        }
        assert len(ids) == 2

    def test_words_that_are_shown_otherwise_and_passages_that_are_gone(self) -> None:
        segments = {**HELD, "S01.002": held_of("other", [coding()], "CH1")}
        del segments["S02.001"]
        assert raised(standing(segments=segments)) == [
            ("segment_gone", "S02.001", ("b2",)),
            ("words_changed", "S01.002", ("b3",)),
        ]

    def test_somebody_withdrew(self) -> None:
        segments = {id_: held for id_, held in HELD.items() if id_ != "S02.001"}
        assert raised(standing(segments=segments, withdrawn=frozenset({"S02.001"}))) == [("withdrawn", "S02.001", ("b2",))]

    def test_somebody_withdrew_from_a_session_that_is_cited_whole(self) -> None:
        text = edited(TEXT, "b1", "es", "Tres grupos [G01].", "ana")
        before = {**HELD, "G01": {"left": "0"}}
        assert flags(text, before, standing(sessions={"G01": {"left": "0"}})) == ()
        (flag,) = flags(text, before, standing(sessions={"G01": {"left": "1"}}))
        assert (flag.kind, flag.subject) == ("withdrawn", "G01")

    def test_of_the_change(self) -> None:
        assert raised(standing(statement=2)) == [("statement_reworded", "CH1", ())]
        assert raised(standing(verdict="needs_sessions")) == [("not_saturated", "CH1", ())]
        assert raised(standing(status="dropped")) == [("not_followed", "CH1", ())]
        assert raised(standing(verdict="")) == []

    def test_what_was_never_known_is_only_text(self) -> None:
        text = edited(TEXT, "b1", "es", "Así [sic] lo dijo [S01.001].", "ana")
        assert flags(text, HELD, standing()) == ()
        assert known(("sic", "S01.001"), standing()) == ("S01.001",)


class TestObstacles:
    def found(self, text: Any = TEXT, given: Any = (), gaps: Any = None, attached: Any = ()) -> list[tuple[str, str]]:
        kept = {"b4": KeptGap("b4", "ana", AT, "nobody knows")} if gaps is None else gaps
        return [(one.kind, one.id) for one in obstacles(text, given, kept, attached, standing())]

    def test_none(self) -> None:
        assert self.found() == []

    def test_a_gap_that_nobody_has_kept(self) -> None:
        assert self.found(gaps={}) == [("gap", "b4")]

    def test_a_sentence_that_cites_nothing_unless_it_is_ones_own(self) -> None:
        text = edited(edited(TEXT, "b1", "es", "Es grave.", "ana"), "b1", "en", "It is grave [really].", "ana")
        assert self.found(text) == [("uncited", "b1")]
        assert self.found(edited(text, "b1", "es", "Es grave.", "ana", own=True)) == []

    def test_a_flag_until_it_is_answered(self) -> None:
        assert self.found(given=[Flag("f1", "withdrawn", "S1")]) == [("flag", "f1")]
        assert self.found(given=[Flag("f1", "withdrawn", "S1", answered_at=AT)]) == []

    def test_a_contradiction_until_it_is_answered_or_withdrawn(self) -> None:
        def attached(**given: Any) -> Attachment:
            return Attachment(**{
                "id": "A1", "change_id": "CH1", "points": ("p1",), "block": "b1", "text_number": 1, "claim": "…", "verdict": "contradicts",
                "reason": "81, not 90", "by": "ana", "at": AT, **given,
            })  # fmt: skip

        assert self.found(attached=[attached()]) == [("contradiction", "A1")]
        assert self.found(attached=[attached(answer="of all households, not of members")]) == []
        assert self.found(attached=[attached(withdrawn=True)]) == []
        assert self.found(attached=[attached(verdict="supports")]) == []

    def test_an_emptied_block(self) -> None:
        assert self.found(without(TEXT, {"S01.002"})) == [("emptied", "b3")]

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_every_kind_has_words(self, language: Any) -> None:
        assert set(FLAGS[language]) == set(FlagKind.__args__)  # type: ignore[attr-defined]
        assert set(OBSTACLES[language]) == set(ObstacleKind.__args__)  # type: ignore[attr-defined]
        for flag in FLAGS[language]:
            assert "{" not in told_flag(Flag("f", flag, "S1", before="for", now="2"), language)
        assert "b3" in told_obstacle(obstacles(without(TEXT, {"S01.002"}), (), {}, (), standing())[0], language)


class TestTakingBack:
    def test_quotes_go_and_sentences_that_rest_on_nothing_else(self) -> None:
        left = without(TEXT, {"S01.001", "S01.002", "S01.003"})
        assert [block.id for block in left.blocks if is_empty(block)] == ["b1", "b3"]
        assert (block_of(left, "b3").quote, block_of(left, "b1").text) == (None, {})
        assert block_of(left, "b2") == block_of(TEXT, "b2")  # it rests on S02.001 too
        assert [block.id for block in left.blocks] == [block.id for block in TEXT.blocks]

    def test_a_sentence_whose_passages_are_gone_one_after_the_other(self) -> None:
        assert not is_empty(block_of(without(TEXT, {"S01.003"}), "b2"))
        assert is_empty(block_of(without(TEXT, {"S01.003"}, before={"S02.001"}), "b2"))
        assert (
            without(TEXT, {"S09.001"}, before={"S01.001", "S01.003", "S02.001"}) == TEXT
        )  # of what is gone now it cites nothing

    def test_words_that_somebody_typed_in_without_citing_them_go_too(self) -> None:
        quoted = quotes_from(["Lo que pasó es que nadie nos leía nunca las cuentas del agua", "No, nunca jamás"])
        text = edited(TEXT, "b2", "es", "Dice: «nadie nos leía NUNCA las cuentas» [S02.001].", "ana")
        assert is_empty(block_of(without(text, (), quoted), "b2"))
        assert is_empty(block_of(without(edited(TEXT, "b2", "es", "Dijo que no, nunca jamás [S02.001].", "a"), (), quoted), "b2"))
        assert without(TEXT, (), quoted) == TEXT
        assert quoted("las cuentas del agua") is False

    def test_names_are_masked_in_all_words_and_quotes(self) -> None:
        masked = reworded_all(TEXT, lambda words: words.replace("comité", "[A]").replace("leía", "[B]"))
        assert block_of(masked, "b2").text["es"] == "El [A] lo pidió [S01.003, S02.001]."
        quote = block_of(masked, "b3").quote
        assert quote is not None
        assert quote.text == "Antes nadie [B] nada"


def test_a_gap_that_is_worded_otherwise_is_another_one() -> None:
    assert digest({"es": "¿Quién?"}) != digest({"es": "¿Quién?", "en": "Who?"})
