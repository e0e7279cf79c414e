"""What numbers identify people where: one module for a country. To add a country, write its module and name it in ``TABLE``."""

from collections.abc import Iterable, Iterator, Mapping

from annotations.pseudonyms.localities import brazil, everywhere, mexico, spain, united_states
from annotations.pseudonyms.localities.numbers import Number

TABLE: Mapping[str, tuple[Number, ...]] = {
    "MX": mexico.NUMBERS,
    "ES": spain.NUMBERS,
    "US": united_states.NUMBERS,
    "BR": brazil.NUMBERS,
}


def numbers_of(regions: Iterable[str] = ()) -> Iterator[Number]:
    """The numbers of these regions (ISO 3166, all of ``TABLE`` when none is given) and those of everywhere."""
    chosen = list(regions) or list(TABLE)
    for region in chosen:
        yield from TABLE.get(region, ())
    yield from everywhere.NUMBERS
