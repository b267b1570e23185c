import re
from io import StringIO

import pytest
from django.core.management import call_command

from focushub.accounts.models import User

pytestmark = pytest.mark.django_db


def seeded():
    out = StringIO()
    call_command("seed_demo_account", stdout=out)
    return out.getvalue()


def test_the_password_is_told_once_and_opens_the_account_and_the_admin(log_in, client):
    told = seeded()

    [password] = re.findall(r"password (\S+) ", told)
    assert "user name demo" in told
    assert len(password) == 16
    assert log_in("demo", password).status_code == 200
    assert User.objects.get().is_staff
    opened = client.post("/admin/login/?next=/admin/", {"username": "demo", "password": password})
    assert (opened.status_code, opened["Location"]) == (302, "/admin/")


def test_a_second_time_nothing_changes_and_no_password_is_told():
    seeded()
    before = User.objects.values().get()

    again = seeded()

    assert again == "The account `demo` stands already.\n"
    assert User.objects.values().get() == before


def test_two_accounts_never_share_a_password():
    first = seeded()
    User.objects.all().delete()

    assert seeded() != first
