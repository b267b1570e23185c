"""What the environment may say, and that a value that cannot be read stops the start."""

import runpy
from pathlib import Path

import pytest
from django.conf import settings
from environs import EnvError

FILE = Path(settings.BASE_DIR) / "focushub" / "settings.py"


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, object]:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(FILE))


def test_letters_are_printed_where_no_server_is_named(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)

    told = read(monkeypatch)

    assert told["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


def test_letters_go_encrypted_as_the_example_has_it(monkeypatch):
    told = read(monkeypatch, EMAIL_URL="submission://robin:secret@mail.example.org:587")

    assert told["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert told["EMAIL_USE_TLS"] is True
    assert told["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "smtp+tls://robin:secret@mail.example.org:587"),
        ("FOCUSHUB_SECRET_KEY", "short"),
        ("FOCUSHUB_DATABASE_POOL", "1"),
        ("FOCUSHUB_LLM_TIMEOUT_SECONDS", "soon"),
        ("FOCUSHUB_LOG_LEVEL", "loud"),
        ("FOCUSHUB_METRICS_TOKEN", "guessable"),
        ("FOCUSHUB_VAPID_PRIVATE_KEY", "no key"),
        ("FOCUSHUB_VAPID_CONTACT", "robin"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start_and_is_named(monkeypatch, name, value):
    with pytest.raises(EnvError, match=name):
        read(monkeypatch, **{name: value})
