"""Words of the pages of figures."""

from collections.abc import Mapping

from annotations.studies import Words

WORDS: Mapping[str, Words] = {
    "figures_lead": {
        "es": "Cada figura se puede abrir, leer en una tabla y descargar. Lo que se ve en ella lleva a lo que dijeron las personas.",
        "en": "Every figure can be opened, read as a table and downloaded. What is seen in it leads to what people said.",
    },
    "figures_files": {"es": "Descargar", "en": "Download"},
    "figures_svg": {"es": "SVG (para un informe)", "en": "SVG (for a report)"},
    "figures_png": {"es": "PNG (imagen)", "en": "PNG (picture)"},
    "figures_csv": {"es": "CSV (los datos)", "en": "CSV (the data)"},
    "figures_in_words": {"es": "En palabras", "en": "In words"},
    "figures_behind": {"es": "Ver lo que hay detrás", "en": "See what is behind it"},
    "figures_behind_head": {"es": "Detrás", "en": "Behind it"},
}
