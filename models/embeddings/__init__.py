"""Texts → vectors of unit length, offline, cached by (encoder, text).

The only package of this room that knows torch and sentence-transformers.
"""

from models.embeddings.cache import CachedEncoder
from models.embeddings.encoders import PACKED, Precision, SentenceEncoder, load_encoder
from models.embeddings.protocol import Encoder, Progress, TokenMeasure
from models.embeddings.tokens import token_measure

__all__ = [
    "PACKED",
    "CachedEncoder",
    "Encoder",
    "Precision",
    "Progress",
    "SentenceEncoder",
    "TokenMeasure",
    "load_encoder",
    "token_measure",
]
