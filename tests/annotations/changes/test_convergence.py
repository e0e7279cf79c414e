from dataclasses import replace

from annotations.changes.convergence import convergence
from annotations.changes.elements import proposals
from annotations.changes.register import Element, ElementReport
from tests.annotations.changes.samples import CHANGE, FRAME, STUDY, coding, observe, one_each, segment


def reported(element: Element, **values: str) -> list[ElementReport]:
    return [
        ElementReport(s, element, v, by="ines", segment_ids=(f"{s}.001",)) for s, said in values.items() for v in said.split("|")
    ]


def element(name: Element, reports: list[ElementReport], sessions: int = 4):  # type: ignore[no-untyped-def]
    found = observe(one_each(sessions), [coding(f"S{n}.001") for n in range(1, sessions + 1)])
    made = convergence(CHANGE, found, reports)
    return next(e for e in made.elements if e.element == name)


def test_minority_versions_are_kept_with_their_sessions() -> None:
    when = element("when", reported("when", S1="2019", S2="2019", S3="2021"))
    assert when.state == "divided"
    assert [(v.value, v.sessions, v.leading) for v in when.values] == [("2019", ("S1", "S2"), True), ("2021", ("S3",), False)]
    assert (when.agreed, when.divided, when.silent) == (("S1", "S2"), ("S3",), ("S4",))
    assert when.values[1].segment_ids == ("S3.001",)


def test_naming_more_than_another_is_no_disagreement() -> None:
    who = element("who", reported("who", S1="the council|the women", S2="The  Council"))
    assert (who.state, who.divided, who.agreed) == ("agreed", (), ("S1", "S2"))
    assert who.values[0].value == "the council"


def test_where_all_differ_nobody_leads_and_all_are_divided() -> None:
    where = element("where", reported("where", S1="north", S2="south"))
    assert (where.state, where.agreed, where.divided) == ("divided", (), ("S1", "S2"))
    assert [e.state for e in (element("why", reported("why", S1="rain")), element("why", []))] == ["one_session", "silent"]


def test_a_tie_leads_on_both_sides_and_is_still_divided() -> None:
    when = element("when", reported("when", S1="2019", S2="2019", S3="2021", S4="2021"))
    assert (when.state, when.divided) == ("divided", ())


def test_guesses_are_shown_as_such_and_give_way_to_what_people_entered() -> None:
    guess = [ElementReport("S1", "when", "2018"), ElementReport("S2", "when", "2018")]
    alone = element("when", guess)
    assert (alone.proposed, alone.state, alone.values[0].proposed) == (True, "agreed", True)
    both = element("when", [*guess, *reported("when", S1="2019")])
    assert (both.proposed, both.state, both.agreed, both.silent) == (False, "one_session", (), ("S2", "S3", "S4"))
    assert [(v.value, v.proposed) for v in both.values] == [("2018", True), ("2019", False)]


def test_contributions_told_in_both_orders() -> None:
    def told(session_id: str, *values: str) -> list[ElementReport]:
        return [ElementReport(session_id, "contribution", v, order=n, by="ines") for n, v in enumerate(values, 1)]

    found = observe(one_each(3), [coding(f"S{n}.001") for n in (1, 2, 3)])
    reports = [*told("S1", "the school", "the programme"), *told("S2", "The programme", "the school"), *told("S3", "the school")]
    (dispute,) = convergence(CHANGE, found, reports).orders
    assert (dispute.first, dispute.second) == ("The programme", "the school") or (dispute.first, dispute.second) == (
        "the programme",
        "the school",
    )
    assert (dispute.sessions, dispute.sessions_reversed) == (("S2",), ("S1",))


def test_reports_of_sessions_that_say_nothing_of_the_change_are_passed_over() -> None:
    assert element("when", reported("when", S9="2019")).values == ()


def test_relations_are_listed() -> None:
    found = observe(one_each(2), [coding("S1.001"), coding("S2.001", stance="against")])
    made = convergence(CHANGE, found, [])
    assert (made.supports, made.differs, made.denies) == (("S1",), (), ("S2",))


def test_what_the_text_lets_guess() -> None:
    who = one_each(2)
    segments = [
        segment("S1", 1, "Empezó en 2019, con el programa."),
        segment("S1", 2, "Luego en 2030 dicen que termina."),
        segment("S2", 1, "Fue en 2021."),
    ]
    codings = [coding("S1.001"), coding("S1.002"), coding("S2.001", stance="against")]
    codes = [
        coding("S1.002", "a-help", kind="code"),
        coding("S1.001", "a-village", kind="code"),
        coding("S1.001", "g-old", kind="code"),
        coding("S1.001", "t-path", kind="code"),
        coding("S1.001", "a-village", kind="code", coder="bo"),
    ]
    found = observe(who, codings, segments=segments)
    sessions = {s.id: s for s in who.sessions}
    made = proposals(found, segments, codes, sessions, STUDY, FRAME)
    assert [(r.session_id, r.element, r.value, r.order, r.segment_ids) for r in made] == [
        ("S1", "where", "Arriba", 0, ()),
        ("S1", "when", "2019", 0, ("S1.001",)),
        ("S1", "who", "a-village", 0, ("S1.001",)),
        ("S1", "who", "g-old", 0, ("S1.001",)),
        ("S1", "who", "a-help", 0, ("S1.002",)),
        ("S1", "contribution", "a-village", 1, ("S1.001",)),
        ("S1", "contribution", "a-help", 2, ("S1.002",)),
    ]
    assert all(not r.by for r in made)
    bare = replace(STUDY, actors_family="", groups_family="")
    assert {r.element for r in proposals(found, segments, codes, sessions, bare, FRAME)} == {"where", "when"}
