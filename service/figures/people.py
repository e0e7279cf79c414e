"""Places and domains of change in people: who was heard where, about what. Everybody is counted once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotations.languages import in_language
from annotations.sessions import Register
from annotations.studies import Study
from service.figures import links
from service.figures.missing import NothingToDraw
from service.figures.records import LINK, Datum, Drawing
from service.figures.sankey import Flow, Node, laid_out
from service.figures.sankey_spec import Frame, lines_of, sankey_spec
from service.figures.style import NEUTRAL, WIDTH, colours, tooltip
from service.figures.words import FIXED, Say

SEVERAL, NONE = "*", ""
LABELS = (175.0, 190.0)
GREY = "#52606D"


@dataclass(frozen=True)
class Heard:
    """One person: in which ``places`` (of the roster, else of their sessions) and for which ``domains``; in which ``sessions``."""

    respondent_id: str
    places: tuple[str, ...]
    domains: tuple[str, ...]
    sessions: tuple[str, ...]

    @property
    def place(self) -> str:
        return _one(self.places)

    @property
    def domain(self) -> str:
        return _one(self.domains)


def _one(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else SEVERAL if found else NONE


def heard(register: Register, sessions: Iterable[str]) -> tuple[Heard, ...]:
    """Everybody who spoke in one of these sessions and has not withdrawn, in the order of the roster."""
    among = {s.id: s for s in register.sessions if s.id in set(sessions)}
    own = defaultdict(list)
    for participation in register.stayed():
        if participation.session_id in among and not participation.consent.refused:
            own[participation.respondent_id].append(participation)
    found = []
    for person in register.respondents:
        taken = own.get(person.id, [])
        if not taken:
            continue
        places = [person.place] if person.place else [among[p.session_id].place for p in taken]
        domains = [d for p in taken for d in (p.domains or among[p.session_id].domains)]
        found.append(
            Heard(
                person.id,
                tuple(dict.fromkeys(filter(None, places))),
                tuple(dict.fromkeys(domains)),
                tuple(dict.fromkeys(p.session_id for p in taken)),
            )
        )
    return tuple(found)


def people_drawing(study: Study, register: Register, sessions: Iterable[str], language: str) -> Drawing:
    """The Sankey diagram. Raises NothingToDraw."""
    say = Say(language)
    people = heard(register, sessions)
    if not people:
        raise NothingToDraw(say("nobody"))
    names = _Names(study, language, say)
    of_place, of_domain = Counter(p.place for p in people), Counter(p.domain for p in people)
    order = [d.id for d in study.domains] + [SEVERAL, NONE]
    shade = colours([d.id for d in study.domains]) | {SEVERAL: NEUTRAL, NONE: NEUTRAL}
    nodes = [
        _node(0, place, [p for p in people if p.place == place], names, say, GREY)
        for place, _ in sorted(of_place.items(), key=_most)
    ]
    nodes += [
        _node(1, domain, [p for p in people if p.domain == domain], names, say, shade.get(domain, NEUTRAL))
        for domain in sorted(of_domain, key=lambda d: _at(order, d))
    ]
    pairs = sorted({(p.place, p.domain) for p in people}, key=lambda one: (_at(order, one[1]), one[0]))
    flows = [
        _flow(place, domain, [p for p in people if (p.place, p.domain) == (place, domain)], names, shade.get(domain, NEUTRAL))
        for place, domain in pairs
    ]
    subtitle = _subtitle(study, register, people, names, say)
    laid = laid_out(nodes, flows, tall=max(230.0, min(420.0, 9.0 * len(people))))
    frame = Frame(WIDTH, LABELS, (say("place"), say("domain")))
    spec = sankey_spec(laid, frame, title=say("people"), subtitle=subtitle)
    most = [f"{names.place(place)} ({count})" for place, count in sorted(of_place.items(), key=_most)[:3]]
    first, count = max(of_domain.items(), key=lambda one: one[1])
    alt = say("people_alt", places=say.n(len(of_place), "places"), people=say.n(len(people), "people"), most=say.listed(most),
              domain=f"{names.domain(first)} ({count})")  # fmt: skip
    columns = {"place": say("place"), "domain": say("domain"), "people": say("people_head"), "sessions": say("sessions_head")}
    return Drawing(say("people"), alt, subtitle, columns, _rows(people, names, say), spec, lite=False, language=say.spoken)


def _most(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _at(order: Sequence[str], one: str) -> int:
    return order.index(one) if one in order else len(order) - 2


class _Names:
    """What places and domains are called, and where their lists are."""

    def __init__(self, study: Study, language: str, say: Say) -> None:
        self.study, self.say = study, say
        self._places = {p.id: in_language(p.name, language) or p.id for p in study.places}
        self._domains = {d.id: in_language(d.name, language) for d in study.domains}

    def place(self, place: str) -> str:
        special = {SEVERAL: "several_places", NONE: "no_place"}
        return self.say(special[place]) if place in special else self._places.get(place, place)

    def domain(self, domain: str) -> str:
        special = {SEVERAL: "several_domains", NONE: "no_domain"}
        return self.say(special[domain]) if domain in special else self._domains.get(domain, domain)

    def said(self, place: str, domain: str, people: int) -> str:
        return tooltip(
            {self.say("place"): self.place(place), self.say("domain"): self.domain(domain), self.say("people_head"): people}
        )

    def link(self, people: Iterable[Heard]) -> str:
        """Everything said in the sessions of these people."""
        return links.segments(self.study.id, session=sorted({one for person in people for one in person.sessions}))


def _node(column: int, one: str, own: Sequence[Heard], names: _Names, say: Say, colour: str) -> Node:
    name = names.place(one) if column == 0 else names.domain(one)
    lines, high = lines_of(f"{name}{FIXED}({say.number(len(own))})", LABELS[column])
    return Node(f"{column}{one}", column, lines, high, colour, f"{name}: {say.n(len(own), 'people')}", names.link(own))


def _flow(place: str, domain: str, own: Sequence[Heard], names: _Names, colour: str) -> Flow:
    return Flow(f"0{place}", f"1{domain}", len(own), colour, names.said(place, domain, len(own)), names.link(own))


def _subtitle(study: Study, register: Register, people: Sequence[Heard], names: _Names, say: Say) -> str:
    among = {s for p in people for s in p.sessions}
    dates = [s.date for s in register.sessions if s.id in among and s.date]
    both = Counter(tuple(names.domain(d) for d in p.domains) for p in people if len(p.domains) > 1)
    several = [f"{' + '.join(domains)} ({count})" for domains, count in both.most_common()]
    also = say("together", items=say.listed(several, 4)) if several else ""
    return say(
        "people_sub",
        people=say.n(len(people), "people"),
        sessions=say.n(len(among), "sessions"),
        period=say.period(dates),
        also=also,
    )


def _rows(people: Sequence[Heard], names: _Names, say: Say) -> list[Datum]:
    """By place and by every combination of domains that there is."""

    def key(person: Heard) -> tuple[str, tuple[str, ...]]:
        return person.place, person.domains

    found: list[Datum] = []
    for (place, domains), group in groupby(sorted(people, key=key), key):
        own = list(group)
        row: Mapping[str, object] = {
            "place": names.place(place),
            "domain": " + ".join(map(names.domain, domains)) or say("no_domain"),
            "people": len(own),
            "sessions": len({s for p in own for s in p.sessions}),
            LINK: names.link(own),
        }
        found.append(row)
    return found
