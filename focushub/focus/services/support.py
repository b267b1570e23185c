"""What a person is answered who says how they are: kept, compared with before, never left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from focushub.accounts.models import User
from focushub.focus.engine.mood import MAX_HISTORY, Felt, Support, support
from focushub.focus.models import CheckIn
from focushub.focus.services.check_ins import record_check_in
from focushub.language.crisis import Danger, Directory, Helpline, directory_for, recognise

_LOOK_BACK: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Answered:
    """Attributes:
    directory: whom to call, where somebody should not be alone with it.
    """

    check_in: CheckIn
    support: Support
    helplines: tuple[Helpline, ...] = ()
    directory: Directory | None = None


def log_mood(
    *,
    owner: User,
    mood: int,
    energy: int,
    stress: int,
    note: str = "",
    triggers: Sequence[str] = (),
) -> Answered:
    """Keeps the check-in and says what it tells; no model is asked, and least of all here."""
    check_in = record_check_in(
        owner=owner, mood=mood, energy=energy, stress=stress, note=note, triggers=triggers
    )
    said = "\n".join([check_in.note, *check_in.triggers])
    crisis = recognise(said)
    told = support(
        now=_felt(check_in, owner),
        before=_before(check_in, owner),
        speaks_of_crisis=crisis is not None,
    )
    if not told.is_heavy:
        return Answered(check_in, told)
    directory = directory_for(country=owner.country, zone=owner.timezone)
    is_violence = crisis is not None and crisis.danger is Danger.VIOLENCE
    lines = directory.lines_for("violence" if is_violence else "crisis")
    return Answered(check_in, told, (*lines, directory.international), directory)


def _before(check_in: CheckIn, owner: User) -> list[Felt]:
    rows = (
        CheckIn.objects.owned_by(owner)
        .between(check_in.created_at - _LOOK_BACK, check_in.created_at)
        .exclude(pk=check_in.pk)
        .order_by("-created_at")[:MAX_HISTORY]
    )
    return [_felt(row, owner) for row in reversed(rows)]


def _felt(row: CheckIn, owner: User) -> Felt:
    return Felt(
        at=row.created_at.astimezone(owner.zone),
        mood=row.mood,
        energy=row.energy,
        stress=row.stress,
        note=row.note,
        triggers=tuple(row.triggers),
    )
