import itertools
import json

import pytest
from lxml import html
from markdown_it import MarkdownIt

from annotations.documents.html_files import html_of
from annotations.documents.json_files import json_of
from annotations.documents.markdown_files import markdown_of
from annotations.documents.records import Paragraph, Run
from tests.annotations.documents.samples import HOSTILE, document


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.document_fromstring(html_of(document()).decode())


def test_every_link_leads_to_something_in_the_page(page: html.HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    links = page.xpath("//a/@href")
    assert len(ids) == len(page.xpath("//@id"))
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert [one.text_content() for one in page.xpath("//p/a[not(@id)]")] == ["Table 1", "Figure 1", "Second"]


def test_nothing_comes_from_elsewhere_and_nothing_runs(page: html.HtmlElement) -> None:
    assert not page.xpath("//script | //link | //iframe | //object | //@onload | //@onclick | //img")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_words_from_outside_are_words(page: html.HtmlElement) -> None:
    assert page.xpath("//h1")[0].text_content() == f"Title {HOSTILE}"
    assert page.xpath("//blockquote")[0].text_content().strip() == f"“{HOSTILE}”"
    assert page.xpath("//blockquote/@lang") == ["es"]


def test_tables_have_captions_and_headings_and_pages_a_language(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert [one.text_content().split(".")[0] for one in page.xpath("//caption")] == ["Table 1", "Table 2", "Table 3"]
    assert len(page.xpath("//th")) == len(page.xpath("//th[@scope='col']")) == 3 + 13 + 2
    assert (
        page.xpath("//header")[0].text_content().split()
        == "Study & co · CH1 Version 3 DRAFT – NOT SIGNED".replace("CH1 V", "CH1V").replace("3 D", "3D").split()
    )
    assert len(page.xpath("//section//li")) == 2


def test_headings_follow_each_other(page: html.HtmlElement) -> None:
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_markdown_holds_no_markup_from_outside() -> None:
    text = markdown_of(document(), "CH1-").decode()
    tokens = [
        t
        for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
        for t in (token, *(token.children or []))
    ]
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "code_inline"}
    assert {token.content for token in tokens if token.type == "html_inline"} == {
        '<a id="t1">',
        '<a id="f1">',
        '<a id="h2">',
        "</a>",
    }
    assert [token.attrs["href"] for token in tokens if token.type == "link_open"] == ["#t1", "#f1", "#h2"]
    assert [token.attrs["src"] for token in tokens if token.type == "image"] == ["CH1-f1.png"]
    assert sum(token.type == "table_open" for token in tokens) == 3
    assert f"“{HOSTILE}”" in [token.content for token in tokens if token.type == "text"]
    assert "it rose[^1]" in text
    assert text.count("[^1]") == 2


def test_a_quotation_with_its_source_is_one_in_markdown() -> None:
    text = markdown_of(document()).decode()
    assert "”\n>\n> — teacher" in text


@pytest.mark.parametrize("words", ["2021. They", "- said", "+1", "=== so", "# x", "> y", "1) z"])
def test_a_sentence_is_a_paragraph_whatever_it_begins_with(words: str) -> None:
    text = markdown_of(document(parts=(Paragraph((Run(words),)),), facts=(), subtitle="")).decode()
    tokens = MarkdownIt("commonmark").parse(text)
    assert [token.tag for token in tokens if token.nesting == 1] == ["h1", "p", "p", "p"]
    assert tokens[-2].children is not None
    assert "".join(child.content for child in tokens[-2].children) == words


def test_json_has_every_part_with_its_number() -> None:
    found = json.loads(json_of(document(data={"number": 3})))
    numbers = [(part["id"], part["number"]) for part in found["parts"] if "number" in part]
    assert numbers == [("t1", 1), ("wide", 2), ("f1", 1), ("t2", 3)]
    assert found["data"] == {"number": 3}
    assert found["parts"][1]["runs"][1]["text"] == "Table 1"
    assert found["state"] == "draft"
