"""What a round comes to: its sessions, its draw, and everything that it takes, told before and after it is opened."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from annotations.drawing import Material, draw, stratum_of
from annotations.label_studio.tasks import WorkItem
from annotations.rounds import Assignment, ReviewRound, condition_of, is_drawn
from annotations.sessions import Session
from annotations.studies import RoundRule, Study
from service.storage import corpus, review, rounds, studies
from service.storage.tables import WorkItemRow
from service.storage.transactions import Tx
from service.workflows.consent import closed_sessions
from service.workflows.titles import project_title
from service.workflows.work import Outcome

CODING = ("assisted", "blind")


@dataclass(frozen=True)
class Corpus:
    """The sessions that may be coded, in the order of their ids, with the ids of their segments."""

    sessions: tuple[Material, ...]
    segments: dict[str, list[str]]


def corpus_of(tx: Tx, study: Study, stratify_by: Sequence[str]) -> Corpus:
    register = studies.register(tx, study.id)
    closed, by_id = closed_sessions(study, register), {s.id: s for s in register.sessions}
    segments: dict[str, list[str]] = {}
    words: dict[str, int] = Counter()
    for segment in corpus.segments(tx, study.id):
        if segment.session_id not in closed:
            segments.setdefault(segment.session_id, []).append(segment.id)
            words[segment.session_id] += len(segment.text.split())
    made = [Material(i, words[i], stratum_of(by_id.get(i, Session(i)), stratify_by)) for i in sorted(segments)]
    return Corpus(tuple(made), segments)


def drawn_of(tx: Tx, study: Study, opened: ReviewRound) -> tuple[list[Assignment], tuple[Assignment, ...], Corpus]:
    """What is assigned in the round, what is still to be assigned, and the material."""
    material = corpus_of(tx, study, opened.stratify_by)
    session_of = {segment_id: session_id for session_id, ids in material.segments.items() for segment_id in ids}
    made = {(a.session_id, a.coder_id): a for a in rounds.assignments(tx, study.id, round_=opened.number)}
    items = review.work_items(tx, study.id, round_=opened.number)
    for item in items:
        # What was sent before the study had rounds is assigned too.
        if item.arm in CODING and item.segment_id in session_of:
            key = (session_of[item.segment_id], item.coder_id)
            made.setdefault(key, Assignment(opened.number, *key, "blind" if item.arm == "blind" else "assisted"))
    already = [made[key] for key in sorted(made)]
    return (
        already,
        draw(opened.rule, opened.seed, study.coders, material.sessions, _kept(study, already, items, material)),
        material,
    )


def _kept(study: Study, made: Sequence[Assignment], items: Sequence[WorkItemRow], material: Corpus) -> list[Assignment]:
    """Without those of people who have left, where they leave something undone: then the session is given to somebody else."""
    here = {c.id for c in study.coders}
    done = {(item.segment_id, item.coder_id) for item in items if item.state in ("reviewed", "skipped", "retired")}
    return [
        one
        for one in made
        if one.coder_id in here
        or all((segment_id, one.coder_id) in done for segment_id in material.segments.get(one.session_id, ()))
    ]


def told(tx: Tx, study: Study, opened: ReviewRound, made: Sequence[Assignment], material: Corpus, *, new: int) -> Outcome:
    size = {s.session_id: s for s in material.sessions}
    by_session: dict[str, list[Assignment]] = defaultdict(list)
    load: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    conditions: Counter[str] = Counter()
    for a in made:
        if a.session_id not in size:
            continue
        by_session[a.session_id].append(a)
        ids = material.segments[a.session_id]
        load[a.coder_id, a.arm].update(sessions=1, segments=len(ids), words=size[a.session_id].words)
        if a.arm == "assisted":
            items = [WorkItem(study.id, id_, a.coder_id, a.round).id for id_ in ids]
            conditions.update(condition_of(opened.rule, opened.seed, id_) for id_ in items)
    projects = {(p.round, p.coder_id, p.arm): p for p in review.projects(tx, study.id)}
    accounts = {p.coder_id for p in projects.values() if p.account_id is not None}
    deciding = [(c.id, arm) for c in study.coders if c.role == "supervisor" for arm in ("revision", "adjudication")]
    drawn = [i for ids in material.segments.values() for i in ids if is_drawn(opened.rule, opened.seed, i)]
    return {
        "study": study.id,
        "round": opened.number,
        "rule": asdict(opened.rule),
        "frame_version": opened.frame_version,
        "stratify_by": list(opened.stratify_by),
        "new": new,
        "sessions": [
            {
                "session": s.session_id,
                "stratum": list(s.stratum),
                "words": s.words,
                "segments": len(material.segments[s.session_id]),
                "coders": {a.coder_id: a.arm for a in by_session[s.session_id]},
            }
            for s in material.sessions
        ],
        "coders": [{"coder": coder, "arm": arm, **load[coder, arm]} for coder, arm in sorted(load)],
        "tasks": sum(one["segments"] for one in load.values()),
        "conditions": dict(conditions),
        "drawn_for_supervisor": len(drawn),
        "projects": [
            *_projects(study, opened, sorted(load), projects),
            *_projects(study, opened, deciding, projects, later=True),
        ],
        "accounts": [
            {"coder": c.id, "email": c.email, "there": c.id in accounts}
            for c in study.coders
            if c.role == "supervisor" or any(c.id == coder for coder, _ in load)
        ],
        "problems": _problems(study, opened.rule, by_session, material),
    }


def _projects(
    study: Study,
    opened: ReviewRound,
    wanted: Sequence[tuple[str, str]],
    there: Collection[tuple[int, str, str]],
    *,
    later: bool = False,
) -> list[Outcome]:
    """The projects of these people and arms; ``later``: made when there is something to decide."""
    return [
        {
            "title": project_title(study.id, opened.number, coder, opened.frame_version, arm),
            "coder": coder,
            "arm": arm,
            "there": (opened.number, coder, arm) in there,
            "later": later,
        }
        for coder, arm in wanted
    ]


def _problems(study: Study, rule: RoundRule, by_session: dict[str, list[Assignment]], material: Corpus) -> list[str]:
    found = []
    nobody = [s.session_id for s in material.sessions if not by_session[s.session_id]]
    if nobody:
        found.append(f"nobody may code {', '.join(nobody)}: give the sessions to a coder in the study")
    several = [made for made in by_session.values() if len(made) > 1]
    if len(several) < rule.overlap * len(material.sessions) - 1e-9:
        found.append(f"only {len(several)} of {len(material.sessions)} sessions can be given to several coders")
    few = [made[0].session_id for made in several if len(made) < rule.coders]
    if few:
        found.append(f"fewer than {rule.coders} coders for {', '.join(sorted(few))}")
    if not any(c.role == "supervisor" for c in study.coders):
        found.append("the study has no supervisor: disagreements and questions stay open")
    return found
