"""Who judged what, as arrays: the form in which agreement is counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Variable:
    """Something that a coder gives to a unit or not; ``path``: the headings above it and its own key, from the top of the frame."""

    kind: str
    path: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.path[-1]


@dataclass(frozen=True, eq=False)
class Judgements:
    """What M coders gave to S units in T transcripts, of K variables.

    ``present`` (S, M): whether the coder judged the unit; ``given`` (S, M, K). A unit that was judged and given nothing counts as such.
    ``at`` (S, M): when it was judged, in seconds; NaN when nobody knows.
    """

    coders: tuple[str, ...]
    units: tuple[str, ...]
    transcripts: tuple[str, ...]
    languages: tuple[str, ...]
    variables: tuple[Variable, ...]
    present: NDArray[np.bool_]
    given: NDArray[np.bool_]
    at: Floats

    def only(self, units: NDArray[np.bool_] | slice = slice(None), coders: Sequence[int] | None = None) -> "Judgements":
        """The chosen units, as judged by the chosen coders."""
        rows = np.arange(len(self.units))[units]
        who = np.array(range(len(self.coders)) if coders is None else coders, dtype=np.intp)
        return Judgements(
            tuple(self.coders[m] for m in who.tolist()),
            tuple(self.units[n] for n in rows.tolist()),
            tuple(self.transcripts[n] for n in rows.tolist()),
            tuple(self.languages[n] for n in rows.tolist()),
            self.variables,
            self.present[np.ix_(rows, who)],
            self.given[np.ix_(rows, who)],
            self.at[np.ix_(rows, who)],
        )

    def shared(self) -> "Judgements":
        """The units that two coders or more judged."""
        return self.only(self.present.sum(axis=1) > 1)

    def of_kind(self, kind: str) -> "Judgements":
        chosen = [n for n, variable in enumerate(self.variables) if variable.kind == kind]
        return replace(self, variables=tuple(self.variables[n] for n in chosen), given=self.given[:, :, chosen])

    def numbered(self) -> tuple[NDArray[np.intp], int]:
        """The transcript of each unit as a number, (S,), and how many there are."""
        names, index = np.unique(np.array(self.transcripts, dtype=np.str_), return_inverse=True)
        return index, len(names)
