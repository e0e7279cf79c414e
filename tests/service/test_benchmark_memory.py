"""The memory of a process counts with that of the one that started it."""

import subprocess
import sys
import time

from service.benchmarks.memory import peak_memory


def test_what_another_process_holds_counts() -> None:
    hold = "import time; held = b'x' * 200_000_000; print(flush=True); time.sleep(60)"
    with peak_memory() as alone:
        time.sleep(0.3)
    with peak_memory() as both, subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        time.sleep(1)
        other.kill()
    assert both.processes >= 2
    assert both.megabytes > alone.megabytes + 180
