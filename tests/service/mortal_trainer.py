"""Workers that retrain and die at a chosen point. The product knows nothing of it: this process wraps what leaves a trace.

Traces: ``fold`` (a fold's scores are kept), ``folder`` (the model folder takes its name), ``entry`` (the registry's transaction).
Started once, it forks a worker for every line on its standard input, as ``tests.live.faulty_worker`` does.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import scipy.optimize
import scipy.stats
import sklearn.feature_extraction.text
import sklearn.model_selection
import skops.io

import training.checkpoints
from service.jobs import worker
from service.running import opened
from service.settings import Settings
from service.storage.transactions import Store, Tx
from service.workflows import machines
from tests.service.taught_study import words_for
from training.recipes import recipe_version

recipe_version()  # of the code that is loaded, whatever becomes of the files
IMPORTED = (scipy.optimize, scipy.stats, sklearn.feature_extraction.text, sklearn.model_selection, skops.io)  # a second each


class Seam:
    """Tells every trace, and kills the process before or after the first one of the name ordered."""

    def __init__(self, report: Path, when: str, trace: str) -> None:
        self._report, self._when, self._trace = report, when, trace

    def passing(self, trace: str, do: Callable[[], Any]) -> Any:
        self._die("before", trace)
        found = do()
        self.tell(trace=trace)
        self._die("after", trace)
        return found

    def tell(self, **what: Any) -> None:
        with self._report.open("a") as file:
            file.write(json.dumps(what) + "\n")

    def _die(self, when: str, trace: str) -> None:
        if (when, trace) == (self._when, self._trace):
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        keep, rename, begin = training.checkpoints._write, os.replace, Store.begin

        def replaced(source: Any, target: Any) -> None:
            is_model = Path(source).is_dir()
            self.passing("folder", lambda: rename(source, target)) if is_model else rename(source, target)

        @contextmanager
        def begun(store: Store) -> Iterator[Tx]:
            entering = sys._getframe(2).f_code.co_name == "retrain_study"
            with begin(store) as tx:
                yield tx
                if entering:
                    tx.flush()
                    self._die("before", "entry")
            if entering:
                self.passing("entry", lambda: None)

        training.checkpoints._write = lambda path, arrays: self.passing("fold", lambda: keep(path, arrays))
        os.replace = replaced  # type: ignore[assignment]
        Store.begin = begun  # type: ignore[method-assign, assignment]
        machines._loaded = words_for


def _work(order: dict[str, Any]) -> None:
    seam = Seam(Path(order["report"]), order["when"], order["trace"])
    seam.install()
    with (
        opened(Settings(**order["settings"])) as (store, jobs),
        worker.running(Settings(**order["settings"]), store, jobs, scheduled=False),
    ):
        deadline = time.monotonic() + 60
        while not (job := jobs.job(order["job"])).ended:
            if time.monotonic() > deadline:
                raise TimeoutError(job.id)
            time.sleep(0.02)
        seam.tell(state=job.state, error=str(job.error or ""), result=job.result)
        os._exit(0)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _work(json.loads(line))
        _, status = os.waitpid(child, 0)
        assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "the worker failed: see its output above"
        sys.stdout.write(json.dumps({"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
