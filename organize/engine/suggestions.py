"""Kind suggestions that follow from what was said, and a first step where no task was found.

Each suggestion has its reason in the input: a word of feeling, low energy, little time, a date
near, many tasks. Nothing is counted against the person.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from organize.engine.outline import Step
from organize.engine.reader import MAX_TASKS, ReadTask

MOST = 4
_SOON = timedelta(hours=48)
_MANY = 6
_SHORT_MINUTES = 15
_READ = 20_000


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


# A feeling, what is said to it, and the step where there is nothing else to do.
_FEELINGS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        _words(r"overwhelm\w*|too much|drowning|swamped|can['\u2019]?t cope|freaking out|panic\w*"),
        "It is a lot at once. One thing is enough for now; the others are written down and safe.",
        "Put both feet on the floor and breathe out slowly three times",
    ),
    (
        _words(r"anxious|anxiety|scared|afraid|nervous|worried|dread\w*"),
        "Where something is frightening, the first step may be only to look at it.",
        "Write the worry down in one line",
    ),
    (
        _words(
            r"hungry|starving|(?:haven['\u2019]?t|didn['\u2019]?t|not) (?:really |even )?"
            r"(?:eaten|ate|eat)"
        ),
        "Eat something first, whatever is at hand. The list waits for you.",
        "Take one thing to eat that needs no cooking",
    ),
    (
        _words(r"tired|exhausted|drained|burn(?:ed|t) out|sleepy|no energy|wiped|knackered|slept"),
        "You are tired: take the shortest task, or rest first and say so without a reason.",
        "Drink a glass of water and sit down for two minutes",
    ),
    (
        _words(r"stuck|where to start|how to start|can['\u2019]?t start|paraly[sz]ed|frozen|"
        r"procrastinat\w*"),
        "Starting is the hard part: do the first two minutes, then decide anew.",
        "Write down the first thing that comes to mind, however small",
    ),
    (
        _words(r"sad|depressed|lonely|hopeless|crying|cry"),
        "Be gentle with today. Something small and warm counts as much as a task.",
        "Send one line to someone who likes you",
    ),
    (
        _words(r"can['\u2019]?t (?:focus|concentrate|think)|distracted|brain ?(?:fog|fried|"
        r"mush)|scattered"),
        "When thoughts scatter, put the phone into another room and set a timer for ten minutes.",
        "Put the phone into another room",
    ),
    (
        _words(r"angry|annoyed|furious|frustrat\w*"),
        "Walk once round the block before the task that annoys you.",
        "Stand up and walk to the window",
    ),
    (
        _words(r"bored|boring|tedious"),
        "Pair what is dull with something nice: music, a podcast, someone on the phone.",
        "Put on one song",
    ),
)  # fmt: skip
_GENTLE = "Write down one thing that is on your mind, in three words"


def suggest(
    text: str,
    *,
    tasks: Sequence[ReadTask] = (),
    energy: str | None = None,
    available_minutes: int | None = None,
    now: datetime | None = None,
) -> tuple[str, ...]:
    """At most four suggestions, those that answer a feeling first.

    Args:
        text: what the person wrote, up to 20,000 characters.
        energy: "low", "medium" or "high".
        now: aware; without it no date counts as near.
    """
    found = dict.fromkeys(
        [
            *_for_feelings(text[:_READ]),
            *_for_length(tasks),
            *_for_state(energy, available_minutes),
            *_for_dates(tasks, now),
            *_for_tasks(tasks),
        ]
    )
    return tuple(found)[:MOST]


def kind_first_step(text: str) -> Step:
    """A step of two minutes for a text that holds no task; it follows what was felt."""
    title = next((step for words, _, step in _FEELINGS if words.search(text[:_READ])), _GENTLE)
    return Step(
        title=title,
        description="Nothing has to be decided now.",
        minutes=2,
        difficulty="easy",
        energy=1,
    )


def _for_feelings(text: str) -> Iterator[str]:
    heard = [said for words, said, _ in _FEELINGS if words.search(text)]
    yield from heard[:2]


def _for_state(energy: str | None, minutes: int | None) -> Iterator[str]:
    if energy == "low":
        yield "With little energy, begin with what needs the least thought; the hard things keep."
    if energy == "high":
        yield "You have energy: use it for the hardest thing first, while it lasts."
    if minutes is not None and minutes <= _SHORT_MINUTES:
        yield f"{minutes} minutes are enough for a first step; stopping after it is fine."


def _for_length(tasks: Sequence[ReadTask]) -> Iterator[str]:
    if len(tasks) >= MAX_TASKS:
        yield (
            f"One plan holds {MAX_TASKS} things, and these are the first of them. "
            "Where you wrote more, send the rest as a second one."
        )


def _for_dates(tasks: Sequence[ReadTask], now: datetime | None) -> Iterator[str]:
    if now is None:
        return
    dated = [(task.due_at, index, task) for index, task in enumerate(tasks) if task.due_at]
    near = sorted((d, i, t) for d, i, t in dated if d is not None and d <= now + _SOON)
    if not near:
        return
    due, _, task = near[0]
    if due >= now:
        yield f"“{task.title[:80]}” has the nearest date: its first step could come first."
    else:
        yield f"“{task.title[:80]}” can get a new date: choose one that is kind to you."


def _for_tasks(tasks: Sequence[ReadTask]) -> Iterator[str]:
    if _MANY <= len(tasks) < MAX_TASKS:
        yield f"{len(tasks)} things are out of your head now. Choose one; the list holds the rest."
    quick = [t for t in tasks if t.minutes is not None and t.minutes <= 5]
    if quick and len(tasks) > 1:
        yield f"“{quick[0].title[:80]}” takes {quick[0].minutes} minutes: a good way to get going."
    if any(task.after for task in tasks):
        yield "Some things wait for others; begin with one that waits for nothing."
    if tasks:
        yield "Tell someone what you begin with; it is easier with a witness."
