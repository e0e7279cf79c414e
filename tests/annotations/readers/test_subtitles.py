"""WebVTT in the shapes of Zoom and Teams, and as people edit them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import BadTranscript
from annotations.readers import read_transcript, subtitles
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


def read_srt(tmp_path: Path, text: str) -> Transcript:
    path = tmp_path / "a.srt"
    path.write_bytes(text.encode())
    return read_transcript(path)


def srt(*cues: str) -> str:
    return "\n".join(
        f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\n{cue}\n" for number, cue in enumerate(cues, start=1)
    )


def test_subrip(tmp_path: Path) -> None:
    transcript = read_srt(
        tmp_path,
        srt("Ana: <i>Hola</i> {\\an8}🙂", "Ana: 3 &lt; 5", "Beto: Bien,\n{mi} <risas>", "Ana: ¿Y en\n2020?", "Beto: 2020"),
    )
    assert said(transcript) == [
        ("Ana", "Hola 🙂 3 < 5"),
        ("Beto", "Bien, {mi} <risas>"),
        ("Ana", "¿Y en 2020?"),
        ("Beto", "2020"),
    ]
    assert [(mark.kind, transcript.text[mark.start : mark.end]) for mark in transcript.marks] == [("nonverbal", "<risas>")]


def test_subrip_ends_with_a_year(tmp_path: Path) -> None:
    assert said(read_srt(tmp_path, srt("fue en\n2020"))) == [("", "fue en 2020")]


def test_a_broken_time_in_subrip_is_refused_not_read_as_words(tmp_path: Path) -> None:
    with pytest.raises(BadTranscript, match="cannot be read as a time") as caught:
        subtitles.read(srt("Ana: uno", "Ana: dos").replace("00:00:02,000 -->", "00:00:02 -->").encode(), tmp_path / "a.srt")
    assert caught.value.where.endswith("a.srt:6")


def test_words_before_the_first_cue_of_subrip_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTranscript, match="belong to no cue") as caught:
        subtitles.read(f"perdida\n\n{srt('uno')}".encode(), tmp_path / "a.srt")
    assert caught.value.where.endswith("a.srt:1")


def test_automatic_captions_that_roll_up_are_read_once(tmp_path: Path) -> None:
    cues = [
        "hola a",
        "hola a\ntodos <00:00:02.500><c>los</c>",
        "todos los",
        "todos los\nque vienen",
        "que vienen",
        "que vienen\nque vienen",
    ]
    assert read(tmp_path, *cues).text == "hola a todos los que vienen que vienen"


def test_captions_that_grow_are_read_once(tmp_path: Path) -> None:
    cues = ["<v Ana>hola", "<v Ana>hola a", "<v Ana>hola a todos", "<v Ana>hola a todos los", "<v Beto>sí", "<v Beto>sí señor"]
    assert said(read(tmp_path, *cues)) == [("Ana", "hola a todos los"), ("Beto", "sí señor")]


def test_what_somebody_says_twice_stays(tmp_path: Path) -> None:
    cues = ["Ana: Sí.", "Ana: Sí.", "Beto: No.", "Ana: Sí.", "Beto: Bueno.", "Ana: Ya."]
    assert said(read(tmp_path, *cues))[0] == ("Ana", "Sí. Sí.")


def test_signs_of_a_change_of_speaker(tmp_path: Path) -> None:
    transcript = read(tmp_path, ">> ¿Qué tal?", "hoy", "&gt;&gt; Bien.", "- ¿Sí?\n- Sí - claro.")
    assert said(transcript) == [("", "¿Qué tal? hoy"), ("", "Bien."), ("", "¿Sí?"), ("", "Sí - claro.")]


def test_names_behind_the_sign_of_a_change(tmp_path: Path) -> None:
    cues = [">> ANA: Uno.", "dos.", ">> BETO: Tres.", ">> ANA: Cuatro.", ">> BETO: Cinco.", "seis."]
    assert [speaker for speaker, _ in said(read(tmp_path, *cues))] == ["ANA", "BETO", "ANA", "BETO"]


def test_markup_is_text_and_never_run(tmp_path: Path) -> None:
    assert read(tmp_path, "Ana: <script>alert(1)</script> &amp;lt; {{7*7}}").text == "Ana: <script>alert(1)</script> &lt; {{7*7}}"


WORDS = ["hola", "sí", "<risas>", "🙂", "{x}", "Ana:", "2020", "- no", "\\N", "ñ &amp;", "e\u0301"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=8), st.booleans())
def test_no_word_of_a_cue_is_lost(cues: list[list[str]], is_srt: bool) -> None:
    lines = [f"a{number} {' '.join(words)}" for number, words in enumerate(cues)]
    blocks = "\n".join(f"{n}\n00:00:01,000 --> 00:00:02,000\n{line}\n" for n, line in enumerate(lines))
    source = blocks if is_srt else "WEBVTT\n\n" + blocks.replace(",000", ".000")
    text, turns, marks = subtitles.read(source.encode(), Path("a"))
    expected = " ".join(lines).replace("&amp;", "&")
    assert text.replace("\\N", " ").replace("\n", " ").split() == expected.replace("\\N", " ").split()
    for turn in turns:
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end] != ""
    assert all(text[mark.start : mark.end] for mark in marks)
