"""Who speaks: labels in any spelling, ids as labels, and labels that are nobody's."""

from annotations.sessions import Consent, Participation, Register, Session
from annotations.speakers_in_register import speakers_of, who_said
from annotations.transcripts import Segment

GROUP = (Participation("S2", "R2", "P1"), Participation("S2", "R3", "Doña Lencha"), Participation("S2", "R1", "P3"))


def test_labels_are_matched_whatever_their_spelling() -> None:
    found = speakers_of(["p1", "P 9", "DONA  LENCHA (mujer)", "R1", ""], GROUP)
    assert found == {"p1": "R2", "DONA  LENCHA (mujer)": "R3", "R1": "R1"}


def test_in_a_group_without_labels_nobody_speaks() -> None:
    unnamed = tuple(Participation("S2", person) for person in ("R1", "R2"))
    assert speakers_of(["", "P1"], unnamed) == {}
    assert speakers_of(["R2"], unnamed) == {"R2": "R2"}


def test_an_empty_label_is_the_only_participants() -> None:
    assert speakers_of(["", "DOÑA", "SEÑORA"], [Participation("S1", "R1", "Doña")]) == {"": "R1", "DOÑA": "R1"}


def test_an_only_participant_without_a_label_is_the_only_speaker() -> None:
    alone = [Participation("S3", "R4")]
    assert speakers_of(["NOTAS", "notas", ""], alone) == {"NOTAS": "R4", "notas": "R4", "": "R4"}
    assert speakers_of(["NOTAS", "HIJO"], alone) == {}
    assert speakers_of(["NOTAS"], []) == {}


def test_labels_are_of_their_session() -> None:
    register = Register(participations=(*GROUP, Participation("S1", "R9", "P1")))
    said = [("S1", "P1"), ("S2", "P1"), ("S2", "P9"), ("S7", "P1")]
    segments = [Segment(session_id, n, 0, 2, "No", speaker) for n, (session_id, speaker) in enumerate(said, 1)]
    assert who_said(segments, register) == {"S1.001": "R9", "S2.002": "R2"}


def test_who_left_the_group_does_not_speak() -> None:
    """The one who stayed is the only participant, so that the unlabelled words are theirs."""
    group = Session("S1", method="focus_group", capture="recording")
    parts = (Participation("S1", "R1"), Participation("S1", "R2", consent=Consent(True, False)))
    said = [Segment("S1", 1, 0, 2, "No", "")]
    assert who_said(said, Register((group,), participations=parts)) == {"S1.001": "R1"}
    assert who_said(said, Register((Session("S1"),), participations=parts)) == {}
