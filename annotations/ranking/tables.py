"""Results as tables to be read: places, groups beside each other, who differs, changes one by one, and all domains together."""

from collections.abc import Mapping, Sequence

from annotations.documents.tables import Table
from annotations.languages import in_language
from annotations.ranking.records import INTERESTED, Result, Since, Slice, Totals
from annotations.ranking.words import domain_name, group_name, words_of
from annotations.studies import Study, Words

Titles = Mapping[str, Words]
"""The title of each change by its id."""


def result_tables(study: Study, results: Sequence[Result], totals: Totals, titles: Titles, language: str) -> list[Table]:
    """The summary of all domains, then of each result its tables. Nothing without results."""
    if not results:
        return []
    several = {one.domain for one in results if sum(other.domain == one.domain for other in results) > 1}
    made = [_summary(study, results, totals, titles, language)]
    for number, result in enumerate(results, 1):
        told = _Told(study, result, titles, language, result.domain in several, f"{result.domain}-{number}")
        made += [told.places()] if result.nothing_to_rank else [told.places(), told.groups(), told.dissent(), told.pairs()]
    return made


class _Told:
    """One result in one language."""

    def __init__(self, study: Study, result: Result, titles: Titles, language: str, one_of_several: bool, id: str) -> None:
        self.study, self.result, self.language, self.id = study, result, language, id
        self.words, self.titles = words_of(language), titles
        told = self.words["set"].format(changes=", ".join(result.changes))
        self.of = {"domain": domain_name(study, result.domain, language), "set": told if one_of_several else ""}

    def places(self) -> Table:
        alike = {one.change_id: one.place for one in self.result.group_means}
        rows = [
            (
                _number(one.place or None),
                _named(one.change_id, self.titles, self.language),
                _number(one.score, 2),
                _number(one.mean_rank, 1),
                str(one.ranked),
                _share(one.first, one.first_ratio),
                str(one.last),
                *map(str, (one.votes_a, one.votes_b, one.votes_c)),
                _number(alike.get(one.change_id) or None),
            )
            for one in self.result.all.standings
        ]
        return self._table("places", rows, numbers=(0, *range(2, 11)), notes=self._notes())

    def groups(self) -> Table:
        result, words = self.result, self.words
        named = [(group_name(self.study, one.id, self.language), one) for one in result.by_group]
        named += [(words["own"], result.interested)] if result.interested else []
        rows = [self._group(name, one) for name, one in named] + [self._group(words["all"], result.all)]
        places = {place: [one.change_id for one in result.group_means if one.place == place] for place in (1, 2)}
        alike = ("", "", "", ", ".join(places[1]) or words["nothing"], ", ".join(places[2]) or words["nothing"], "")
        rows.append((words["equal"], *alike))
        return self._table("groups", rows, numbers=(1, 2, 3, 6), notes=(words["groups_note"],))

    def dissent(self) -> Table:
        words, result = self.words, self.result
        rows = [
            (
                words[one.kind],
                words["own"] if one.group == INTERESTED else group_name(self.study, one.group, self.language),
                ", ".join(one.changes),
                *map(str, (one.ballots, one.people, one.of)),
            )
            for one in result.dissent
        ]
        notes: tuple[str, ...] = (words["dissent_note"].format(first=_listed(result.all.first), top=_listed(result.top)),)
        if rows:
            return self._table("dissent", rows, numbers=(3, 4, 5), notes=notes)
        why = "no_dissent"
        if not result.all.first or len(result.all.first) == len(result.all.standings):
            why, notes = "all_first" if result.all.first else "nobody", ()
        return self._table("dissent", [(words[why],)], heads=(words["dissent_none"],), numbers=(), notes=notes)

    def pairs(self) -> Table:
        changes, words = [one.change_id for one in self.result.all.standings], self.words
        put = {(one.one, one.other): (one.before, one.after) for one in self.result.all.pairs}
        put |= {(other, one): (after, before) for (one, other), (before, after) in put.items()}
        cells = [[words["nothing"] if a == b else "{}:{}".format(*put[a, b]) for b in changes] for a in changes]
        rows = [(_named(a, self.titles, self.language), *of) for a, of in zip(changes, cells, strict=True)]
        heads = (words["change"], *changes)
        return self._table(
            "pairs", rows, heads=heads, numbers=tuple(range(1, len(heads))), notes=(words["pairs_note"], self._winner())
        )

    def _group(self, name: str, one: Slice) -> tuple[str, ...]:
        w = one.agreement.w if one.agreement else None
        second = [standing.change_id for standing in one.standings if standing.place == 2]
        return (
            name, str(one.ballots), str(one.people), str(one.rankings), _listed(one.first) or self.words["nothing"],
            _listed(second) or self.words["nothing"], _number(w, 2),
        )  # fmt: skip

    def _notes(self) -> tuple[str, ...]:
        result, words, every = self.result, self.words, self.result.all
        modes = ", ".join(f"{words[mode]} {ballots}" for mode, ballots, _ in result.modes)
        known = {one.id: in_language(one.name, self.language) for one in self.study.occasions}
        days = ", ".join(known.get(one, one) for one in result.occasions)
        notes = [
            words["counted"].format(ballots=every.ballots, people=every.people, rankings=every.rankings, modes=modes),
            words["forms"].format(forms=_listed(result.forms), occasions=f" ({days})" if days else ""),
            words["method"],
        ]
        left_out = [words["left_out"].format(change=change, why=why.rstrip(".")) for change, why in result.left_out]
        left_out += [words[f"since_{one.what}"].format(change=one.change_id, now=self._now(one)) for one in result.since]
        if result.nothing_to_rank:
            return (*notes[:2], words["nothing_to_rank"], *left_out)
        if every.partial:
            notes.append(words[f"unranked_{result.unranked}"].format(n=every.partial))
            same = set(result.top) == set(result.top_by_other_rule)
            other = words[f"other_rule_{result.unranked}"].format(top=_listed(result.top_by_other_rule))
            notes.append(words["other_same"] if same else other)
        notes += [
            words["few"].format(change=one.change_id, n=every.ballots - one.votes_c, of=every.ballots)
            for one in every.standings
            if one.votes_c
        ]
        notes.append(words["groups_alike"])
        notes += [self._swamped()] if result.swamped else []
        notes.append(words["no_agreement"])
        if found := every.agreement:
            notes[-1] = words["agreement"].format(w=found.w, p=found.p, draws=found.draws, ballots=found.ballots, of=found.of)
        notes += [words["interested"].format(ballots=result.interested.ballots)] if result.interested else []
        if result.reworded:
            by_form = [
                words["by_form"].format(form=one.id, n=one.rankings, top=_listed(one.top()) or words["nothing"])
                for one in result.by_form
            ]
            notes.append(words["reworded"].format(changes=_listed(result.reworded), places="; ".join(by_form)))
        notes += left_out
        return tuple(notes if every.rankings else [*notes[:2], words["nobody"], *notes[2:]])

    def _now(self, one: Since) -> str:
        return domain_name(self.study, one.now, self.language) if one.what == "moved" else one.now

    def _swamped(self) -> str:
        largest = max(self.result.by_group, key=lambda one: one.ballots)
        first = [one.change_id for one in self.result.group_means if one.place == 1]
        return self.words["swamped"].format(
            first=_listed(first), top=_listed(self.result.top_by_groups), group=group_name(self.study, largest.id, self.language),
            n=largest.ballots, of=self.result.all.ballots,
        )  # fmt: skip

    def _winner(self) -> str:
        found = self.result.all.winner
        return self.words["winner"].format(change=found) if found else self.words["no_winner"]

    def _table(
        self,
        which: str,
        rows: Sequence[tuple[str, ...]],
        *,
        numbers: tuple[int, ...],
        notes: tuple[str, ...],
        heads: tuple[str, ...] = (),
    ) -> Table:
        heads = heads or tuple(self.words[f"{which}_heads"].split("|"))
        caption = self.words[which].format(**self.of)
        return Table(f"ranking-{which}-{self.id}", caption, self.language, heads, tuple(rows), numbers, notes)


def _summary(study: Study, results: Sequence[Result], totals: Totals, titles: Titles, language: str) -> Table:
    words = words_of(language)
    rows = []
    for one in results:
        second = [standing.change_id for standing in one.all.standings if standing.place == 2]
        first, other = ("; ".join(_named(change, titles, language) for change in of) for of in (one.all.first, second))
        counts = (one.all.ballots, one.all.people, one.all.rankings)
        named = (
            domain_name(study, one.domain, language),
            _listed(one.changes),
            first or words["nothing"],
            other or words["nothing"],
        )
        rows.append((*named, *map(str, counts)))
    unnamed = words["unnamed"].format(n=totals.unnamed) if totals.unnamed else ""
    note = words["summary_note"].format(
        rankings=totals.rankings, people=totals.people, unnamed=unnamed, several=totals.in_several
    )
    heads = tuple(words["summary_heads"].split("|"))
    return Table("ranking-summary", words["summary"], language, heads, tuple(rows), (4, 5, 6), (note,))


def _named(change_id: str, titles: Titles, language: str) -> str:
    title = in_language(titles.get(change_id, {}), language)
    return f"{change_id} {title}" if title else change_id


def _listed(some: Sequence[str]) -> str:
    return ", ".join(some)


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _share(count: int, ratio: float | None) -> str:
    return str(count) if ratio is None else f"{count} ({ratio:.0%})"
