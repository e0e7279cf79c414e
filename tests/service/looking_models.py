"""What the tests of looking over several processes need in a module that those can import."""

import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotations.errors import NotReady
from annotations.transcripts import Segment
from models.batches import Batch
from models.classifiers import ColdStart
from models.embeddings import CachedEncoder
from models.targets import targets_of
from service.workflows.looking import look_at_all
from tests.models.toys import FRAME, STUDY, WordEncoder

HEAVY = ("torch", "spacy", "onnxruntime", "sqlalchemy", "service.cli")


class Telling(ColdStart):
    """Instead of scores it tells what is loaded of what should not be."""

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        raise NotReady(f"loaded: {' '.join(name for name in HEAVY if name in sys.modules)}", where="there", remedy="none")


class Slow(ColdStart):
    """It takes its time."""

    def scores(self, batch: Batch) -> NDArray[np.float32]:
        time.sleep(5)
        return np.zeros((len(batch.segments), len(self.targets)), np.float32)


def answers(count: int) -> list[Segment]:
    """Answers about water, money or school; every text is another."""
    made = []
    for n in range(count):
        said = ("Ahora el agua limpia llega diario.", "La tesorera lee las cuentas.", "Los maestros llegan a la escuela.")[n % 3]
        text = f"{said} Antes no era así, dicen {n} vecinos. The {n} pipes were mended."
        made.append(
            Segment(f"S{n // 10:02d}", n % 10 + 1, 0, len(text), text, "P1", ("es", "en")[n % 2], question="¿Qué cambió?")
        )
    return made


def hang(folder: Path) -> None:
    """Look at something, in two processes, for some time."""
    encoder = CachedEncoder(WordEncoder(), folder / "cache.sqlite3")
    model, blocks = Slow(targets_of(STUDY, FRAME), encoder), [[one] for one in answers(4)]
    encoder.encode([one.words for one in answers(4)])
    list(look_at_all(blocks, model, encoder, frame_version=1, reviewed_texts={}, processes=2))


if __name__ == "__main__":
    hang(Path(sys.argv[1]))
