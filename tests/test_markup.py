"""What is asked of a stored body."""

from time import process_time

import pytest

from articles import markup


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<p>One, two – three.</p><p>Jean-Luc’s 4</p>", 5),
        ("<p>A&nbsp;b</p>", 2),
        ("", 0),
        ("<p>" + 1_000_000 * "." + "</p>", 0),
    ],
)
def test_words_are_counted_in_one_pass(body, number):
    assert markup.count_words(body) == number


FIGURE = '<figure data-picture="7"></figure>'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (FIGURE, FIGURE),
        ('<figure data-picture="7"><figcaption></figcaption></figure>', FIGURE),
        ('<figure data-picture="7" class="x" id="y"><p></p></figure>', FIGURE),
        ("<figure><figcaption>One</figcaption></figure>", "One"),
        ('<figure data-picture="x"><img src="/x.jpg"></figure><p>y</p>', "<p>y</p>"),
        (f'<figure data-picture="8">{FIGURE}</figure>', FIGURE),
        (f'<figure data-picture="8"><figcaption>a {FIGURE}</figcaption></figure>', f"a {FIGURE}"),
        (
            '<figure data-picture="8"><figcaption><p id="x">a <b>b</b></p><em>c</em></figcaption></figure>',
            '<figure data-picture="8"><figcaption>a b<em>c</em></figcaption></figure>',
        ),
        ("<p>a</p><figcaption>b</figcaption>", "<p>a</p>b"),
    ],
)
def test_a_figure_is_a_picture_and_at_most_a_line(given, kept):
    assert markup.sanitise(given) == kept
    assert markup.sanitise(kept) == kept


def test_pictures_of_a_body_each_once_in_order():
    body = "".join(f'<figure data-picture="{pk}"></figure>' for pk in (9, 7, 9))
    assert markup.pictures_in(f"<p>a</p>{body}") == [9, 7]
    assert markup.to_words(body) == "[picture 9]\n[picture 7]\n[picture 9]"
    assert markup.to_text(body) == ""


BACK = '<a href="#ref-{}" role="doc-backlink" aria-label="Back to the text">↩</a>'


def reference(n):
    return f'<sup><a id="ref-{n}" href="#note-{n}" role="doc-noteref" aria-label="Footnote {n}">{n}</a></sup>'


def test_footnotes_are_numbered_and_stand_below():
    body = "<p>£3m.<small>The <em>accounts</em>.</small> It rose.<small>In May.</small></p>"
    assert markup.with_footnotes(body) == (
        f"<p>£3m.{reference(1)} It rose.{reference(2)}</p>"
        '<section role="doc-endnotes" aria-label="Footnotes"><ol>'
        f'<li id="note-1">The <em>accounts</em>.&nbsp;{BACK.format(1)}</li>'
        f'<li id="note-2">In May.&nbsp;{BACK.format(2)}</li>'
        "</ol></section>"
    )
    assert markup.with_footnotes("<p>No note.</p>") == "<p>No note.</p>"
    assert markup.to_text(body) == "£3m. The accounts. It rose. In May."
    assert markup.to_line(body) == "£3m. The accounts. It rose. In May."


def test_another_language_says_which_way_it_is_written():
    body = '<p><span lang="fa-IR">سلام</span>,<small><span lang="en">Peace.</span></small></p>'
    shown = markup.with_footnotes(body)
    assert '<span lang="fa-IR" dir="rtl">سلام</span>' in shown
    assert '<span lang="en" dir="ltr">Peace.</span>' in shown


def test_a_paragraph_in_other_letters_than_a_text_from_right_to_left_says_so():
    body = "<h2>في</h2><p>Peace, قالت.</p><p>BBC قالت.</p><p>1953</p><p>سلام<small>In May.</small></p>"
    shown = markup.with_footnotes(body, "ar")
    assert shown.startswith('<h2>في</h2><p dir="ltr">Peace, قالت.</p><p>BBC قالت.</p><p>1953</p><p>سلام<sup>')
    assert '<li id="note-1"><span dir="ltr">In May.</span>&nbsp;<a ' in shown
    assert markup.with_footnotes("<p>سلام</p>", "en") == "<p>سلام</p>"


@pytest.mark.parametrize(
    "url", ["https://e.org/<small>a</small><img src=x onerror=y>", "/<pre>", "/<a><span>"]
)
def test_a_tag_within_an_address_is_none(url):
    body = markup.sanitise(f'<p><a href="{url}">b</a></p>')
    assert body.count("<") == 4
    assert markup.with_footnotes(body) == body
    assert markup.sanitise(body) == body


def table(*rows):
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<table><tr><td>a<td> <em>b</em> </table>", table("<td><p>a</p></td><td><p><em>b</em></p></td>")),
        (
            "<table><caption>c</caption><thead><tr><th>a</thead><tfoot><tr><td>b</tfoot></table>",
            "<p>c</p>" + table("<th><p>a</p></th>", "<td><p>b</p></td>"),
        ),
        (
            "<table><tr><td colspan=2>a<td rowspan=9>b<tr><td>c</table>",
            table(
                '<td colspan="2"><p>a</p></td><td rowspan="2"><p>b</p></td>',
                "<td><p>c</p></td><td><p></p></td>",
            ),
        ),
        (
            "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>",
            table('<td><p>a</p></td><td rowspan="2"><p>b</p></td>', "<td><p>c</p></td>"),
        ),
        (
            "<table>" + "<tr><td colspan=1000>a<tr><td>b<td>c" * 60 + "</table>",
            table(*('<td colspan="2"><p>a</p></td>', "<td><p>b</p></td><td><p>c</p></td>") * 60),
        ),
        (
            "<table><caption><h2>a</h2><ul><li>b</ul></caption><tr><td>c</table>",
            "<p>a<br>b</p>" + table("<td><p>c</p></td>"),
        ),
        ("<table><caption><p>a</p><p>b</p></caption></table>", "<p>a</p><p>b</p>"),
        ("<table><tr><td rowspan=0 colspan=x class=y>a</table>", table("<td><p>a</p></td>")),
        ("<table><tr><td><h2>a</h2><ul><li>b</ul></table>", table("<td><p>a<br>b</p></td>")),
        ("<table><tr><td><table><tr><td>a<td>b</table></table>", table("<td><p>a<br>b</p></td>")),
        ("<table><tr></table><p>a</p>", "<p>a</p>"),
        ("<table>" + "<tr><td><p>a</p>b<td>" * 3000 + "</table>", "<p>a<br>b</p>" * 3000),
    ],
)
def test_a_table_is_a_grid_of_paragraphs(given, kept):
    assert markup.sanitise(given) == kept
    assert markup.sanitise(kept) == kept


def test_a_table_is_one_block_and_readers_can_scroll_it():
    body = table("<th><p>A</p></th><th><p>B</p></th>", "<th><p>c</p></th><td><p>d</p></td>")
    assert list(markup.blocks(f"<p>a</p>{body}<p>b</p>")) == ["<p>a</p>", body, "<p>b</p>"]
    assert markup.to_paragraphs(body) == ["A, B", "c, d"]
    assert markup.join(markup.apart(f"<p>a</p>{body}<p>b</p>")) == f"<p>a</p>{body}<p>b</p>"
    assert len(markup.apart(body)) == 2
    assert markup.join(markup.apart(body + body)) == body + body
    assert markup.count_words(body) == 4
    box = '<div class="table" role="region" aria-label="Table {}" tabindex="0">'
    shown = (
        '<table><thead><tr><th scope="col"><p>A</p></th><th scope="col"><p>B</p></th></tr></thead>'
        '<tbody><tr><th scope="row"><p>c</p></th><td><p>d</p></td></tr></tbody></table></div>'
    )
    assert markup.with_footnotes(body + body) == "".join(box.format(n) + shown for n in (1, 2))


def test_no_heading_is_cut_off_where_the_headings_end():
    heads = '<th rowspan="2"><p>Party</p></th><th colspan="2"><p>Votes</p></th>'
    body = table(heads, "<td><p>2019</p></td><td><p>2024</p></td>")
    assert markup.sanitise(body) == body
    assert body.replace("<th ", '<th scope="col" ') in markup.with_footnotes(body)
    whole = table(heads, "<th><p>2019</p></th><th><p>2024</p></th>")
    assert "<table><thead><tr>" in markup.with_footnotes(whole)


@pytest.mark.parametrize(
    "given",
    [
        "<table><tr>" + "<td rowspan=99 colspan=99>a" * 20_000,
        "<table>" + "<tr><td rowspan=99 colspan=99>a<td>b" * 20_000,
        "<table><tr><td>" * 20_000,
        "<table><tr><td>" + "<p>a</p>" * 50_000 + "<ul>",
        "<table><tr><td>" + " " * 200_000 + "a",
        "<table>" * 50_000,
    ],
    ids=["spans", "rows", "nested", "paragraphs", "spaces", "empty"],
)
def test_no_table_keeps_anybody_waiting(given):
    begun = process_time()
    markup.sanitise(given)
    assert process_time() - begun < 2
