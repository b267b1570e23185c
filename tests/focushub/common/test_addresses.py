import pytest
from django.test import RequestFactory

from focushub.common.addresses import UNKNOWN, client_address


def address(remote="192.0.2.1", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, None, "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, None, "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (1, ",203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 198.51.100.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "10.0.0.1, ", "192.0.2.1"),
        (1, "not an address", UNKNOWN),
        (1, "203.0.113.9:4711", UNKNOWN),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(settings, proxies, forwarded, believed):
    settings.TRUSTED_PROXIES = proxies

    assert address(forwarded=forwarded) == believed


@pytest.mark.parametrize(
    ("remote", "told"),
    [
        ("", UNKNOWN),
        ("/run/socket", UNKNOWN),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::"),
    ],
)
def test_any_address_has_one_spelling_that_a_database_takes(remote, told):
    assert address(remote) == told
