"""Looking at segments in several processes: the same as in one, and nothing of them is left."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from annotations.errors import NotReady, RelatoError
from annotations.transcripts import Segment
from models.batches import make_batch
from models.classifiers import Classifier, ColdStart, Head, background_of
from models.embeddings import CachedEncoder
from models.targets import targets_of
from service.workflows.looking import Looked, look_at_all
from service.workflows.work import chunks
from tests.models.toys import FRAME, STUDY, WordEncoder
from tests.service.looking_models import Telling, answers
from training.datasets import Reviewed
from training.fitting import fit_head

BLOCK = 8
SEGMENTS = answers(60)


class Place:
    """A cache, and models whose words are in it."""

    def __init__(self, folder: Path) -> None:
        self.words = WordEncoder()
        self.encoder = CachedEncoder(self.words, folder / "cache.sqlite3")
        batch = make_batch(SEGMENTS[:30], self.encoder)
        targets = targets_of(STUDY, FRAME)
        self.cold = ColdStart(targets, self.encoder, background=background_of(batch), middles={"code": 0.1})
        labels = np.array([[float(k == n % 3) for k in range(len(self.cold.targets))] for n in range(30)])
        fitted = fit_head(Reviewed(batch, self.cold.targets, labels), self.cold, version="head-1", thresholds={})
        fitted.thresholds = {"code": 0.2}
        self.head: Head = fitted

    def cache_everything(self) -> None:
        make_batch(SEGMENTS, self.encoder)

    def found(self, model: Classifier, processes: int, told: Callable[[int], None] = lambda at: None) -> list[Looked]:
        texts = {segment.id: segment.text for segment in SEGMENTS[:30]}
        blocks: list[Sequence[Segment]] = list(chunks(SEGMENTS, BLOCK))
        return list(
            look_at_all(blocks, model, self.encoder, frame_version=3, reviewed_texts=texts, processes=processes, progress=told)
        )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_several_processes_say_what_one_says_and_end(place: Place) -> None:
    place.cache_everything()
    for model in (place.cold, place.head):
        alone = place.found(model, 1)
        assert [segment for one in alone for segment in one.segments] == SEGMENTS
        assert sum(len(of) for one in alone for of in one.suggestions.values()) >= len(SEGMENTS)
        encoded = len(place.words.asked)
        assert place.found(model, 3) == alone
        assert len(place.words.asked) == encoded
    assert any(reason.similar for of in alone[-1].suggestions.values() for one in of for reason in one.reasons)
    assert multiprocessing.active_children() == []


def test_what_is_not_encoded_yet_is_encoded_here(place: Place) -> None:
    told: list[int] = []
    some = place.found(place.head, 2, told.append)  # the first 30 segments are in the cache, the others are not
    assert told[-1] == len(SEGMENTS)
    assert min(told) > 16  # two blocks were known whole
    place.cache_everything()
    assert place.found(place.head, 1) == some


def test_processes_load_nothing_heavy_and_their_refusals_come_back(place: Place) -> None:
    place.cache_everything()
    model = Telling(targets_of(STUDY, FRAME), place.encoder)
    with pytest.raises(NotReady, match=r"there: loaded:  \(none\)"):
        place.found(model, 2)
    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_ends_the_looking_and_the_others(place: Place) -> None:
    place.cache_everything()
    blocks = [[segment] for segment in SEGMENTS]
    looked = look_at_all(blocks, place.cold, place.encoder, frame_version=3, reviewed_texts={}, processes=2)
    with closing(looked):
        assert next(looked).segments == (SEGMENTS[0],)
        victim, *_ = multiprocessing.active_children()
        victim.kill()
        with pytest.raises(RelatoError, match="was ended before it was done .*RELATO_PROCESSES=1"):
            list(looked)
    assert multiprocessing.active_children() == []


def test_left_in_the_middle_its_processes_end_at_once(place: Place) -> None:
    place.cache_everything()
    blocks = [[segment] for segment in SEGMENTS]
    with closing(look_at_all(blocks, place.cold, place.encoder, frame_version=3, reviewed_texts={}, processes=2)) as looked:
        next(looked)
        pids = [process.pid for process in multiprocessing.active_children()]
        assert len(pids) == 2
    assert multiprocessing.active_children() == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_processes_do_not_outlive_one_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.service.looking_models", str(tmp_path)]
    with subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1"}) as asking:
        served = _until(lambda: _serving(asking.pid), 2)
        asking.send_signal(signal.SIGKILL)
    assert asking.returncode == -signal.SIGKILL
    assert _until(lambda: [pid for pid in served if Path(f"/proc/{pid}").exists()], 0) == []


def _serving(pid: int) -> list[int]:
    """Which processes of this one wait for a block or work on one."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    started = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in started if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]


def _until(look: Callable[[], list[int]], count: int) -> list[int]:
    for _ in range(300):
        if len(found := look()) == count:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{look()} after 30 s")
