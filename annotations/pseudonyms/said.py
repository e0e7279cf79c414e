"""What is said only of people: verbs of theirs, kin, what is done to them."""

from annotations.pseudonyms import cues
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.words import LOW, keyset

Found = tuple[int, float, str]
ARTICLES = keyset("el la los las un una unos unas lo the a an")
OBJECTS = keyset("la lo le las los les")
APPOSITIONS = keyset("mi mis el la un una su nuestro nuestra otro otra my the his her our their a another")
ANDS = keyset("y e ni and")
FEASTS = keyset(
    "domingo jueves viernes semana miercoles dia fiesta fiestas feria festejo vispera visperas virgen imagen santo nino senor capilla parroquia templo iglesia manda"
)
ALSO = keyset("tampoco tambien")
THERE_IS = keyset("hay habia hubo habra tenia tenemos teniamos")
ME = keyset("yo i me mi")


def speaks(context: Context, last: int, verbs: frozenset[str] = cues.SAYING | cues.PERSONAL) -> bool:
    """Whether what comes next is said of people: a verb of theirs, perhaps after small words, or who they are (*, my brother*)."""
    words, index = context.words, last + 1
    if index + 1 < len(words) and words.gap(index) == ", " and words.keys[index] in APPOSITIONS:
        return words.keys[index + 1] in cues.RELATIONS | cues.TITLES | cues.KIN
    if index + 1 < len(words) and words.keys[index] in ANDS and words.keys[index + 1] in ME and context.spaced(index):
        return context.spaced(index + 1)
    if (
        context.lexicon.is_given(words.key(last))
        and index < len(words)
        and words.keys[index] in ALSO
        and words.key(index + 1) not in THERE_IS
        and context.spaced(index)
    ):
        return True
    while index < len(words) and index - last < 4 and context.spaced(index):
        if words.keys[index] in verbs:
            return True
        if words.keys[index] not in cues.CLITICS:
            return False
        index += 1
    return False


def acts(context: Context, last: int) -> bool:
    """Whether any verb in a form of the third person comes next: *-ó*, *-ed*."""
    words, index = context.words, last + 1
    while index < len(words) and words.keys[index] in cues.CLITICS and context.spaced(index) and index - last < 3:
        index += 1
    if index >= len(words) or not context.spaced(index) or words.shapes[index] != LOW:
        return False
    word = words.text[words.starts[index] : words.ends[index]]
    return len(word) > 3 and word.endswith(("ó", "ed"))


def listed(context: Context, last: int) -> bool:
    """Whether a name follows in a list: *Rashida, Grant and …*, *Rashida and Grant*."""
    words, after = context.words, last + 1
    if after >= len(words):
        return False
    if words.keys[after] in ("y", "e", "and") and context.spaced(after):
        after += 1
    elif words.gap(after) != ", ":
        return False
    return (
        context.capital(after) and context.lexicon.is_name(words.keys[after]) and words.keys[after] not in context.lexicon.never
    )


def around(context: Context, index: int, last: int) -> str:
    """What the words around unknown words with a capital say of them: that this is somebody. The name of the rule, or nothing."""
    words = context.words
    if speaks(context, last, cues.PERSONAL):
        return "speaks"
    if not index or not context.spaced(index):
        return ""
    begins = words.begins_sentence(index)
    before, after = words.key(index - 1), words.key(last + 1)
    back = {words.key(i) for i in range(index - 5, index - 1)}
    if before == "a" and after in OBJECTS and last + 1 < len(words) and context.spaced(last + 1):
        return "object"
    if before == "a" and (back & {"le", "les", "se"} or words.key(index - 2) in cues.DONE_TO):
        return "object"
    if before in ("con", "segun"):
        return "with"
    if before in cues.ASKED and not begins:
        return "object"
    if before in cues.PERSONAL and words.key(index - 2) in cues.CLITICS | {"que"} and not begins:
        return "told by"
    if before in ("de", "of") and words.key(index - 2) in cues.KIN:
        return "kin of"
    if before in ("with", "to") and not begins and back & cues.TALKING:
        return "talk"
    possessive = words.text[words.ends[last] : words.ends[last] + 2] in ("'s", "’s")
    return "kin of" if possessive and after in cues.KIN else ""


def of_feast(context: Context, index: int) -> bool:
    """*la Virgen de Guadalupe*, *el día de San Juan*."""
    words, at = context.words, index - 1
    if at < 0 or words.shapes[index] == LOW or not context.spaced(index):
        return False
    if words.keys[at] in cues.SAINTS and words.shapes[at] != LOW:
        return True
    while at > index - 4 and words.key(at) in ("de", "del", "la", "los", "las", "san", "santa", "santo"):
        at -= 1
    return at < index - 1 and words.key(at) in FEASTS


def is_there(context: Context, index: int) -> bool:
    """Whether the words before say that this is where something is, goes, or comes from."""
    words = context.words
    before, back = words.key(index - 1), [words.key(i) for i in range(index - 4, index - 1)]
    if before in ("a", "al", "to"):
        return not cues.MOTION.isdisjoint(back)
    if before in ("de", "from"):
        return not cues.ORIGIN.isdisjoint(back)
    return before in cues.PLACE_PREPOSITIONS
