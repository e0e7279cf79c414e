"""Which observations count: those that do not depend on one another, by the study's rule and what people decided against it.

Two levels. Sessions that share a person, or of which one only clarifies the other, are one source whatever they say. Sources on the
same side that share a referral, or an organisation where the rule says so, are one chain. Of a chain the first session counts.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotations.changes.observation_records import Observation, WhyNot, in_time
from annotations.sessions import Register
from annotations.studies import SaturationRule

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class Ties:
    """What makes sessions depend on one another: keys, by session; two sessions with a key in common are tied.

    ``people``: a person, or a session that one of them clarifies. ``referrals``: who named whom. ``affiliations``: an organisation.
    """

    people: Mapping[str, frozenset[Key]]
    referrals: Mapping[str, frozenset[Key]]
    affiliations: Mapping[str, frozenset[Key]]
    clarifies: Mapping[str, str]

    @classmethod
    def of(cls, observations: Sequence[Observation], register: Register) -> "Ties":
        named_by = register.named_by()
        names: dict[str, set[str]] = {}
        for named, namers in named_by.items():
            for namer in namers:
                names.setdefault(namer, set()).add(named)
        clarifies = {s.id: s.clarifies for s in register.sessions if s.clarifies}

        def people(o: Observation) -> frozenset[Key]:
            session = clarifies.get(o.session_id, o.session_id)
            return frozenset({("session", session), *(("person", person) for person in o.respondents)})

        def referrals(o: Observation) -> frozenset[Key]:
            came = {("referral", namer, person) for person in o.respondents for namer in named_by.get(person, ())}
            return frozenset(came | {("referral", person, named) for person in o.respondents for named in names.get(person, ())})

        def affiliations(o: Observation) -> frozenset[Key]:
            return frozenset(("organisation", " ".join(name.casefold().split())) for name in o.affiliations)

        return cls(
            {o.session_id: people(o) for o in observations},
            {o.session_id: referrals(o) for o in observations},
            {o.session_id: affiliations(o) for o in observations},
            clarifies,
        )

    def merging(self, session_id: str, rule: SaturationRule) -> frozenset[Key]:
        """The keys by which the rule counts sources as one."""
        none: frozenset[Key] = frozenset()
        referrals = self.referrals[session_id] if rule.merge_referrals else none
        return referrals | (self.affiliations[session_id] if rule.merge_affiliations else none)

    def all(self, session_id: str) -> frozenset[Key]:
        return self.people[session_id] | self.referrals[session_id] | self.affiliations[session_id]


def count_once(observations: Sequence[Observation], ties: Ties, rule: SaturationRule) -> tuple[Observation, ...]:
    """The observations in order of time, each with whether it counts and why not.

    Undocumented ones never do, and prompted ones only when the rule or a person says so: none of them ties others together. One that a
    person lets count does so beside the first of its chain. One that a person takes out does not count, and ties others as before: to
    take a session out never makes two others count that were one.
    """
    found = sorted(observations, key=in_time)
    marked = {o.session_id: _alone(o, rule) for o in found}
    eligible = [o for o in found if marked[o.session_id].independent]
    sources = [[eligible[n] for n in places] for places in grouped([ties.people[o.session_id] for o in eligible])]
    leads = [next((o for o in source if not _barred(o, ties)), source[0]) for source in sources]
    keys = [
        frozenset((lead.stance, key) for o in source for key in ties.merging(o.session_id, rule))
        for source, lead in zip(sources, leads, strict=True)
    ]
    for places in grouped(keys):
        chain = [sources[n] for n in places]
        able = sorted((o for source in chain for o in source if not _barred(o, ties)), key=in_time)
        first = able[0].session_id if able else ""
        for n, source in zip(places, chain, strict=True):
            others = frozenset(key for m in places if m != n for key in keys[m])
            referred = any(key[0] == "referral" for _, key in keys[n] & others)
            for o in source:
                if o.session_id != first and not (o.overridden and o.overridden.counts):
                    why = _why_not(o, leads[n], ties, referred)
                    with_ = "" if why == "overridden" else first
                    marked[o.session_id] = replace(o, independent=False, counts_with=with_, why_not=why)
    for source, lead in zip(sources, leads, strict=True):
        if any(o.stance != lead.stance for o in source):
            marked[lead.session_id] = replace(marked[lead.session_id], dissent=True)
    return tuple(marked.values())


def _alone(o: Observation, rule: SaturationRule) -> Observation:
    """The observation as it would be if there were no other."""
    if o.why_not == "undocumented":
        return replace(o, independent=False, counts_with="")
    if o.prompted and not rule.count_prompted and not (o.overridden and o.overridden.counts):
        return replace(o, independent=False, counts_with="", why_not="prompted")
    return replace(o, independent=True, counts_with="", why_not="")


def _barred(o: Observation, ties: Ties) -> bool:
    """Whether it cannot count, even as the first of its chain."""
    return not o.overridden.counts if o.overridden else o.session_id in ties.clarifies


def _why_not(o: Observation, lead: Observation, ties: Ties, referred: bool) -> WhyNot:
    if o.overridden:
        return "overridden"
    if o.session_id in ties.clarifies:
        return "clarification"
    if o.session_id != lead.session_id:
        return "same_person"
    return "referred" if referred else "affiliation"


def linked(observations: Sequence[Observation], ties: Ties) -> dict[str, tuple[str, ...]]:
    """For each session the others that share a person, a referral or an organisation with it."""
    holders: dict[Key, list[str]] = {}
    for o in observations:
        for key in ties.all(o.session_id):
            holders.setdefault(key, []).append(o.session_id)
    near = {o.session_id: {other for key in ties.all(o.session_id) for other in holders[key]} for o in observations}
    return {name: tuple(sorted(others - {name})) for name, others in near.items()}


def grouped(keys: Sequence[frozenset[Key]]) -> list[list[int]]:
    """Places that share a key, directly or through others; each group in order, the groups in order of their first.

    >>> grouped([frozenset({("a",)}), frozenset({("b",)}), frozenset({("a",), ("c",)}), frozenset({("c",)})])
    [[0, 2, 3], [1]]
    """
    root = list(range(len(keys)))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    first: dict[Key, int] = {}
    for place, own in enumerate(keys):
        for key in own:
            low, high = sorted((find(place), find(first.setdefault(key, place))))
            root[high] = low
    groups: dict[int, list[int]] = {}
    for place in range(len(keys)):
        groups.setdefault(find(place), []).append(place)
    return list(groups.values())
