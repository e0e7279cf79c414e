"""Masks read together: what one output prints and another masks, and masks that tell too much or lie when read side by side."""

from collections.abc import Mapping, Sequence

from annotations.disclosure.covering import Cover
from annotations.disclosure.matching import Hit
from annotations.disclosure.reading import ReadPart
from annotations.disclosure.records import Finding, FindingKind, Place, Secret
from annotations.pseudonyms.replacements import KEY_OF_WORD, LABEL

Spot = tuple[ReadPart, Hit]
_MOST = 5


class MaskCheck:
    """Knows which secret every mask in every output stands for. ``masks`` are those that the matcher looks for, in its order."""

    def __init__(self, secrets: Sequence[Secret], masks: Sequence[str], parts: Sequence[ReadPart]) -> None:
        self._secrets = secrets
        self._of: dict[tuple[str, str], int] = {
            (scope, mask): owner
            for owner, secret in enumerate(secrets)
            for scope, written in secret.masks.items()
            for mask in written
        }
        self.seen: dict[tuple[str, int], list[Spot]] = {}
        for read in parts:
            for hit in (hit for hit in read.hits if hit.strength == "mask"):
                for mask in (masks[at] for at in hit.owners):
                    owner = self._of.get((read.scope, mask), self._of.get(("", mask)))
                    if owner is not None:
                        self.seen.setdefault((same_letter(mask), owner), []).append((read, hit))
                        break

    def findings(self, printed: Mapping[int, Sequence[Spot]], cover: Cover, documents: Sequence[str]) -> list[Finding]:
        masked: dict[int, list[Spot]] = {}
        for (_, owner), spots in self.seen.items():
            masked.setdefault(owner, []).extend(spots)
        found = [
            self._finding("printed_and_masked", printed[owner], masked[owner], (owner,), cover, documents)
            for owner in sorted(printed.keys() & masked.keys())
        ]
        by_mask: dict[str, list[int]] = {}
        by_owner: dict[int, list[str]] = {}
        for mask, owner in self.seen:
            by_mask.setdefault(mask, []).append(owner)
            by_owner.setdefault(owner, []).append(mask)
        for mask, owners in by_mask.items():
            if len(owners) > 1:
                first, *rest = (self.seen[mask, owner] for owner in owners)
                others = [spots[0] for spots in rest]
                found.append(self._finding("same_mask", first, others, owners, cover, documents))
        for owner, masks in by_owner.items():
            if len(masks) > 1:
                first, *rest = (self.seen[mask, owner] for mask in masks)
                found.append(self._finding("two_masks", first, [spots[0] for spots in rest], (owner,), cover, documents))
        return found

    def _finding(
        self,
        kind: FindingKind,
        here: Sequence[Spot],
        there: Sequence[Spot],
        owners: Sequence[int],
        cover: Cover,
        documents: Sequence[str],
    ) -> Finding:
        read, hit = here[0]
        others: dict[tuple[str, Place], None] = {}
        for other, spot in there:
            others[documents[other.document], cover.place(other.place(spot.start))] = None
        return Finding(
            kind=kind,
            severity="stop" if kind == "printed_and_masked" else "look",
            document=documents[read.document],
            place=cover.place(read.place(hit.start)),
            excerpt=cover.excerpt(read, hit.start, hit.end),
            entities=tuple(sorted({self._secrets[owner].entity_id for owner in owners})),
            others=tuple(others)[:_MOST],
        )


def same_letter(mask: str) -> str:
    """The same for a mask in every language: readers take ``[Company A]`` and ``[Empresa A]`` for one."""
    found = LABEL.fullmatch(mask)
    return f"{KEY_OF_WORD[found[1]]} {found[2]}" if found else mask


def masks_of(secrets: Sequence[Secret]) -> list[str]:
    return sorted({mask for secret in secrets for written in secret.masks.values() for mask in written})
