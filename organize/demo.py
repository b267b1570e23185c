"""Six weeks of tasks: most were done, often later than thought, and this week has its blocks."""

from datetime import timedelta
from typing import Final

from focushub.calendar.models import TimeBlock
from focushub.common.demo import Story, tells
from organize.engine.breakdown import break_down
from organize.models import Step, Task

# Title, minutes, energy, label.
_TITLES: Final = (
    ("Do the laundry", 40, "low", "home"),
    ("Answer the mails that wait", 30, "medium", "desk"),
    ("Pay the electricity bill", 10, "low", "money"),
    ("Clean the kitchen", 35, "low", "home"),
    ("Write the seminar paper", 120, "high", "study"),
    ("Call the dentist", 10, "medium", "health"),
    ("Buy groceries", 45, "low", "home"),
    ("Tidy the desk", 20, "low", "desk"),
    ("Read the chapter on memory", 60, "high", "study"),
    ("Go for a run", 40, "medium", "health"),
    ("Water the plants", 10, "low", "home"),
    ("Prepare the presentation", 90, "high", "study"),
    ("Return the parcel", 25, "medium", "errands"),
    ("Plan the weekend", 15, "medium", "home"),
)
_OPEN: Final = (
    ("File the tax return", 120, "high", 9),
    ("Book a place for the exam", 15, "medium", 2),
    ("Fix the bike", 45, "medium", None),
    ("Write to grandmother", 20, "low", None),
    ("Finish the seminar paper", 180, "high", 6),
    ("Sort the photos", 60, "low", None),
    ("Renew the library card", 20, "low", 1),
    ("Clean the fridge", 25, "low", -2),
)
_EVERY: Final = ("Take out the rubbish", 10, "FREQ=WEEKLY;BYDAY=TH")


@tells("tasks")
def tasks(story: Story) -> int:
    chance = story.chance("tasks")
    made = []
    for day in story.days:
        for title, minutes, energy, label in chance.sample(_TITLES, k=chance.choice((0, 1, 1, 2))):
            due = story.at(day, 18)
            task = _task(story, title, minutes, energy=energy, labels=[label], due_at=due)
            late = timedelta(hours=chance.choice((-3, -1, 0, 2, 5, 26)))
            task.completed_at = min(due + late, story.at(-1, 21))
            made.append(task)
    for title, minutes, energy, days in _OPEN:
        due_at = None if days is None else story.at(days, 18)
        made.append(_task(story, title, minutes, energy=energy, due_at=due_at))
    title, minutes, rule = _EVERY
    made.append(_task(story, title, minutes, recurrence=rule, due_at=story.at(1, 19)))
    Task.objects.bulk_create(made)
    steps = [step for task in made for step in _steps(task)]
    Step.objects.bulk_create(steps)
    _book(story, made[-len(_OPEN) - 1 : -1])
    return len(made)


def _task(story: Story, title: str, minutes: int, **fields: object) -> Task:
    return Task(owner=story.person, title=title, estimate_minutes=minutes, **fields)


def _steps(task: Task) -> list[Step]:
    cut = break_down(task.title, granularity=3, minutes=task.estimate_minutes)
    return [
        Step(
            owner_id=task.owner_id,
            task=task,
            position=position,
            title=step.title,
            description=step.description,
            minutes=step.minutes,
            tools=list(step.tools),
            completed_at=task.completed_at,
        )
        for position, step in enumerate(cut.steps)
    ]


def _book(story: Story, waiting: list[Task]) -> None:
    """One block a day from tomorrow on, late in the morning."""
    TimeBlock.objects.bulk_create(
        TimeBlock(
            owner=story.person,
            kind=TimeBlock.Kind.TASK,
            title=task.title,
            subject_id=task.pk,
            starts_at=story.at(day, 10),
            ends_at=story.at(day, 10) + timedelta(minutes=min(task.estimate_minutes or 30, 90)),
        )
        for day, task in enumerate(waiting, start=1)
    )
