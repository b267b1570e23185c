"""English: the words behind the grammar. Data only; add a word here, not in a rule."""

from focushub.language.words import DayPart, Unit, Words


def _spread(rows: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in rows.items() for word in words.split()}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbered(*rows: str) -> dict[str, int]:
    return {word: number for number, words in enumerate(rows) for word in words.split()}


WEEKDAYS = _numbered(
    "monday mon mo",
    "tuesday tue tues",
    "wednesday wed weds wednes",
    "thursday thu thur thurs thrusday",
    "friday fri",
    "saturday sat",
    "sunday sun",
)
PLURAL_WEEKDAYS = _numbered(
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
    for word, number in _numbered(
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
NUMBERS = {
    **_numbered(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ),
    **{
        word: 10 * (number + 2)
        for word, number in _numbered(
            "twenty", "thirty", "forty fourty", "fifty", "sixty", "seventy", "eighty", "ninety"
        ).items()
    },
}
ORDINALS = {
    **_numbered(
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ),
    "twentieth": 20,
    "thirtieth": 30,
}
_UNITS: dict[str, str] = _spread(
    {
        "second": "second seconds sec secs",
        "minute": "minute minutes min mins minuets",
        "hour": "hour hours hr hrs",
        "day": "day days dy night nights",
        "week": "week weeks wk wks",
        "month": "month months mth mths",
        "quarter": "quarter quarters",
        "year": "year years yr yrs",
        "decade": "decade decades",
    }
)
_GLUED: dict[str, str] = _spread(
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

MORNING = DayPart(starts=6, hour=9, ends=12, afternoon=False)
DAWN = DayPart(starts=5, hour=5, ends=7, afternoon=False)
AFTERNOON = DayPart(starts=12, hour=14, ends=18, afternoon=True)
EVENING = DayPart(starts=18, hour=18, ends=22, afternoon=True)
NIGHT = DayPart(starts=21, hour=21, ends=24, afternoon=True)
LUNCH = DayPart(starts=12, hour=12, ends=14, afternoon=True)
BREAKFAST = DayPart(starts=7, hour=8, ends=10, afternoon=False)
DINNER = DayPart(starts=19, hour=19, ends=21, afternoon=True)

_PHRASES: dict[str, str] = {
    "next": "next following coming upcoming",
    "this": "this current",
    "last": "last previous past",
    "the": "the a an",
    "article": "the",
    "one": "a an one",
    "half": "half ½",
    "quarter": "quarter",
    "of": "of in",
    "in": "in within",
    "after": "after",
    "before": "before",
    "from": "from since",
    "now": "now",
    "ago": "ago back earlier",
    "later": "later hence out",
    "away": "away",
    "past": "past after",
    "to": "to before till til of",
    "until": "to until till til untill through thru thro",
    "dash": "- \u2013 \u2014 ~ \u2212",
    "and": "and & n",
    "or": "or",
    "between": "between",
    "at": "at @ around about approximately approx ~ circa ca",
    "about": "around about approximately approx roughly ~ circa ca say",
    "on": "on",
    "by": "by",
    "due": "due deadline",
    "expires": "expires expiring",
    "over": "over",
    "for": "for",
    "every": "every each evry",
    "other": "other alternate",
    "end": "end eo",
    "begin": "beginning begin start",
    "middle": "middle mid",
    "day": "day",
    "week": "week",
    "weekend": "weekend week-end weekends",
    "weekends": "weekend weekends",
    "weekday": "weekday weekdays workday workdays",
    "working": "working business work week",
    "workweek": "workweek",
    "month": "month",
    "year": "year",
    "quarter_unit": "quarter",
    "year_lead": "in by before until till after since during",
    "oclock": "o'clock oclock o\u2019clock",
    "o": "o",
    "clock": "clock",
    "early": "early late mid very earlier later",
    "times": "times time x occurrences occurrence instances",
    "instance": "instance instances",
    "starting": "starting start beginning commencing starts begins from since",
    "up": "up",
    "all": "all full whole entire",
    "another": "another",
    "more": "more additional extra other",
    "less": "less more than",
    "old": "old ago",
    "late": "late overdue behind",
    "once": "once",
    "quota": "twice thrice",
    "per": "a an per each every",
    "single": "single",
    "fortnight": "fortnight fortnights",
    "tonight": "tonight tonite 2night",
    "clockish": "at @ around about approximately approx ~ by before until till til from after "
    "between to - \u2013 past since",
    "date_lead": "on by before until till til after since from for due starting of in through "
    "deadline between around about this next",
    "glue": ", on at @ in the of around about approximately approx ( ~ . |",
    "is": "is was are be",
    "it": "it it's its which that that's it'll",
    "alarm": "alarm alarms wake reminder remind alert notify",
    "eod": "eod cob",
    "street": "street road avenue lane drive square boulevard blvd way court terrace st rd ave",
    "function": "would will is are was works at on in for from starting until till with by and or "
    "but please to if so because as when then than that it i we you he she they during before "
    "after since between around about not no of the a an this next every each my your our",
    "eow": "eow",
    "eom": "eom",
    "eoy": "eoy",
    "counting": "scale count rate rank numbers number pages page chapters chapter levels level "
    "items steps episodes episode score slides part parts section sections question questions "
    "exercise exercises problem problems lesson lessons verse verses odds",
    "timer": "timer wait snooze countdown",
    "oh": "oh ou o zero",
    "ish": "ish",
    "not_a_day": "floor grade draft chapter edition place time times one ones person street "
    "avenue ave anniversary birthday round attempt try page pages version section row party "
    "class half quarter hand gear degree generation century part step stage semester term "
    "wave option choice question task item reader line lap level cousin st year years job "
    "name language world base aid date hour impression responder lady amendment dimension",
    "measures": "cup cups tsp tbsp teaspoon tablespoon mile miles pound pounds lb lbs kg g litre "
    "liter pint marathon majority inch inches price off full done gallon oz ounce ounces km",
}


def _phrases(rows: dict[str, str]) -> dict[tuple[str, ...], str]:
    return {
        tuple(phrase.split()): level
        for level, phrases in rows.items()
        for phrase in phrases.split("; ")
    }


IMPORTANCE = _phrases(
    {
        "urgent": "urgent; urgently; asap; as soon as possible; right away; immediately; "
        "top priority; highest priority; priority urgent; urgent priority",
        "high": "important; high priority; priority high; very important; high prio; crucial; "
        "critical; must do; priority 1",
        "medium": "medium priority; priority medium; normal priority; priority 2",
        "low": "maybe; perhaps; if i have time; if there is time; if there's time; if time; "
        "if i get time; if i get to it; if possible; if i can; low priority; priority low; "
        "low prio; someday; some day; whenever; no rush; not urgent; not important; nice to have; "
        "at some point; eventually; one of these days; would be nice; optional; optionally; "
        "when i get a chance; if i feel like it; not that important; can wait; priority 3",
    }
)
EFFORT = _phrases(
    {
        "high": "deep work; deep focus; high energy; hard focus; needs focus; need to focus; "
        "big brain; needs concentration; full concentration; concentrate; mentally heavy; "
        "when i'm fresh; when i'm sharp; brain heavy; demanding",
        "medium": "medium energy; some focus",
        "low": "easy win; quick win; easy wins; brain-dead; brain dead; braindead; low energy; "
        "low effort; no brain; brainless; mindless; easy peasy; when i'm tired; when tired; "
        "low-energy; no-brainer; zombie mode; on autopilot; autopilot; couch task; "
        "while watching tv",
    }
)
OPENINGS = tuple(
    sorted(
        (
            tuple(phrase.split())
            for phrase in [
                "please",
                "can you",
                "could you",
                "would you",
                "will you",
                "hey",
                "ok so",
                "okay so",
                "so",
                "remind me to",
                "remind me that",
                "remind me about",
                "remind me of",
                "remind me",
                "please remind me to",
                "remember to",
                "remember",
                "don't forget to",
                "dont forget to",
                "do not forget to",
                "don't forget",
                "i need to",
                "i have to",
                "i must",
                "i should",
                "i gotta",
                "i've got to",
                "i got to",
                "i want to",
                "i really need to",
                "i really have to",
                "i also need to",
                "i also have to",
                "also i need to",
                "and i need to",
                "need to",
                "have to",
                "gotta",
                "we need to",
                "we have to",
                "i'd like to",
                "i would like to",
                "set a reminder",
                "add a task to",
                "add a task for",
                "add a reminder to",
                "add a reminder for",
                "add to my list",
                "create a task to",
                "create a task for",
                "schedule a reminder to",
                "put on my list to",
                "set a reminder to",
                "set a reminder for",
                "set a reminder that",
                "set a reminder about",
                "set reminder to",
                "create a reminder to",
                "make sure to",
                "make sure i",
                "i'm supposed to",
                "i am supposed to",
                "todo:",
                "to do:",
                "task:",
                "add task",
                "new task",
                "then",
                "and then",
                "also",
                "plus",
                "oh and",
                "and",
                "i think i should",
                "i still have to",
                "i still need to",
                "um",
                "uh",
                "let's",
                "lets",
                "try to",
                "i'll",
                "i will",
            ]
        ),
        key=len,
        reverse=True,
    )
)

IDIOMS = frozenset(
    _phrases(
        {
            "days": "sunday school; black friday; cyber monday; good friday; easter monday; "
            "easter sunday; palm sunday; ash wednesday; super tuesday; giving tuesday; may day; "
            "world day; day job; day care; day cream; day trip; day one; day to day; week to week; "
            "weekend bag; march madness",
            "times": "today show; tonight show; now or never; now and then; every now and then; "
            "now and again; midnight snack; midnight mass; midnight oil; sunday times; "
            "sunday paper; "
            "now that; as of yet; night shift; night school; night out; good morning; "
            "good afternoon; good evening; good night; morning sickness; up to date; out of date; "
            "to date; by the way",
            "counts": "second hand; second opinion; second nature; second wave; second half; "
            "second thought; second thoughts; third party; first aid; first name; last name; "
            "last minute; last time; last resort; next door; next step; next steps; next level; "
            "next time",
        }
    )
)

EXCEPTIONS = tuple(
    tuple(phrase.split())
    for phrase in (
        "with the exception of",
        "except for",
        "apart from",
        "aside from",
        "other than",
        "but not",
        "just not",
        "except",
        "excluding",
        "excl",
        "besides",
        "minus",
        "but",
        "not",
        "never",
    )
)

ENGLISH = Words(
    weekdays=WEEKDAYS,
    plural_weekdays=PLURAL_WEEKDAYS,
    months=MONTHS,
    doubtful=_set(
        "mo mon wed sat sun mar may march jan jun dec sep apr aug jul oct nov "
        "feb fri thu tue april june august second"
    ),
    numbers=NUMBERS,
    scales={"hundred": 100, "thousand": 1000},
    ordinals=ORDINALS,
    units=UNITS,
    glued_units=GLUED_UNITS,
    day_parts={
        "morning": MORNING,
        "mornings": MORNING,
        "forenoon": MORNING,
        "dawn": DAWN,
        "sunrise": DAWN,
        "afternoon": AFTERNOON,
        "afternoons": AFTERNOON,
        "evening": EVENING,
        "evenings": EVENING,
        "night": NIGHT,
        "nights": NIGHT,
        "nite": NIGHT,
        "nighttime": NIGHT,
        "night-time": NIGHT,
        "tonight": NIGHT,
        "tonite": NIGHT,
        "2night": NIGHT,
    },
    meal_parts={
        "lunch": LUNCH,
        "lunchtime": LUNCH,
        "breakfast": BREAKFAST,
        "dinner": DINNER,
        "dinnertime": DINNER,
        "supper": DINNER,
        "school": DayPart(starts=15, hour=15, ends=17, afternoon=True),
        "work": DayPart(starts=17, hour=17, ends=19, afternoon=True),
    },
    anchors={
        "breakfast": (8, 9),
        "lunch": (12, 13),
        "lunchtime": (12, 13),
        "dinner": (19, 20),
        "dinnertime": (19, 20),
        "supper": (19, 20),
        "school": (8, 15),
        "work": (9, 17),
        "bed": (22, 22),
        "bedtime": (22, 22),
    },
    meridiems={
        "am": 0,
        "a.m.": 0,
        "a.m": 0,
        "pm": 12,
        "p.m.": 12,
        "p.m": 12,
    },
    half_days={"am": "morning", "pm": "afternoon"},
    relative_days={
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
        "tom": 1,
        "2moro": 1,
        "2morrow": 1,
        "overmorrow": 2,
        "yesterday": -1,
        "yest": -1,
    },
    clock_names={"noon": 12, "midday": 12, "noontime": 12, "midnight": 0},
    amounts={"couple": 2, "few": 3, "some": 3, "several": 3, "dozen": 12},
    frequencies={
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
    },
    phrases={name: frozenset(words.split()) for name, words in _PHRASES.items()},
    importance=IMPORTANCE,
    describing=_set(
        "important crucial critical optional demanding concentrate immediately brainless "
        "mindless autopilot"
    ),
    effort=EFFORT,
    companions=_set(
        "with call phone ring text email e-mail mail message msg ping meet tell "
        "ask remind thank visit see invite contact facetime whatsapp dm pay"
    ),
    kin=_set(
        "mum mom mama mother dad papa father grandma grandpa granny gran nan "
        "grandmother grandfather sister brother wife husband partner boyfriend "
        "girlfriend son daughter aunt uncle cousin boss manager landlord "
        "therapist doctor dentist teacher professor prof supervisor accountant "
        "lawyer plumber electrician vet neighbour neighbor roommate flatmate "
        "babysitter colleague team kids parents dr mr mrs ms"
    ),
    forms_of_address=_set("prof professor dr mr mrs ms aunt uncle coach sir"),
    place_leads=_set("at in to from near"),
    places=_set(
        "office home work gym school library bank pharmacy supermarket store "
        "shop mall airport station hospital clinic church park pool cafe "
        "restaurant bakery uni university campus post garage garden kitchen "
        "downtown town dentist hairdresser"
    ),
    openings=OPENINGS,
    idioms=IDIOMS,
    denials=(("instead", "of"), ("rather", "than"), ("and", "not"), ("not",)),
    exceptions=EXCEPTIONS,
    holidays={
        ("christmas", "eve"): (12, 24),
        ("xmas", "eve"): (12, 24),
        ("christmas", "day"): (12, 25),
        ("christmas",): (12, 25),
        ("xmas",): (12, 25),
        ("boxing", "day"): (12, 26),
        ("new", "year", "eve"): (12, 31),
        ("new", "years", "eve"): (12, 31),
        ("nye",): (12, 31),
        ("new", "year", "day"): (1, 1),
        ("new", "years", "day"): (1, 1),
        ("new", "year"): (1, 1),
        ("new", "years"): (1, 1),
        ("valentine", "day"): (2, 14),
        ("valentines", "day"): (2, 14),
        ("valentines",): (2, 14),
        ("st", "patrick", "day"): (3, 17),
        ("halloween",): (10, 31),
        ("independence", "day"): (7, 4),
    },
    morning_words=_set("breakfast morning sunrise dawn wake alarm"),
    evening_words=_set(
        "dinner supper evening tonight night bed bedtime party drinks pub sunset movie movies film "
        "concert cinema gig opera theatre theater"
    ),
    orphans=_set("and due is of"),
    dangling=_set(
        "is was are on at by due in for from until till before of the a an and "
        "or around about this next every each starting between during since no "
        "than then but"
    ),
)
