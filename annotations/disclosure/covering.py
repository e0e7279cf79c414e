"""What a finding may show: a few words around the place, with every secret in them replaced by its mask."""

import re
from collections.abc import Sequence

from annotations.disclosure.matching import Hit, Matcher
from annotations.disclosure.reading import ReadPart
from annotations.disclosure.records import Place, Secret
from annotations.disclosure.writing import decoded

AROUND = 60
HIDDEN = "[…]"
_SHOWN = frozenset({"mask", "public"})


class Cover:
    """Hides secrets in whatever a report shows; with ``show`` it hides nothing."""

    def __init__(self, matcher: Matcher, secrets: Sequence[Secret], *, show: bool = False) -> None:
        self._matcher, self._secrets, self._show = matcher, secrets, show

    def text(self, text: str, scope: str = "") -> str:
        """The text with all secrets hidden, on one line."""
        shown = self._hidden(text, self._matcher.hits_in(text), 0, len(text), scope)
        plain = decoded(shown)
        return _on_one_line(shown if plain == shown else self._hidden(plain, self._matcher.hits_in(plain), 0, len(plain), scope))

    def place(self, place: Place) -> Place:
        return Place(place.unit, place.number, self.text(place.name), self.text(place.within))

    def excerpt(self, read: ReadPart, start: int, end: int) -> str:
        """``start:end`` with some words before and after, cut at words and never within a secret."""
        text = read.part.text
        first, last = read.part.piece(start).start, read.part.piece(max(start, end - 1)).end
        a, b = max(first, start - AROUND), min(last, end + AROUND)
        a = a if a == first else min((m.end() + a for m in re.finditer(r"\s", text[a:start])), default=start)
        b = b if b >= last else max((m.start() + end for m in re.finditer(r"\s", text[end:b])), default=end)
        for hit in read.hits_between(a, b):
            a, b = min(a, hit.start), max(b, hit.end)
        shown = self._hidden(text, read.hits_between(a, b), a, b, read.scope)
        shown = self.text(shown, read.scope) if decoded(shown) != shown else shown
        return _on_one_line(f"{'… ' if a > first else ''}{shown}{' …' if b < last else ''}")

    def mask(self, owner: int, scope: str) -> str:
        """The mask of a secret in this scope, else the study's, else any."""
        masks = self._secrets[owner].masks
        return next((words[0] for words in (masks.get(scope), masks.get(""), *masks.values()) if words), HIDDEN)

    def _hidden(self, text: str, hits: Sequence[Hit], start: int, end: int, scope: str) -> str:
        if self._show:
            return text[start:end]
        parts, at = [], start
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if hit.strength in _SHOWN or hit.end <= at:
                continue
            parts += [text[at : max(at, hit.start)], self.mask(hit.owners[0], scope)]
            at = hit.end
        return "".join([*parts, text[at:end]])


def _on_one_line(text: str) -> str:
    """Half characters, which no file can hold, become question marks."""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\0", "").split())
