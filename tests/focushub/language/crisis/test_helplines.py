"""The numbers: of the person's country, else of their time zone's, else of everywhere."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from focushub.language import crisis
from focushub.language.crisis import directory_for

DATA = tomllib.loads((Path(crisis.__file__).parent / "helplines.toml").read_text(encoding="utf-8"))
COUNTRIES = DATA["countries"]


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("US", "988"),
        ("CA", "988"),
        ("GB", "116 123"),
        ("IE", "116 123"),
        ("DE", "0800 1110111"),
        ("AU", "13 11 14"),
        ("NZ", "1737"),
        ("FR", "3114"),
    ],
)
def test_the_number_of_a_country_comes_first(country, number):
    first = directory_for(country=country).lines[0]

    assert number in first.phone
    assert first.purpose == "crisis"


def test_the_country_of_the_profile_wins_over_the_zone():
    assert directory_for(country="FR", zone="Europe/Berlin").country == "FR"
    assert directory_for(zone="Europe/Berlin").country == "DE"
    assert directory_for(zone="US/Eastern").country == "US"


def test_where_nothing_is_known_the_international_directory_is_told():
    for nowhere in (directory_for(), directory_for(zone="UTC"), directory_for(country="AQ")):
        assert (nowhere.country, nowhere.emergency, nowhere.lines) == ("", "", ())
        assert nowhere.international.url == "https://findahelpline.com"


def test_lines_for_violence_come_first_where_it_is_about_that():
    names = [line.name for line in directory_for(country="DE").lines_for("violence")]

    assert names == ["Hilfetelefon Gewalt gegen Frauen", "TelefonSeelsorge"]
    assert all(line.purpose == "crisis" for line in directory_for(country="DE").lines_for("crisis"))


def test_every_entry_can_be_used_and_says_where_it_is_from():
    codes = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")

    for code, country in COUNTRIES.items():
        assert f"\n{code}\t" in codes
        assert re.match(r"\d{2,3}\b", country["emergency"])
        assert isinstance(country["checked"], date)
        for line in country["lines"]:
            assert line["phone"] or line["text"], line
            assert re.fullmatch(r"https://\S+", line["url"])
            assert line["hours"]
            assert line["name"]
            assert line["for"] in {"crisis", "violence"}
            assert set(line) == {"name", "phone", "text", "url", "hours", "for"}


def test_each_country_with_lines_has_one_for_everybody():
    for country in COUNTRIES.values():
        purposes = [line["for"] for line in country["lines"]]
        assert not purposes or purposes[0] == "crisis"
