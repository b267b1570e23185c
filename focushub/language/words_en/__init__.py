"""English: the words behind the grammar, one table by subject.

Data only; add a word in ``calendar`` (days and longer), ``hours`` (times of day), ``counting``
(numbers), ``named_days``, ``slips`` (of the pen), ``glue`` (small words) or ``remarks`` (the rest),
not in a rule.
"""

from focushub.language.words import Words
from focushub.language.words_en import calendar, counting, glue, hours, named_days, remarks, slips

ENGLISH = Words(
    weekdays=calendar.WEEKDAYS,
    plural_weekdays=calendar.PLURAL_WEEKDAYS,
    months=calendar.MONTHS,
    doubtful=calendar.DOUBTFUL,
    numbers=counting.NUMBERS,
    scales=counting.SCALES,
    ordinals=counting.ORDINALS,
    units=calendar.UNITS,
    glued_units=calendar.GLUED_UNITS,
    day_parts=hours.DAY_PARTS,
    meal_parts=hours.MEAL_PARTS,
    anchors=hours.ANCHORS,
    meridiems=hours.MERIDIEMS,
    half_days=hours.HALF_DAYS,
    relative_days=calendar.RELATIVE_DAYS,
    clock_names=hours.CLOCK_NAMES,
    amounts=counting.AMOUNTS,
    frequencies=calendar.FREQUENCIES,
    phrases=glue.PHRASES,
    importance=remarks.IMPORTANCE,
    describing=remarks.DESCRIBING,
    effort=remarks.EFFORT,
    companions=remarks.COMPANIONS,
    kin=remarks.KIN,
    forms_of_address=remarks.FORMS_OF_ADDRESS,
    place_leads=remarks.PLACE_LEADS,
    places=remarks.PLACES,
    openings=remarks.OPENINGS,
    idioms=remarks.IDIOMS,
    denials=glue.DENIALS,
    exceptions=glue.EXCEPTIONS,
    holidays=named_days.NAMED_DAYS,
    morning_words=hours.MORNING_WORDS,
    evening_words=hours.EVENING_WORDS,
    orphans=glue.ORPHANS,
    dangling=glue.DANGLING,
    spelling=slips.SPELLING,
)
