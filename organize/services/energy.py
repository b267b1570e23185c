"""What a plan takes a person's energy to be, where they named none."""

from dataclasses import replace

from focushub.accounts.models import User
from focushub.focus.services.energy import assume_energy
from organize.services.requests import PlanRequest


def with_energy(request: PlanRequest, *, person: User) -> PlanRequest:
    """The request with what their check-ins say; what it names itself stands above them."""
    assumed = assume_energy(person=person, at=request.asked_at)
    if request.energy is not None:
        assumed = assumed.without_now()
    return replace(request, energy=request.energy or assumed.current, assumed=assumed)
