"""A column of translations becomes a transcript of its own, turn by turn."""

from pathlib import Path

from annotations.readers import read_transcript, read_transcripts
from annotations.translations import align

TABLE = """sesion,hablante,texto,traduccion_en
T1,Moderadora,¿Qué cambió?,What changed?
T1,P1,"Ya hay agua, todos los días.","There is water now, every day."
T1,P2,No siempre.,
"""


def test_a_translation_has_a_turn_for_each_turn(tmp_path: Path) -> None:
    path = tmp_path / "T1.csv"
    path.write_text(TABLE, encoding="utf-8")
    original, translation = read_transcripts(path)
    assert (original.translates, translation.translates, translation.language) == (False, True, "en")
    assert translation.session_id == original.session_id
    said = [translation.words_of(turn) for turn in translation.turns]
    assert said == ["What changed?", "There is water now, every day.", "…"]
    assert [turn.speaker for turn in translation.turns] == [turn.speaker for turn in original.turns]
    aligned = align(original, translation)
    assert [
        (original.text[one.start : one.end], translation.text[one.translated_start : one.translated_end]) for one in aligned
    ] == [
        ("¿Qué cambió?", "What changed?"),
        ("Ya hay agua, todos los días.", "There is water now, every day."),
        ("No siempre.", "…"),
    ]


def test_one_transcript_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "T1.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert not read_transcript(path).translates
