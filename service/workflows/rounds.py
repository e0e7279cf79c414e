"""relato round: who codes what in a round. Shown before it is done; drawn once, when the round is opened; nothing moves after."""

from collections import Counter, defaultdict

from annotations.drawing import may_code
from annotations.errors import Conflict, NotReady
from annotations.rounds import Assignment, ReviewRound
from annotations.studies import ReviewRule, Study
from service.storage import corpus, review, rounds, studies
from service.storage.transactions import Tx, now
from service.workflows.consent import closed_sessions
from service.workflows.deciding import outdated_decisions
from service.workflows.round_plans import corpus_of, drawn_of, told
from service.workflows.work import Outcome, Work


def plan_round(work: Work, *, study_id: str, round_: int) -> Outcome:
    """What opening the round would do, or did: who codes what, the tasks, the projects and accounts that it takes."""
    with work.store.read() as tx:
        study, opened = _study_and_round(tx, study_id, round_)
        made, drawn, material = drawn_of(tx, study, opened)
        return told(tx, study, opened, [*made, *drawn], material, new=len(drawn))


def open_round(work: Work, *, study_id: str, round_: int) -> Outcome:
    """Draw the round and open it: from now on its rule and its draw stay. Raises NotFound, NotReady, Conflict."""
    with work.store.begin() as tx:
        study, opened = _study_and_round(tx, study_id, round_)
        studies.lock(tx, study.id)
        _check_turn(tx, study, round_)
        made, drawn, material = drawn_of(tx, study, opened)
        if not material.sessions:
            raise NotReady(f"study {study.id} has no sessions to code", remedy="import transcripts with `relato import`")
        rounds.open_round(
            tx, study.id, opened.rule, stratify_by=opened.stratify_by, seed=opened.seed, frame_version=opened.frame_version
        )
        rounds.add_assignments(tx, study.id, [*made, *drawn])
        return told(tx, study, opened, [*made, *drawn], material, new=len(drawn))


def close_round(work: Work, *, study_id: str, round_: int, unfinished: bool = False) -> Outcome:
    """Close a round: nothing of it is sent any more, and the next one can be opened. Raises NotFound, Conflict.

    ``unfinished``: also when work is left. What was submitted counts; what was not, does not.
    """
    with work.store.begin() as tx:
        study = studies.study(tx, study_id)
        rounds.find(tx, study.id, round_)
        left = Counter(i.arm for i in review.work_items(tx, study.id, round_=round_, states=("pending", "pushed", "lost")))
        unsent = _unsent(tx, study, round_)
        if (left or unsent) and not unfinished:
            what = [f"{count} {arm} tasks are not done" for arm, count in sorted(left.items())]
            what += [f"{unsent} tasks were not sent"] if unsent else []
            raise Conflict(
                f"round {round_} of study {study.id} is not finished: {', '.join(what)}",
                remedy="collect what is done with `relato collect`, or close it as it is with `--unfinished`",
            )
        rounds.close_round(tx, study.id, round_)
        return {"study": study.id, "round": round_, "left": dict(left), "unsent": unsent, "standing": _how(tx, study.id, round_)}


def round_status(work: Work, *, study_id: str) -> Outcome:
    """How far every round is: sessions, tasks by state for each coder and arm, and how codings stand."""
    with work.store.read() as tx:
        study = studies.study(tx, study_id)
        found = rounds.rounds(tx, study.id)
        items = review.work_items(tx, study.id)
        states_of = {}
        late = [(item.round, item.segment_id) for item in outdated_decisions(tx, study, "reviewed")]
        for number in sorted({one.number for one in found} | {item.round for item in items}):
            opened = next((one for one in found if one.number == number), None)
            sessions: dict[tuple[str, str], int] = Counter()
            for a in rounds.assignments(tx, study.id, round_=number):
                sessions[a.coder_id, a.arm] += 1
            states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
            for item in items:
                if item.round == number:
                    states[item.coder_id, item.arm][item.state] += 1
            states_of[number] = {
                "state": "without a plan" if opened is None else "closed" if opened.closed_at else "open",
                "frame_version": opened.frame_version if opened else 0,
                "coders": [
                    {"coder": coder, "arm": arm, "sessions": sessions.get((coder, arm), 0), "tasks": dict(states[coder, arm])}
                    for coder, arm in sorted({*sessions, *states})
                ],
                "unsent": _unsent(tx, study, number) if opened else 0,
                "standing": _how(tx, study.id, number),
                "changed_since_decided": sorted(segment_id for round_, segment_id in late if round_ == number),
            }
        return {"study": study.id, "rounds": states_of, "planned": [rule.number for rule in study.review.rounds]}


def to_send(work: Work, study: Study) -> tuple[Assignment, ...]:
    """The assignments of all open rounds; sessions that were imported since are drawn and entered first. Raises NotReady.

    A study without rounds has one: every coder, all their sessions, with suggestions shown.
    """
    with work.store.begin() as tx:
        studies.lock(tx, study.id)
        known = rounds.rounds(tx, study.id)
        if not known and not study.review.rounds:
            closed = closed_sessions(study, studies.register(tx, study.id))
            ids = sorted({session_id for _, session_id in corpus.live(tx, study.id)} - closed)
            return tuple(Assignment(1, id_, coder.id, "assisted") for id_ in ids for coder in may_code(study.coders, id_))
        if all(one.closed_at for one in known):
            nexts = [str(r.number) for r in study.review.rounds if r.number not in {one.number for one in known}]
            raise NotReady(
                f"no round of study {study.id} is open",
                remedy=f"look at it with `relato round plan {nexts[0]}` and open it with `relato round open {nexts[0]}`"
                if nexts
                else "all rounds are over: write another one under `review` in the study if there is more to code",
            )
        found: list[Assignment] = []
        for opened in (one for one in known if one.closed_at is None):
            made, drawn, material = drawn_of(tx, study, opened)
            rounds.add_assignments(tx, study.id, drawn)
            here = {s.session_id for s in material.sessions}
            found += [a for a in (*made, *drawn) if a.session_id in here]
        return tuple(sorted(found, key=lambda a: (a.round, a.coder_id, a.arm, a.session_id)))


def rule_of(tx: Tx, study_id: str, round_: int) -> ReviewRound | None:
    """The rule under which a round was opened; None for the only round of a study that has no rounds."""
    return next((one for one in rounds.rounds(tx, study_id) if one.number == round_), None)


def _study_and_round(tx: Tx, study_id: str, round_: int) -> tuple[Study, ReviewRound]:
    """The study and its round: as it was opened, or as it would be opened now."""
    study = studies.study(tx, study_id)
    known = rule_of(tx, study.id, round_)
    plan: ReviewRule = study.review
    version = studies.frame(tx, study.id).version
    return study, known or ReviewRound(plan.round(round_), plan.stratify_by, plan.seed, version, now())


def _check_turn(tx: Tx, study: Study, round_: int) -> None:
    """Rounds follow each other: what stands after one is what the next one shows."""
    known = {one.number: one for one in rounds.rounds(tx, study.id)}
    for rule in study.review.rounds:
        if rule.number < round_ and (rule.number not in known or known[rule.number].closed_at is None):
            state = "not opened" if rule.number not in known else "still open"
            verb = "open" if rule.number not in known else "close"
            raise NotReady(
                f"round {rule.number} of study {study.id} is {state}", remedy=f"first `relato round {verb} {rule.number}`"
            )


def _how(tx: Tx, study_id: str, round_: int) -> dict[str, int]:
    """How the segments stand that were last reviewed in this round."""
    return dict(Counter(stood.how for stood in review.standing(tx, study_id).values() if stood.round == round_))


def _unsent(tx: Tx, study: Study, round_: int) -> int:
    """Tasks of the round that no work item was entered for yet."""
    segments = corpus_of(tx, study, ()).segments
    there = {(item.segment_id, item.coder_id) for item in review.work_items(tx, study.id, round_=round_)}
    here = {coder.id for coder in study.coders}
    found = [a for a in rounds.assignments(tx, study.id, round_=round_) if a.coder_id in here]
    return sum((segment_id, a.coder_id) not in there for a in found for segment_id in segments.get(a.session_id, ()))
