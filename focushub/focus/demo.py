"""Focus sessions of six weeks, most a little longer than planned, and a check-in a day or so."""

from datetime import timedelta
from typing import Final

from focushub.common.demo import Story, tells
from focushub.focus.models import CheckIn, FocusSession, SessionState

_FOR: Final = ("Seminar paper", "Mails", "Reading", "Kitchen", "Presentation")
_NOTES: Final = ("", "", "", "slept badly", "good walk before", "much noise today")


@tells("focus sessions")
def focus_sessions(story: Story) -> int:
    chance = story.chance("focus")
    made = []
    for day in story.days:
        for hour in chance.sample((9, 11, 14, 16), k=chance.choice((0, 1, 1, 2))):
            planned = chance.choice((15, 25, 25, 45))
            worked = timedelta(minutes=round(planned * chance.uniform(0.6, 1.8)))
            start = story.at(day, hour, chance.randrange(0, 10))
            made.append(
                FocusSession(
                    owner=story.person,
                    description=chance.choice(_FOR),
                    state=SessionState.FINISHED,
                    planned_minutes=planned,
                    started_at=start,
                    banked=worked,
                    ended_at=start + worked,
                )
            )
    FocusSession.objects.bulk_create(made)
    return len(made)


@tells("check-ins")
def check_ins(story: Story) -> int:
    chance = story.chance("check-ins")
    made = 0
    for day in story.days:
        if chance.random() < 0.3:
            continue
        row = CheckIn.objects.create(
            owner=story.person,
            energy=chance.randint(3, 9),
            mood=chance.randint(3, 9),
            stress=chance.randint(2, 8),
            note=chance.choice(_NOTES),
        )
        CheckIn.objects.filter(pk=row.pk).update(created_at=story.at(day, 12))
        made += 1
    return made
