"""How many word pieces a text is to an encoder, without loading the encoder."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.errors import BadInput
from models.embeddings.encoders import PACKED, prefix_of
from models.embeddings.packed import packed_path, packed_tokenizer, read_packed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MOST = 1_000_000
"""Tokenizers without a limit say a huge number; above this it is none."""
USUAL = 512


class TokenCounter:
    """A ``TokenMeasure``: counts pieces as the encoder would see them, its prefix and special pieces included.

    ``limit`` is the number of pieces beyond which the encoder sees nothing.
    """

    def __init__(self, tokenizer: "Tokenizer", *, limit: int, prefix: str = "") -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.limit = limit
        self._tokenizer, self._prefix = tokenizer, prefix

    def __call__(self, texts: Sequence[str]) -> list[int]:
        """The pieces of each of S texts."""
        whole = [(self._prefix + text).encode("utf-8", "replace").decode() for text in texts]  # no lone surrogates
        return [len(encoding) for encoding in self._tokenizer.encode_batch_fast(whole)]


@cache
def token_measure(name: str = PACKED) -> TokenCounter:
    """The measure of the encoder called ``name``, as in ``load_encoder``.

    Raises
    ------
    BadInput : there is no such model on this machine, or it has no ``tokenizer.json``.
    """
    if name == PACKED:
        packed = read_packed(packed_path())
        return TokenCounter(packed_tokenizer(packed), limit=packed.positions, prefix=prefix_of("e5"))
    from tokenizers import Tokenizer

    found = _file(name, "tokenizer.json")
    if found is None:
        raise BadInput(
            "no such encoder on this machine, or one without tokenizer.json",
            where=name,
            remedy='download it to a folder and name the folder, or use "packed"',
        )
    return TokenCounter(Tokenizer.from_file(str(found)), limit=_limit(name), prefix=prefix_of(name))


def _limit(name: str) -> int:
    """The least of what the files of a model say; 512 where none of them says anything."""
    said = [
        value
        for file, key in (
            ("sentence_bert_config.json", "max_seq_length"),
            ("tokenizer_config.json", "model_max_length"),
            ("config.json", "max_position_embeddings"),
        )
        if (path := _file(name, file)) is not None
        if isinstance(value := json.loads(path.read_text(encoding="utf-8")).get(key), int | float) and 0 < value < MOST
    ]
    return int(min(said, default=USUAL))


def _file(name: str, file: str) -> Path | None:
    if Path(name).is_dir():
        return Path(name, file) if Path(name, file).is_file() else None
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        cached = try_to_load_from_cache(name, file)
    except HFValidationError:  # neither a folder nor the id of a model
        return None
    return Path(cached) if isinstance(cached, str) else None
