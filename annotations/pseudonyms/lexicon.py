"""Given names, surnames, places and common words by language: Faker's lists, and what they lack."""

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from annotations.languages import base
from annotations.pseudonyms import nicknames
from annotations.pseudonyms.clashes import CLASHES, FUNCTION_WORDS, MAYBE_NAMES, NEVER
from annotations.pseudonyms.gazetteer import PLACES
from annotations.pseudonyms.plain import ENDINGS, MINIMUM_WITH_ENDING, PLAIN
from annotations.pseudonyms.words import fold, keyset

_DIMINUTIVES = ("ito", "ita", "cito", "cita", "illo", "illa", "in", "ina")
MINIMUM_LENGTH = 3
# lists with many names that are words of the language too (Gift, Hence, Pleasant): believed only where a capital means something
WORDY = frozenset({"en", "en_NG", "en_KE", "en_IN", "en_PK", "en_TH"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What words of one language may be. Keys as ``words.fold`` makes them.

    ``given`` and ``family`` are names where the language is spoken, ``any_given`` and ``any_family`` those of everywhere, to be
    believed only of a word whose capital means something. ``clash``: names that are common words as well. ``common``: frequent
    words. ``function``: words that begin a sentence more often than any name does. ``maybe``: days and months that people are named after.
    """

    given: frozenset[str]
    family: frozenset[str]
    any_given: frozenset[str]
    any_family: frozenset[str]
    clash: frozenset[str]
    common: frozenset[str]
    never: frozenset[str]
    function: frozenset[str]
    places: frozenset[tuple[str, ...]]
    place_starts: frozenset[str]
    large_places: frozenset[tuple[str, ...]]
    sounds: frozenset[str]
    endings: tuple[str, ...]
    maybe: frozenset[str]

    def is_word(self, key: str) -> bool:
        """A word of the language: a frequent one, or one that ends like a verb or an abstract noun and is nobody's name here."""
        if key in self.common:
            return True
        return len(key) >= MINIMUM_WITH_ENDING and key.endswith(self.endings) and key not in self.given and key not in self.family

    def is_given(self, key: str) -> bool:
        """A given name of everywhere, or a diminutive or another spelling of one of this language."""
        return (
            key in self.any_given
            or self._is_diminutive(key)
            or self._of_parts(key, self.any_given)
            or (len(key) > MINIMUM_LENGTH + 1 and key not in self.common and sound(key) in self.sounds)
        )

    def is_family(self, key: str) -> bool:
        return key in self.any_family or self._of_parts(key, self.any_family)

    def is_name(self, key: str) -> bool:
        return self.is_given(key) or self.is_family(key)

    def is_sure(self, key: str) -> bool:
        """A given name or surname of this language that is nothing else, so that it may be believed at the start of a sentence."""
        return (
            len(key) >= MINIMUM_LENGTH
            and key not in self.clash
            and key not in self.common
            and key not in self.never
            and (key in self.given or key in self.family or self._is_diminutive(key))
        )

    def _is_diminutive(self, key: str) -> bool:
        if len(key) < 6 or key in self.common:
            return False
        for ending in _DIMINUTIVES[:6]:
            if key.endswith(ending):
                stem = key[: -len(ending)]
                return any(stem + vowel in self.given and stem + vowel not in self.clash for vowel in (ending[-1], "", "e"))
        return False

    @staticmethod
    def _of_parts(key: str, names: frozenset[str]) -> bool:
        return "-" in key and all(part in names for part in key.split("-"))


_SPELLINGS = (
    *(("ph", "f"), ("th", "t"), ("sh", "s"), ("ch", "C"), ("qu", "c"), ("ll", "l"), ("nn", "n"), ("ss", "s"), ("tt", "t")),
    *(
        ("y", "i"),
        ("j", "i"),
        ("z", "s"),
        ("k", "c"),
        ("w", "v"),
        ("b", "v"),
        ("x", "s"),
        ("h", ""),
        ("ii", "i"),
        ("ei", "e"),
        ("ie", "i"),
    ),
)


@lru_cache(maxsize=2**16)
def sound(key: str) -> str:
    """One key for the many spellings of a given name.

    >>> sound("nereyda") == sound("nereida"), sound("yessica") == sound("jesica"), sound("brayan") == sound("ramon")
    (True, True, False)
    """
    for written, heard in _SPELLINGS:
        key = key.replace(written, heard)
    return key


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; of one that Faker does not know, only the names of everywhere."""
    tag = base(language)
    given, family = _names(tag)
    everywhere_given, everywhere_family = _names("")
    plain = PLAIN.get(tag, frozenset())
    clash = CLASHES.get(tag, frozenset().union(*CLASHES.values())) | (plain & (given | family))
    common = _common(tag) | plain
    never = NEVER.get(tag, frozenset().union(*NEVER.values()))
    large = _places(tag, "countries", "states", "regions") | _place_keys(PLACES)
    places = large | _places(tag, "provinces", "departments", "municipalities", "cities", "communes")
    return Lexicon(
        given=given,
        family=family,
        any_given=(everywhere_given | given) - never,
        any_family=(everywhere_family | family) - never,
        clash=clash,
        common=(common - (given | family)) | (common & clash) | never,
        never=never,
        function=FUNCTION_WORDS.get(tag, frozenset()),
        places=places,
        place_starts=frozenset(place[0] for place in places),
        large_places=large,
        sounds=frozenset(sound(name) for name in given if len(name) > MINIMUM_LENGTH + 1 and name not in clash),
        endings=ENDINGS.get(tag, ()),
        maybe=MAYBE_NAMES.get(tag, frozenset().union(*MAYBE_NAMES.values())),
    )


@cache
def _names(tag: str) -> tuple[frozenset[str], frozenset[str]]:
    """Given names and surnames of the locales of a language, of all locales for ``""``; keys of one word."""
    from faker.providers import person

    given, family = set(nicknames.GIVEN), set(nicknames.FAMILY)
    for module in pkgutil.iter_modules(person.__path__):
        if tag and (base(module.name) != tag or module.name in WORDY):
            continue
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        given |= _keys(provider, "first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
        family |= _keys(provider, "last_names", "last_names_male", "last_names_female", "last_names_nonbinary")
    return frozenset(given), frozenset(family)


def _keys(provider: object, *attributes: str) -> set[str]:
    found: set[str] = set()
    for attribute in attributes:
        names = getattr(provider, attribute, ())
        if isinstance(names, (list, tuple, dict)):
            found |= {
                part for name in names for part in fold(str(name)).split() if len(part) >= MINIMUM_LENGTH and part.isalpha()
            }
    return found - _PARTICLES


_PARTICLES = keyset("del de la los las van von der den dos das the and san santa abu bin ibn")


@cache
def _common(tag: str) -> frozenset[str]:
    """Frequent words of a language, by Faker's lists of words."""
    from faker.providers import lorem

    found: set[str] = set()
    for module in pkgutil.iter_modules(lorem.__path__):
        if base(module.name) == tag:
            provider = importlib.import_module(f"{lorem.__name__}.{module.name}").Provider
            found |= {fold(word) for word in getattr(provider, "word_list", ())}
    return frozenset(found)


def _places(tag: str, *attributes: str) -> frozenset[tuple[str, ...]]:
    """Places that Faker lists for the locales of a language, each as its words."""
    from faker.providers import address

    names: set[str] = set()
    for module in pkgutil.iter_modules(address.__path__):
        if base(module.name) != tag:
            continue
        provider = importlib.import_module(f"{address.__name__}.{module.name}").Provider
        for attribute in attributes:
            names |= set(_strings(getattr(provider, attribute, ())))
    return _place_keys(names)


def _place_keys(names: Iterable[str]) -> frozenset[tuple[str, ...]]:
    keys = {tuple(fold(name).replace("-", " ").split()) for name in names if len(name) > MINIMUM_LENGTH}
    return frozenset(key for key in keys if key)


def _strings(values: object) -> Iterable[str]:
    """Every text in a list, or in the first of each row of a table."""
    if isinstance(values, dict):
        values = list(values)
    if isinstance(values, (list, tuple)):
        for value in values:
            if isinstance(value, str):
                yield value
            elif isinstance(value, (list, tuple)):
                yield from (part for part in value if isinstance(part, str) and len(part) > MINIMUM_LENGTH and not part.isdigit())
