"""A batch holds every vector in the order of its segments, and encodes no text twice."""

import numpy as np

from annotations.transcripts import Mark, Segment
from models.batches import make_batch
from tests.models.toys import WordEncoder, segment_of


def test_vectors_of_text_question_and_sentences() -> None:
    encoder = WordEncoder()
    segments = [
        segment_of("Hay agua. Hay cuentas.", number=1, question="¿Qué hay?"),
        segment_of("Hay agua.", number=2),
        segment_of("Hay cuentas.", number=3, question="¿Qué hay?"),
    ]
    batch = make_batch(segments, encoder)
    assert sorted(encoder.asked) == ["Hay agua.", "Hay agua. Hay cuentas.", "Hay cuentas.", "¿Qué hay?"]
    assert batch.sentences == (("Hay agua.", "Hay cuentas."), ("Hay agua.",), ("Hay cuentas.",))
    np.testing.assert_array_equal(batch.sentence_vectors[0], batch.vectors[1])
    np.testing.assert_array_equal(batch.sentence_vectors[1], batch.vectors[2])
    np.testing.assert_array_equal(batch.questions[0], encoder.encode(["¿Qué hay?"])[0])
    assert not batch.questions[1].any()


def test_take_keeps_sentences_with_their_segment() -> None:
    batch = make_batch(
        [segment_of("Uno. Dos.", number=1), segment_of("Tres.", number=2), segment_of("Va. Cuatro.", number=3)], WordEncoder()
    )
    taken = batch.take([2, 0])
    assert [s.number for s in taken.segments] == [3, 1]
    assert taken.sentences == (("Va.", "Cuatro."), ("Uno.", "Dos."))
    np.testing.assert_array_equal(taken.sentence_vectors, batch.sentence_vectors[[3, 4, 0, 1]])


def test_no_segments() -> None:
    batch = make_batch([], WordEncoder())
    assert batch.vectors.shape == (0, 64)
    assert batch.take([]).sentence_vectors.shape == (0, 64)


def test_marks_are_not_encoded() -> None:
    encoder = WordEncoder()
    text = "[00:01:02] Hay agua [risas]. Hay cuentas."
    marks = (Mark("time", 0, 10), Mark("nonverbal", 20, 27))
    batch = make_batch([Segment("S1", 1, 5, 5 + len(text), text, "ANA", "es", marks=marks)], encoder)
    assert sorted(set(encoder.asked)) == ["Hay agua .", "Hay agua . Hay cuentas.", "Hay cuentas."]
    assert batch.segments[0].text == text


def test_of_a_long_introduction_the_question_at_its_end_is_encoded() -> None:
    encoder = WordEncoder()
    make_batch([segment_of("Sí.", question=f"{'le cuento ' * 400}¿qué cambió?")], encoder)
    asked = max(encoder.asked, key=len)
    assert len(asked.split()) == 120
    assert asked.endswith("cuento ¿qué cambió?")
