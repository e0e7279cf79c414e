"""Sending and collecting at scale, beside what Label Studio itself takes for the same: a real one, in a scratch folder.

Whatever is compared is measured in turns: in every turn a study of its own is sent and collected, and the JSON of the first one's
tasks is imported by Label Studio in one call, and exported by it, right beside. What is not measured: the queue of what to
review next (it is there when sending begins), and people: the answers are made by Label Studio out of its predictions.
"""

import json
import os
import resource
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from annotations.label_studio.label_config import label_config
from annotations.studies import Study
from service import label_studio_server
from service.benchmarks.label_studio_study import CODER, MODELS, enter_model, enter_study
from service.label_studio_server import LabelStudioServer
from service.settings import Settings
from service.storage import review, studies
from service.storage.transactions import Store, migrate
from service.workflows.accounts import connect, password_of
from service.workflows.collecting import collect_study
from service.workflows.sending import send_study
from service.workflows.work import Work

PATCHED = 30  # tasks whose data is replaced one by one, for comparison
PAUSE = 125.0  # seconds: what changed just before a collection is read once more by the next
Say = Callable[[str], None]


@dataclass
class Report:
    """Seconds of every turn, by what was done."""

    tasks: int
    codes: int
    cores: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    processor: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # of this process, of Label Studio's
    counts: dict[str, int] = field(default_factory=dict)
    peak_megabytes: float = 0.0

    def json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    def ratio(self, ours: str, theirs: str) -> float:
        return median(self.seconds[ours]) / median(self.seconds[theirs])

    def markdown(self) -> str:
        compared = {
            "push": "import",
            "push again": "push",
            "collect": "export",
            "collect again": "collect",
            "collect, comparing everything": "export",
        }
        rows = []
        for what, seconds in self.seconds.items():
            of = compared.get(what, "")
            ratio = f"{self.ratio(what, of):.2f} of {NAMES[of]}" if of in self.seconds else ""
            rows.append((NAMES[what], " · ".join(f"{s:.2f}" for s in seconds), ratio))
        cpu = [(NAMES[w], " · ".join(f"{a:.1f} + {b:.1f}" for a, b in spent), "") for w, spent in self.processor.items()]
        rows += [(f"{name}: of processor, here + in Label Studio", told, "") for name, told, _ in cpu]
        rows.append(("peak memory of this process", f"{self.peak_megabytes:.0f} MB", ""))
        head = f"{self.tasks:,} tasks with predictions, {self.codes} codes, {self.cores} cores\n"
        return "\n".join(
            [head, "| what | seconds in each turn | ratio of medians |", "|---|---|---|", *(f"| {' | '.join(r)} |" for r in rows)]
        )


NAMES = {
    "import": "Label Studio's import of the same JSON, in one call",
    "push": "`relato send`",
    "push again": "`relato send` again",
    "export": "Label Studio's export (`exportType=JSON`)",
    "snapshot": "Label Studio's export snapshot, made and downloaded",
    "collect": "`relato collect`",
    "collect again": "`relato collect` again, two minutes later",
    "collect, comparing everything": "`relato collect --full`",
    "change tasks one by one": f"changing the data of {PATCHED} tasks one by one",
    "replace suggestions": "`relato send` with a new model: suggestions of all tasks replaced",
}


class Bench:
    """A Label Studio, a home beside it, and a report."""

    def __init__(self, folder: Path, server: LabelStudioServer, report: Report, say: Say) -> None:
        self.folder, self.server, self.report, self.say = folder, server, report, say
        self.settings = Settings(home=folder / "home")
        migrate(self.settings.database_url)
        self.store = Store(self.settings.database_url)
        self.work = Work(self.settings, self.store)
        headers = {"Authorization": f"Token {server.token}"}
        self.http = httpx.Client(base_url=server.url, headers=headers, timeout=1800, trust_env=False)
        self.json = folder / "tasks.json"

    def close(self) -> None:
        self.http.close()
        self.store.close()

    def timed(self, what: str, do: Callable[[], Any]) -> Any:
        since, ours, theirs = time.perf_counter(), time.process_time(), _processor(self.server.pid)
        result = do()
        seconds = time.perf_counter() - since
        spent = (time.process_time() - ours, _processor(self.server.pid) - theirs)
        self.report.seconds.setdefault(what, []).append(seconds)
        self.report.processor.setdefault(what, []).append(spent)
        self.say(f"{what}: {seconds:.2f} s, of processor {spent[0]:.2f} s here and {spent[1]:.2f} s in Label Studio")
        return result

    def send(self, study: Study) -> dict[str, Any]:
        return send_study(self.work, study_id=study.id)

    def collect(self, study: Study, *, full: bool = False) -> dict[str, Any]:
        return collect_study(self.work, study_id=study.id, full=full)

    def project(self, study: Study) -> int:
        with self.store.read() as tx:
            (row,) = review.projects(tx, study.id)
        return row.label_studio_id

    def call(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        return self.http.request(method, path, json=body, params=params).raise_for_status()

    def save_json(self, project: int) -> None:
        """The tasks of a project as they were sent: what Label Studio is given to import by itself."""
        tasks = []
        for page in range(1, -(-self.report.tasks // 1000) + 1):
            found = self.call(
                "GET", "/api/tasks", project=project, fields="all", page=page, page_size=1000, resolve_uri="false",
                include="id,data,predictions,result,score,model_version",
            ).json()["tasks"]  # fmt: skip
            for one in found:
                kept = [{k: p[k] for k in ("result", "score", "model_version")} for p in one["predictions"]]
                tasks.append({"data": one["data"], "predictions": kept})
        self.json.write_text(json.dumps(tasks, ensure_ascii=False))
        self.report.counts["bytes of JSON"] = self.json.stat().st_size

    def import_json(self, config: str) -> None:
        """What importing the file takes Label Studio itself."""
        made = self.call("POST", "/api/projects/", {"title": "baseline", "label_config": config}).json()["id"]
        headers = {"Content-Type": "application/json"}

        def post() -> None:
            with self.json.open("rb") as file:
                self.http.post(f"/api/projects/{made}/import", content=file, headers=headers).raise_for_status()

        self.timed("import", post)
        self.call("DELETE", f"/api/projects/{made}/")

    def answer(self, study: Study) -> None:
        """Let Label Studio make an answer of every prediction, under the account of the coder."""
        with connect(self.settings) as admin:
            coder = admin.ensure_account(CODER.email, password_of(self.settings, CODER))
        self.http.post(
            "/api/dm/actions", params={"id": "predictions_to_annotations", "project": self.project(study)},
            json={"selectedItems": {"all": True, "excluded": []}, "model_version": MODELS[0]},
            headers={"Authorization": f"Token {coder.token}"},
        ).raise_for_status()  # fmt: skip

    def export(self, project: int) -> None:
        def get() -> None:
            with self.http.stream("GET", f"/api/projects/{project}/export", params={"exportType": "JSON"}) as answer:
                answer.raise_for_status()
                for _ in answer.iter_bytes(1 << 20):
                    pass

        self.timed("export", get)

    def snapshot(self, project: int) -> None:
        def get() -> None:
            made = self.call("POST", f"/api/projects/{project}/exports/", {}).json()["id"]
            with self.http.stream(
                "GET", f"/api/projects/{project}/exports/{made}/download", params={"exportType": "JSON"}
            ) as answer:
                answer.raise_for_status()
                for _ in answer.iter_bytes(1 << 20):
                    pass

        self.timed("snapshot", get)


def run(
    settings: Settings, tasks: int = 10_000, codes: int = 60, turns: int = 3, *, template: Path | None = None, say: Say = lambda _: None,
    parts: Sequence[str] = ("push", "collect", "replace"), pause: float = PAUSE,
) -> Report:  # fmt: skip
    """Start a Label Studio of its own and measure; ``template``: a home of one that has been booted before, to be copied."""
    report = Report(tasks, codes, os.cpu_count() or 1)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        home = Path(scratch) / "home"
        if template:
            shutil.copytree(template, home)
        server = label_studio_server.start(home, _free_port(), executable=settings.label_studio_executable)
        stack.callback(label_studio_server.stop, home)
        label_studio_server.wait_ready(server.url, pid=server.pid)
        bench = Bench(Path(scratch), server, report, say)
        stack.callback(bench.close)
        _measure(bench, turns, parts, pause)
        report.peak_megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024**2 if sys.platform == "darwin" else 1024
        )
    return report


def _measure(bench: Bench, turns: int, parts: Sequence[str], pause: float) -> None:
    tasks, codes = bench.report.tasks, bench.report.codes
    bench.send(
        enter_study(bench.store, "bench-warm", min(tasks, 100), codes)
    )  # its first import of all loads Label Studio's code
    made = [enter_study(bench.store, f"bench-{n}", tasks, codes) for n in range(turns)]
    with bench.store.read() as tx:
        config = label_config(made[0], studies.frame(tx, made[0].id), CODER.language)
    for n, study in enumerate(made):
        bench.timed("push", partial(bench.send, study))
        if n == 0:
            bench.save_json(bench.project(study))
        bench.import_json(config)
        bench.timed("push again", partial(bench.send, study))
    if "replace" in parts:
        extra = enter_study(bench.store, "bench-new", tasks, codes)
        bench.send(extra)
        _replace(bench, extra)
    if "collect" in parts:
        for study in made:
            bench.answer(study)
        time.sleep(pause)
        for n, study in enumerate(made):
            if n % 2:
                bench.timed("collect", partial(bench.collect, study))
            bench.export(bench.project(study))
            bench.snapshot(bench.project(study))
            if n % 2 == 0:
                bench.timed("collect", partial(bench.collect, study))
        time.sleep(pause)
        for study in made:
            bench.timed("collect again", partial(bench.collect, study))
            bench.timed("collect, comparing everything", partial(bench.collect, study, full=True))


def _replace(bench: Bench, study: Study) -> None:
    """Change some tasks' data one by one, as it would be done for all, then let `relato send` replace all suggestions."""
    project = bench.project(study)
    found = bench.call("GET", "/api/tasks", project=project, fields="task_only", include="id,data", page_size=PATCHED).json()[
        "tasks"
    ]

    def change() -> None:
        for one in found:
            bench.call("PATCH", f"/api/tasks/{one['id']}/", {"data": one["data"]})

    bench.timed("change tasks one by one", change)
    enter_model(bench.store, study, MODELS[1])
    bench.timed("replace suggestions", partial(bench.send, study))


def _processor(pid: int) -> float:
    """Seconds of processor that a process has used; 0 where there is no /proc."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0.0
    numbers = path.read_text().rsplit(")", 1)[1].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
