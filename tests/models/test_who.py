"""Same topic, another party, another domain; and what is no party, or in no known language, gives nothing."""

import numpy as np
import pytest

from annotations.codeframe import Code, CodeFrame
from annotations.studies import DomainOfChange, Study
from models.batches import make_batch
from models.classifiers import ColdStart
from models.targets import targets_of
from models.who import ASIDE, Parties, subjects
from tests.models.toys import WordEncoder, segment_of

WORKERS, EMPLOYERS = 1, 2
DOMAINS = (
    DomainOfChange(
        "workers",
        {"es": "Trabajadores", "en": "Workers"},
        {"es": "Cambios en lo que hacen o exigen las personas que trabajan.", "en": "Changes in what workers do or demand."},
    ),
    DomainOfChange(
        "employers",
        {"es": "Empleadores", "en": "Employers"},
        {"es": "Cambios en lo que hacen las empresas con el pago.", "en": "Changes in what employers do about pay and safety."},
    ),
)
FRAME = CodeFrame(1, (Code("t", {"en": "Theme"}, codes=(Code("pay", {"en": "Pay", "es": "Pago"}),)),))
STUDY = Study("s", {"en": "s"}, {}, ("es", "en"), DOMAINS, (), ())
TARGETS = targets_of(STUDY, FRAME)
PAIRS = [
    ("en", "The employers now pay on time.", "The workers now demand payment on time."),
    ("en", "The company no longer hires children.", "The workers no longer take their children to the field."),
    ("en", "Now the boss gives us helmets.", "Now the workers wear their helmets."),
    ("en", "Since last year our managers keep a list of accidents.", "Since last year the employees report every accident."),
    ("en", "Owners started to sign contracts.", "Workers started to ask for contracts."),
    ("es", "Ahora los patrones pagan a tiempo.", "Ahora los trabajadores exigen su pago a tiempo."),
    ("es", "La empresa ya no contrata niños.", "Los jornaleros ya no llevan a sus niños al campo."),
    ("es", "El patrón ahora nos da casco.", "Los trabajadores ahora usan su casco."),
    (
        "es",
        "Desde que vinieron, las empresas apuntan cada accidente.",
        "Desde que vinieron, las obreras avisan de cada accidente.",
    ),
    ("es", "Los jefes empezaron a firmar contratos.", "Los obreros empezaron a pedir su contrato."),
]


@pytest.mark.parametrize(("language", "employers", "workers"), PAIRS)
def test_the_party_decides_not_the_topic(language: str, employers: str, workers: str) -> None:
    found = Parties(TARGETS).evidence([segment_of(employers, language=language), segment_of(workers, language=language)])
    assert found.tolist() == [[0, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize(("language", "employers", "workers"), PAIRS)
def test_the_cold_start_follows_the_party(language: str, employers: str, workers: str) -> None:
    """With an encoder whose vectors of these sentences say nothing about either domain, or little."""
    encoder = WordEncoder()
    cold = ColdStart(TARGETS, encoder)
    made = make_batch([segment_of(employers, language=language), segment_of(workers, language=language)], encoder)
    with_party, parts = cold.evidence(made), cold.parts(made)
    parts[8] = 0
    moved = with_party - cold.combined(parts)
    assert moved[0, EMPLOYERS] > moved[0, WORKERS]
    assert moved[1, WORKERS] > moved[1, EMPLOYERS]
    assert not moved[:, 0].any()  # a code is not who changed


def test_who_is_only_spoken_of_does_not_count() -> None:
    """Objects, and parties after the verb, are not what the clause begins with."""
    found = Parties(TARGETS).evidence(
        [segment_of("Ahora pagan a los trabajadores."), segment_of("We now pay the workers.", language="en")]
    )
    assert not found.any()


def test_a_sentence_of_change_counts_more() -> None:
    text = "Los obreros ahora avisan. Los patrones viven lejos."
    assert subjects(text, "es") == [("obreros", 1.0), ("patrones", ASIDE)]
    found = Parties(TARGETS).evidence([segment_of(text)])[0]
    assert found[WORKERS] > found[EMPLOYERS] > 0


@pytest.mark.parametrize(
    ("text", "language"), [("Die Arbeiter fordern jetzt Lohn.", "de"), ("", "es"), ("[risas]", "es"), ("¿?", "")]
)
def test_without_cues_there_is_no_evidence_and_no_harm(text: str, language: str) -> None:
    assert not Parties(TARGETS).evidence([segment_of(text, language=language)]).any()


def test_what_every_domain_names_tells_nothing() -> None:
    same = {"en": "Changes in what people and workers do."}
    both = tuple(DomainOfChange(id_, {"en": id_}, same) for id_ in ("north", "south"))
    found = Parties(targets_of(Study("s", {}, {}, ("en",), both, (), ()), FRAME)).evidence(
        [segment_of("The workers now ask.", language="en")]
    )
    assert not found.any()


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_domains_need_no_party(count: int) -> None:
    targets = targets_of(Study("s", {}, {}, ("en",), DOMAINS[:count], (), ()), FRAME)
    found = Parties(targets).evidence([segment_of("The workers now ask.", language="en")])
    np.testing.assert_array_equal(found, np.zeros((1, 1 + count), np.float32))
