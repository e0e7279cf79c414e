"""Names of persons by lexicon, capitals and the words around them."""

from collections.abc import Collection

from annotations.pseudonyms import announcing, callings, cues
from annotations.pseudonyms.endings import PARTICLES_OF_PERSONS, initials_end, is_initial, person_end
from annotations.pseudonyms.lower import in_lower_case
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context
from annotations.pseudonyms.said import ANDS, ARTICLES, Found, acts, around, listed, of_feast, speaks
from annotations.pseudonyms.spreading import spread
from annotations.pseudonyms.words import LOW, UPPER, keyset

LEADING = keyset("de del van von la")
NO_INITIALS = keyset(
    "ee uu sa cv ac sc rl sl df nl bc us uk pm am pd cp ie eg dc ny la tv un eu cd bcs slp qr ok rh hr ia pc ai uv ph vs no id"
)
HOLY = keyset("dios jesus cristo jesucristo")
ROLES = cues.TITLES | cues.RELATIONS | cues.HEADS | cues.PLACE_HEADS | cues.SAINTS
BODIES = cues.HEADS | cues.PLACE_HEADS | cues.SAINTS | cues.RELATIONS | callings.NOBODY
POINTING = keyset("el la al ese esa este aquel aquella")
NOT_BEFORE_NICKNAMES = keyset("en de por desde hacia hasta del para sobre contra in at from by")
DIMINUTIVES = (
    "ito",
    "ita",
    "illo",
    "illa",
    "itos",
    "ucha",
    "ucho",
    "uchis",
    "ochas",
    "olas",
    "otas",
    "udo",
    "uda",
    "on",
    "ona",
    "azo",
)


def persons(context: Context, *, taken: Collection[int] = (), known: Collection[str] = ()) -> list[Mention]:
    """Names of persons.

    Parameters
    ----------
    taken : words that belong to something else (a street, a company): nobody begins there unless a title says so.
    known : parts of names of persons that are known, as keys.
    """
    spans: dict[int, Found] = {}
    taken, after = frozenset(taken), 0
    words = context.words
    for index, key in enumerate(words.keys):
        if index < after:
            continue
        if words.shapes[index] == LOW:
            first, found = _from_low(context, index, key)
        else:
            first, found = index, _at(context, index, taken)
        if found:
            spans[first] = found
            after = found[0] + 1
    _nicknames_beside(context, spans)
    spread(context, spans, taken, frozenset(known))
    return [_mention(context, first, *found) for first, found in sorted(spans.items())]


def _from_low(context: Context, index: int, key: str) -> tuple[int, Found | None]:
    """A name that begins with a word in lower case: a particle after a title, or a name without its capital."""
    lexicon, words = context.lexicon, context.words
    if key in LEADING and words.key(index - 1) in cues.TITLES:
        return index, _particles_first(context, index)
    if (
        key not in lexicon.any_given
        and key not in lexicon.any_family
        and not (context.without_capitals(index) or words.key(index - 1) in callings.CALLED)
    ):
        return index, None
    return index, in_lower_case(context, index)


def _particles_first(context: Context, index: int) -> Found | None:
    """*el ingeniero de la Torre*; but *la maestra de la Primaria* is nobody."""
    words, lexicon, at = context.words, context.lexicon, index
    while at < len(words) and words.keys[at] in PARTICLES_OF_PERSONS and context.near(at) and at - index < 3:
        at += 1
    if at >= len(words) or not context.near(at) or not context.capital(at):
        return None
    key = words.keys[at]
    lone = at - index == 1 and words.keys[index] == "de"
    if key in cues.HEADS or not lexicon.is_name(key) or ((lone or words.keys[index] == "del") and (key,) in lexicon.places):
        return None
    if lone and words.key(index - 1) not in ("senora", "sra", "dona") or words.keys[index] == "la":
        return None
    return person_end(context, at), 0.8, "cue:title"


def _mention(context: Context, first: int, last: int, score: float, by: str) -> Mention:
    start, end = context.span(first, last)
    return Mention(start, end, IdentityKind.PERSON, context.words.text[start:end], score, by)


def _at(context: Context, index: int, taken: frozenset[int]) -> Found | None:
    """Last word, score and rule of the person that begins at this word."""
    if index in context.flat:
        return in_lower_case(context, index)
    cued = _cued(context, index)
    if cued:
        return cued
    if index in taken or of_feast(context, index):
        return None
    return _by_lexicon(context, index) or _with_article(context, index)


def _cued(context: Context, index: int) -> Found | None:
    cue = announcing.cue(context, index)
    if not cue:
        return None
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    strong = cue in announcing.STRONG
    if key in cues.SAINTS | ARTICLES or key in HOLY or (key in lexicon.never and not (strong and key in lexicon.maybe)):
        return None
    if cue == "nickname":
        place = key in cues.PLACE_HEADS | cues.HEADS or (key,) in lexicon.large_places
        return None if place or key in callings.NOBODY else (person_end(context, index), 0.85, "cue:nickname")
    if key in cues.TITLES | cues.RELATIONS | cues.HEADS:
        return None
    name = lexicon.is_name(key) or (strong and key in lexicon.maybe)
    if cue in ("hello", "label") and not name:
        return None
    if words.ends[index] - words.starts[index] == 1:
        last = initials_end(context, index)
        alone = last > index or is_initial(context, index)
        return (person_end(context, last), 0.8, f"cue:{cue}") if strong and (alone or context.joins(index + 1)) else None
    if not name and not _nameable(context, index, cue):
        return None
    if cue in ("relation", "hello") and name and not lexicon.is_given(key) and context.ordinary(key):
        return None
    return person_end(context, index), 0.95 if name else 0.8, f"cue:{cue}"


def _nameable(context: Context, index: int, cue: str) -> bool:
    """Whether a word that is no known name may be one after this cue."""
    words = context.words
    key, inside = words.keys[index], words.gap(index) in (" ", ". ", "\u00a0") and not words.begins_sentence(index)
    if words.shapes[index] == UPPER:
        return cue in announcing.STRONG and key not in cues.NO_ACRONYMS and inside
    if cue in ("title", "kin") and inside or (cue == "title" and words.gap(index) == ". "):
        return key not in context.lexicon.function and not (cue == "kin" and context.lexicon.is_word(key))
    return not context.ordinary(key) and len(key) > 1


def _by_lexicon(context: Context, index: int) -> Found | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if is_initial(context, index):
        return _initials(context, index)
    if len(key) < 2:
        return None
    if key in callings.NOBODY and words.key(index - 1) in ARTICLES | NOT_BEFORE_NICKNAMES and not context.joins(index + 1):
        return None
    begins = words.begins_sentence(index)
    if words.shapes[index] == UPPER and not lexicon.is_sure(key):
        return _letters(context, index)
    if (key,) in lexicon.large_places and key not in lexicon.given and not (begins or context.joins(index + 1)):
        return None
    return _listed_or_unknown(context, index, begins)


def _listed_or_unknown(context: Context, index: int, begins: bool) -> Found | None:
    words, lexicon = context.words, context.lexicon
    key, last = words.keys[index], person_end(context, index)
    more = last > index
    if key == "ma":
        return (last, 0.85, "abbreviated") if more else None
    if key in lexicon.maybe:
        return _maybe(context, index, last)
    if _of_family(context, index):
        return last, 0.7, "family"
    if lexicon.is_given(key):
        found = _given(context, index, last, begins)
    elif lexicon.is_family(key):
        found = _family(context, index, last, begins)
    elif (
        more and not context.ordinary(key) and key not in cues.HEADS and lexicon.is_family(words.keys[index + 1]) and len(key) > 2
    ):
        return last, 0.6, "unknown with surname"
    else:
        return _unknown(context, index, last, begins)
    return found or (None if more else _unknown(context, index, last, begins))


def _of_family(context: Context, index: int) -> bool:
    """*los Pérez*, *la familia Xicale*."""
    words = context.words
    headed = words.key(index - 1) in callings.SURNAME_HEADS and words.gap(index) == " "
    return _plural(context, index) or (headed and not context.ordinary(words.keys[index]))


def _initials(context: Context, index: int) -> Found | None:
    """*J. R. Ruiz*, *J. M.*, but not *S. A.*."""
    words = context.words
    last = initials_end(context, index)
    end = person_end(context, last)
    if end > last:
        inside = words.keys[last + 1 : end + 1]
        named = any(context.lexicon.is_name(key) or not context.ordinary(key) for key in inside if len(key) > 1)
        return (end, 0.8, "initials") if named and words.keys[end] not in cues.HEADS else None
    letters = "".join(words.keys[index : last + 1])
    alone = last - index in (1, 2) and letters not in NO_INITIALS and not context.capital(index - 1)
    return (last, 0.55, "initials alone") if alone else None


def _letters(context: Context, index: int) -> Found | None:
    """*el JM me dijo*: two capitals, where only people are told of."""
    words = context.words
    key = words.keys[index]
    if len(key) != 2 or key in NO_INITIALS | cues.NO_ACRONYMS or context.lexicon.is_word(key):
        return None
    told = words.key(index - 1) in ("el", "la") and words.key(index + 1) in ("me", "le", "nos", "se")
    return (index, 0.6, "letters") if told or speaks(context, index) or around(context, index, index) else None


def _maybe(context: Context, index: int, last: int) -> Found | None:
    """A day or a month: somebody with a surname, or who does what people do."""
    words, lexicon = context.words, context.lexicon
    surname = last > index and lexicon.is_family(words.keys[last]) and not context.ordinary(words.keys[last])
    if surname or speaks(context, last, cues.PERSONAL) or (words.key(index - 1) == "con" and words.keys[index] in lexicon.given):
        return last, 0.65, "maybe"
    return None


def _plural(context: Context, index: int) -> bool:
    """*los Pérez*, *the Hendersons*."""
    words, lexicon = context.words, context.lexicon
    key, before = words.keys[index], words.key(index - 1)
    if not context.spaced(index) or before not in ("los", "las", "the") or key in words.low:
        return False
    if before == "the":
        single = key[:-2] if key.endswith("es") and lexicon.is_family(key[:-2]) else key[:-1]
        return key.endswith("s") and len(key) > 4 and not lexicon.is_word(key) and _surname(context, single)
    there = words.key(index - 2) in cues.PLACE_PREPOSITIONS | {"a", "de"} and words.shapes[index - 1] != LOW
    family = key in lexicon.family or (lexicon.is_sure(key) and lexicon.is_family(key))
    return not there and (family or not (key.endswith("s") or context.ordinary(key) or (key,) in lexicon.places))


def _surname(context: Context, key: str) -> bool:
    return (
        context.lexicon.is_family(key)
        or key.startswith(("o'", "mc"))
        or key.endswith(("ski", "sky", "son", "ez", "berg", "man", "stein"))
    )


def _unknown(context: Context, index: int, last: int, begins: bool) -> Found | None:
    """Unknown words with a capital, where what stands around them is said of people."""
    words, key = context.words, context.words.keys[index]
    role = key in ROLES or words.shapes[index] == UPPER
    if role or context.ordinary(key) or len(key) < 3 or (key,) in context.lexicon.places or key in callings.NOBODY:
        return None
    if words.key(index - 1) in ARTICLES - {"a"} and context.spaced(index):
        return None
    rule = around(context, index, last)
    if not rule and last > index and not begins and speaks(context, last):
        rule = "speaks"
    return (last, 0.55, rule) if rule else None


def _with_article(context: Context, index: int) -> Found | None:
    """*el Flaco*, *la Chofis*: a capital that nothing but a nickname explains."""
    words, lexicon = context.words, context.lexicon
    key, before = words.keys[index], words.key(index - 1)
    if before not in POINTING or not context.spaced(index) or words.shapes[index] == UPPER or len(key) < 3:
        return None
    if key in BODIES or key in lexicon.never or (key,) in lexicon.large_places or context.joins(index + 1):
        return None
    if not words.begins_sentence(index - 1) and words.key(index - 2) in NOT_BEFORE_NICKNAMES and key not in callings.WORDS:
        return None
    if key in callings.WORDS or (lexicon.is_given(key) and key not in words.low):
        return index, 0.6, "nickname"
    if key in cues.TITLES or lexicon.is_word(key):
        return (index, 0.55, "nickname") if speaks(context, index, cues.PERSONAL) and key not in lexicon.common else None
    told = speaks(context, index) or acts(context, index) or words.key(index - 2) == "con"
    if before == "al":
        told = any(words.key(i) in cues.DONE_TO | {"le", "les"} for i in range(index - 5, index - 1))
        return (index, 0.55, "nickname") if told else None
    told = told or before in ("ese", "esa")
    if words.key(index - 2) == "a" and around(context, index - 1, index):
        told = True
    return (index, 0.55, "nickname") if told or key.endswith(DIMINUTIVES) else None


def _nicknames_beside(context: Context, spans: dict[int, Found]) -> None:
    """*Ramón Uscanga, el Pichas,*; *el Muelas y el Flaco*: a word with article and capital beside somebody who was found."""
    words = context.words
    ends = {found[0] for found in spans.values()}
    covered = {i for first, found in spans.items() for i in range(first, found[0] + 1)}
    for index, key in enumerate(words.keys):
        if key not in ("el", "la") or index + 1 >= len(words) or not context.capital(index + 1) or index + 1 in covered:
            continue
        name, gap = words.keys[index + 1], words.gap(index)
        if name in cues.HEADS | cues.TITLES | cues.RELATIONS | cues.PLACE_HEADS | callings.NOBODY | context.lexicon.never:
            continue
        if not context.spaced(index + 1) or words.shapes[index + 1] == UPPER:
            continue
        beside = index - 1 in ends and gap.strip() in (",", "(", '"', "“", "«", "‘", "'", "—", "-", "")
        after = words.key(index + 2) in ANDS and words.key(index + 3) in ("el", "la") and index + 4 in spans
        before = words.key(index - 1) in ANDS and index - 2 in ends
        if beside or after or before:
            spans[index + 1] = (person_end(context, index + 1), 0.65, "nickname")
            ends.add(spans[index + 1][0])


def _given(context: Context, index: int, last: int, begins: bool) -> Found | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    if last > index and lexicon.is_name(words.keys[index + 1] if words.shapes[index + 1] != LOW else words.keys[last]):
        return last, 0.92, "given and surname"
    if last > index and key in lexicon.given and words.shapes[index + 1] != LOW and not context.ordinary(words.keys[index + 1]):
        return last, 0.75, "given and unknown"
    sure = lexicon.is_sure(key) and key not in words.low
    if begins and not sure:
        local = key in lexicon.given and (
            key not in lexicon.function or words.key(last + 1) in cues.PERSONAL or words.key(last + 1).endswith("ed")
        )
        said = (
            listed(context, last)
            or speaks(context, last)
            or (local and words.key(last + 1).endswith("ed") and context.spaced(last + 1))
        )
        if (local or not (context.ordinary(key) or key in lexicon.clash)) and said and last == index:
            return last, 0.65, "given speaks"
        return None
    if key in lexicon.never or (key in lexicon.clash | words.low and words.key(index - 1) in ARTICLES and context.spaced(index)):
        return None
    if (
        not sure
        and key not in lexicon.given
        and (context.ordinary(key) or (key in lexicon.clash and not around(context, index, last)))
    ):
        return None
    return last, 0.85 if sure else 0.65, "given"


def _family(context: Context, index: int, last: int, begins: bool) -> Found | None:
    words, lexicon = context.words, context.lexicon
    key = words.keys[index]
    both = last > index and words.shapes[index + 1] != LOW and lexicon.is_name(words.keys[index + 1])
    if both and (not begins or lexicon.is_sure(key)):
        return last, 0.85, "two surnames"
    sure = lexicon.is_sure(key) and key not in words.low
    if not sure and (begins or context.ordinary(key) or key not in lexicon.family):
        told = speaks(context, last) and (key not in words.low or not begins) and key not in lexicon.function
        return (last, 0.6, "surname speaks") if told and (key in lexicon.family or not context.ordinary(key)) else None
    if key in lexicon.clash and words.key(index - 1) in ARTICLES:
        return None
    return last, 0.7 if sure else 0.55, "surname"
