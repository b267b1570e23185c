"""Which model may be asked, if any: by the environment, the person's wish, the day's budget."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Sum
from django.utils import timezone

from focushub.accounts.models import User
from focushub.ai.gateways import ModelChoice
from focushub.ai.models import ModelSwitch, Run
from focushub.common.clock import midnight


@dataclass(frozen=True, slots=True)
class Refusal:
    """A model is configured and allowed, and is not asked all the same."""

    code: str
    detail: str


SWITCHED_OFF = Refusal(
    "model_off", "The language model is switched off just now; this is the built-in answer."
)
BUDGET_PERSON = Refusal(
    "budget_person", "Today's share of the language model is used up; this is the built-in answer."
)
BUDGET_ALL = Refusal(
    "budget_all", "The language model has done its work for today; this is the built-in answer."
)


def configured_model(feature: str) -> ModelChoice | None:
    name = settings.LLM_MODEL_BY_FEATURE.get(feature) or settings.LLM_MODEL
    if not name:
        return None
    return ModelChoice(
        model=name,
        base_url=settings.LLM_BASE_URL,
        api_key=settings.LLM_API_KEY,
        timeout_seconds=settings.LLM_TIMEOUT_SECONDS,
    )


def any_model_configured() -> bool:
    return bool(settings.LLM_MODEL or any(settings.LLM_MODEL_BY_FEATURE.values()))


def model_for(feature: str, person: User) -> ModelChoice | None:
    """None where none is configured or the person does not want one."""
    return configured_model(feature) if person.allow_model else None


def switch_refusal() -> Refusal | None:
    """Staff may switch all models off, from one moment to the next."""
    return SWITCHED_OFF if ModelSwitch.objects.filter(is_off=True).exists() else None


def refusal_for(person: User) -> Refusal | None:
    """Tokens are counted over the local day of the person, and over the UTC day for all."""
    if off := switch_refusal():
        return off
    if _tokens_since(_today(person.zone), person) >= settings.LLM_DAILY_TOKENS_PERSON:
        return BUDGET_PERSON
    if _tokens_since(_today(ZoneInfo("UTC"))) >= settings.LLM_DAILY_TOKENS_ALL:
        return BUDGET_ALL
    return None


def _today(zone: ZoneInfo) -> datetime:
    return midnight(timezone.now().astimezone(zone).date(), zone)


def _tokens_since(moment: datetime, person: User | None = None) -> int:
    runs = Run.objects.filter(finished_at__gte=moment, calls__gt=0)
    if person is not None:
        runs = runs.owned_by(person)
    return runs.aggregate(n=Sum(F("tokens_in") + F("tokens_out")))["n"] or 0
