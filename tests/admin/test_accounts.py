"""Publishers put people into groups, and gain nothing by it."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from articles.models import StatusChange
from tests.factories import UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client):
    user = make_member("Publisher", username="paula")
    client.force_login(user)
    return user


def change(client, account, **fields):
    data = {"username": account.username, "is_active": "on", "is_staff": "on", **fields}
    return client.post(reverse("admin:auth_user_change", args=[account.pk]), data)


def group(name):
    return Group.objects.get(name=name).pk


def test_a_publisher_promotes_a_reporter_and_the_log_says_so(client, publisher):
    reporter = make_member("Reporter", username="rosa")
    assert change(client, reporter, groups=[group("Editor")]).status_code == 302
    assert [one.name for one in reporter.groups.all()] == ["Editor"]
    entry = StatusChange.objects.get()
    assert (entry.verb, entry.user, entry.subject, entry.note) == (
        "permissions",
        publisher,
        "Account rosa",
        "+ group Editor, − group Reporter",
    )


def test_a_publisher_makes_nobody_mightier_than_themselves(client, publisher):
    reporter = make_member("Reporter")
    mighty = Group.objects.create(name="Mighty")
    mighty.permissions.add(Permission.objects.get(codename="delete_user"))
    every = Permission.objects.get(codename="delete_user").pk
    change(client, reporter, groups=[group("Reporter")], is_superuser="on", user_permissions=[every])
    assert change(client, reporter, groups=[mighty.pk]).status_code == 200
    reporter = User.objects.get(pk=reporter.pk)
    assert (reporter.is_superuser, reporter.get_all_permissions() <= publisher.get_all_permissions()) == (
        False,
        True,
    )


def test_a_publisher_touches_no_administrator_and_no_password(client, publisher):
    administrator, reporter = UserFactory(username="root"), make_member("Reporter")
    assert change(client, administrator).status_code == 403
    for account in (administrator, reporter):
        url = reverse("admin:auth_user_password_change", args=[account.pk])
        assert (
            client.post(url, {"password1": "x7-long-enough", "password2": "x7-long-enough"}).status_code
            == 403
        )


def test_an_editor_sees_no_accounts(client):
    client.force_login(make_member("Editor"))
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_the_log_outlives_the_account(client, publisher):
    change(client, make_member("Reporter"), groups=[group("Editor")])
    publisher.delete()
    entry = StatusChange.objects.get()
    assert (entry.user, entry.actor) == (None, "paula")


def test_a_publisher_wakes_no_account_that_may_do_more(client, publisher):
    mighty = Group.objects.create(name="Mighty")
    mighty.permissions.add(Permission.objects.get(codename="delete_user"))
    sleeper = UserFactory(username="sleeper", is_superuser=False, is_active=False)
    sleeper.groups.add(mighty)
    assert change(client, sleeper).status_code == 403
    sleeper.groups.set([group("Editor")])
    assert change(client, sleeper, groups=[group("Editor")]).status_code == 302
    assert User.objects.get(username="sleeper").is_active


def test_whoever_may_change_groups_grants_nobody_what_they_cannot_do(client, publisher):
    codenames = ("view_group", "add_group", "change_group", "delete_group")
    publisher.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    own = Group.objects.get(name="Publisher")
    every = [str(pk) for pk in Permission.objects.values_list("pk", flat=True)]
    data = {"name": own.name, "permissions": every}
    before = User.objects.get(pk=publisher.pk).get_all_permissions()
    assert client.post(reverse("admin:auth_group_change", args=[own.pk]), data).status_code == 403
    assert client.post(reverse("admin:auth_group_add"), {**data, "name": "All"}).status_code == 403
    assert client.post(reverse("admin:auth_group_delete", args=[own.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:auth_group_change", args=[own.pk])).status_code == 200
    assert User.objects.get(pk=publisher.pk).get_all_permissions() == before
