"""How far coders agree on which stretches of a text they marked: Krippendorff's alpha for unitising, 2016.

A continuum (a transcript's segments, one after another) is divided by each coder into units that carry a value and gaps that carry
none. What is compared are lengths: of all intersections of units and gaps of two coders, and of what chance would give. The
coincidences, and the corrections for a unit meeting itself, are sums over continua, so that continua can be resampled.

Source: Krippendorff, Mathet, Bouvry & Widlöcher (2016), doi:10.1007/s11135-015-0266-1; Krippendorff (2019), section 12.6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
GAP = 0
"""The value of what is not marked."""


class Unit(NamedTuple):
    """A stretch from ``start`` to before ``end`` with a value, 1 or more."""

    start: int
    end: int
    value: int


@dataclass(frozen=True, eq=False)
class Coincidences:
    """Of each continuum: lengths (C, V, V) of what two coders valued c and k, and (C, V) what units would add by meeting themselves.

    The value 0 is the gap.
    """

    lengths: Floats
    themselves: Floats

    def alpha(self, weights: Floats) -> Floats:
        """The agreement on where units are and what they are, (B,), when continuum c counts ``weights[b, c]`` times.

        NaN where everything has one value.
        """
        found = self.weighted(weights)
        return _alpha(found.lengths, found.themselves)

    def alpha_binary(self, weights: Floats) -> Floats:
        """The agreement on what is marked at all, whatever its value, (B,)."""
        found = self.weighted(weights)
        lengths, themselves = found.lengths, found.themselves
        marked = np.stack([lengths[:, :1, :].sum(axis=1), lengths[:, 1:, :].sum(axis=1)], axis=1)
        lengths = np.stack([marked[..., 0], marked[..., 1:].sum(axis=-1)], axis=-1)
        return _alpha(lengths, np.stack([themselves[:, 0], themselves[:, 1:].sum(axis=1)], axis=1))

    def weighted(self, weights: Floats) -> "Coincidences":
        """The coincidences when continuum c counts ``weights[b, c]`` times: (C, …) becomes (B, …)."""
        lengths, themselves = (np.tensordot(weights, each, axes=1) for each in (self.lengths, self.themselves))
        return Coincidences(lengths.astype(np.float64), themselves.astype(np.float64))


def _alpha(lengths: Floats, themselves: Floats) -> Floats:
    """One minus observed over expected disagreement, of coincidences (B, V, V)."""
    total = lengths.sum(axis=(1, 2))
    each = lengths.sum(axis=2)
    observed = total - np.trace(lengths, axis1=1, axis2=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (total**2 - (each**2).sum(axis=1)) / (total - themselves.sum(axis=1) / total)
        return np.where(expected > 1e-12, 1 - observed / expected, np.nan)


def coincidences(continua: Sequence[tuple[int, Mapping[str, Sequence[Unit]]]], values: int) -> Coincidences:
    """Coincidences of each continuum: its length, and the units of each coder who marked it, which do not overlap.

    A coder who marked nothing is there with no units. A continuum of fewer than two coders adds nothing. Values run from 1 to
    ``values``.
    """
    lengths, themselves = np.zeros((len(continua), values + 1, values + 1)), np.zeros((len(continua), values + 1))
    for n, (length, units) in enumerate(continua):
        if len(units) < 2:
            continue
        borders = sorted({0, length, *(at for own in units.values() for unit in own for at in (unit.start, unit.end))})
        pieces = np.diff(borders)
        valued = np.stack([_values(own, borders) for own in units.values()])
        for a in range(len(valued)):
            for b in range(len(valued)):
                if a != b:
                    np.add.at(lengths[n], (valued[a], valued[b]), pieces / (len(valued) - 1))
        for own, line in zip(units.values(), valued, strict=True):
            themselves[n, GAP] += pieces[line == GAP].sum()
            np.add.at(themselves[n], [unit.value for unit in own], [(unit.end - unit.start) ** 2 for unit in own])
    return Coincidences(lengths, themselves)


def _values(units: Sequence[Unit], borders: Sequence[int]) -> NDArray[np.intp]:
    """The value of each piece between two borders."""
    line = np.full(len(borders) - 1, GAP, dtype=np.intp)
    for unit in units:
        line[np.searchsorted(borders, unit.start) : np.searchsorted(borders, unit.end)] = unit.value
    return line


def merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order; those that overlap are one.

    >>> merged([(5, 8), (0, 3), (2, 4)])
    [(0, 4), (5, 8)]
    """
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
