"""What the calendar assumes of a person's energy: their check-ins know better than the profile."""

from focushub.calendar.agenda import register_energy
from focushub.focus.services.energy import assume_energy

register_energy(assume_energy)
