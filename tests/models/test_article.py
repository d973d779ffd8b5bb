"""The gate, the time it reads, and the constraints below it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import Article, ends_unseen
from tests.factories import PersonFactory, SectionFactory, TopicFactory, make_article, make_draft

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("status", "publish_at", "embargo_until", "live_at"),
    [
        ("draft", NOON, None, None),
        ("draft", NOON, NOON, None),
        ("published", NOON, None, NOON),
        ("published", NOON, NOON - HOUR, NOON),
        ("published", NOON, NOON + HOUR, NOON + HOUR),
        ("withdrawn", NOON, None, None),
        ("killed", NOON, None, None),
    ],
)
def test_live_at_is_the_later_time_while_published(status, publish_at, embargo_until, live_at):
    article = make_draft()
    Article.objects.update(status=status, publish_at=publish_at, embargo_until=embargo_until)
    article.refresh_from_db()
    assert article.live_at == live_at


@pytest.mark.parametrize(
    ("expire_at", "begins", "is_unseen"),
    [
        (None, [NOON], False),
        (NOON, [], False),
        (NOON, [None, None], False),
        (NOON, [NOON - HOUR, None], False),
        (NOON, [NOON], True),
        (NOON, [NOON - HOUR, NOON + HOUR], True),
    ],
)
def test_a_time_that_ends_before_its_last_beginning_is_seen_by_nobody(expire_at, begins, is_unseen):
    assert ends_unseen(expire_at, *begins) == is_unseen


def test_the_gate_opens_on_the_second(time_machine):
    time_machine.move_to(NOON - HOUR, tick=False)
    article = make_article(publish_at=NOON, expire_at=NOON + HOUR)
    answers = []
    for second in (-1, 0, 3599, 3600):
        time_machine.move_to(NOON + timedelta(seconds=second), tick=False)
        answers.append(
            (Article.objects.published().exists(), article.is_live, Article.objects.gone().exists())
        )
    assert answers == [(False, False, False), (True, True, False), (True, True, False), (False, False, True)]


def test_until_narrows_the_gate_and_never_widens_it(time_machine):
    time_machine.move_to(NOON, tick=False)
    old, new, future = (make_article(publish_at=NOON + hours * HOUR) for hours in (-2, -1, 1))
    assert set(Article.objects.published(until=NOON - 2 * HOUR)) == {old}
    assert set(Article.objects.published(until=future.publish_at)) == {old, new}


def test_published_means_that_a_time_is_set():
    make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(status="published", publish_at=None)


def test_the_gate_reads_the_index():
    queryset = Article.objects.published().newest_first()[:20]
    if connection.vendor == "sqlite":
        assert "USING INDEX article_live (live_at<?)" in queryset.explain()


def test_taggit_adds_people_and_reads_them_in_order():
    article = make_article()
    known = PersonFactory(name="Łukasz Wilczek")
    article.people.add("Niamh O'Rourke", "łukasz wilczek" if connection.vendor == "postgresql" else known)
    assert {person.name for person in article.people.all()} == {"Niamh O'Rourke", "Łukasz Wilczek"}
    assert set(article.person_taggings.values_list("live_at", flat=True)) == {article.live_at}


def test_ranks_are_the_order():
    first, second, third = TopicFactory(), TopicFactory(), TopicFactory()
    article = make_article(topics=[third, first, second], section=SectionFactory())
    assert list(article.topics.all()) == [third, first, second]
