"""``relato bench finetune``: what ``training.tuned_benchmark`` measured, as JSON and as a table."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotations.errors import BadInput
from service.benchmarks.suggestions import ALL, number_of
from service.settings import Settings
from training.benchmark import Progress, silent
from training.corpora import read_corpus
from training.finetuning import Tuning, trainable
from training.tuned_benchmark import FROZEN, TUNED, TunedReport, benchmark_tuning

BATCH = Tuning().batch


def run(
    folder: Path,
    settings: Settings,
    *,
    labels: str = ALL,
    splits: int = 1,
    seed: int = 1,
    steps: int = 150,
    out: Path | None = None,
    progress: Progress = silent,
) -> TunedReport:
    """Measure on the corpus in ``folder`` with the encoder of the settings; ``labels`` is a number or "all".

    Raises
    ------
    BadInput : a number that makes no sense, or a corpus or an encoder that cannot be used.
    """
    wanted, corpus, tuning = number_of(labels), read_corpus(folder), Tuning(seed=seed, pairs=steps * BATCH)
    if out is not None and not out.absolute().parent.is_dir():
        raise BadInput("there can be no such file", where=str(out), remedy="name a file in a folder that exists")
    model, prefix = trainable(settings.encoder)
    with tempfile.TemporaryDirectory() as work:
        report = benchmark_tuning(corpus, model, prefix, tuning, labels=wanted, splits=splits, work=Path(work), progress=progress)
    if out is not None:
        out.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return report


def as_json(report: TunedReport) -> dict[str, Any]:
    return {
        "corpus": report.corpus.name,
        "labels": ALL if report.labels is None else report.labels,
        "splits": len(report.costs),
        "seed": report.tuning.seed,
        "tuning": asdict(report.tuning),
        "training_rows": report.training_rows,
        **report.metrics,
        "difference": report.difference,
        "costs": [asdict(cost) for cost in report.costs],
        "processor_seconds": report.processor_seconds,
    }


def markdown(report: TunedReport) -> str:
    """A table of metrics, and a line on the cost."""
    columns = (report.metrics[FROZEN], report.metrics[TUNED], report.difference)
    lines = ["| mean [95 %] | encoder as it is | fine-tuned | difference |", "|---|---|---|---|"]
    for name in report.difference:
        cells = [found[name] for found in columns]
        signs = ("", "", "+")
        told = [
            f"{cell['mean']:{sign}.3f} [{cell['low']:{sign}.3f}, {cell['high']:{sign}.3f}]" if cell["mean"] is not None else "–"
            for cell, sign in zip(cells, signs, strict=True)
        ]
        lines.append(f"| {name} | {' | '.join(told)} |")
    cost = ", ".join(
        f"{cost.steps} steps in {cost.seconds:.0f} s ({spent:.0f} s of processor, {cost.device})"
        for cost, spent in zip(report.costs, report.processor_seconds, strict=True)
    )
    rows = ", ".join(map(str, report.training_rows))
    head = f"{report.corpus.name}: {len(report.costs)} splits by document, {rows} reviewed segments to learn from, seed {report.tuning.seed}."
    return "\n".join([head, "", *lines, "", f"Training: {cost}."])
