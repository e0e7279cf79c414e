"""Names that stand in lower case, or in lines all in capitals: there a capital says nothing."""

from annotations.pseudonyms import announcing, callings, cues
from annotations.pseudonyms.endings import lower_end
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import keyset

MINIMUM_UNKNOWN = 5
Found = tuple[int, float, str]
NOT_NAMES_BEFORE = keyset("el la los las un una the mucha mucho mas sin hay no de del of some")


def in_lower_case(context: Context, index: int) -> Found | None:
    """A name after a title or told as a name; in a stretch without capitals, any that is nothing but a name."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    named = key in lexicon.any_given or key in lexicon.any_family
    flat = index in context.flat or context.without_capitals(index)
    sure = lexicon.is_sure(key)
    if key in cues.SAYING and not sure:
        return None
    if flat or sure or words.key(index - 1) in ("don", "dona", "llamo") or words.key(index - 1) in callings.CALLED:
        cue = announcing.cue(context, index)
        if cue in announcing.STRONG and _announced(context, index, cue, flat, named):
            return lower_end(context, index), 0.75, f"lower case:{cue}"
        if cue == "relation" and sure and lexicon.is_given(key) and words.gap(index) == " ":
            return lower_end(context, index), 0.7, "lower case:relation"
    return _bare(context, index, sure) if flat and named else None


def _announced(context: Context, index: int, cue: str, flat: bool, named: bool) -> bool:
    """Whether a word in lower case may be the name that these words announce."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if key in cues.TITLES | cues.RELATIONS | cues.HEADS | callings.ARTICLES | cues.PARTICLES or key in lexicon.function:
        return False
    if cue == "nickname":
        return (
            (flat and key in callings.WORDS)
            or lexicon.is_sure(key)
            or (words.key(index - 1) in callings.CALLED and not lexicon.is_word(key))
        )
    if words.gap(index) not in (" ", ". ", "\u00a0"):
        return cue == "naming" and lexicon.is_sure(key)
    local = (key in lexicon.given or key in lexicon.family) and len(key) > 2
    if cue == "kin":
        return lexicon.is_sure(key) or (flat and key in lexicon.given and (key not in lexicon.common or key in lexicon.clash))
    if local and (key not in lexicon.common or key in lexicon.clash):
        return True
    if key in lexicon.maybe:
        return cue == "naming" or words.key(index - 1) in ("don", "dona")
    unknown = flat and len(key) >= MINIMUM_UNKNOWN and not lexicon.is_word(key)
    return unknown and (named or cue == "title" or words.key(index - 1) == "llamo")


def _bare(context: Context, index: int, sure: bool) -> Found | None:
    """A name that nothing announces, in a stretch without capitals."""
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if words.key(index - 1) in cues.PLACE_HEADS | cues.SAINTS:
        return None
    last = lower_end(context, index)
    if sure and key in lexicon.given:
        return last, 0.7, "lower case:flat"
    both = last > index and key in lexicon.given and lexicon.is_sure(words.keys[last])
    if both and words.key(index - 1) not in NOT_NAMES_BEFORE and key not in lexicon.function:
        return last, 0.65, "lower case:given and surname"
    if sure and (index in context.flat or last > index):
        return last, 0.6, "lower case:flat"
    before = words.key(index - 1)
    if sure and before in ("el", "la", "los", "las", "y", "con", "que") and (key,) not in lexicon.places:
        return last, 0.6, "lower case:flat"
    return None
