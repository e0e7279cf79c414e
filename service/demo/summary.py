"""The summary of a demo: every number counted from the database, none carried along."""

from collections.abc import Sequence
from typing import Any

from annotations.studies import Change
from service.storage import ballots, candidates, corpus, machines, results, review, studies
from service.storage.tables import ModelRow
from service.workflows.work import Work


def summarise(work: Work, study_id: str, outcomes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Counts, both models' held-out scores with intervals, the verdict on each change, the paths of the drafts."""
    home = work.settings.home
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        register = studies.register(tx, study_id)
        segments = corpus.segments(tx, study_id)
        have = set(corpus.transcript_ids(tx, study_id))
        words = sum(len(corpus.transcript(tx, study_id, session_id).text.split()) for session_id in have)
        spoke = {p.respondent_id for p in register.participations if p.session_id in have}
        counts = review.counts(tx, study_id)
        items = review.work_items(tx, study_id)
        done = review.reviews(tx, study_id)
        acts = {act: sum(row.act == act for _, row in done) for act in ("accepted", "changed", "rejected", "left", "added")}
        rows = machines.models(tx, study_id)
        verdicts = {c.id: results.latest_verdict(tx, study_id, c.id) for c in study.changes}
        stories = {c.id: results.latest_story(tx, study_id, c.id) for c in study.changes}
        ballots_sent = len(ballots.sent(tx, study_id))
        proposed = sum(kept.state == "open" for kept in candidates.candidates(tx, study_id))
        suggestions = {row.version: machines.suggestion_count(tx, study_id, row.version) for row in rows}
    return {
        "study": study_id,
        "sessions": len(have),
        "respondents": len(spoke),
        "words": words,
        "segments": len(segments),
        "suggestions": sum(suggestions.values()),
        "suggestions_by_model": suggestions,
        "tasks": len(items),
        "tasks_reviewed": counts.get("items_reviewed", 0),
        "reviews": len(done),
        "reviews_by_act": acts,
        "codings": counts["codings"],
        "log_entries": counts["log"],
        "collected_twice_changed": outcomes["collect again"]["changed"],
        "models": _models(rows),
        "changes": {change.id: _change(change, row.body) for change in study.changes if (row := verdicts[change.id])},
        "candidates": proposed,
        "texts": outcomes["write up"]["texts"],
        "contradicted": outcomes["write up"]["claims"].get("contradicted", {}),
        "ballots": ballots_sent,
        "documents": outcomes["write up"]["documents"],
        "stories": [str(home / path) for story in stories.values() if story for path in story.files.values()],
    }


def _models(rows: Sequence[ModelRow]) -> dict[str, Any]:
    """Which model suggests now, and the held-out scores of the last fitted one beside the cold start's."""
    heads = [row for row in rows if "scores" in row.body]
    last = heads[-1].body if heads else {}
    champion = next((row.version for row in rows if row.champion), None)
    return {"champion": champion, **{key: last.get(key) for key in ("scores", "promoted", "reason", "cards")}}


def _change(change: Change, verdict: dict[str, Any]) -> dict[str, Any]:
    keys = (
        "state", "contested", "independent_for", "agreed_for", "independent_against", "prompted", "reached_on", "missing",
        "sessions_for", "sessions_against",
    )  # fmt: skip
    return {"title": dict(change.title), **{key: verdict[key] for key in keys}}
