"""Who gets in: a key, a link that serves once; nobody else, and no other site's forms."""

import re
from datetime import timedelta
from pathlib import Path

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import text, update

from service.board import mounting, studies_page
from service.board.pages import SIGNED_IN
from service.board.security import form_token
from service.storage import access, signed_in
from service.storage.change_tables import SignedInRow
from service.storage.transactions import Store, now

ROUTES = sorted(
    {
        (method, re.sub(r"\{\w+(:\w+)?\}", "water", route.path))
        for module in (studies_page, *mounting.PAGES)
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
)


def sign_in(visitor: TestClient, secret: str, **form: str) -> int:
    return visitor.post("/board/-/sign-in", data={"secret": secret, **form}).status_code


def hold(visitor: TestClient, token: str) -> None:
    """Come with this token and no other."""
    visitor.cookies.clear()
    visitor.cookies.set(SIGNED_IN, token, path="/board")


def csrf(board: TestClient) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', board.get("/board/water/jobs").text)
    assert found is not None
    return found[1]


class TestGettingIn:
    def test_nobody_sees_or_does_anything_without_signing_in(self, board: TestClient) -> None:
        board.cookies.clear()
        assert len(ROUTES) > 8
        for method, path in ROUTES:
            answer = board.request(method, f"/board{path}")
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/board/-/sign-in?next="), (method, path)
            assert answer.text == ""

    def test_a_key_lets_in_until_one_leaves(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            key = access.new_key(tx, "Office of Inés")
        assert sign_in(visitor, f" {key}\n") == 303
        page = visitor.get("/board/")
        assert page.status_code == 200
        assert "Office-of-In-s" in page.text  # an id, under which what is done is kept
        token = re.search(r'name="csrf" value="(\w+)"', page.text)
        assert token is not None
        kept = visitor.cookies[SIGNED_IN]
        assert visitor.post("/board/-/sign-out", data={"csrf": token[1]}).status_code == 303
        hold(visitor, kept)
        assert visitor.get("/board/").status_code == 303, "the token itself is worth nothing any more"

    def test_a_link_lets_in_once(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            code = signed_in.new_link(tx, "ana")
        assert sign_in(visitor, code) == 303
        visitor.cookies.clear()
        assert sign_in(visitor, code) == 401
        assert visitor.get("/board/").status_code == 303

    def test_a_link_is_no_session_and_a_session_is_no_link(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            link, session = signed_in.new_link(tx, "ana"), signed_in.new_session(tx, "ana")
        hold(visitor, link)
        assert visitor.get("/board/").status_code == 303
        visitor.cookies.clear()
        assert sign_in(visitor, session) == 401

    def test_what_has_expired_lets_nobody_in(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            link, session = signed_in.new_link(tx, "ana"), signed_in.new_session(tx, "ana")
            tx.flush()
            tx.execute(update(SignedInRow).values(expires_at=now() - timedelta(seconds=1)))
        assert sign_in(visitor, link) == 401
        hold(visitor, session)
        assert visitor.get("/board/").status_code == 303

    def test_anything_else_does_not(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            access.new_key(tx, "k")
        for wrong in ("", " ", "relato_wrong", "' OR 1=1 --", "💧"):
            answer = visitor.post("/board/-/sign-in", data={"secret": wrong}, headers={"Accept-Language": "es"})
            assert answer.status_code == 401
            assert "Esa clave no vale" in answer.text
            assert "set-cookie" not in answer.headers

    def test_only_hashes_are_kept(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            code = signed_in.new_link(tx, "ana")
            kept = tx.execute(text("SELECT token_hash, name FROM signed_in")).all()
        assert code not in str(kept)
        assert len(kept[0].token_hash) == 64


class TestWhereItLeads:
    def test_one_comes_back_to_the_page_that_was_asked_for(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            key = access.new_key(tx, "k")
        asked = visitor.get("/board/water/segments?code=a&b=c").headers["location"]
        assert 'value="/board/water/segments?code=a&amp;b=c"' in visitor.get(asked).text
        answer = visitor.post("/board/-/sign-in", data={"secret": key, "next": "/board/water/segments?code=a"})
        assert answer.headers["location"] == "/board/water/segments?code=a"

    def test_nobody_is_sent_elsewhere(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            key = access.new_key(tx, "k")
        for away in ("https://evil.example/", "//evil.example/board", "/board\\@evil", "/boards", "javascript:alert(1)"):
            assert visitor.post("/board/-/sign-in", data={"secret": key, "next": away}).headers["location"] == "/board"

    def test_a_link_on_another_site_is_followed_with_the_cookie_in_a_second_step(self, visitor: TestClient) -> None:
        answer = visitor.get("/board/water", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200
        assert '<meta http-equiv="refresh" content="0;url=/board/water">' in answer.text

    def test_the_part_of_a_page_that_asks_again_is_sent_to_sign_in(self, visitor: TestClient) -> None:
        answer = visitor.get("/board/water/jobs?part=1", headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/board/-/sign-in")


class TestForms:
    def test_a_form_of_ours_is_taken(self, board: TestClient) -> None:
        answer = board.post("/board/water/jobs", data={"csrf": csrf(board), "verb": "saturation"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/board/water/jobs")

    def test_a_form_without_our_token_is_not(self, board: TestClient) -> None:
        for token in ("", "0" * 64, form_token("of another browser"), "💧"):
            assert board.post("/board/water/jobs", data={"csrf": token, "verb": "saturation"}).status_code == 401
        assert "There is no job yet" in board.get("/board/water/jobs").text

    def test_nor_one_that_another_site_sent(self, board: TestClient) -> None:
        form = {"csrf": csrf(board), "verb": "saturation"}
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            assert board.post("/board/water/jobs", data=form, headers=headers).status_code == 401

    def test_not_even_to_sign_in(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            key = access.new_key(tx, "k")
        answer = visitor.post("/board/-/sign-in", data={"secret": key}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers


class TestHeaders:
    def test_every_answer_keeps_scripts_frames_and_other_hosts_out(self, board: TestClient) -> None:
        for page in ("/-/sign-in", "/water", "/water/nothing", "/-/static/board.css", "/-/static/nothing"):
            headers = board.get(f"/board{page}").headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy
            assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")

    def test_pages_are_kept_by_nobody_and_files_for_ever(self, board: TestClient) -> None:
        page = board.get("/board/water")
        assert page.headers["Cache-Control"] == "private, no-store"
        style = re.search(r'href="(/board/-/static/board\.css\?v=\w+)"', page.text)
        assert style is not None
        assert "immutable" in board.get(style[1]).headers["Cache-Control"]

    def test_the_cookie_is_strict_and_no_script_reads_it(self, visitor: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            key = access.new_key(tx, "k")
        cookie = visitor.post("/board/-/sign-in", data={"secret": key}).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/board"} <= {part.strip() for part in cookie.split(";")}
        visitor.base_url = visitor.base_url.copy_with(scheme="https")
        assert "Secure" in visitor.post("/board/-/sign-in", data={"secret": key}).headers["set-cookie"]

    def test_no_page_has_scripts_or_styles_in_it_or_names_another_host(self) -> None:
        folder = Path(__file__).parents[3] / "service/board/templates"
        for template in folder.glob("*.html"):
            source = template.read_text()
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son(?!ly=)\w+=|javascript:|https?://", source), (
                template.name
            )


class TestErrors:
    def test_an_error_is_a_page_and_says_what_to_do(self, board: TestClient) -> None:
        answer = board.get("/board/none")
        assert answer.status_code == 404
        assert "relato study load" in answer.text
        assert answer.headers["content-type"].startswith("text/html")

    def test_an_unexpected_error_tells_nothing(self, board: TestClient, prepared: Store) -> None:
        with prepared.begin() as tx:
            tx.execute(text('UPDATE study SET body = \'{"id": "doña Lencha"}\''))
        answer = board.get("/board/water")
        assert answer.status_code == 500
        assert "Lencha" not in answer.text
        assert "Content-Security-Policy" in answer.headers

    def test_what_is_in_the_address_is_text(self, board: TestClient) -> None:
        answer = board.get("/board/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text


def test_the_first_page_leads_to_the_board(visitor: TestClient) -> None:
    assert visitor.get("/").headers["location"] == "/board/"
