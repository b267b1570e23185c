"""The one way to ask a feature something: cache, single flight, draft, model.

`begin` does everything up to the wait, in one short transaction. Whoever waits does so outside of
it, by `focushub.ai.waiting`; the worker finishes the run by `focushub.ai.services.runs`.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from focushub.accounts.models import User
from focushub.ai import features
from focushub.ai.choice import model_for, refusal_for
from focushub.ai.features import Question
from focushub.ai.gateways import ModelChoice
from focushub.ai.models import Run
from focushub.ai.services import prompts, runs
from focushub.ai.waiting import wait_for_run
from focushub.caching import canonical, digest
from focushub.common.rendering import render
from focushub.common.threads import off_loop

# A crowd that asks the same at once arrives over this long; whoever comes later finds the cache.
_CROWD_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either `cached`, the bytes of a stored answer, or the `run` that has or will have one."""

    cached: bytes | None = None
    run: Run | None = None


class AIInteractionService:
    """Answers a question for a person. It holds nothing, so one may be made for each request."""

    async def answer(
        self, question: Question, *, person: User, force_refresh: bool = False, wait: float = 20
    ) -> bytes:
        """The body of the answer; of the draft where the model takes longer than `wait` seconds."""
        outcome = await off_loop(self.begin, question, person=person, force_refresh=force_refresh)
        if outcome.cached is not None:
            return outcome.cached
        assert outcome.run is not None
        if outcome.run.is_in_flight:
            await wait_for_run(outcome.run.pk, seconds=wait)
            await off_loop(outcome.run.refresh_from_db)
        return render(outcome.run.body)

    def begin(self, question: Question, *, person: User, force_refresh: bool = False) -> Outcome:
        """Look it up, or join whoever asks the same, or open a run with its draft."""
        feature = features.get(question.feature)
        model = model_for(question.feature, person)
        if model is not None:
            prompts.refresh()
        key = question_key(question, person=person, model=model)
        if not force_refresh:
            stored = feature.entry.get(person.pk, key)
            if stored is not None:
                return Outcome(cached=stored)
        with transaction.atomic():
            _one_at_a_time(key)
            run = _joinable(person, key, is_forced=force_refresh)
            if run is None:
                run = self._open(question, person=person, key=key, model=model)
        return Outcome(run=run)

    def _open(
        self, question: Question, *, person: User, key: str, model: ModelChoice | None
    ) -> Run:
        feature = features.get(question.feature)
        refusal = refusal_for(person) if model else None
        run = Run.objects.create(
            owner=person,
            feature=question.feature,
            question_key=key,
            payload=dict(question.payload),
            asked_at=question.asked_at,
            model=model.model if model else "",
            prompt_version=feature.prompt.version,
        )
        draft = feature.draft(run=run, person=person)
        runs.keep_draft(run=run, draft=draft)
        if draft.is_final:
            run.model = ""
            runs.finish_with_draft(run=run)
        elif model is None or refusal is not None:
            runs.finish_with_draft(run=run, refusal=refusal)
        else:
            runs.enqueue(run)
        return run


def question_key(question: Question, *, person: User, model: ModelChoice | None) -> str:
    """Equal for questions whose answers are the same, over restarts and processes."""
    feature = features.get(question.feature)
    return digest(
        person.pk,
        question.feature,
        canonical(question.payload),
        question.local_day,
        feature.entry.version,
        feature.prompt.version,
        model.model if model else "",
        person.state_revision,
    )


def _one_at_a_time(key: str) -> None:
    """Until the transaction ends, others with this key wait here and then find our run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])


def _joinable(person: User, key: str, *, is_forced: bool) -> Run | None:
    asked = Run.objects.owned_by(person).filter(question_key=key)
    in_flight = asked.in_flight().first()
    if in_flight is not None or is_forced:
        return in_flight
    return asked.answered_within(_CROWD_SECONDS).first()
