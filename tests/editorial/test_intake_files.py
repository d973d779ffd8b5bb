"""Files that hold several documents: what is kept of them, and when they are known."""

from dataclasses import replace

import pytest

from articles.editorial.intake import Arrival, Intake
from articles.importing.document import Derived, Document, Line
from articles.models import Article, SourceDocument, SourceFile

pytestmark = pytest.mark.django_db

FEED = b"a feed with three items"


def item(number, **fields):
    words = " ".join(
        f"{word}{number}" for word in "the town opened its harbour gates again on monday".split()
    )
    given = {
        "source": f"in/feed.xml#{number}",
        "lines": (Line(words),),
        "headline": Derived(f"Item {number}", "title"),
        "fingerprint": f"f{number}",
        "item": f"guid-{number}",
        "digest": f"{number:064}",
    }
    return Document(**{**given, **fields})


def arrivals(*documents, data=FEED):
    return [Arrival(one.source, data, "news", one, parts=len(documents)) for one in documents]


def take_in(given, **options):
    intake = Intake(operator="ada", **options)
    return [result.outcome for result in intake.take_in(given)]


def test_the_bytes_are_kept_once_for_all_documents():
    assert take_in(arrivals(item(1), item(2), item(3))) == ["created"] * 3
    file = SourceFile.objects.get()
    assert (file.data, file.parts, file.documents.count()) == (FEED, 3, 3)
    assert {entry.original for entry in SourceDocument.objects.all()} == {FEED}


def test_a_whole_file_is_known_by_its_bytes_under_any_name():
    take_in(arrivals(item(1), item(2), item(3)))
    for path in ("in/feed.xml", "elsewhere/copy.xml"):
        answers = Intake(operator="ada").known_among([(path, FEED)])[0]
        assert [answer.source for answer in answers] == ["in/feed.xml#1", "in/feed.xml#2", "in/feed.xml#3"]
        assert {answer.outcome for answer in answers} == {"unchanged"}


def test_a_file_that_came_in_half_is_read_again():
    take_in(arrivals(item(1), item(2), item(3))[:2])
    assert Intake(operator="ada").known_among([("in/feed.xml", FEED)])[0] is None
    assert take_in(arrivals(item(1), item(2), item(3))) == ["unchanged", "unchanged", "created"]
    assert len(Intake(operator="ada").known_among([("in/feed.xml", FEED)])[0]) == 3


def test_an_item_is_known_in_another_delivery():
    take_in(arrivals(item(1), item(2)))
    assert take_in(arrivals(item(2), item(3), data=b"next day")) == ["unchanged", "created"]
    assert Article.objects.count() == 3


def test_a_changed_item_is_proposed():
    take_in(arrivals(item(1), item(2)))
    address = Derived("https://town.example/2", "link")
    take_in(arrivals(item(4, canonical=address), data=b"with an address"))
    changed = item(5, canonical=address, item="guid-4")
    assert take_in(arrivals(changed, data=b"next day")) == ["proposed"]


def test_a_plain_file_is_known_under_its_own_name_only():
    document = replace(item(1), item="", digest="", source="in/a.txt")
    take_in([Arrival("in/a.txt", b"plain", "news", document)])
    assert Intake(operator="ada").known_among([("other/a.txt", b"plain")])[0][0].source == "other/a.txt"
    assert Intake(operator="ada").known_among([("in/b.txt", b"plain")])[0] is None


def test_a_refused_member_leaves_the_file_unknown():
    given = [
        *arrivals(item(1), item(2))[:1],
        Arrival("in/feed.xml#2", FEED, "news", error="is empty", parts=2),
    ]
    assert take_in(given) == ["created", "refused"]
    assert Intake(operator="ada").known_among([("in/feed.xml", FEED)])[0] is None
    assert take_in(given) == ["unchanged", "refused"]
    assert SourceDocument.objects.count() == 2


def test_many_files_are_asked_after_in_one_query(django_assert_num_queries):
    intake = Intake(operator="ada")
    for files in (1, 10):
        with django_assert_num_queries(1):
            intake.known_among([(f"in/{number}.txt", b"%d" % number) for number in range(files)])


def test_a_section_of_the_source_goes_before_the_folder():
    take_in(arrivals(item(1, section=Derived("Sport", "category"))))
    assert Article.objects.get().section.name == "Sport"


def test_embargo_and_end_of_the_source_are_kept():
    document = item(1, embargo=Derived("2026-07-14T18:40+00:00", "x"), expires=Derived("2027-01-01", "x"))
    take_in(arrivals(document))
    article = Article.objects.get()
    assert article.embargo_until.isoformat() == "2026-07-14T18:40:00+00:00"
    assert article.expire_at.isoformat() == "2027-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("de_DE", "de-DE"),
        ("en-GB", ""),
        ("EN", ""),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("de-x-a", ""),
    ],
)
def test_a_language_is_kept_where_it_is_another_one_than_the_papers(said, kept):
    take_in(arrivals(item(1, language=Derived(said, "html lang"))))
    assert Article.objects.get().language == kept


ARABIC = "فتح الجسر يوم الاثنين، قالت BBC News"


@pytest.mark.parametrize(
    ("papers", "said", "text", "kept"),
    [
        ("en", "ar", ARABIC, "ar"),
        ("en", "ar", "The bridge is open.", ""),
        ("en", "ar", "2026", "ar"),
        ("ar", "en-US", ARABIC, ""),
        ("ar", "en-US", "The bridge is open, الجسر.", "en-US"),
    ],
)
def test_a_language_that_the_letters_contradict_was_left_standing(settings, papers, said, text, kept):
    settings.LANGUAGE_CODE = papers
    take_in(arrivals(item(1, lines=(Line(text),), language=Derived(said, "html lang"))))
    assert Article.objects.get().language == kept


def test_what_the_source_holds_back_stays_a_draft():
    take_in(arrivals(item(1), item(2, hold=Derived("draft", "wp:status"))), publish=True)
    statuses = Article.objects.order_by("headline").values_list("headline", "status")
    assert list(statuses) == [("Item 1", "published"), ("Item 2", "draft")]
