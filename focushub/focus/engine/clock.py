"""The clock of a focus session: nothing ticks, everything follows from instants that are kept.

A session that nobody comes back to changes by itself, at an instant that is known from the
beginning (`lapses_at`): a running one is paused, a paused one is finished. So any machine, asked at
any time, says the same, and no process has to be awake for it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

# A run is paused after three times what was planned, at least one hour and at most four: long
# enough for hyperfocus, short enough that a night's sleep does not count as work.
PLANS_A_RUN: Final = 3
SHORTEST_LIMIT: Final = timedelta(hours=1)
LONGEST_LIMIT: Final = timedelta(hours=4)
# A pause that has become the end of it: a night, and no whole day.
LONGEST_PAUSE: Final = timedelta(hours=12)

_NONE: Final = timedelta()


class State(StrEnum):
    """`abandoned` is set aside: its minutes count for nothing."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    ABANDONED = "abandoned"


def run_limit(planned_minutes: int) -> timedelta:
    """How long a run goes on with nobody touching it."""
    wanted = timedelta(minutes=planned_minutes * PLANS_A_RUN)
    return min(max(wanted, SHORTEST_LIMIT), LONGEST_LIMIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is kept of a session's time.

    Attributes:
        banked: worked before `running_since`, or in all where it does not run.
        running_since: while it runs.
        lapses_at: when it changes by itself, while it runs or is paused.
        ended_at: once it is finished or abandoned.
        is_certain: False once a run was paused by itself: somebody may have left long before.
    """

    state: State
    planned_minutes: int
    started_at: datetime
    banked: timedelta = _NONE
    running_since: datetime | None = None
    lapses_at: datetime | None = None
    ended_at: datetime | None = None
    is_certain: bool = True

    @classmethod
    def start(cls, *, planned_minutes: int, now: datetime) -> Self:
        return cls(
            state=State.RUNNING,
            planned_minutes=planned_minutes,
            started_at=now,
            running_since=now,
            lapses_at=now + run_limit(planned_minutes),
        )

    @property
    def is_open(self) -> bool:
        return self.state in {State.RUNNING, State.PAUSED}

    def at(self, now: datetime) -> Self:
        """The clock as it stands now: with what has happened to it by itself."""
        clock = self
        while clock.lapses_at is not None and clock.lapses_at <= now:
            clock = clock._lapsed(clock.lapses_at)
        return clock

    def elapsed(self, now: datetime) -> timedelta:
        """Worked until now, pauses left out. For a clock that stands as `at(now)` has it."""
        if self.running_since is None:
            return self.banked
        return self.banked + max(now - self.running_since, _NONE)

    @property
    def planned_end_at(self) -> datetime | None:
        """When what was planned is reached, if it runs on; None while it does not run."""
        if self.running_since is None:
            return None
        return self.running_since + timedelta(minutes=self.planned_minutes) - self.banked

    def pause(self, now: datetime) -> Self:
        return replace(
            self,
            state=State.PAUSED,
            banked=self.elapsed(now),
            running_since=None,
            lapses_at=now + LONGEST_PAUSE,
        )

    def resume(self, now: datetime) -> Self:
        return replace(
            self,
            state=State.RUNNING,
            # Another machine's clock may be a little behind the one that started it.
            running_since=max(now, self.started_at),
            lapses_at=now + run_limit(self.planned_minutes),
        )

    def end(self, now: datetime, *, state: State = State.FINISHED) -> Self:
        return replace(
            self,
            state=state,
            banked=self.elapsed(now),
            running_since=None,
            lapses_at=None,
            ended_at=max(now, self.started_at),
        )

    def plan(self, minutes: int, now: datetime) -> Self:
        """Another length. Who changes it is there, so a run has its full limit again."""
        clock = replace(self, planned_minutes=minutes)
        return replace(clock, lapses_at=now + run_limit(minutes)) if self.running_since else clock

    def _lapsed(self, moment: datetime) -> Self:
        if self.state is State.RUNNING:
            return replace(self.pause(moment), is_certain=False)
        # It was over when the pause began.
        return self.end(moment - LONGEST_PAUSE)


def whole_minutes(elapsed: timedelta) -> int:
    """Half a minute counts as one."""
    return int(elapsed / timedelta(minutes=1) + 0.5)
