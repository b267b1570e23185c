"""English for days and longer: weekdays, months, holidays, units, how often."""

from focushub.language.words import Unit
from focushub.language.words_en.shapes import numbered, spread, word_set

WEEKDAYS = numbered(
    "monday mon mo",
    "tuesday tue tues",
    "wednesday wed weds wednes",
    "thursday thu thur thurs thrusday",
    "friday fri",
    "saturday sat",
    "sunday sun",
)

PLURAL_WEEKDAYS = numbered(
    "mondays mons",
    "tuesdays tues",
    "wednesdays weds",
    "thursdays",
    "fridays fris",
    "saturdays sats",
    "sundays suns",
)

MONTHS = {
    word: number + 1
    for word, number in numbered(
        "january jan",
        "february feb febr",
        "march mar",
        "april apr",
        "may",
        "june jun",
        "july jul",
        "august aug",
        "september sep sept",
        "october oct",
        "november nov",
        "december dec",
    ).items()
}

DOUBTFUL = word_set(
    "mo mon wed sat sun mar may march jan jun dec sep apr aug jul oct nov "
    "feb fri thu tue april june august second"
)

RELATIVE_DAYS = {
    "today": 0,
    "tod": 0,
    "todays": 0,
    "2day": 0,
    "tomorrow": 1,
    "tomorrows": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tomorow": 1,
    "tomorro": 1,
    "tmrw": 1,
    "tmr": 1,
    "tmw": 1,
    "tomo": 1,
    "tomoz": 1,
    "2mrw": 1,
    "tom": 1,
    "2moro": 1,
    "2morrow": 1,
    "overmorrow": 2,
    "yesterday": -1,
    "yest": -1,
}

_UNITS: dict[str, str] = spread(
    {
        "second": "second seconds sec secs",
        "minute": "minute minutes min mins minuets",
        "hour": "hour hours hr hrs",
        "day": "day days dy night nights",
        "week": "week weeks wk wks",
        "month": "month months mth mths mos",
        "quarter": "quarter quarters",
        "year": "year years yr yrs",
        "decade": "decade decades",
    }
)

_GLUED: dict[str, str] = spread(
    {
        "second": "s",
        "minute": "m",
        "hour": "h",
        "day": "d",
        "week": "w",
        "month": "mo",
        "year": "y",
    }
)

UNITS: dict[str, Unit] = dict(_UNITS)  # type: ignore[arg-type] # The keys above are the units.

GLUED_UNITS: dict[str, Unit] = dict(_GLUED)  # type: ignore[arg-type] # As above.

FREQUENCIES = {
    "daily": ("DAILY", 1),
    "everyday": ("DAILY", 1),
    "every-day": ("DAILY", 1),
    "nightly": ("DAILY", 1),
    "weekly": ("WEEKLY", 1),
    "biweekly": ("WEEKLY", 2),
    "bi-weekly": ("WEEKLY", 2),
    "fortnightly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "bimonthly": ("MONTHLY", 2),
    "bi-monthly": ("MONTHLY", 2),
    "quarterly": ("MONTHLY", 3),
    "semiannually": ("MONTHLY", 6),
    "semi-annually": ("MONTHLY", 6),
    "biannually": ("MONTHLY", 6),
    "bianually": ("MONTHLY", 6),
    "half-yearly": ("MONTHLY", 6),
    "yearly": ("YEARLY", 1),
    "annually": ("YEARLY", 1),
    "anually": ("YEARLY", 1),
    "biennially": ("YEARLY", 2),
    "hourly": ("HOURLY", 1),
    "weekdays": ("WEEKLY", 1),
    "weekends": ("WEEKLY", 1),
}
