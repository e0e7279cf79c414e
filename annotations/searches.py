"""What somebody looks for, read from what they typed: words, beginnings of words, phrases, and what must not be there."""

from dataclasses import dataclass

import regex

from annotations.disclosure.folding import searchable_words, words_of

WHOLE = 3
"""A word of fewer letters is looked for as it is; a longer one also as the beginning of a word ("cuenta" finds "cuentas")."""
_PARTS = regex.compile(r"""(?<not>(?<!\S)-)?(?:["“”«](?<phrase>[^"“”»]*)["“”»]?|(?<word>[^\s"“”«»]+))""")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other. ``beginning``: the last of them may go on. ``excluded``: they must not be there."""

    words: tuple[str, ...]
    beginning: bool = False
    excluded: bool = False

    def matches(self, said: tuple[str, ...]) -> bool:
        """Whether these words, as many as the term's, are what it looks for."""
        *first, last = self.words
        same = said[-1].startswith(last) if self.beginning else said[-1] == last
        return same and list(said[:-1]) == first


@dataclass(frozen=True, slots=True)
class Search:
    """All terms must be in a segment, except those that are excluded."""

    terms: tuple[Term, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is looked for: there is no term, or only some that are excluded."""
        return all(term.excluded for term in self.terms)

    @property
    def fts5(self) -> str:
        """The search in SQLite's words."""
        wanted = " AND ".join(_fts5(term) for term in self.terms if not term.excluded)
        return " NOT ".join([f"({wanted})", *(_fts5(term) for term in self.terms if term.excluded)])

    @property
    def tsquery(self) -> str:
        """The search in PostgreSQL's words."""
        return " & ".join(("!" if term.excluded else "") + _tsquery(term) for term in self.terms)

    def marked(self, text: str) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it is what was looked for.

        >>> parse("cuenta").marked("¿Las CUENTAS? No.")
        (('¿Las ', False), ('CUENTAS', True), ('? No.', False))
        """
        words, hit = words_of(text), set[int]()
        for term in (term for term in self.terms if not term.excluded):
            size = len(term.words)
            for at in range(len(words) - size + 1):
                if term.matches(tuple(words.words[at : at + size])):
                    hit.update(range(at, at + size))
        pieces: list[tuple[str, bool]] = []
        done = 0
        for at in sorted(hit):
            start, end = max(done, words.starts[at]), words.ends[at]  # one sign such as ¼ can be two words
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = max(done, end)
        return tuple(piece for piece in (*pieces, (text[done:], False)) if piece[0])


def parse(typed: str) -> Search:
    """What was typed, as a search.

    All words must be there; a word of three letters or more also finds longer words that begin with it; words in quotes are
    found as they are, one after the other; what has a minus before it must not be there. Case and accents do not matter.

    >>> [(t.words, t.beginning, t.excluded) for t in parse('Agua "las cuentas" -río').terms]
    [(('agua',), True, False), (('las', 'cuentas'), False, False), (('rio',), True, True)]
    """
    terms = []
    for part in _PARTS.finditer(typed):
        phrase = part["phrase"] is not None
        words = tuple(searchable_words(part["phrase"] if phrase else part["word"].rstrip("*")).split())
        if words:
            longer = not phrase and (len(words[-1]) >= WHOLE or part["word"].endswith("*"))
            terms.append(Term(words, longer, part["not"] is not None))
    return Search(tuple(terms))


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.beginning else "")


def _tsquery(term: Term) -> str:
    *first, last = (f"'{word}'" for word in term.words)
    return "(" + " <-> ".join([*first, last + (":*" if term.beginning else "")]) + ")"
