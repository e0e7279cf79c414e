"""Parts over the processes of this machine, or the machines of a cluster. The only module that knows Ray."""

import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotations.errors import BadInput, ModelMismatch, NotReady, RelatoError
from service.cluster.parts import Part
from service.cluster.suggester import Done, Suggester

OBJECT_STORE = 100 * 2**20
"""Bytes. Only the names of parts and counts go through it: rows are read and written where they are worked on."""
LOOPBACK = "127.0.0.2"  # Ray puts the machine's own address in place of 127.0.0.1
_KINDS: dict[str, type[RelatoError]] = {kind.__name__: kind for kind in (BadInput, ModelMismatch)}
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1", "RAY_TQDM": "0"}


class _Worker:
    """What Ray makes once in every process of the pool. An error of ours comes back as a row: Ray would wrap it in its own."""

    def __init__(self, model: str, out: str) -> None:
        os.umask(0o077)
        self._suggester = Suggester(Path(model), Path(out))

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        try:
            done = self._suggester(Part(row["name"], row["file"], int(row["start"]), int(row["rows"])))
        except RelatoError as error:
            return {"error": [type(error).__name__, error.message, error.where, error.remedy], **asdict(Done("", 0, 0, False))}
        return {"error": [], **asdict(done)}


def over_ray(parts: Sequence[Part], model: Path, out: Path, *, processes: int, address: str = "") -> Iterator[Done]:
    """Each part as it is done, in any order.

    Parameters
    ----------
    processes : how many at once; each holds the model.
    address : of a Ray cluster (``host:6379``) whose machines see ``model``, ``out`` and the corpus under the same paths; "": this
        machine alone, for as long as it takes, behind a token that is made for it.
    """
    os.environ.update(_QUIET)
    if not address:
        os.environ.update({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)})
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise NotReady("Ray is not installed", remedy="pip install 'relato[cluster]', or use --processes 1") from error
    _start(ray, processes, address)
    try:
        rows = ray.data.from_items([asdict(part) for part in parts], override_num_blocks=min(len(parts), 64 * processes))
        worker: Any = _Worker  # Ray's types know functions only
        work = rows.map(worker, fn_constructor_args=(str(model), str(out)), concurrency=processes, num_cpus=1)
        for row in work.iter_rows():
            if len(row["error"]):
                kind, message, where, remedy = row["error"]
                raise _KINDS.get(kind, RelatoError)(message, where=where, remedy=remedy)
            yield Done(row["name"], int(row["segments"]), int(row["suggestions"]), bool(row["skipped"]))
    finally:
        ray.shutdown()


def _start(ray: Any, processes: int, address: str) -> None:
    common: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address:
        try:
            ray.init(address=address, **common)
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise NotReady("no Ray cluster answers", where=address, remedy="start one with `ray start --head`") from error
    else:
        ray.init(
            num_cpus=processes, object_store_memory=OBJECT_STORE, include_dashboard=False, _node_ip_address=LOOPBACK, **common
        )
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = False
