"""Whole files in, transcripts out: nothing lost, nothing invented, everything that cannot be read refused."""

import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.errors import BadTranscript, RelatoError
from annotations.readers import archives, read_transcript, read_transcripts, session_id_of, sniffing
from annotations.transcripts import Transcript
from tests.annotations.readers.small_pdf import pdf, prose
from tests.annotations.readers.test_odt import odt_of

INTERVIEW = "ENTREVISTADORA: ¿Qué cambió?\n\nSEÑORA: Pues… nada 🙂.\n\nENTREVISTADORA: ¿Nada?\n\nSEÑORA: Nada."


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(transcript: Transcript) -> list[tuple[str, str, str]]:
    return [(turn.speaker, turn.role, transcript.words_of(turn)) for turn in transcript.turns]


EXPECTED = [
    ("ENTREVISTADORA", "interviewer", "¿Qué cambió?"),
    ("SEÑORA", "respondent", "Pues… nada 🙂."),
    ("ENTREVISTADORA", "interviewer", "¿Nada?"),
    ("SEÑORA", "respondent", "Nada."),
]


def test_a_text_file_becomes_turns_with_its_name_language_and_hash(tmp_path: Path) -> None:
    path = written(tmp_path, "S 01.txt", INTERVIEW + " No hay agua y los niños se enferman por eso.")
    transcript = read_transcript(path)
    assert transcript.session_id == "S-01"
    assert transcript.source == "S 01.txt"
    assert transcript.language == "es"
    assert transcript.source_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert said(transcript)[:3] == EXPECTED[:3]


def test_what_is_known_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Ana: ¿Y?\nNota: bien.\nEntrevistadora: también yo.")
    transcript = read_transcript(
        path, session_id="S9", language="nah", interviewers=["ana"], respondents=["NOTA", "Entrevistadora"]
    )
    assert (transcript.session_id, transcript.language) == ("S9", "nah")
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [
        ("Ana", "interviewer"),
        ("Nota", "respondent"),
        ("Entrevistadora", "respondent"),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, encoding: str, end: str) -> None:
    path = written(tmp_path, "a.txt", INTERVIEW.replace("\n", end).encode(encoding))
    transcript = read_transcript(path)
    assert transcript.text == INTERVIEW
    assert said(transcript) == EXPECTED


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_windows_text_is_read_as_windows_text(tmp_path: Path, encoding: str) -> None:
    text = "ENTREVISTADOR: ¿Y el año pasado, qué pasó?\n\nÉL: Pues ahí «nomás», mañana y noche."
    assert read_transcript(written(tmp_path, "a.txt", text.encode(encoding))).text == text


def test_cyrillic_windows_text_is_not_taken_for_western(tmp_path: Path) -> None:
    text = "Интервьюер: Почему вода была плохая?\n\nУчастник: Не знаю, но вода была очень плохая и дорогая.\n\n" * 3
    assert read_transcript(written(tmp_path, "a.txt", text.encode("cp1251"))).text == text


LETTERS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(turns=st.lists(LETTERS, min_size=1, max_size=6), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_turn_reads_back_and_no_code_point_is_lost(tmp_path: Path, turns: list[str], end: str) -> None:
    text = "\n".join(f"P{number % 2}: a {words}" for number, words in enumerate(turns)) + "\nP0: e\u0301 🙂\u200f b"
    transcript = read_transcript(written(tmp_path, "a.txt", text.replace("\n", end)))
    assert transcript.text == text
    last = 0
    for turn in transcript.turns:
        assert last <= turn.start < turn.end <= len(text)
        words = transcript.words_of(turn)
        assert words == words.strip() != ""
        last = turn.end
    assert transcript.words_of(transcript.turns[-1]).endswith("e\u0301 🙂\u200f b")


def test_session_ids_come_from_file_names() -> None:
    assert session_id_of(Path("x/Grupo focal nº2 – añil.vtt")) == "Grupo-focal-nº2-añil"
    assert session_id_of(Path("…!.txt")) == "session"
    assert session_id_of(Path("an\u0303o.txt")) == "año"


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def zipped(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


WORDLIKE = zipped(word__document_xml=b"<w/>")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "no words"),
        ("a.txt", "… — ?!".encode(), "no words"),
        ("a.txt", b"P1:\nP2:\nP1:\nP2:", "no words"),
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no words"),
        ("a.docx", document(), "no words"),
        ("a.docx", b"", "empty"),
        ("a.docx", b"PK\x03\x04 cut", "damaged"),
        ("a.docx", document("P1: a")[:-200], "damaged"),
        ("a.docx", WORDLIKE, "damaged or not one that Word writes"),
        ("a.rtf", b"{\\rtf1\\ansi }", "no words"),
        ("a.pdf", b"%PDF-1.7", "damaged"),
        (
            "a.odt",
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=b"<x/>"),
            "damaged or not an OpenDocument",
        ),
    ],
)
def test_files_without_a_transcript(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    with pytest.raises(BadTranscript, match=problem) as caught:
        read_transcript(written(tmp_path, name, content))
    assert caught.value.where.split(": ")[0].endswith(name)
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.md", "a", "a.transcript"])
def test_content_goes_before_the_suffix(tmp_path: Path, name: str) -> None:
    assert said(read_transcript(written(tmp_path, name, INTERVIEW))) == EXPECTED
    assert said(read_transcript(written(tmp_path, name, document(*INTERVIEW.split("\n\n"))))) == EXPECTED


def test_with_the_content_given_no_file_is_opened(tmp_path: Path) -> None:
    transcript = read_transcript(tmp_path / "nowhere" / "S2.txt", data=INTERVIEW.encode())
    assert (transcript.session_id, transcript.source) == ("S2", "S2.txt")
    assert said(transcript) == EXPECTED


def test_a_table_of_open_answers_is_one_transcript_per_respondent() -> None:
    table = "id,sexo,¿Qué cambió?,¿Quién ayudó?\nR1,m,Que ya hay agua en la casa.,La asamblea.\nR2,f,Nada cambió aquí.,Nadie nos ayudó.\n"
    found = read_transcripts(Path("encuesta.csv"), data=table.encode())
    assert [transcript.session_id for transcript in found] == ["R1", "R2"]
    assert {transcript.source_hash for transcript in found} == {hashlib.sha256(table.encode()).hexdigest()}
    assert "Que ya hay agua en la casa." in [transcript.words_of(turn) for transcript in found[:1] for turn in transcript.turns]
    prefixed = read_transcripts(Path("encuesta.csv"), data=table.encode(), session_id="2024")
    assert [transcript.session_id for transcript in prefixed] == ["2024-R1", "2024-R2"]
    with pytest.raises(BadTranscript, match="2 sessions where one is expected"):
        read_transcript(Path("encuesta.csv"), data=table.encode())


def test_times_and_laughter_are_marks() -> None:
    transcript = read_transcript(
        Path("a.docx"), data=document("E: ¿Y?", "R: Sí (risas) pues.", "E: ¿Y [00:01:02] luego?", "R: Nada.")
    )
    assert [(mark.kind, transcript.text[mark.start : mark.end]) for mark in transcript.marks] == [
        ("nonverbal", "(risas)"),
        ("time", "[00:01:02]"),
    ]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadTranscript, match="cannot be opened"):
        read_transcript(tmp_path / "a.txt")


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(word__document_xml=b"\0" * (archives.MAXIMUM_PART_BYTES + 1))
    assert len(bomb) < 100_000
    with pytest.raises(BadTranscript, match="unpacks to"):
        read_transcript(written(tmp_path, "a.docx", bomb))


def test_a_zip_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    honest = zipped(word__document_xml=b"x" * 1_000_000)
    lying = honest.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    with pytest.raises(BadTranscript, match="damaged"):
        read_transcript(written(tmp_path, "a.docx", lying))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniffing, "MAXIMUM_BYTES", 20)
    with pytest.raises(BadTranscript, match="more than the 20"):
        read_transcript(written(tmp_path, "a.txt", INTERVIEW))


def test_a_text_that_no_session_fills_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniffing, "MAXIMUM_CHARACTERS", 20)
    for name, content in [("a.txt", INTERVIEW.encode()), ("a.docx", document(INTERVIEW)), ("a.vtt", b"WEBVTT\n\n" + b"x" * 20)]:
        with pytest.raises(BadTranscript, match="more than one session"):
            read_transcript(written(tmp_path, name, content))


WHOLE = {
    ".docx": document(*INTERVIEW.split("\n")),
    ".odt": odt_of("<text:p>P1: uno</text:p><text:p>P2: dos</text:p>"),
    ".rtf": rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}{\footnote n}P1: uno\par\trowd\intbl a\cell b\cell\row P2: \u233\'e9\par}",
    ".pdf": pdf([prose(INTERVIEW.replace("🙂", "").split("\n"))]),
    ".txt": INTERVIEW.encode(),
    ".vtt": b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>hola</v>\n\n00:03.000 --> 00:04.000\nP1: s\xc3\xad &amp; no\n",
    ".srt": b"1\n00:00:01,000 --> 00:00:02,000\nAna: hola\n\n2\n00:00:03,000 --> 00:00:04,000\nP1: no\n",
    ".csv": b"speaker,text\nAna,hola\nRosa,no\n",
}


@pytest.mark.parametrize("suffix", WHOLE)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_damaged_files_are_refused_or_read_but_never_crash(suffix: str, data: st.DataObject) -> None:
    whole = WHOLE[suffix]
    at = data.draw(st.integers(0, len(whole)))
    content = whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + data.draw(st.integers(0, 50)) :]
    try:
        outcome: tuple[Transcript, ...] | RelatoError = read_transcripts(Path(f"a{suffix}"), data=content)
    except RelatoError as refusal:
        outcome = refusal
    if isinstance(outcome, RelatoError):
        assert outcome.where
        assert outcome.remedy
    else:
        assert all(0 <= turn.start < turn.end <= len(one.text) for one in outcome for turn in one.turns)
