"""English for times of day: parts of the day, meals, am and pm, noon."""

from focushub.language.words import DayPart
from focushub.language.words_en.shapes import word_set

MORNING = DayPart(starts=6, hour=9, ends=12, afternoon=False)
DAWN = DayPart(starts=5, hour=5, ends=7, afternoon=False)
AFTERNOON = DayPart(starts=12, hour=14, ends=18, afternoon=True)
EVENING = DayPart(starts=18, hour=18, ends=22, afternoon=True)
NIGHT = DayPart(starts=21, hour=21, ends=24, afternoon=True)
LUNCH = DayPart(starts=12, hour=12, ends=14, afternoon=True)
BREAKFAST = DayPart(starts=7, hour=8, ends=10, afternoon=False)
DINNER = DayPart(starts=19, hour=19, ends=21, afternoon=True)

DAY_PARTS = {
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
}

MEAL_PARTS = {
    "lunch": LUNCH,
    "lunchtime": LUNCH,
    "breakfast": BREAKFAST,
    "dinner": DINNER,
    "dinnertime": DINNER,
    "supper": DINNER,
    "school": DayPart(starts=15, hour=15, ends=17, afternoon=True),
    "work": DayPart(starts=17, hour=17, ends=19, afternoon=True),
}

ANCHORS = {
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
}

MERIDIEMS = {
    "am": 0,
    "a.m.": 0,
    "a.m": 0,
    "pm": 12,
    "p.m.": 12,
    "p.m": 12,
}

HALF_DAYS = {"am": "morning", "pm": "afternoon", "eve": "evening"}

CLOCK_NAMES = {"noon": 12, "midday": 12, "noontime": 12, "midnight": 0}

MORNING_WORDS = word_set("breakfast morning sunrise dawn wake alarm")

EVENING_WORDS = word_set(
    "dinner supper evening tonight night bed bedtime party drinks pub sunset movie movies film "
    "concert cinema gig opera theatre theater"
)
