"""Whom to call: by the person's country, else their time zone's, else everywhere."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

_NOWHERE: Final = ""


@dataclass(frozen=True, slots=True)
class Helpline:
    """People who listen.

    Attributes:
        phone: as it is dialled in the country; "" where there is none.
        text: how to write to it ("text SHOUT to 85258"); "" where one cannot.
        hours: "24/7", or when somebody answers.
    """

    name: str
    phone: str
    text: str
    url: str
    hours: str
    purpose: Literal["crisis", "violence"]


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known for one country.

    Attributes:
        country: ISO 3166-1 alpha-2, or "" for everywhere.
        emergency: the number, or "" where the country is not known.
        international: the directory of all countries, which is always told.
    """

    country: str
    emergency: str
    lines: tuple[Helpline, ...]
    international: Helpline

    def lines_for(self, purpose: Literal["crisis", "violence"]) -> tuple[Helpline, ...]:
        """Those made for it first; the crisis lines listen to everybody."""
        made_for_it = tuple(line for line in self.lines if line.purpose == purpose)
        others = tuple(line for line in self.lines if line.purpose == "crisis")
        return tuple(dict.fromkeys([*made_for_it, *others]))


def directory_for(*, country: str = "", zone: str = "") -> Directory:
    """The numbers of the country; of the zone's country where none is named.

    Args:
        country: ISO 3166-1 alpha-2 in capitals, or "".
        zone: an IANA time zone such as Europe/Berlin, or "".
    """
    data = _data()
    code = country or _countries_of_zones().get(zone, _NOWHERE)
    known = data["countries"].get(code)
    there = data["international"]
    return Directory(
        country=code if known else _NOWHERE,
        emergency=known["emergency"] if known else "",
        lines=tuple(_line(entry) for entry in known["lines"]) if known else (),
        international=Helpline(there["name"], "", "", there["url"], there["hours"], "crisis"),
    )


def _line(entry: Mapping[str, str]) -> Helpline:
    purpose: Literal["crisis", "violence"] = "violence" if entry["for"] == "violence" else "crisis"
    return Helpline(
        entry["name"], entry["phone"], entry["text"], entry["url"], entry["hours"], purpose
    )


@cache
def _data() -> Mapping[str, Any]:
    with (Path(__file__).parent / "helplines.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _countries_of_zones() -> Mapping[str, str]:
    """Zone to country, old names of zones too, from the tables that come with the zones."""
    folder = files("tzdata.zoneinfo")
    table = folder.joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and line[0] != "#")
    countries = {row[2]: row[0] for row in rows}
    links = folder.joinpath("tzdata.zi").read_text(encoding="utf-8").splitlines()
    for _, zone, old in (line.split() for line in links if line.startswith("L ")):
        if zone in countries:
            countries.setdefault(old, countries[zone])
    return countries
