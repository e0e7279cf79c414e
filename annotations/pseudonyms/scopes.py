"""Letters of one story: *Company A* of this story is not *Company A* of another. The mapping belongs in the vault."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotations.pseudonyms.records import IdentityKind
from annotations.pseudonyms.replacements import LABEL, kind_of_word, letter_at


@dataclass(frozen=True, slots=True)
class Scoped:
    """The texts with the letters of the story; ``letters`` gives, for kind and story letter, the letter of the study: seal it."""

    texts: tuple[str, ...]
    letters: Mapping[tuple[IdentityKind, str], str] = field(repr=False)


def scoped(texts: Sequence[str], *, given: Mapping[tuple[IdentityKind, str], str] | None = None) -> Scoped:
    """Letters by order of first appearance in these texts, one order for each kind, the same in every language.

    Parameters
    ----------
    texts : of one story, in the order in which they are read (title, summary, …, and its translation).
    given : letters of an earlier version of the story, as in ``Scoped.letters``; they stay, and new ones come after them.

    >>> result = scoped(["[Empresa C] y [Persona F]; [Empresa A]", "[Company A] and [Company C]"])
    >>> result.texts
    ('[Empresa A] y [Persona A]; [Empresa B]', '[Company B] and [Company A]')
    """
    letters = dict(given or {})
    new = {(kind, study): story for (kind, story), study in letters.items()}
    count = {kind: sum(1 for k, _ in letters if k == kind) for kind in IdentityKind}

    def relabel(match: re.Match[str]) -> str:
        kind, study = kind_of_word(match.group(1)), match.group(2)
        if (kind, study) not in new:
            while (kind, letter := letter_at(count[kind])) in letters:
                count[kind] += 1
            new[kind, study] = letter
            letters[kind, letter] = study
        return f"[{match.group(1)} {new[kind, study]}]"

    return Scoped(tuple(LABEL.sub(relabel, text) for text in texts), letters)


def unscoped(texts: Sequence[str], letters: Mapping[tuple[IdentityKind, str], str]) -> tuple[str, ...]:
    """The texts with the letters of the study again; a letter that the mapping does not know stays.

    >>> unscoped(["[Company A]"], {(IdentityKind.ORGANISATION, "A"): "C"})
    ('[Company C]',)
    """

    def back(match: re.Match[str]) -> str:
        letter = letters.get((kind_of_word(match.group(1)), match.group(2)), match.group(2))
        return f"[{match.group(1)} {letter}]"

    return tuple(LABEL.sub(back, text) for text in texts)
