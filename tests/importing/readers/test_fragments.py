"""Pieces of HTML, as feeds and exports hold them, to lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import markup
from articles.importing.document import Line, Role
from articles.importing.readers.fragments import lines_of_html, plain
from articles.importing.readers.text import fold


def blocks(fragment: str, base: str = "", *, blank_lines: bool = False) -> list[str]:
    lines = lines_of_html(fragment, base, blank_lines=blank_lines)
    return [line.markup or f"<p>{markup.escape(line.text)}</p>" for line in lines]


TABLE, ROW, END = "<table><tr>", "<table><tbody><tr>", "</tr></tbody></table>"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("no tags", ["<p>no tags</p>"]),
        ("AT&amp;T &lt;b&gt; <3", ["<p>AT&amp;T &lt;b&gt; &lt;3</p>"]),
        ("<p>a</p>b<div>c<div>d</div></div>", ["<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>d</p>"]),
        ("<p> a \n b&nbsp;c </p>", ["<p>a b c</p>"]),
        ("<p>a<br>b<br><br>c<br></p>", ["<p>a<br>b</p>", "<p>c</p>"]),
        ("<h1>a</h1><h3>b</h3><h6>c</h6>", ["<h2>a</h2>", "<h3>b</h3>", "<h3>c</h3>"]),
        ("<i><b>a</b></i><b>b</b>", ["<p><strong><em>a</em>b</strong></p>"]),
        ("<p><b> a</b> b <i> </i>c</p>", ["<p><strong>a</strong> b c</p>"]),
        ("<p>x<sup>2</sup><script>no</script><style>no</style></p>", ["<p>x<sup>2</sup></p>"]),
        (
            "<blockquote>a<p>b</p></blockquote>",
            ["<blockquote><p>a</p></blockquote>", "<blockquote><p>b</p></blockquote>"],
        ),
        (
            "<ul><li>a<li><b>b</b></ul>",
            ["<ul><li><p>a</p></li></ul>", "<ul><li><p><strong>b</strong></p></li></ul>"],
        ),
        (
            '<ol start="3"><li>a<li>b</ol>',
            ['<ol start="3"><li><p>a</p></li></ol>', "<ol><li><p>b</p></li></ol>"],
        ),
        (
            "<table><tr><td><th>a<tr><th><p>b</p><p>c<br><br>d</p><td colspan=2><b>e</b><tr><td></table><p>f",
            [
                f"{TABLE}<td><p></p></td><th><p>a</p></th>{END}",
                f'{ROW}<th><p>b<br>c<br>d</p></th><td colspan="2"><p><strong>e</strong></p></td>{END}',
                "<p>f</p>",
            ],
        ),
        (
            "<table><tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td>e</table>",
            [
                f"{TABLE}<th><p>a</p></th><th><p>b</p></th>{END}",
                f'{ROW}<td rowspan="2"><p>c</p></td><td><p>d</p></td>{END}',
                f"{ROW}<td><p>e</p></td>{END}",
            ],
        ),
        (
            "<table><caption>a<tr><th>b</table><table><tr><th>c</table>",
            ["<p>a</p>", f"{TABLE}<th><p>b</p></th>{END}", f"{TABLE}<th><p>c</p></th>{END}"],
        ),
        ("<table><tr><td>a<td><td><p>b</p>c<td>d</table>", ["<p>a</p>", "<p>b</p>", "<p>c, d</p>"]),
        ("<table><tr>\n<td> a </td>\n <td>b</td>\n</tr></table>", ["<p>a, b</p>"]),
        ("<p>a\u200bb\u202ec\0</p>", ["<p>abc</p>"]),
    ],
)
def test_the_blocks_of_a_fragment(fragment: str, expected: list[str]) -> None:
    assert blocks(fragment) == expected


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://e.org/a?b=1&amp;c=2#d", "https://e.org/a?b=1&amp;c=2#d"),
        ("/a", "https://base.org/a"),
        ("mailto:desk@e.org", "mailto:desk@e.org"),
        ("https://e.org/ä b", "https://e.org/%C3%A4%20b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://[", ""),
        ("https://e.org/" + 3000 * "a", ""),
    ],
)
def test_links_lead_to_the_web_or_to_a_mailbox(href: str, kept: str) -> None:
    expected = f'<p><a href="{kept}">x</a></p>' if kept else "<p>x</p>"
    assert blocks(f'<a href="{href}">x</a>', "https://base.org/story/") == [expected]


def test_a_relative_link_without_a_base_is_text() -> None:
    assert blocks('<a href="/a">x</a>') == ["<p>x</p>"]


def test_the_blank_lines_of_a_weblog() -> None:
    fragment = "one\n\n<strong>two</strong>\r\nthree\n\n\n<ul>\n<li>four</li>\n</ul>\nfive"
    assert blocks(fragment, blank_lines=True) == [
        "<p>one</p>",
        "<p><strong>two</strong><br>three</p>",
        "<ul><li><p>four</p></li></ul>",
        "<p>five</p>",
    ]


def test_the_caption_of_a_picture_is_no_body_text_and_that_of_a_table_is() -> None:
    fragment = "<figure><img src=a.jpg><figcaption>The quay</figcaption></figure><p>Text.</p>"
    assert lines_of_html(fragment) == (Line("The quay", Role.REMOVED, "picture caption"), Line("Text."))
    fragment = f"<figure><table><tr><td>a</table><figcaption>Depths</figcaption></figure>{fragment}"
    assert blocks(fragment)[:3] == ["<p>a</p>", "<p>Depths</p>", "<p>The quay</p>"]
    assert [line.role for line in lines_of_html(fragment)][1:3] == [Role.BODY, Role.REMOVED]


def test_the_text_of_a_headline() -> None:
    assert plain("Fish &amp; <em>chips</em><br>for all") == "Fish & chips for all"


PIECES = (
    "<b>", "<i>", "</b>", "</i>", "<p>", "<li>", "<ul>", "</ul>", "<br>", "<h2>", "<a href=//e.org>", "</a>",
    "<a href=http://e.org>", "<blockquote>", "</blockquote>", "<table>", "</table>",
    "<tr>", "<th>", "<td>", "<td colspan=2>", "<td rowspan=2>", "<caption>", "</caption>",
    "&amp;", "<", " ", "x", "\n",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.text(max_size=60))
def test_every_block_is_canonical_and_holds_the_text_of_its_line(fragment: str) -> None:
    lines = [line for line in lines_of_html(fragment) if line.role is Role.BODY]
    for line in lines:
        assert line.text == fold(line.text) != ""
        assert line.is_row or markup.sanitise(line.markup) == line.markup
    body = markup.sanitise(markup.join(line.markup or f"<p>{markup.escape(line.text)}</p>" for line in lines))
    assert body == markup.sanitise(body) == markup.join(markup.apart(body))
    assert markup.to_paragraphs(body) == [line.text for line in lines]
