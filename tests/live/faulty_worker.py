"""Workers that die at a chosen point. The product knows nothing of it: this process wraps what leaves a trace.

A trace is left by a request that changes Label Studio and by a transaction of a workflow. Both are counted, in order; a
worker can be killed (or can kill Label Studio, or lose an answer) before or after any of them. The module is started once as a
process that has everything imported and forks a worker for every line on its standard input, which takes a fraction of a second.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import httpx

from service.jobs import worker
from service.running import opened
from service.settings import Settings
from service.storage.transactions import Store, Tx
from service.workflows import collecting, entering

BATCH = 6
TOGETHER = 5
ROOT = Path(__file__).parents[2]
Action = Literal["die", "kill label studio", "lose the answer", "send twice"]


@dataclass(frozen=True)
class Fault:
    """What happens before or after the ``number``-th trace (from 1; 0: each) of this name (empty: any request) is left."""

    when: Literal["before", "after"]
    trace: str
    number: int
    action: Action = "die"


@dataclass
class Ended:
    """How a worker ended: the signal that killed it (0: none), the traces it left, and its job if it saw the end of it."""

    signal: int
    traces: list[str] = field(default_factory=list)
    state: str = ""
    error: str = ""
    result: dict[str, Any] = field(default_factory=dict)


class Workers:
    """Starts workers, one at a time, and waits for their end."""

    def __init__(self, folder: Path) -> None:
        self._report = folder / "report.jsonl"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate(timeout=30)

    def run(self, settings: Settings, job_id: str, fault: Fault | None = None, *, label_studio: int = 0) -> Ended:
        """One worker, until the job has ended or the worker was killed. ``label_studio``: the process that a fault may kill."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._report.unlink(missing_ok=True)
        given = settings.model_dump(mode="json") | {"label_studio_token": settings.label_studio_token.get_secret_value()}
        order = {
            "settings": given,
            "job": job_id,
            "fault": vars(fault) if fault else None,
            "label_studio": label_studio,
            "report": str(self._report),
        }
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        ended = Ended(json.loads(self._process.stdout.readline())["signal"])
        for line in self._report.read_text().splitlines():
            told = json.loads(line)
            if "trace" in told:
                ended.traces.append(told["trace"])
            else:
                ended.state, ended.error, ended.result = told["state"], told["error"], told["result"] or {}
        return ended


class _Seam:
    """Counts the traces, and lets the fault happen."""

    def __init__(self, report: Path, fault: Fault | None, label_studio: int) -> None:
        self._report, self._fault, self._label_studio = report, fault, label_studio
        self._counts: Counter[str] = Counter()
        report.touch()

    def tell(self, **what: Any) -> None:
        with self._report.open("a") as file:
            file.write(json.dumps(what) + "\n")

    def before(self, trace: str) -> Action | None:
        self._counts[trace] += 1
        self.tell(trace=trace)
        return self._happens("before", trace)

    def after(self, trace: str) -> Action | None:
        return self._happens("after", trace)

    def _happens(self, when: str, trace: str) -> Action | None:
        fault = self._fault
        if fault is None or fault.when != when or fault.number not in (0, self._counts[trace]):
            return None
        if fault.trace != trace and (fault.trace or trace.startswith("commit")):
            return None
        if fault.action == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault.action == "kill label studio":
            os.killpg(self._label_studio, signal.SIGKILL)
            time.sleep(0.1)
        return fault.action

    def install(self) -> None:
        """Wrap the transactions of the workflows and the requests that change something."""
        begin, send = Store.begin, httpx.Client.send

        @contextmanager
        def begin_seen(store: Store) -> Iterator[Tx]:
            caller = sys._getframe(2)  # of the with statement: 1 is contextlib's
            ours = caller.f_globals["__name__"].startswith("service.workflows.")
            trace = f"commit {caller.f_code.co_name}"
            with begin(store) as tx:
                yield tx
                if ours:
                    tx.flush()
                    self.before(trace)
            if ours:
                self.after(trace)

        def send_seen(client: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
            if request.method == "GET":
                return send(client, request, **options)
            trace = f"{request.method} {_named(request.url.path)}"
            action = self.before(trace)
            if action == "send twice":
                send(client, request, **options).read()
            answer = send(client, request, **options)
            if self.after(trace) in ("lose the answer", "kill label studio"):
                raise httpx.ReadError("the connection was lost", request=request)
            return answer

        Store.begin = begin_seen  # type: ignore[method-assign, assignment]
        httpx.Client.send = send_seen  # type: ignore[method-assign, assignment]


def _named(path: str) -> str:
    return [part for part in path.split("/") if part and not part.isdigit()][-1]


def _work(order: dict[str, Any]) -> None:
    """Be the worker that was ordered, until its job has ended."""
    settings = Settings(**order["settings"])
    fault = Fault(**order["fault"]) if order["fault"] else None
    seam = _Seam(Path(order["report"]), fault, order["label_studio"])
    entering.BATCH = BATCH
    collecting.TOGETHER = TOGETHER
    collecting.OVERLAP = timedelta(0)  # two minutes would hide a cursor that moves too early
    seam.install()
    with opened(settings) as (store, jobs), worker.running(settings, store, jobs, scheduled=False):
        deadline = time.monotonic() + 60
        while not (job := jobs.job(order["job"])).ended:
            if time.monotonic() > deadline:
                raise TimeoutError(job.id)
            time.sleep(0.05)
        seam.tell(state=job.state, error=type(job.error).__name__ if job.error else "", result=job.result)
        os._exit(0)  # ending in good order takes a second, and the next worker does not need it


def main() -> None:
    importlib.import_module("label_studio_sdk")  # a second of every worker's life
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _work(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "the worker failed: see its output above"
        sys.stdout.write(json.dumps({"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
