"""Telling colleagues: notes with @mentions, messages on the desk, and mail once the change is stored."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from articles.markup import printable
from articles.models import Article, Message, Note, Preferences, name_of

MENTION = re.compile(r"(?<![\w.])@([\w.@+-]*[\w@+])")
MOST_MENTIONS = 20
Kind = Message.Kind
KIND_OF_STEP = {"submit": Kind.SUBMITTED, "send_back": Kind.SENT_BACK, "approve": Kind.APPROVED}


@transaction.atomic
def write_note(article: Article, text: str, *, author: User) -> tuple[Note, list[str]]:
    """A note on a story, told to whom it mentions; with it the names that no colleague has."""
    text = printable(text).strip()[:2000]
    note = Note.objects.create(article=article, author=author, by=name_of(author)[:150], text=text)
    names = list(dict.fromkeys(MENTION.findall(text)))[:MOST_MENTIONS]
    called = Q(pk=None)
    for name in names:
        called |= Q(username__iexact=name)
    colleagues = list(User.objects.filter(called, is_active=True, is_staff=True)) if names else []
    tell(Kind.MENTIONED, article, colleagues, by=author, text=text)
    known = {colleague.username.casefold() for colleague in colleagues}
    return note, [name for name in names if name.casefold() not in known]


def tell_of_step(article: Article, step: str, *, by: User | None, note: str = "") -> None:
    """Reviewers hear of a story that is submitted, its owner of what became of it."""
    if kind := KIND_OF_STEP.get(step):
        tell(kind, article, _concerned(kind, article), by=by, text=note)


def _concerned(kind: str, article: Article) -> Iterable[User]:
    if kind == Kind.SUBMITTED:
        return User.objects.with_perm("articles.review_article")
    return [article.owner] if article.owner else []


def tell(kind: str, article: Article, users: Iterable[User], *, by: User | None, text: str = "") -> None:
    """A message to each of these who wants one, and mail after the transaction; whoever did it gets none."""
    others = [user for user in users if user != by and user.is_active]
    chosen = Preferences.objects.in_bulk([user.pk for user in others]) if others else {}
    wishes = [(user, chosen.get(user.pk) or Preferences(user=user)) for user in others]
    name = name_of(by)[:150] or "operator"
    message = {"kind": kind, "article": article, "by": name, "text": text}
    Message.objects.bulk_create(
        Message(user=user, **message) for user, wish in wishes if kind in wish.on_desk
    )
    mails = [_mail(user, Message(**message)) for user, wish in wishes if kind in wish.by_mail and user.email]
    if mails:
        # Robust: a mail server that fails is a line in the log of errors, never a failed save.
        transaction.on_commit(lambda: get_connection().send_messages(mails) and None, robust=True)


def _mail(user: User, message: Message) -> EmailMessage:
    newest = message.article.latest_revision or message.article
    headline = " ".join(newest.headline.split())
    story = settings.SITE_URL + reverse("admin:articles_article_change", args=[message.article.pk])
    choose = settings.SITE_URL + reverse("admin:preferences")
    lines = [f"{message.get_kind_display()} (by {message.by}): “{headline}”", message.text, story]
    body = "\n\n".join(filter(None, lines)) + f"\n\n-- \nChoose what you get by mail: {choose}\n"
    return EmailMessage(f"{message.get_kind_display()}: {headline}"[:200], body, to=[user.email])
