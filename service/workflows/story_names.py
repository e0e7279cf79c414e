"""Names in what people write of a story: masked as in the transcripts, with the letters of that story."""

from collections.abc import Callable

from annotations.pseudonyms.replacements import LABEL
from annotations.pseudonyms.scopes import scoped
from annotations.studies import Study
from service.settings import Settings
from service.storage import ballots, data_points, stories
from service.storage.transactions import Tx
from service.storage.vault import Vault, open_vault
from service.workflows.memos import Hide, hiding
from service.workflows.story_letters import keep_letters, study_letters


def story_hiding(settings: Settings, tx: Tx, study: Study, change_id: str) -> Hide:
    """What masks a text of this story: whole words, whatever their case; letters that stand in it already stay."""
    hide = hiding(settings, tx, study)
    return str if hide is str else in_story(tx, open_vault(settings, tx), study, change_id, hide)


def in_story(tx: Tx, vault: Vault, study: Study, change_id: str, hide: Hide) -> Hide:
    """``hide`` with the letters of the story in the place of the study's."""

    def word(text: str) -> str:
        at, done = 0, []
        for label in [*LABEL.finditer(text), None]:
            done.append(_hidden(text[at : label.start() if label else len(text)]))
            done.append(label[0] if label else "")
            at = label.end() if label else at
        return "".join(done)

    def _hidden(part: str) -> str:
        hidden = hide(part)
        if hidden == part:
            return part
        result = scoped([hidden], given=study_letters(tx, vault, study.id, change_id))
        keep_letters(tx, vault, study.id, change_id, result.letters)
        return result.texts[0]

    return word


def hide_in_stories(settings: Settings, tx: Tx, study: Study, hide: Hide) -> int:
    """Mask in texts, comments and reasons, in what forms tell of them and data say of them, what was written before its names were decided; how many places changed."""
    if hide is str:
        return 0
    vault = open_vault(settings, tx)
    made: dict[str, Callable[[str], str]] = {}

    def word_in(change_id: str) -> Hide:
        return made.setdefault(change_id, in_story(tx, vault, study, change_id, hide))

    changed = stories.reword(tx, study.id, word_in)
    return changed + ballots.reword_forms(tx, study.id, word_in) + data_points.reword_claims(tx, study.id, word_in)
