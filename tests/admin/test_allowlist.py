"""The editor's extensions and the sanitiser's lists say the same."""

import pytest
from django_prose_editor.config import allowlist_from_extensions

from articles import markup

# Our own extensions (prose.js, figure.js): their tags, and the attributes of these.
OURS = {
    "Footnote": {"small": set()},
    "Credit": {"cite": set()},
    "Language": {"span": {"lang"}},
    "Figure": {"figure": {"data-picture"}, "figcaption": set()},
}


def test_sanitiser_keeps_what_the_editor_offers():
    theirs = {name: value for name, value in markup.EDITOR_EXTENSIONS.items() if name not in OURS}
    own = {tag: attributes for tags in OURS.values() for tag, attributes in tags.items()}
    offered = allowlist_from_extensions(theirs)
    assert offered["tags"] | own.keys() == markup.TAGS
    assert offered["url_schemes"] == markup.URL_SCHEMES
    # Our own preset (prose.js) gives links no title, lists no type and code no class.
    kept = {"a": {"href"}, "ol": {"start"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}} | {
        tag: names for tag, names in own.items() if names
    }
    assert kept == markup.ATTRIBUTES
    assert all(names <= offered["attributes"].get(tag, names) for tag, names in kept.items())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p></p>", ""),
        ('<ol start="1"><li><p>a</p></li></ol>', "<ol><li><p>a</p></li></ol>"),
        ('<ol start="x"><li><p>a</p></li></ol>', "<ol><li><p>a</p></li></ol>"),
        ('<ol start="-3"><li><p>a</p></li></ol>', '<ol start="-3"><li><p>a</p></li></ol>'),
        ('<p><a href="tel:1">a</a></p>', "<p>a</p>"),
        ('<p><a href="/x/" title="t" target="_blank">a</a></p>', '<p><a href="/x/">a</a></p>'),
        ('<p style="color:red" class="x" lang="de" title="t" onclick="x()">a</p>', "<p>a</p>"),
        (
            '<p><span lang="de">a <span>b</span></span> <span lang="x&quot;">c</span></p>',
            '<p><span lang="de">a b</span> c</p>',
        ),
        (
            '<p><small class="x">a <a>b</a></small> <cite id="c">d</cite></p>',
            "<p><small>a b</small> <cite>d</cite></p>",
        ),
        ("<h1>a</h1><p>b</p>", "a<p>b</p>"),
    ],
)
def test_sanitiser_leaves_the_editors_own_form(given, kept):
    assert markup.sanitise(given) == kept
    assert markup.sanitise(kept) == kept
