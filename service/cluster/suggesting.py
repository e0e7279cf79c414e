"""relato suggest --cluster: the suggestions of ``relato suggest`` for a corpus in Parquet. No job: a queue runs one job at a time, and
this may take days; its checkpoints are its own files.
"""

import fcntl
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from annotations.errors import BadInput, Conflict, NotReady
from models.embeddings.static import STATIC
from models.portable import Portable, save_portable
from service.cluster.parts import Part, check_ids, parts_of
from service.cluster.ray_pool import over_ray
from service.cluster.suggester import Done, Suggester
from service.storage import corpus, machines
from service.workflows.machines import encoder_for, encoder_of, present_model, study_and_frame, tuned_encoder
from service.workflows.work import Outcome, Work, chunks, write_whole

ROWS = 5_000
MANIFEST, MODEL, README, LOCK = "_manifest.json", "_model", "_README.md", "_lock"
FIRST_LOOK = """# A first look

These suggestions come from a static encoder: fast, and less accurate than the study's own. No score is calibrated, no code is
certified. Use them to decide where to look, never as counts of reviewed codings.

# Una primera mirada

Estas sugerencias vienen de un codificador estático: rápido y menos exacto que el del estudio. Ninguna puntuación está calibrada, ningún
código está certificado. Sirven para decidir dónde mirar, nunca como conteo de codificaciones revisadas.
"""


def suggest_at_scale(
    work: Work,
    *,
    study_id: str,
    corpus_at: Path,
    out: Path,
    processes: int,
    address: str,
    rows: int = ROWS,
    first_look: bool = False,
) -> Outcome:
    """Suggestions for every row of ``corpus_at`` (a Parquet file, or a folder of them) as Parquet files in ``out``.

    What was written before by the same model from the same rows is kept: after a kill, or when rows were added, only what is
    missing is done.

    Raises
    ------
    BadInput : the corpus cannot be read, or an id stands twice.
    Conflict : ``out`` holds something else, or another process is at work there.
    NotReady : what is needed for it is not installed.
    """
    if find_spec("pyarrow") is None:
        raise NotReady("Parquet needs pyarrow", remedy="pip install 'relato[cluster]'")
    if (processes > 1 or address) and find_spec("ray") is None:
        raise NotReady("more than one process needs Ray", remedy="pip install 'relato[cluster]', or use --processes 1")
    corpus_at, out = corpus_at.resolve(), out.resolve()
    if not corpus_at.exists():
        raise BadInput("there is no such corpus", where=str(corpus_at), remedy="name a Parquet file or a folder of them")
    if corpus_at == out or out in corpus_at.parents or corpus_at in out.parents:
        raise BadInput("corpus and suggestions in one folder", where=str(out), remedy="name another folder for the suggestions")
    work.progress("read corpus", 0, 1)
    parts, total = parts_of(corpus_at, rows), check_ids(corpus_at)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(out):
        study, about = _export(work, study_id, out, first_look)
        _forget_stale(out, parts)
        done = _run(parts, out, processes, address, lambda rows_done: work.progress("suggest", rows_done, total))
        outcome = {"study": study, **_outcome(about, corpus_at, done)}
        _write_manifest(out, {**outcome, "complete": True, "parts": [[d.name, d.segments, d.suggestions] for d in done]})
    return {**outcome, "out": str(out), "skipped_parts": sum(d.skipped for d in done)}


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else of this machine writes here; let go of when the process ends, however it ends."""
    with (out / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict("another process is at work here", where=str(out), remedy="wait for it, or stop it") from error
        yield


def _export(work: Work, study_id: str, out: Path, first_look: bool) -> tuple[str, Portable]:
    """The study and its present model, which then is in ``out``, where every machine of the cluster finds it."""
    study, frame = study_and_frame(work, study_id)
    settings = work.settings.model_copy(update={"encoder": STATIC}) if first_look else work.settings
    work = Work(settings, work.store, work.progress)
    work.progress("load model", 0, 1)
    encoder = encoder_of(settings) if first_look else encoder_for(work, study.id)
    classifier = present_model(work, study, frame, encoder, enter=False)
    _check_manifest(out, study.id, classifier.version)
    near = classifier.neighbours
    head = None
    with work.store.read() as tx:
        if near is not None:
            head = settings.home / machines.model(tx, study.id, classifier.version).body["path"]
        near_ids = chunks(near.ids if near is not None else (), 500)
        tuned = tuned_encoder(work, machines.models(tx, study.id), encoder.id)
        texts = {s.id: s.text for ids in near_ids for s in corpus.segments(tx, study.id, ids=ids)}
    name = str(settings.home / tuned.body["encoder_folder"]) if tuned else settings.encoder
    about = save_portable(
        classifier, out / MODEL, head=head, encoder=encoder, encoder_name=name,
        precision=settings.encoder_precision, prepared=str(settings.folder("cache", "encoders")), frame_version=frame.version,
        reviewed_texts=texts, first_look=first_look,
    )  # fmt: skip
    _write_manifest(out, {"study": study.id, "model": about.version, "first_look": first_look, "complete": False})
    if first_look:
        write_whole(out / README, lambda file: file.write(FIRST_LOOK.encode()))
    return study.id, about


def _check_manifest(out: Path, study_id: str, version: str) -> None:
    if not (out / MANIFEST).exists():
        others = [path.name for path in out.iterdir() if not path.name.startswith(("_", "."))]
        if others:
            raise Conflict(f"the folder holds other files ({others[0]})", where=str(out), remedy="name an empty folder")
        return
    there = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    if (there["study"], there["model"]) != (study_id, version):
        raise Conflict(
            f"the folder holds suggestions of {there['model']} (study {there['study']}), not {version}",
            where=str(out),
            remedy="name another folder, or remove this one",
        )


def _forget_stale(out: Path, parts: Sequence[Part]) -> None:
    """Remove parts that an earlier, longer corpus left, and what a killed process had half written."""
    names = {part.name for part in parts}
    for path in [*out.glob("part-*.parquet"), *out.glob(".part-*")]:
        if path.name not in names:
            path.unlink()


def _run(parts: Sequence[Part], out: Path, processes: int, address: str, progress: Callable[[int], None]) -> list[Done]:
    pool = over_ray(parts, out / MODEL, out, processes=processes, address=address)
    one = map(Suggester(out / MODEL, out), parts)
    done: list[Done] = []
    segments = 0
    for part in pool if parts and (processes > 1 or address) else one:
        done.append(part)
        segments += part.segments
        progress(segments)
    return sorted(done, key=lambda d: d.name)


def _outcome(about: Portable, corpus_at: Path, done: Sequence[Done]) -> dict[str, Any]:
    return {
        "model": about.version,
        "frame_version": about.frame_version,
        "encoder": about.encoder,
        "first_look": about.first_look,
        "certified": not about.first_look,
        "corpus": str(corpus_at),
        "segments": sum(d.segments for d in done),
        "suggestions": sum(d.suggestions for d in done),
    }


def _write_manifest(out: Path, facts: dict[str, Any]) -> None:
    write_whole(out / MANIFEST, lambda file: file.write(json.dumps(facts, ensure_ascii=False, indent=1).encode()))
