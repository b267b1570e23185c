"""Runs: in flight they are stopped, and no job names them any more."""

from django.db import connection

from focushub.accounts.models import User
from focushub.ai.jobs import run_model
from focushub.ai.models import Run
from focushub.ai.services import runs
from focushub.common import personal_data

personal_data.keep_back(Run, "question_key")


@personal_data.before_erasure
def stop_runs_and_their_jobs(person: User) -> None:
    for run in Run.objects.owned_by(person).in_flight():
        runs.cancel(run=run)
    run_ids = [str(pk) for pk in Run.objects.owned_by(person).values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        # Procrastinate's models are for reading only. A job that a worker has in its hands stays
        # until it ends, which it does as soon as it looks for its run.
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status <> 'doing'"
            " AND args ->> 'run_id' = ANY(%s)",
            [run_model.name, run_ids],
        )
