"""What may not be shown while consent has ended and nobody has withdrawn the words yet: one rule for every page, file and answer.

What withdrawing would take out is not shown; nothing is changed, so that all of it is there again where the roster was wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotations.stories.records import PersonsAct, StoryVersion
from annotations.stories.silence import HIDDEN, Silence, quotes_from
from annotations.studies import Study
from annotations.triangulation.attachments import quoting
from service.storage import act_logs, corpus, data_points, snapshots, stories, translations
from service.storage.transactions import Tx
from service.workflows.consent import silent_ids
from service.workflows.translating import translated_segments

KEPT = 4
_known: dict[str, Silence] = {}
"""Of the studies that were asked about last, by their stamp."""


def silence(tx: Tx, study: Study) -> Silence:
    """What may not be shown of a study; nothing to look for in most."""
    ids = silent_ids(tx, study)
    if not ids:
        return Silence()
    writes = tx.get_bind().get_execution_options().get("writes")
    stamp = "" if writes else snapshots.stamp(tx, study.id)
    found = _known.get(stamp)
    if found is None:
        found = _silence(tx, study, ids)
        for old in list(_known)[: 1 - KEPT]:
            _known.pop(old, None)
        if stamp:
            _known[stamp] = found
    return found


def history_shown(tx: Tx, study: Study, change_id: str, hush: Silence) -> list[PersonsAct]:
    """The acts on a story, those that made versions with the reasons of these; without what may not be shown."""
    versions = stories.versions(tx, study.id, change_id)
    reasons = {version.number: version.reason for version in versions}
    acts = [
        replace(act, reason=act.reason or reasons.get(act.body.get("number", 0), ""))
        for act in act_logs.acts(tx, study.id, "story", change_id)
    ]
    return acts_shown(acts, versions, hush)


def acts_shown(acts: list[PersonsAct], versions: Iterable[StoryVersion], hush: Silence) -> list[PersonsAct]:
    """Acts on one story: remarks, reasons and claims that may quote what may not be shown are hidden."""
    if not hush:
        return acts
    of_data = [act for act in acts if act.act in data_points.ACTS]
    about = quoting(of_data, hush.ids, hush.quoted)
    told = {act.number: _without_claim(act) for act in of_data if (act.subject, act.body.get("id")) in about}
    others = [act for act in acts if act.act in stories.MINE]
    said = {act.number: act for act in hush.of_acts(others, hush.blocks(one.text for one in versions))}
    return [told.get(act.number) or said.get(act.number) or act for act in acts]


def versions_shown(tx: Tx, study: Study, versions: Sequence[StoryVersion], hush: Silence) -> list[StoryVersion]:
    """Versions of one story as they may be shown, with their reasons."""
    if not hush or not versions:
        return list(versions)
    acts = history_shown(tx, study, versions[0].text.change_id, hush)
    why = {act.body.get("number"): act.reason for act in acts if act.act == "text_changed"}
    return [replace(one, reason=why.get(one.number, hush.of(one.reason)), text=hush.of_text(one.text)) for one in versions]


def _without_claim(act: PersonsAct) -> PersonsAct:
    body = {key: HIDDEN if key in ("claim", "answer") and words else words for key, words in act.body.items()}
    return replace(act, body=body, reason=HIDDEN if act.reason else "")


def _silence(tx: Tx, study: Study, ids: frozenset[str]) -> Silence:
    words: list[str] = []
    whole: set[str] = set()
    for session_id in sorted({id_.rsplit(".", 1)[0] for id_ in ids}):
        segments = corpus.segments(tx, study.id, session_id=session_id)
        gone = [segment for segment in segments if segment.id in ids]
        words += [segment.text for segment in gone]
        whole |= {session_id} if len(gone) == len(segments) else set()
        for language in translations.languages(tx, study.id, session_id):
            translated = translated_segments(tx, study.id, session_id, language)
            words += [translated[segment.id].text for segment in gone if segment.id in translated]
    return Silence(ids | whole, quotes_from(words), frozenset(stories.retired(tx, study.id)))
