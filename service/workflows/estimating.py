"""relato review status: how far the review is, and how much the suggestions miss on text that nobody chose."""

from annotations.codings import PLANTED
from annotations.languages import in_language
from models.targets import targets_of
from service.storage import choices, corpus, review, studies
from service.storage.tables import WorkItemRow
from service.workflows.choosing import OPEN
from service.workflows.consent import closed_sessions
from service.workflows.machines import study_and_frame
from service.workflows.work import Outcome, Work
from training.datasets import group_names
from training.metrics import Interval
from training.recall_estimates import Decided, Drawn, RecallEstimate, Report, estimate

MACHINE_KINDS = ("code", "domain", "section")
MISSED = ("added", "changed")


def review_status(work: Work, *, study_id: str, language: str = "en") -> Outcome:
    """Counts, and the estimates as plain numbers: see ``training.recall_estimates``."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        draws = choices.draws(tx, study.id)
        items = review.work_items(tx, study.id)
        # Only who saw the model's suggestions, and nothing else, can say what they miss.
        done = [(i, row) for i, row in review.reviews(tx, study.id) if _seen_as_suggested(i) and row.model_version != PLANTED]
        register = studies.register(tx, study.id)
        closed = closed_sessions(study, register)
        live = {s.id: s.session_id for s in corpus.segments(tx, study.id) if s.session_id not in closed}
    reviewed = {item.segment_id for item in items if item.state == "reviewed"} & live.keys()
    asked = {item.segment_id for item in items if item.state == "reviewed" and _seen_as_suggested(item)} & live.keys()
    can = {i for i, draw in draws.items() if draw.share > 0 and i in live} - (reviewed - asked)
    sample = sorted(i for i in can & asked if draws[i].drawn)
    names = group_names(set(live.values()), register.sessions_of_one_person())
    group = {i: names[session] for i, session in live.items()}
    drawn = [Drawn(i, group[i], draws[i].share) for i in sample]
    chosen = set(sample)
    decided, missed = [], set()
    for item, row in done:
        if row.kind not in MACHINE_KINDS or row.act not in ("accepted", *MISSED) or item.segment_id not in can:
            continue
        if row.act in MISSED:
            missed.add((item.segment_id, row.kind, row.target))
        if item.segment_id in chosen:
            own = draws[item.segment_id].share
            suggested = row.act == "accepted"
            decided.append(Decided(item.segment_id, group[item.segment_id], row.kind, row.target, suggested, own))
    report = estimate(drawn, decided, population=len(can), unreviewed=len(can - reviewed), missed_elsewhere=len(missed))
    labels = {target.key: in_language(target.name, language) for target in targets_of(study, frame)}
    return {
        "study": study.id,
        "segments": len(live),
        "reviewed": len(reviewed),
        "open": len({item.segment_id for item in items if item.state in OPEN} & live.keys()),
        "drawn": sum(draws[i].drawn for i in can),
        **_plain(report, labels),
    }


def _seen_as_suggested(item: WorkItemRow) -> bool:
    return item.arm == "assisted" and item.condition != "withheld" and not item.carried


def _plain(report: Report, names: dict[str, str]) -> Outcome:
    def told(key: str, found: RecallEstimate) -> Outcome:
        recall: Interval | None = found.recall
        counts = {"codings": found.codings, "suggested": found.suggested, "transcripts": found.transcripts}
        return {"name": names.get(key, key), **counts, "recall": recall, "more_codings": found.more}

    return {
        "drawn_reviewed": report.segments,
        "unreviewed": report.unreviewed,
        "recall": {key: told(key, found) for key, found in report.by.items()},
        "missed_in_unreviewed": report.missed,
        "more_drawn_segments": report.more_segments,
    }
