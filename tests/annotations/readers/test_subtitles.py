"""WebVTT in the shapes of Zoom and Teams, and as people edit them."""

from pathlib import Path

import pytest

from annotations.errors import BadTranscript
from annotations.readers import read_transcript
from annotations.transcripts import Transcript


def read(tmp_path: Path, *cues: str, head: str = "WEBVTT\n\n", end: str = "\n") -> Transcript:
    blocks = [f"{number}\n00:00:{number:02}.000 --> 00:00:{number:02}.900\n{cue}\n" for number, cue in enumerate(cues, start=1)]
    path = tmp_path / "a.vtt"
    path.write_bytes((head + "\n".join(blocks)).replace("\n", end).encode())
    return read_transcript(path)


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.words_of(turn)) for turn in transcript.turns]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_names_before_a_colon(tmp_path: Path, end: str) -> None:
    transcript = read(
        tmp_path, "Ana Ruiz: Hola 🙂.", "Ana Ruiz: ¿Qué tal?", "Beto: Bien,", "pues.", "Ana Ruiz: Ah.", "Beto: Sí.", end=end
    )
    assert said(transcript) == [("Ana Ruiz", "Hola 🙂. ¿Qué tal?"), ("Beto", "Bien, pues."), ("Ana Ruiz", "Ah."), ("Beto", "Sí.")]
    assert transcript.text == "Ana Ruiz: Hola 🙂. ¿Qué tal?\n\nBeto: Bien, pues.\n\nAna Ruiz: Ah.\n\nBeto: Sí."


def test_one_who_speaks_once_where_every_cue_is_labelled(tmp_path: Path) -> None:
    transcript = read(tmp_path, "Ana: Uno.", "Beto: Dos.", "Ana: Tres.", "Ana: Nota: cuatro.")
    assert said(transcript) == [("Ana", "Uno."), ("Beto", "Dos."), ("Ana", "Tres. Nota: cuatro.")]


def test_names_as_people_give_them_to_a_program(tmp_path: Path) -> None:
    cues = ["Ana Ruiz | Casa 3: Uno.", "🙂 Beto (él): Dos.", "Juan - UNAM, Dr.: Tres\nNota: más.", "ana ruiz | casa 3: Fin."]
    transcript = read(tmp_path, *cues)
    assert said(transcript) == [
        ("Ana Ruiz | Casa 3", "Uno."),
        ("🙂 Beto (él)", "Dos."),
        ("Juan - UNAM, Dr.", "Tres Nota: más."),
        ("Ana Ruiz | Casa 3", "Fin."),
    ]


def test_voice_tags(tmp_path: Path) -> None:
    transcript = read(
        tmp_path,
        "<v Interviewer>What <i>changed</i>?</v>",
        "<v.loud Ana &amp; Beto>Nothing <00:00:02.500>at\nall</v>",
        "<v Ana &amp; Beto>3 &lt; 5 <risas></v>",
        "<v Interviewer>So?</v> <v Ana>Yes.</v>",
    )
    assert said(transcript) == [
        ("Interviewer", "What changed?"),
        ("Ana & Beto", "Nothing at all 3 < 5 <risas>"),
        ("Interviewer", "So?"),
        ("Ana", "Yes."),
    ]
    assert [turn.role for turn in transcript.turns] == ["interviewer", "respondent", "interviewer", "respondent"]


def test_times_ids_styles_and_comments_are_not_text(tmp_path: Path) -> None:
    head = "WEBVTT - reunión\nLanguage: es\n\nNOTE un comentario\n\nSTYLE\n::cue { color: red }\n\n"
    assert read(tmp_path, "hola", "adiós", head=head).text == "hola adiós"


def test_subtitles_without_speakers_are_one_respondent(tmp_path: Path) -> None:
    assert said(read(tmp_path, "hola", "y adiós: ya")) == [("", "hola y adiós: ya")]


@pytest.mark.parametrize(
    ("cues", "line"),
    [(("Ana: uno\n\nperdida aquí", "Ana: dos"), 7), (("Ana: uno\n\n00:00:99 -> mal\nperdida", "Ana: dos"), 7)],
)
def test_words_between_the_cues_are_refused_not_dropped(tmp_path: Path, cues: tuple[str, ...], line: int) -> None:
    with pytest.raises(BadTranscript, match="belong to no cue") as caught:
        read(tmp_path, *cues)
    assert caught.value.where.endswith(f"a.vtt:{line}")


def test_a_cue_with_an_impossible_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n00:99:01.000 --> 00:99:02.000\nAna: hola\n", encoding="utf-8")
    with pytest.raises(BadTranscript, match="correct the time") as caught:
        read_transcript(path)
    assert caught.value.where == f"{path}:4"
