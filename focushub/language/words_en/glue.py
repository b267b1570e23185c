"""English for the small words between the pieces, and for what cannot begin or end a title."""

from focushub.language.words_en.shapes import word_set

_GLUE: dict[str, str] = {
    "next": "next nxt following coming upcoming",
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
    "about": "around about approximately approx roughly ~ circa ca say exactly",
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
    "week": "week wk cw",
    "weekend": "weekend week-end weekends wknd",
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
    "measured": "notice supply worth forecast trial pass",
    "eow": "eow",
    "eom": "eom",
    "eoy": "eoy",
    "counting": "scale count rate rank numbers number pages page chapters chapter levels level "
    "items steps episodes episode score scored rated rating slides part parts section sections "
    "question questions exercise exercises problem problems lesson lessons verse verses odds",
    "people": "people persons children men women feet teeth pcs kids guests",
    "moving": "move moved moving reschedule rescheduled shift shifted push pushed postpone "
    "postponed change changed bring",
    "timer": "timer wait snooze countdown",
    "oh": "oh ou o zero",
    "ish": "ish",
    "not_a_day": "floor grade draft chapter edition place time times one ones person street "
    "avenue ave anniversary birthday round attempt try page pages version section row party "
    "class half quarter hand gear degree generation century part step stage semester term "
    "wave option choice question task item reader line lap level cousin st year years job "
    "name language world base aid date hour impression responder lady amendment dimension hole",
    "measures": "cup cups tsp tbsp teaspoon tablespoon mile miles pound pounds lb lbs kg g litre "
    "liter pint marathon majority inch inches price off full done gallon oz ounce ounces km cm "
    "mm mph percent pct watts volts degrees stars star gb mb tb",
}

PHRASES = {name: frozenset(words.split()) for name, words in _GLUE.items()}

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

DENIALS = (("instead", "of"), ("rather", "than"), ("and", "not"), ("not",))

ORPHANS = word_set("and due is of")

DANGLING = word_set(
    "is was are on at by due in for from until till before of the a an and "
    "or around about this next every each starting between during since no "
    "than then but to"
)
