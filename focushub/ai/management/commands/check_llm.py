"""`manage.py check_llm`: asks the configured model once, and says what came of it in words."""

import asyncio
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from pydantic import BaseModel, Field

from focushub.ai.choice import configured_model
from focushub.ai.gateways import FaultCode, ModelChoice, ModelFault, Prompt, Reply, current
from focushub.ai.services.runs import cost_of

PROMPT = Prompt(Path(__file__).resolve().parents[2] / "check_crew", "say_hello")
_ADVICE = {
    FaultCode.TIMEOUT: "Is it loaded? FOCUSHUB_LLM_TIMEOUT_SECONDS says how long we wait.",
    FaultCode.UNAVAILABLE: "Look at FOCUSHUB_LLM_BASE_URL and at the model's name.",
    FaultCode.UNAUTHORIZED: "Look at FOCUSHUB_LLM_API_KEY.",
    FaultCode.RATE_LIMITED: "Try again later, or ask the provider for more.",
    FaultCode.BAD_REQUEST: "Does this server speak OpenAI's chat protocol?",
}
_NOT_JSON = "It answers, but not as JSON of a schema; a larger model may."


class Hello(BaseModel):
    word: str = Field(max_length=40)


class Command(BaseCommand):
    help = "Asks the configured model one short question: what it costs, how long it takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--feature", default="organize", help="whose model (default: %(default)s)"
        )

    def handle(self, *args: Any, feature: str, **options: Any) -> None:
        model = configured_model(feature)
        if model is None:
            raise CommandError(
                "No model is configured: FOCUSHUB_LLM_MODEL is empty, and the built-in engine "
                "answers everything."
            )
        self.stdout.write(f"asking {model.model} at {model.base_url}")
        started = time.monotonic()
        try:
            reply = asyncio.run(_ask(model))
        except ModelFault as fault:
            advice = _ADVICE.get(fault.code, _NOT_JSON)
            raise CommandError(f"{fault.code}: {fault.detail} {advice}") from fault
        usage = reply.usage
        self.stdout.write(
            f"It answers: {usage.calls} call, {usage.tokens_in} tokens in, {usage.tokens_out} "
            f"out, {cost_of(usage)} US dollars, {time.monotonic() - started:.1f} s in all."
        )


async def _ask(model: ModelChoice) -> Reply[Hello]:
    return await current().ask(prompt=PROMPT, inputs={}, answer=Hello, model=model)
