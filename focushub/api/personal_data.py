from focushub.api.models import IdempotencyRecord
from focushub.common import personal_data

personal_data.leave_out(
    IdempotencyRecord, why="Copies of answers that stand elsewhere; gone after 24 hours."
)
