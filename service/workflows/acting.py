"""relato review acts: what coders did with suggestions, how long they took, and how far they follow what they are shown."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from annotations.acts import ActCounts, LoggedAct, ReviewedItem, act_counts, standing_acts, times
from annotations.anchoring import Comparison, Share, anchoring
from annotations.codings import PLANTED
from annotations.label_studio.tasks import shown
from annotations.languages import in_language
from models.targets import targets_of
from service.storage import corpus, machines, review, studies
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions
from service.workflows.machines import study_and_frame
from service.workflows.work import Outcome, Work
from training.datasets import group_names


def review_acts(work: Work, *, study_id: str, language: str = "", round_: int = 0) -> Outcome:
    """Counts, times and anchoring as plain numbers, of one round or of all; see ``annotations.acts`` and ``annotations.anchoring``."""
    study, frame = study_and_frame(work, study_id)
    with work.store.read() as tx:
        register = studies.register(tx, study.id)
        closed = closed_sessions(study, register)
        segments = {s.id: s for s in corpus.segments(tx, study.id) if s.session_id not in closed}
        names = group_names({s.session_id for s in segments.values()}, register.sessions_of_one_person())
        lengths = {i: len(segment.text.split()) for i, segment in segments.items()}
        groups = {i: names[segment.session_id] for i, segment in segments.items()}
        items = _reviewed(tx, study.id, groups, lengths, round_)
    language = language or next(iter(study.languages), "en")
    spoken = {target.key: in_language(target.name, language) for target in targets_of(study, frame)}
    spoken |= {f"coder:{coder.id}": coder.name for coder in study.coders}
    found = anchoring(items)
    return {
        "study": study.id,
        "language": language,
        "round": round_ or None,
        "reviewed": len(items),
        "acts": {key: {"name": spoken.get(key, ""), **_counts(counts)} for key, counts in act_counts(items).items()},
        "times": {key: asdict(time) for key, time in times(items).items()},
        "anchoring": {
            key: {name: _comparison(getattr(each, name)) for name in ("agreeing", "blind", "following")}
            for key, each in found.items()
        },
        "followed": [
            {"segment": act.segment_id, "coder": act.coder_id, "round": act.round, "code": act.target}
            for item in items
            for act in item.acts
            if act.model_version == PLANTED and act.act == "accepted"
        ],
    }


def _reviewed(tx: Tx, study_id: str, groups: Mapping[str, str], lengths: Mapping[str, int], round_: int) -> list[ReviewedItem]:
    """The work items of coders that are reviewed now, with their last acts."""
    acts = standing_acts(
        LoggedAct(e.seq, e.segment_id, e.coder_id, e.round, e.act, e.kind, e.target, e.suggested, e.model_version, e.source)
        for e in review.log(tx, study_id)
    )
    seconds = {item.id: body.get("lead_time_seconds") for item, body in review.notes(tx, study_id)}
    rows = review.work_items(tx, study_id, round_=round_ or None, states=("reviewed",))
    rows = [row for row in rows if row.arm in ("assisted", "blind") and row.segment_id in groups]
    shown_then = {number: _most([r.model_version for r in rows if r.round == number]) for number in {r.round for r in rows}}
    likely = _likely(tx, study_id, sorted({row.model_version for row in rows} | set(shown_then.values())))
    return [
        ReviewedItem(
            segment_id=row.segment_id,
            coder_id=row.coder_id,
            round=row.round,
            arm=row.arm,
            condition=row.condition,
            group=groups[row.segment_id],
            acts=acts.get((row.segment_id, row.coder_id, row.round), ()),
            likely=likely(row.model_version or shown_then[row.round], row.segment_id),
            words=lengths[row.segment_id],
            seconds=seconds.get(row.id),
        )
        for row in rows
    ]


def _most(versions: Sequence[str]) -> str:
    """The model that most items of a round show: what blind items, which show none, are compared with."""
    return Counter(filter(None, versions)).most_common(1)[0][0] if any(versions) else ""


def _likely(tx: Tx, study_id: str, versions: Sequence[str]) -> Callable[[str, str], frozenset[tuple[str, str]]]:
    """What each model suggests as likely for each segment, as a coder is shown it: one domain of change at most."""
    found = {
        (version, segment_id): frozenset((s.kind, s.target) for s in shown(made) if s.strength == "likely")
        for version in versions
        for segment_id, made in machines.suggestions(tx, study_id, model_version=version).items()
    }
    return lambda version, segment_id: found.get((version, segment_id), frozenset())


def _counts(counts: ActCounts) -> Outcome:
    return {**asdict(counts), "accepted_ratio": counts.accepted_ratio, "unsuggested_ratio": counts.unsuggested_ratio}


def _comparison(found: Comparison) -> Outcome:
    interval = found.interval._asdict() if found.interval else None
    return {
        "shown": _share(found.shown), "unprompted": _share(found.unprompted), "difference": found.difference, "interval": interval,
    }  # fmt: skip


def _share(found: Share) -> Outcome:
    return {**asdict(found), "ratio": found.ratio, "interval": found.interval._asdict() if found.interval else None}
