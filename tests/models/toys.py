"""A study small enough to know every answer, and an encoder whose vectors are sums of word vectors."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotations.codeframe import Code, CodeFrame
from annotations.studies import DomainOfChange, StorySection, Study
from annotations.transcripts import Segment
from models.batches import Batch, make_batch
from models.embeddings import Progress

STUDY = Study(
    id="toy",
    name={"es": "Juguete"},
    description={},
    languages=("es", "en"),
    domains=(
        DomainOfChange("homes", {"es": "Hogares", "en": "Homes"}, {"es": "Cambian las familias en su casa", "en": "Families change at home"}),
        DomainOfChange("rules", {"es": "Reglas", "en": "Rules"}, {"es": "Cambian las autoridades y sus reglas", "en": "Authorities change"}),
    ),
    sections=(StorySection("what", {"es": "Qué cambió"}, {"es": "Lo que es diferente ahora"}),),
    coders=(),
)  # fmt: skip


def code(id: str, es: str, en: str, *, exclude: str = "", example: str = "") -> Code:
    return Code(
        id,
        name={"es": es.split()[0], "en": en.split()[0]},
        definition={"es": es, "en": en},
        exclude={"es": exclude} if exclude else {},
        example={"es": example} if example else {},
    )


FRAME = CodeFrame(
    version=3,
    families=(
        Code(
            "theme",
            {"es": "Tema"},
            codes=(
                code(
                    "water",
                    "agua limpia que llega diario por tubería",
                    "clean water arrives daily through pipes",
                    exclude="dinero",
                ),
                code(
                    "money",
                    "dinero y cuentas que lee la tesorera",
                    "money and accounts read by the treasurer",
                    example="Leyó las cuentas.",
                ),
                code("school", "escuela donde estudian niñas y maestros", "school where girls and teachers study"),
            ),
        ),
    ),
)


class WordEncoder:
    """Each word is a fixed random direction; a text is the sum of its words, of unit length. Counts what it was asked."""

    id = "words-1"
    width = 64

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> NDArray[np.float32]:
        self.asked += texts
        rows = [sum((_direction(word) for word in _words(text)), start=0.01 * np.ones(self.width)) for text in texts]
        if progress:
            progress(len(texts), len(texts))
        vectors = np.array(rows).reshape(len(texts), self.width)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _words(text: str) -> list[str]:
    return [word.strip(".,;:…¿?¡!()[]").casefold() for word in text.split()]


def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8])
    return np.random.default_rng(seed).normal(size=WordEncoder.width)


def segment_of(
    text: str, *, session: str = "S1", number: int = 1, language: str = "es", question: str = "", section: str = ""
) -> Segment:
    return Segment(session, number, 0, len(text), text, "ANA", language, question, section=section)


def batch_of(*texts: str, language: str = "es") -> Batch:
    return make_batch([segment_of(text, number=i, language=language) for i, text in enumerate(texts, start=1)], WordEncoder())
