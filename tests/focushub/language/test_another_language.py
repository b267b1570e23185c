"""A second language is a table: some German, read by the rules that read English."""

from dataclasses import replace

import pytest

from focushub.language import read
from focushub.language.words_en import ENGLISH
from tests.focushub.language.reading_at import NOW, wall

DAYS = "montag dienstag mittwoch donnerstag freitag samstag sonntag"
MONTHS = "januar februar märz april mai juni juli august september oktober november dezember"
GLUE = {
    "nächsten": "next",
    "nächste": "next",
    "diesen": "this",
    "jeden": "every",
    "jede": "every",
    "außer": "except",
    "bis": "by",
    "um": "at",
    "am": "on",
    "von": "from",
    "vor": "ago",
    "und": "and",
    "der": "the",
    "dem": "the",
    "des": "of",
    "uhr": "oclock",
    "heute": "today",
    "morgen": "tomorrow",
    "übermorgen": "overmorrow",
    "abend": "evening",
    "woche": "week",
    "monat": "month",
    "stunde": "hour",
    "stunden": "hours",
    "minuten": "minutes",
    "tag": "day",
    "tagen": "days",
    "wochen": "weeks",
    "monats": "month",
    "ende": "end",
    "halbe": "half",
    "eine": "a",
}
GERMAN = replace(
    ENGLISH,
    weekdays={name: number for number, name in enumerate(DAYS.split())},
    plural_weekdays={},
    months={name: number + 1 for number, name in enumerate(MONTHS.split())},
    meridiems={},
    half_days={},
    openings=(("erinnere", "mich", "an"),),
    dangling=frozenset({"am", "um", "bis", "der"}),
    spelling=GLUE,
)


@pytest.mark.parametrize(
    ("text", "due", "recurrence", "title"),
    [
        ("Zahnarzt nächsten Freitag um 15 Uhr", "2026-12-04 15:00", None, "Zahnarzt"),
        ("Miete zahlen bis Ende des Monats", "2026-11-30 23:59", None, "Miete zahlen"),
        ("Bericht in 3 Tagen abgeben", "2026-11-28 23:59", None, "Bericht abgeben"),
        ("Milch kaufen morgen", "2026-11-26 23:59", None, "Milch kaufen"),
        ("Ausweis abholen am 17. März", "2027-03-17 23:59", None, "Ausweis abholen"),
        ("Müll rausbringen jeden Montag", "2026-11-30 23:59", "FREQ=WEEKLY;BYDAY=MO", None),
        (
            "Hund ausführen jeden Tag außer Sonntag",
            "2026-11-25 23:59",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
            "Hund ausführen",
        ),
        ("Sport am Dienstag und Freitag", "2026-12-01 23:59", "FREQ=MONTHLY", "Sport"),
    ],
)
def test_a_table_of_words_makes_the_rules_read_german(
    text: str, due: str, recurrence: str | None, title: str | None
) -> None:
    found = read(text, now=NOW, date_order="dmy", words=GERMAN)

    assert wall(found.due_at) == due
    assert (found.recurrence or "").startswith(recurrence or "")
    assert title is None or found.title == title


def test_a_length_is_read_in_german() -> None:
    assert read("Lesen 45 Minuten", now=NOW, words=GERMAN).minutes == 45
    assert read("Lesen eine halbe Stunde", now=NOW, words=GERMAN).minutes == 30
