"""What a job keeps in the database: JSON, never pickle, and errors by their facts."""

import json
from datetime import datetime
from typing import Any

from dbos import Serializer

from annotations import errors
from annotations.errors import RelatoError


class UnexpectedError(RelatoError):
    """Something went wrong that Relato did not foresee. The worker's log has the details."""


class JobSerializer(Serializer):
    """JSON in, JSON out. Of an error that is not ours only the class is kept: its text may hold what respondents said."""

    def serialize(self, data: Any) -> str:
        return json.dumps(data, default=_encode, ensure_ascii=False)

    def deserialize(self, serialized_data: str) -> Any:
        return json.loads(serialized_data, object_hook=_decode)

    def name(self) -> str:
        return "relato.json"


def _encode(value: Any) -> Any:
    if isinstance(value, RelatoError):
        return {"$error": type(value).__name__, "message": value.message, "where": value.where, "remedy": value.remedy}
    if isinstance(value, BaseException):
        return {"$error": "UnexpectedError", "message": type(value).__name__, "where": "", "remedy": "see the worker's log"}
    if isinstance(value, datetime):  # when a schedule fired
        return {"$datetime": value.isoformat()}
    raise TypeError(f"a job cannot keep a {type(value).__name__}")


def _decode(value: dict[str, Any]) -> Any:
    if "$datetime" in value:
        return datetime.fromisoformat(value["$datetime"])
    if "$error" not in value:
        return value
    kind = getattr(errors, value["$error"], UnexpectedError)
    error: RelatoError = kind(value["message"], where=value["where"], remedy=value["remedy"])
    return error
