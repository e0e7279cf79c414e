"""How long the board's pages take on a large study: every address that a person can reach from the overview, each kind of page a hundred times.

Pages are found by following links, so that none is forgotten. Two addresses are of one kind when they differ only in what they
name: ``/segments?code=…`` is one, ``/sessions/…`` another. The server is the real one, in this process, over HTTP; the clock is the reader's.
"""

import json
import re
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path
from statistics import quantiles
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import uvicorn

from service.app import create_app, leave_what_is_loaded
from service.benchmarks.board_study import STUDY, enter_study
from service.board.pages import SIGNED_IN
from service.jobs import queue
from service.settings import Settings
from service.storage import signed_in, studies
from service.storage.transactions import Store, migrate
from service.workflows.assessing import assess_study
from service.workflows.work import Work

TARGET = 0.3
"""Seconds in which 95 of 100 answers of a page have come."""
OF_A_KIND = 20
"""Addresses of one kind that are asked, in turns."""
LINK = re.compile(r'(?:href|src)="([^"]+)"')
SEARCHED = ("agua", "el+comité+de+agua", "%22las+cuentas%22", "water", "nada-que-esté")
"""Words that are looked for: a form leads there, no link does."""
GONE = 599
"""Stands for the status of an answer that never came."""
PASSED_OVER = ("/board/-/", "/board/sign", "/board/-")


@dataclass(frozen=True)
class Kind:
    """One kind of page: seconds of half and of 95 of 100 answers, and the slowest; ``first`` is that of the first one ever asked.

    ``processor``: of 95 of 100 answers, the reader's included; what the clock would show on a machine that does nothing else.
    """

    name: str
    addresses: int
    requests: int
    p50: float
    p95: float
    slowest: float
    first: float
    processor: float
    kilobytes: float
    example: str
    status: int

    @property
    def ok(self) -> bool:
        return self.p95 <= TARGET and self.status == 200


@dataclass(frozen=True)
class Report:
    """``entered``: seconds to make the study up; ``computed``: to compute what pages read (`relato saturation`)."""

    sessions: int
    segments: int
    entered: float
    computed: float
    kinds: tuple[Kind, ...]

    @property
    def slow(self) -> tuple[Kind, ...]:
        return tuple(kind for kind in self.kinds if not kind.ok)

    def markdown(self) -> str:
        lines = [
            f"{self.sessions} transcripts, {self.segments:,} segments, SQLite; made up in {self.entered:.0f} s, computed in {self.computed:.1f} s\n",
            "| page | addresses | answers | p50 ms | p95 ms | slowest ms | first ms | p95 ms of processor | kB | |",
            "|---|---|---|---|---|---|---|---|---|---|",
            *(
                f"| `{k.name}` | {k.addresses} | {k.requests} | {k.p50 * 1000:.0f} | {k.p95 * 1000:.0f} | {k.slowest * 1000:.0f} | "
                f"{k.first * 1000:.0f} | {k.processor * 1000:.0f} | {k.kilobytes:.0f} | {'' if k.ok else f'status {k.status}' if k.status != 200 else 'SLOW'} |"
                for k in self.kinds
            ),
            f"\n{len(self.kinds)} kinds of pages, {len(self.slow)} of them slower than {TARGET * 1000:.0f} ms at p95 or with an error",
        ]
        return "\n".join(lines)

    def json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def run(
    sessions: int = 300,
    segments: int = 200,
    requests: int = 100,
    clicks: int = 3,
    *,
    home: Path | None = None,
    compute: bool = True,
) -> Report:
    """Make the study up in a scratch home (kept when ``home`` is given, and used again), compute, follow links, and time."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(home=home or Path(scratch), database_url="")
        settings.folder()
        migrate(settings.database_url)
        queue.prepare(settings)
        store = Store(settings.database_url)
        entered, study_id = _entered(store, sessions, segments)
        start = time.perf_counter()
        if compute:
            assess_study(Work(settings, store), study_id=study_id)
        computed = time.perf_counter() - start
        with store.begin() as tx:
            token = signed_in.new_session(tx, "bench")
        store.close()
        with serving(settings) as address, httpx.Client(base_url=address, cookies={SIGNED_IN: token}, timeout=120) as reader:
            found = addresses(reader, f"/board/{study_id}", clicks)
            found["search?by&q"] = [f"/board/{study_id}/search?q={words}&by=words" for words in SEARCHED]
            kinds = [timed(reader, name, some, requests) for name, some in sorted(found.items())]
    kinds.sort(key=lambda kind: -kind.p95)
    return Report(sessions, sessions * segments, entered, computed, tuple(kinds))


def _entered(store: Store, sessions: int, segments: int) -> tuple[float, str]:
    with store.read() as tx:
        if any(study.id == STUDY for study in studies.studies(tx)):
            return 0.0, STUDY
    start = time.perf_counter()
    enter_study(store, sessions, segments)
    return time.perf_counter() - start, STUDY


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The web application on a port of this machine, until the block ends."""
    app = create_app(settings)
    leave_what_is_loaded()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def kind_of(address: str) -> str:
    """What two addresses of one kind have in common: the page, how many names follow, and which filters are asked for.

    >>> kind_of("/board/water/segments?code=a&session=S1"), kind_of("/board/water/sessions/S1"), kind_of("/board/water")
    ('segments?code&session', 'sessions/*', '(overview)')
    """
    parts = urlsplit(address)
    _, _, *path = parts.path.strip("/").split("/")
    named = [path[0], *("*" + Path(part).suffix for part in path[1:])] if path else ["(overview)"]
    asked = sorted({key for key, _ in parse_qsl(parts.query)})
    return "/".join(named) + (f"?{'&'.join(asked)}" if asked else "")


def addresses(reader: httpx.Client, start: str, clicks: int) -> dict[str, list[str]]:
    """By kind, up to ``OF_A_KIND`` addresses of the study that are at most so many clicks from ``start``; two of each kind are opened to
    go on.
    """
    found: dict[str, list[str]] = defaultdict(list)
    level = [start]
    for _ in range(clicks + 1):
        further: list[str] = []
        for address in level:
            kind = kind_of(address)
            if address in found[kind] or len(found[kind]) >= OF_A_KIND:
                continue
            found[kind].append(address)
            if len(found[kind]) <= 2:
                further += _links(reader, address, start)
        level = list(dict.fromkeys(further))
    return dict(found)


def _links(reader: httpx.Client, address: str, start: str) -> list[str]:
    answer = reader.get(address)
    if "html" not in answer.headers.get("content-type", ""):
        return []
    whole = [urljoin(address, unescape(link)).split("#")[0] for link in LINK.findall(answer.text)]
    ours = [link for link in whole if link == start or link.startswith((f"{start}/", f"{start}?"))]
    return [link for link in ours if not link.startswith(PASSED_OVER) and "lang=" not in link]


def timed(reader: httpx.Client, name: str, some: Sequence[str], requests: int) -> Kind:
    """Ask these addresses in turns."""
    spent: list[float] = []
    processor: list[float] = []
    size, status = 0, 200
    for n in range(requests):
        start, used = time.perf_counter(), time.process_time()
        try:
            answer = reader.get(some[n % len(some)])
        except httpx.TransportError:  # the server hung up in the middle of an error
            status = GONE
            break
        spent.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
        size = max(size, len(answer.content))
        status = max(status, answer.status_code)
    half, most = _cuts(spent)
    first, slowest = (spent[0], max(spent)) if spent else (0.0, 0.0)
    return Kind(name, len(some), len(spent), half, most, slowest, first, _cuts(processor)[1], size / 1000, some[0], status)


def _cuts(values: Sequence[float]) -> tuple[float, float]:
    """What half of them do not exceed, and what 95 of 100 do not."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (0.0, 0.0)
    cuts = quantiles(values, n=100, method="inclusive")
    return cuts[49], cuts[94]
