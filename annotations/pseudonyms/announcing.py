"""What announces a person's name right before it: a title, a relation, an introduction, a nickname."""

from annotations.pseudonyms import callings, cues
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import keyset

LONGEST_ABBREVIATION = 5
BETWEEN_WORDS = 3
SO_CALLED = keyset("llamado llamada llamados llamadas called named")
ARTICLES = keyset("el la los las un una the a an")
STRONG = ("title", "kin", "naming", "nickname")


def cue(context: Context, index: int) -> str:
    """``title``, ``kin``, ``relation``, ``naming``, ``nickname``, ``hello``, ``label`` or nothing."""
    words = context.words
    before, gap = words.key(index - 1), words.gap(index)
    if index and "\n" not in gap and not gap.strip(" ,.\u00a0\t\"'“”«»:("):
        told = _nickname(context, index) or _told(context, index, before, gap)
        if told:
            return told
    end = words.ends[index]
    if words.text[end : end + 1] == ":" and ("\n" in gap or index == 0):
        return "label"
    return ""


def _told(context: Context, index: int, before: str, gap: str) -> str:
    words = context.words
    at = index - 1
    if before in ("la", "el") and words.key(index - 2) in cues.RELATIONS and gap == " ":
        before, at = words.keys[index - 2], index - 2
    pair = (words.key(at - 1), before)
    inside = not {",", ":", "("}.intersection(gap)
    if before in cues.TITLES and inside and ("." not in gap or len(before) <= LONGEST_ABBREVIATION):
        return "title"
    if "." in gap:
        return ""
    if before in SO_CALLED and words.key(at - 1) in ARTICLES:
        return "hello"
    if (before,) in cues.NAMING or pair in cues.NAMING:
        return "naming"
    if ":" in gap or "(" in gap:
        return ""
    if before in cues.RELATIONS:
        return "kin" if before in cues.KIN and words.key(at - 1) in cues.POSSESSIVES and gap == " " else "relation"
    return "hello" if (before,) in cues.HELLO or pair in cues.HELLO else ""


def _nickname(context: Context, index: int) -> str:
    """*le decimos (todos) el X*, *alias X*, *everybody calls him X*."""
    words, at = context.words, index - 1
    if "." in words.gap(index):
        return ""
    if words.keys[at] in callings.ARTICLES and context.spaced(at):
        at -= 1
    for _ in range(BETWEEN_WORDS):
        pair = (words.key(at - 1), words.key(at))
        if words.key(at) in callings.CALLED or pair in callings.CALLED_BY_TWO:
            return "nickname"
        if pair[0] in callings.PRONOUNS and pair[1] in callings.CALLING:
            return "nickname"
        if words.key(at) not in callings.BETWEEN or not context.spaced(at):
            return ""
        at -= 1
    return ""
