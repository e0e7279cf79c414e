"""A sentence-transformers input module over a model in memory (the library's own reads one from a folder only).

Imported by ``models.embeddings.packed`` inside a function: this module loads torch.
"""

from collections.abc import Sequence
from typing import Any

from sentence_transformers.base.modules import InputModule
from transformers import BertModel, PreTrainedTokenizerFast


class LoadedTransformer(InputModule):
    """Texts → vectors of their word pieces, cut at the tokenizer's length limit."""

    def __init__(self, model: BertModel, tokenizer: PreTrainedTokenizerFast) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.model = model
        self.tokenizer: PreTrainedTokenizerFast = tokenizer
        self.max_seq_length = tokenizer.model_max_length

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        texts = [(prompt or "") + text for text in inputs]
        return dict(self.tokenizer(texts, padding=True, truncation=True, return_tensors="pt"))

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        vectors = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
        return {**features, "token_embeddings": vectors.last_hidden_state}

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """A folder that transformers and sentence-transformers read."""
        self.model.save_pretrained(output_path)
        self.tokenizer.save_pretrained(output_path)
