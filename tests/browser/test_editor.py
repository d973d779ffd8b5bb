"""The story form in real Chromium: no byte changes, names by keyboard, a strict policy, no scripts."""

import pytest
from playwright.sync_api import expect

from articles import markup
from articles.editorial.intake import block_of
from articles.importing.readers.fragments import lines_of_html
from articles.models import Article, PersonAlias
from tests.admin.conftest import document, row_of, take_in
from tests.factories import PersonFactory, make_article, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = (
    "plain",
    "“Curly” ‘single’ \"straight\" 'apostrophe' ’ … – —",
    "AT&T &amp; &nbsp; &lt;b&gt; <b>x</b> < > << &copy",
    "a\u00a0b \u00a0 c",
    "two  spaces,   three",
    " leading and trailing ",
    "tab\tand line\nbreak",
    "family 👩‍👩‍👧 flag 🇺🇦 e\u0301 n\u0303 \u200b\u2060 so\u00adft",
    "\u2028 and \u2029 and \u2003 em",
    "שלום عربى \u200f",
    "http://example.com www.example.com desk@example.com",
    '(c) -- ... 1/2 -> "a" << >>',
    "**bold** *it* `code`",
    "1. one",
    "- dash",
    "> quote",
    "---",
)
BODIES = (
    *(markup.from_paragraphs([text]) for text in TEXTS),
    markup.from_paragraphs(TEXTS),
    "<p>a</p><p></p><p>b</p>",
    "<p>a<br>b<br></p>",
    "<h2>H<sub>2</sub>O</h2><h3>x<sup>2</sup></h3><p>y</p>",
    "<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>",
    '<ol><li><p>a</p></li></ol><ol start="3"><li><p>c</p><p>d</p></li></ol>',
    '<p>x</p><ol start="-3"><li><p>e</p></li></ol>',
    "<blockquote><p>q</p><ul><li><p>r</p></li></ul></blockquote>",
    "<p>x</p><hr><hr>",
    '<p><a href="https://example.com/?a=1&amp;b=2#c">x</a> <a href="/articles/x/">y</a></p>',
    '<p><a href="mailto:desk@example.com"><strong>z</strong></a> <a href="#n">n</a></p>',
    "<p><strong>b</strong><em>i</em> <strong><em>both</em></strong></p>",
    '<figure data-picture="7"></figure><p>x</p>',
    '<figure data-picture="8"><figcaption> A “bus” &amp;  <em>b</em><br>c</figcaption></figure>',
    '<blockquote><figure data-picture="9"><figcaption>x</figcaption></figure></blockquote><p>y</p>',
    '<p>£3m.<small>From <a href="https://e.org/">the <em>books</em></a>, <strong>x</strong>.</small> a</p>',
    "<p>Two<small>b</small> notes.<small>c<br>d</small></p>",
    "<blockquote><p>We stay.</p><p><cite>Ana <em>Ruiz</em>, harbour master</cite></p></blockquote>",
    '<p><span lang="de">Guten <strong>Tag</strong></span> <span lang="fr-CA"><a href="/x/">b</a></span>.</p>',
    '<p><small><cite><span lang="ar"><a href="/y/"><strong>مرحبا</strong></a></span></cite></small></p>',
    "<p><code>a  &lt;b&gt; &amp;c</code></p><pre><code>def f(x):\n\n    return x &lt; 2\n</code></pre>",
    "<pre><code>\na</code></pre>",
    "<table><tbody><tr><th><p>Quay</p></th><td><p>1.2<small>a</small></p><p>b<br>c</p></td></tr></tbody></table>",
    '<table><tbody><tr><th colspan="2" rowspan="2"><p><a href="/x/">a</a></p></th><td><p></p></td></tr>'
    "<tr><td><p>b</p></td></tr></tbody></table><p>c</p>",
    "<blockquote><table><tbody><tr><td><p>a</p></td></tr></tbody></table></blockquote>",
)

# What stands in pages, feeds and exports; each becomes a body as the import makes one.
SOURCES = (
    "<h1>Head <b>bold</b></h1><h5>Kicker</h5><p>a <i><b>both</b> it</i><b> and bold </b>b</p>",
    "<b>a <i>b <sub>c</sub></i></b><i>d</i> <sup><b>e</b></sup><sub><i>f</i></sub>",
    "<a href='https://e.org/?a=1&b=%20 2#c'><i>x</i> <b>y</b></a><b><a href='mailto:desk@e.org'>z</a></b>",
    "<a href='https://e.org/ä\"<>'>x</a> <a href='https://e.org/a'>y</a><a href='https://e.org/b'>z</a>",
    "<a href='https://e.org/a_(b)?c=[1]&amp;d=$%7E!*'>x</a> <a href='HTTPS://E.ORG'>y</a>",
    "<p>one<br>two <br> <b>three<br>four</b><br></p><pre>verse\n  of two lines</pre>",
    "<ul><li>a<li><b>b</b><ul><li>c</ul><li>d</ul><ol><li>e<li>f</ol><ol start=3><li>g<li>h</ol>",
    "<ol start=0><li>a</ol><p>x</p><ol start=7><li><p>b</p><li>c</ol><ol start=x><li>d</ol>",
    "<blockquote>q<p>r <i>s</i></p><ul><li>t</ul></blockquote><blockquote>u</blockquote>",
    "<p>&nbsp;a&nbsp;&amp;&lt;b&gt; “q” <b> </b><i></i>c\u2003d\u200be</p><hr><table><tr><td>f<td>g</table>",
    "<p>He said <span lang='de'>Guten <b>Tag</b></span>, <span lang='x y'>a <cite>B <a href='https://e.org'>c</a></cite></span></p>",
    "<p><span lang='EN-GB'>All of it </span><span lang='EN-GB'><b>in English</b></span></p>",
    "<p>family 👩‍👩‍👧 e\u0301 שלום <b>عربى</b></p><div>&copy; &shy; <3 &</div>",
)
IMPORTED = tuple(markup.join(map(block_of, lines_of_html(source))) for source in SOURCES)
BODIES += IMPORTED


def change(article):
    return f"articles/article/{article.pk}/change/"


def editor_of(page):
    page.wait_for_selector(".ProseMirror[contenteditable=true]")
    return page.locator(".ProseMirror[contenteditable=true]")


def at_end_of(page):
    """Put the caret behind the last word. A key in the moment of the focus meets the editor’s own caret."""
    page.evaluate("document.querySelector('textarea[data-prose]').prose.commands.focus('end')")
    expect(editor_of(page)).to_be_focused()


def html_of(page):
    return page.evaluate("document.querySelector('textarea[data-prose]').prose.getHTML()")


def save(page):
    page.locator("button[name=_continue]").first.click()
    page.wait_for_selector(".messagelist")


def test_opening_and_saving_changes_no_byte(open_page):
    body = "".join(BODIES)
    article = make_article(body=body)
    assert markup.sanitise(body) == body

    page = open_page(change(article))
    editor_of(page)

    assert html_of(page) == body
    save(page)
    assert article.revisions.count() == 1


@pytest.mark.parametrize("start", range(0, len(BODIES), 9))
def test_editor_gives_every_allowed_body_back(open_page, start):
    page = open_page(change(make_draft()))
    editor_of(page)
    for body in BODIES[start : start + 9]:
        given = page.evaluate(
            """body => {
                const editor = document.querySelector('textarea[data-prose]').prose;
                const options = { emitUpdate: false, parseOptions: editor.options.parseOptions };
                editor.commands.setContent(body, options);
                return editor.getHTML();
            }""",
            body,
        )
        assert given == body
        assert markup.sanitise(body) == body


def test_what_is_typed_is_stored_in_the_editors_own_form(open_page):
    article = make_draft(body="<p>One.</p>")
    page = open_page(change(article))
    editor = editor_of(page)
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type('Tom & "Jerry" <3')
    page.keyboard.press("Control+b")
    page.keyboard.type("bold")
    typed = html_of(page)
    save(page)
    assert row_of(article)["body"] == typed
    assert typed == '<p>One.</p><p>Tom &amp; "Jerry" &lt;3<strong>bold</strong></p>'


def test_link_dialog(open_page):
    article = make_draft(body="<p>word</p>")
    page = open_page(change(article))
    editor_of(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.get_by_role("textbox", name="Address").fill("https://example.com/")
    page.get_by_role("button", name="Set link").click()
    page.wait_for_selector(".ProseMirror a")
    save(page)
    assert row_of(article)["body"] == '<p><a href="https://example.com/">word</a></p>'


def test_a_table_is_made_and_changed(open_page):
    article = make_draft(body="<p>Depths:</p>")
    page = open_page(change(article))
    editor_of(page).click()
    page.keyboard.press("Control+End")
    tool = lambda name: page.locator(f"[data-name='{name}']").click()  # noqa: E731
    tool("table")
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_label("Include header row").select_option("Yes")
    page.get_by_role("button", name="Insert Table", exact=True).click()
    page.wait_for_selector(".ProseMirror table")
    tool("table")  # which does nothing within a table
    for text in ("Quay", "Depth", "Fish Quay", "1.2"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")  # behind the last cell, for a new row
    page.keyboard.type("Custom House")
    tool("table:addColumnAfter")
    tool("table:toggleHeaderCell")
    tool("table:addRowAfter")
    page.keyboard.press("ArrowDown")
    tool("table:deleteRow")
    save(page)
    made = (
        "<p>Depths:</p><table><tbody><tr><th><p>Quay</p></th><th><p></p></th><th><p>Depth</p></th></tr>"
        "<tr><td><p>Fish Quay</p></td><td><p></p></td><td><p>1.2</p></td></tr>"
        "<tr><th><p>Custom House</p></th><td><p></p></td><td><p></p></td></tr></tbody></table>"
    )
    assert row_of(article)["body"].removesuffix("<p></p>") == made
    assert [text for text in page.said if "favicon" not in text] == []


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            "<table><tr><td><h2>a</h2><ul><li>b<ol><li><p>c</p></ol></ul><td><pre>d</pre>e<hr><p>f</p><tr><td>"
            "<table><caption>g</caption><tr><th>h<td>i</table><td><blockquote><b>j</b></blockquote></table>",
            "<table><tbody><tr><td><p>a</p><p>b</p><p>c</p></td><td><p>d</p><p>e</p><p>f</p></td></tr>"
            "<tr><td><p>g</p><p>h</p><p>i</p></td><td><p><strong>j</strong></p></td></tr></tbody></table>",
        ),
        (
            "<table><tr><td colspan=1000>a<tr><td rowspan=2>b<td>c<tr><td colspan=99>d</table>",
            '<table><tbody><tr><td colspan="2"><p>a</p></td></tr><tr><td rowspan="2"><p>b</p></td>'
            "<td><p>c</p></td></tr><tr><td><p>d</p></td></tr></tbody></table>",
        ),
        (
            '<b style="font-weight:normal" id="docs-internal-guid-1"><p>'
            '<span style="font-weight:400">a</span> '
            '<span style="font-weight:700;font-style:italic">b</span></p></b>',
            "<p>a <strong><em>b</em></strong></p>",
        ),
    ],
    ids=["blocks in cells", "whole width", "from Google Docs"],
)
def test_what_is_pasted_is_what_comes(open_page, pasted, kept):
    page = open_page(change(make_draft(body="")))
    editor_of(page).click()
    page.evaluate("html => document.querySelector('textarea[data-prose]').prose.view.pasteHTML(html)", pasted)
    assert html_of(page).removesuffix("<p></p>") == kept
    assert markup.sanitise(kept) == kept


def test_names_by_keyboard_alone(open_page):
    putin = PersonFactory(name="Vladimir Putin")
    PersonAlias.objects.create(person=putin, name="Mr Putin")
    article = make_draft(people=[PersonFactory(name="Ann O’Lee, Jr.")])
    page = open_page(change(article))
    field = page.get_by_role("combobox", name="People")
    field.focus()
    page.keyboard.type("mr pu")
    page.get_by_role("option", name="Vladimir Putin").wait_for()
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.keyboard.type("אסתר “Bo” לוי")
    page.keyboard.press("Enter")
    chips = page.locator(".field-people .name-chip bdi")
    expect(chips).to_have_text(["Ann O’Lee, Jr.", "Vladimir Putin", "אסתר “Bo” לוי"])
    page.get_by_role("button", name="Move up: Vladimir Putin").focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_text(["Vladimir Putin", "Ann O’Lee, Jr.", "אסתר “Bo” לוי"])
    page.get_by_role("button", name="Remove: Ann O’Lee, Jr.").focus()
    page.keyboard.press("Space")
    field.focus()
    page.keyboard.type("Left in the field")
    save(page)
    assert row_of(article)["people"] == ["Vladimir Putin", "אסתר “Bo” לוי", "Left in the field"]


def test_headline_is_counted_and_confirmed_by_a_change(open_page):
    article = make_draft(headline="x" * 88, is_headline_confirmed=False)
    page = open_page(change(article))
    expect(page.locator(".headline-count")).to_have_text("88 of 90")
    page.locator("#id_headline").press("End")
    page.keyboard.type("yyyyy")
    expect(page.locator(".headline-count")).to_have_text("93 characters, 3 over 90")
    expect(page.locator("#id_is_headline_confirmed")).to_be_checked()


def test_the_editor_knows_the_language_of_the_story(open_page):
    page = open_page(change(make_draft(language="cy")))
    expect(page.get_by_role("textbox", name="Body")).to_have_attribute("lang", "cy")


def test_step_button_keeps_what_was_typed(open_page):
    article = make_draft()
    page = open_page(change(article))
    page.fill("#id_dek", "Typed before the button.")
    page.locator("button[name=_step][value=publish]").first.click()
    expect(page.locator(".forecast")).to_contain_text("Goes live now at")
    page.get_by_role("button", name="Publish").click()
    page.wait_for_selector(".messagelist .success")
    assert (row_of(article)["status"], row_of(article)["dek"]) == ("published", "Typed before the button.")


def test_enter_in_a_field_saves_and_takes_no_step(open_page):
    take_in(document())
    article = Article.objects.get()
    page = open_page(change(article))
    page.locator("#id_slug").fill("another-slug")
    page.locator("#id_slug").press("Enter")
    page.wait_for_selector(".messagelist")
    assert article.revisions.first().reason == "Changed slug"
    assert row_of(article)["status"] == "draft"


def test_policy_is_never_violated(open_page):
    imported = take_in(document())
    make_article()
    page = open_page(change(imported))
    editor_of(page)
    page.locator(".prose-menubar__selected").first.click()
    run = imported.sources.get().run_id
    root = page.url.partition("/admin/")[0]
    for path in (
        "",
        "articles/article/",
        "articles/article/add/",
        f"articles/article/{imported.pk}/history/",
        f"articles/article/{imported.pk}/step/publish/",
        "articles/picture/add/",
        "articles/person/add/",
        f"articles/importrun/{run}/change/",
        "articles/upload/",
        "articles/section/",
        "articles/topic/",
        "articles/contributor/",
    ):
        page.goto(f"{root}/admin/{path}")
        page.wait_for_load_state("networkidle")
    assert [text for text in page.said if "favicon" not in text and "404" not in text] == []


def test_the_form_fits_a_phone_before_the_icons_have_come(open_page):
    page = open_page("", viewport={"width": 360, "height": 700})
    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(page.url.replace("/admin/", f"/admin/articles/article/{make_draft().pk}/change/"))
    expect(page.locator(".prose-menubar button").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_the_form_is_plain_and_works(open_page):
    article = make_draft(people=[PersonFactory(name="Ann Lee")])
    page = open_page(change(article), java_script_enabled=False)
    expect(page.locator("#id_body")).to_be_visible()
    expect(page.locator("#id_people")).to_have_value("Ann Lee")
    page.fill("#id_people", "Bo Li\nAnn Lee")
    page.fill("#id_body", "One & two.\n\nThree.")
    save(page)
    assert row_of(article)["people"] == ["Bo Li", "Ann Lee"]
    assert row_of(article)["body"] == "<p>One &amp; two.</p><p>Three.</p>"
