"""Jobs that nobody carries out any more, and how staff put them back into the queue."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from focushub.common.errors import DomainError, Kind

# Far longer than a worker needs to say that it lives, or an idle one to see a job.
SILENT = timedelta(seconds=60)


class JobNotStuck(DomainError):
    kind = Kind.CONFLICT
    code = "job_not_stuck"
    detail = "This job is waiting, at work or done; only one that is stuck can be tried again."


def stuck(jobs: QuerySet[Any]) -> QuerySet[Any]:
    """Those that failed for good, and those whose worker has been silent."""
    silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=timezone.now() - SILENT)
    return jobs.filter(Q(status=Status.FAILED.value) | (Q(status=Status.DOING.value) & silent))


def retry(*, job_id: int) -> None:
    """Back into the queue, to be carried out at once.

    Raises:
        JobNotStuck: nothing is wrong with it, or it is gone.
    """
    if not stuck(ProcrastinateJob.objects.filter(pk=job_id)).exists():
        raise JobNotStuck
    app.job_manager.retry_job_by_id(job_id=job_id, retry_at=timezone.now())
