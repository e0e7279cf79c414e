"""Certificates in words, for the card and the listings."""

from collections.abc import Mapping, Sequence

from annotations.languages import in_language
from models.certificates import Certificate
from models.targets import Target

EXACT = 100
"""Segments still to review from which on two digits are told."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "head": "clave, nombre, certificado, umbral, segmentos, transcripciones, faltan por revisar (estimado)",
        "yes": "sí", "no": "no", "unknown": "no se sabe", "never": "no basta con revisar más", "point": ",",
        "beyond": "más de lo que hay en este estudio", "about": "unos {count}",
        "rule": "Certificado: en transcripciones nuevas se muestra al menos el {recall:.0f} % de los segmentos a los que la gente pondría el "
        "código, con una confianza del {confidence:.0f} % por código. Certificados: {certified} de {all}.",
    },
    "en": {
        "head": "key, name, certified, threshold, segments, transcripts, still to review (estimate)",
        "yes": "yes", "no": "no", "unknown": "not known", "never": "more reviews alone will not do", "point": ".",
        "beyond": "more than this study has", "about": "about {count}",
        "rule": "Certified: in new transcripts at least {recall:.0f}% of the segments to which people would give the code are shown, with a "
        "confidence of {confidence:.0f}% code by code. Certified: {certified} of {all}.",
    },
}  # fmt: skip


def certificate_header(language: str) -> list[str]:
    """The names of the columns of ``certificate_rows``."""
    return WORDS[language]["head"].split(", ")


def certificate_rows(
    language: str, certificates: Sequence[Certificate], targets: Sequence[Target], *, segments: int | None = None
) -> list[list[str]]:
    """A row of cells for each certificate whose target is known, in their order.

    The last cell: 0 for what is certified; about how many, to two digits; "not known" where nobody has used the target; words where,
    ranked as now, no number of reviews would do, and where it would take more than the ``segments`` of the study (if they are given).
    """
    w = WORDS[language]
    names = {target.key: in_language(target.name, language) for target in targets}
    return [
        [
            found.target,
            names[found.target].replace("|", "/"),
            w["yes" if found.certified else "no"],
            "" if found.threshold is None else f"{found.threshold:.3f}".replace(".", w["point"]),
            str(found.positives),
            str(found.transcripts),
            _more(w, found, segments),
        ]
        for found in certificates
        if found.target in names
    ]


def certificate_table(
    language: str, certificates: Sequence[Certificate], targets: Sequence[Target], *, segments: int | None = None
) -> list[str]:
    """Markdown lines: what certified means here, and the table. A dash where there is no certificate."""
    rows = certificate_rows(language, certificates, targets, segments=segments)
    if not rows:
        return ["—"]
    w, first = WORDS[language], certificates[0]
    rule = w["rule"].format(
        recall=100 * first.recall,
        confidence=100 * first.confidence,
        certified=sum(c.certified for c in certificates),
        all=len(rows),
    )
    lines = [_line(certificate_header(language)), "|---|---|---|---:|---:|---:|---:|", *map(_line, rows)]
    return [rule, "", *lines]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _more(words: Mapping[str, str], found: Certificate, segments: int | None) -> str:
    if found.more is None:
        return words["never"] if found.positives else words["unknown"]
    if segments is not None and found.more > segments:
        return words["beyond"]
    if found.more < EXACT:
        return str(found.more)
    return words["about"].format(count=int(float(f"{found.more:.1e}")))  # an extrapolation knows no more digits than two
