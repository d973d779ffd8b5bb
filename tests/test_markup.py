"""What is asked of a stored body."""

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
        f'<li id="note-1">The <em>accounts</em>. {BACK.format(1)}</li>'
        f'<li id="note-2">In May. {BACK.format(2)}</li>'
        "</ol></section>"
    )
    assert markup.with_footnotes("<p>No note.</p>") == "<p>No note.</p>"
    assert markup.to_text(body) == "£3m. The accounts. It rose. In May."
    assert markup.to_line(body) == "£3m. The accounts. It rose. In May."


@pytest.mark.parametrize(
    "url", ["https://e.org/<small>a</small><img src=x onerror=y>", "/<pre>", "/<a><span>"]
)
def test_a_tag_within_an_address_is_none(url):
    body = markup.sanitise(f'<p><a href="{url}">b</a></p>')
    assert body.count("<") == 4
    assert markup.with_footnotes(body) == body
    assert markup.sanitise(body) == body
