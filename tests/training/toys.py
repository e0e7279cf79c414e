"""Reviewed transcripts in which people mean something by a code that its definition does not say."""

import numpy as np

from models.batches import make_batch
from models.classifiers import ColdStart, background_of
from models.targets import Target, targets_of
from tests.models.toys import FRAME, STUDY, WordEncoder, segment_of
from training.datasets import Reviewed

MEANINGS = {"water": ["pozo", "noria"], "money": ["recibo", "cuota"], "school": ["maestra", "salón"]}
FILLER = ["pues", "este", "ayer", "luego", "nomás", "mucho", "gente", "calle", "tarde", "fiesta"]


def reviewed_of(*, sessions: int, each: int = 12, seed: int = 1, telling: bool = True) -> tuple[Reviewed, ColdStart]:
    """Segments of three fillers and one telling word (a code), or none; ``telling=False``: labels are drawn by lot."""
    rng = np.random.default_rng(seed)
    targets: list[Target] = targets_of(STUDY, FRAME)
    segments, labels = [], []
    for session in range(sessions):
        for number in range(1, each + 1):
            code = int(rng.integers(0, 4))
            words = list(rng.choice(FILLER, 3))
            row = np.zeros(len(targets))
            if code < 3:
                words.append(str(rng.choice(list(MEANINGS.values())[code])))
                row[code if telling else int(rng.integers(0, 3))] = 1
            segments.append(segment_of(" ".join(words), session=f"S{session:02d}", number=number))
            labels.append(row)
    batch = make_batch(segments, WordEncoder())
    return Reviewed(batch, tuple(targets), np.array(labels)), ColdStart(targets, WordEncoder(), background=background_of(batch))
