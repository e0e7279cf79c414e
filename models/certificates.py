"""What a target's threshold is certified to find: so much of what people would code, with so much confidence."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Certificate:
    """From ``threshold`` on, at least ``recall`` of the target's segments in new transcripts are shown, with ``confidence``.

    It holds for the model with which it is saved, and so for its encoder, frame version and words: a model folder of others is
    refused (``models.artifacts.load_head``). ``target`` is the target's key.

    ``threshold`` is None where nothing could be certified. ``positives`` segments in ``transcripts`` groups of transcripts carry the
    target. ``more`` is an estimate of how many further reviewed segments it would take: 0 where it is certified, None where
    more reviews alone would not do, or where it cannot be told because nobody has used the target yet.
    """

    target: str
    recall: float
    confidence: float
    threshold: float | None
    positives: int
    transcripts: int
    more: int | None

    @property
    def certified(self) -> bool:
        return self.threshold is not None


def thresholds_of(certificates: Mapping[str, Certificate]) -> dict[str, float]:
    """The certified thresholds by target key; the targets that have none are left out."""
    return {key: found.threshold for key, found in certificates.items() if found.threshold is not None}
