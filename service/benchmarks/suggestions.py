"""``relato bench suggestions``: what ``training.benchmark`` measured, as JSON and as tables."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotations.errors import BadInput
from models.embeddings import CachedEncoder, Encoder, load_encoder
from service.settings import Settings
from service.workflows.machines import encoder_of
from training.benchmark import BASELINES, RELATO, Progress, Report, benchmark, silent
from training.corpora import read_corpus
from training.tallies import METRICS, Interval

ALL = "all"
COUNTED = ("suggestions_per_segment",)
NAMES = {
    RELATO: "Relato",
    "tfidf_lr": "TF-IDF + logistic regression",
    "frozen_lr": "frozen embeddings + logistic regression",
    "popularity": "popularity",
    "name_similarity": "similarity to code names",
}


def run(
    folder: Path,
    settings: Settings,
    *,
    labels: str,
    splits: int,
    seed: int,
    cache: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
) -> Report:
    """Measure on the corpus in ``folder`` with the encoder of the settings; ``labels`` is a number or "all".

    ``cache`` : folder that keeps vectors, and the fitted baselines. ``out`` : file for the numbers.

    Raises
    ------
    BadInput : a number that makes no sense, a corpus that cannot be read, or an ``out`` that cannot be written.
    """
    if splits < 1:
        raise BadInput(f"{splits} splits", where="--splits", remedy="ask for one or more")
    if seed < 0:
        raise BadInput(f"{seed} is no seed", where="--seed", remedy="a whole number from 0 on")
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise BadInput("there can be no such file", where=str(out), remedy="name a file in a folder that exists")
    wanted, corpus = number_of(labels), read_corpus(folder)
    memory = None if cache is None else cache / "baselines"
    encoder = encoder_of(settings) if cache is None else _cached_in(cache, settings)
    report = benchmark(corpus, encoder, labels=wanted, splits=splits, seed=seed, memory=memory, progress=progress)
    if out is not None:
        out.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return report


def _cached_in(cache: Path, settings: Settings) -> Encoder:
    folder = settings.folder("cache", "encoders").resolve()
    bare = load_encoder(settings.encoder, precision=settings.encoder_precision, folder=folder)
    return CachedEncoder(bare, cache / "embeddings.sqlite3")


def number_of(labels: str) -> int | None:
    """
    >>> number_of("200"), number_of("all")
    (200, None)
    """
    if labels == ALL:
        return None
    if not labels.isascii() or not labels.isdigit():
        raise BadInput(
            f"{labels!r} is no number of segments", where="--labels", remedy="a whole number, 0 for the cold start, or all"
        )
    return int(labels)


def as_json(report: Report) -> dict[str, Any]:
    """The numbers by the names that ``docs/benchmarks.md`` defines."""
    corpus = report.corpus
    return {
        "corpus": corpus.name,
        "labels": ALL if report.labels is None else report.labels,
        "splits": report.splits,
        "relato": report.metrics[RELATO],
        "baselines": {name: report.metrics[name] for name in BASELINES},
        "paired": report.paired,
        "seed": report.seed,
        "encoder": report.encoder,
        "rows": len(corpus.segments),
        "coded_rows": int((corpus.labels.sum(axis=1) > 0).sum()),
        "documents": len(set(corpus.groups)),
        "codes": len(corpus.targets),
        "codes_used": int(corpus.used.sum()),
        "training_rows": report.training_rows,
        "stated_recall": report.rule.recall,
        "stated_confidence": report.rule.confidence,
        "split_certified_recall": [None if found is None else round(found, 6) for found in report.certified_recalls],
        "chosen": dict(report.chosen),
        "seconds": {name: round(seconds, 2) for name, seconds in report.seconds.items()},
        "notes": report.notes,
    }


def markdown(report: Report) -> str:
    return "\n\n".join(_markdown(report))


def _markdown(report: Report) -> Iterator[str]:
    corpus, rows = report.corpus, report.training_rows
    yield (
        f"{corpus.name}: {len(corpus.segments)} segments, {len(set(corpus.groups))} documents, {int(corpus.used.sum())} codes used of "
        f"{len(corpus.targets)}; {report.splits} splits by document, {_range(rows)} reviewed segments to learn from, seed {report.seed}."
    )
    systems = (RELATO, *BASELINES)
    yield _table(
        "mean [95 %]", systems, {name: [_cell(report.metrics[system][name], name) for system in systems] for name in METRICS}
    )
    yield _table(
        "Relato minus",
        BASELINES,
        {name: [_cell(report.paired[system][name], name, signed=True) for system in BASELINES] for name in METRICS},
    )
    known = [found for found in report.certified_recalls if found is not None]
    met = sum(found >= report.rule.recall for found in known)
    if known:
        silent = len(report.certified_recalls) - len(known)
        yield (
            f"The stated recall ({report.rule.recall:.0%}, confidence {report.rule.confidence:.0%}) of certified codes was met in {met} of "
            f"{len(known)} splits" + (f"; in {silent} no code was certified." if silent else ".")
        )
    else:
        yield "No code was certified in any split."
    for note in report.notes:
        yield f"Note: {note}."


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"


def _table(head: str, systems: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    lines = [f"| {head} | " + " | ".join(NAMES[system] for system in systems) + " |", "|---" * (len(systems) + 1) + "|"]
    return "\n".join([*lines, *(f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items())])


def _cell(found: Interval, name: str, *, signed: bool = False) -> str:
    mean, low, high = found["mean"], found["low"], found["high"]
    if mean is None or low is None or high is None:
        return "–"
    digits = 2 if name in COUNTED else 3
    sign = "+" if signed else ""
    return f"{mean:{sign}.{digits}f} [{low:{sign}.{digits}f}, {high:{sign}.{digits}f}]"
