"""The way to a language model through CrewAI's agents.

The only module that imports crewai, and only when the first question comes: it costs 5 to 9 s and
250 MB, which a worker pays and the web process never does. Agents come from YAML and are built
fresh for each question; under them talks our own client (`wire`), because the vendor's goes on
after a cancel and turns one 429 into 27 requests.
"""

import asyncio
import atexit
import logging
import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from pydantic import BaseModel

from focushub.ai.gateways.answers import UnusableAnswerError, read_answer, schema_of, schema_text
from focushub.ai.gateways.base import FaultCode, ModelChoice, ModelFault, Prompt, Reply, Usage
from focushub.ai.gateways.prompts import fill, request_text, script_for
from focushub.ai.gateways.protocol import Message
from focushub.ai.gateways.wire import Wire

if TYPE_CHECKING:
    from crewai import Agent

Answer = TypeVar("Answer", bound=BaseModel)

# Each question holds one thread of the default executor while it waits. With asyncio's own 6
# threads, 200 agents against a model of 1 s take 36 s in place of 4.5.
_THREADS: Final = 512
# How long the vendor's code may take to notice that its question is over.
_WIND_DOWN_SECONDS: Final = 1.0
# How much of an unusable reply its author sees again when it is asked to mend it.
_ECHOED_CHARS: Final = 4_000

_REPAIR: Final = (
    "That cannot be used: {problem}. Answer again with one JSON object that fits the schema, "
    "and nothing else."
)

# What the vendor reads, at its import and later: no telemetry (it looks up hosts, takes 10 s to end
# and replaces SIGTERM's handler), no tracing, and no name of the current folder in its paths.
_VENDOR_SETTINGS: Final = {
    "CREWAI_DISABLE_TELEMETRY": "true",
    "CREWAI_DISABLE_TRACKING": "true",
    "CREWAI_TRACING_ENABLED": "false",
    "CREWAI_STORAGE_DIR": "focushub",
    "OTEL_SDK_DISABLED": "true",
}
_FOLDER_SETTINGS: Final = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")

_import_lock: Final = threading.Lock()


def prepare_worker(loop: asyncio.AbstractEventLoop, *, threads: int = _THREADS) -> None:
    """Readies a worker's loop for many questions at once; takes 5 to 9 s, once.

    Args:
        threads: the most questions that wait for a model at the same time.
    """
    loop.set_default_executor(
        ThreadPoolExecutor(max_workers=threads, thread_name_prefix="focushub-crew")
    )
    _agent_builder()


class CrewGateway:
    """Asks through one CrewAI agent a question."""

    async def ask(
        self,
        *,
        prompt: Prompt,
        inputs: Mapping[str, str],
        answer: type[Answer],
        model: ModelChoice,
        on_text: Callable[[str], None] | None = None,
        on_usage: Callable[[Usage], None] | None = None,
    ) -> Reply[Answer]:
        script = script_for(prompt, inputs=inputs)
        if not _load.cache_info().currsize:
            await asyncio.to_thread(_agent_builder)
        build_agent = _load()
        async with Wire(model, on_text=on_text) as wire:
            turn = _Turn(wire=wire, inputs=inputs, answer=answer)
            agent = build_agent(
                role=script.role,
                goal=script.goal,
                backstory=script.backstory,
                reply=turn.reply,
            )
            # A task of its own: the vendor leaves its bookkeeping in context variables, and they
            # go when the task goes.
            run = asyncio.create_task(
                agent.kickoff_async(
                    request_text(script, schema=schema_text(answer)), response_format=answer
                )
            )
            try:
                await asyncio.wait({run}, timeout=model.timeout_seconds)
                if not run.done():
                    turn.fault = turn.fault or ModelFault(FaultCode.TIMEOUT)
            finally:
                # Also where we are cancelled: the connection is closed before we leave.
                await turn.close()
                if on_usage is not None:
                    on_usage(wire.usage)
                await _wind_down(run)
            if turn.fault is not None:
                turn.fault.usage = wire.usage
                raise turn.fault
            value = run.result().pydantic
            assert isinstance(value, answer)
            return Reply(value=value, usage=wire.usage)


class _TurnOverError(Exception):
    """Ends the vendor's run. It carries nothing that could be taken for a reason to try again."""


class _Turn(Generic[Answer]):
    """One question on its way to the model: the agent's thread waits, the loop talks.

    Attributes:
        fault: why there is no answer, or None.
    """

    def __init__(self, *, wire: Wire, inputs: Mapping[str, str], answer: type[Answer]) -> None:
        self.fault: ModelFault | None = None
        self._wire = wire
        self._inputs = inputs
        self._answer = answer
        self._loop = asyncio.get_running_loop()
        self._talk: Future[Answer] | None = None
        self._talking: asyncio.Task[Any] | None = None
        self._is_closed = False

    def reply(self, messages: Sequence[Mapping[str, Any]]) -> Answer:
        """The agent's one call to its model, from a thread that is not the loop's.

        Raises:
            _TurnOverError: there is no answer; `fault` says why.
        """
        # An agent that asks again (a retry of the vendor's, a second try at parsing) gets nothing:
        # retries and repairs are ours alone, so that each question has a known price.
        if self._talk is not None or self._is_closed:
            raise _TurnOverError
        self._talk = asyncio.run_coroutine_threadsafe(self._converse(messages), self._loop)
        try:
            return self._talk.result()
        except ModelFault as fault:
            self.fault = self.fault or fault
        except CancelledError:
            self.fault = self.fault or ModelFault(FaultCode.CANCELLED)
        raise _TurnOverError

    async def close(self) -> None:
        """Ends the talk, if it is still on; the connection is closed when this returns."""
        self._is_closed = True
        if self._talking is not None and not self._talking.done():
            self._talking.cancel()
            await asyncio.wait({self._talking})

    async def _converse(self, messages: Sequence[Mapping[str, Any]]) -> Answer:
        self._talking = asyncio.current_task()
        if self._is_closed:
            raise ModelFault(FaultCode.CANCELLED)
        request = [
            Message(role=str(m["role"]), content=fill(str(m["content"]), self._inputs))
            for m in messages
        ]
        text = await self._wire.complete(request, schema=schema_of(self._answer))
        try:
            return read_answer(text, self._answer)
        except UnusableAnswerError as error:
            request += _repair(text, problem=error.problem)
        self._wire.start_anew()
        text = await self._wire.complete(request, schema=schema_of(self._answer))
        try:
            return read_answer(text, self._answer)
        except UnusableAnswerError as error:
            raise ModelFault(error.code) from None


def _repair(text: str, *, problem: str) -> list[Message]:
    """What is added to the conversation, so that the model mends its reply `text`."""
    said = text.strip()[:_ECHOED_CHARS]
    request = Message(role="user", content=_REPAIR.format(problem=problem))
    return [Message(role="assistant", content=said), request] if said else [request]


async def _wind_down(run: "asyncio.Task[Any]") -> None:
    """Waits until the vendor has noticed that its turn is over; then insists."""
    await asyncio.wait({run}, timeout=_WIND_DOWN_SECONDS)
    if not run.done():
        run.cancel()
        run.add_done_callback(_look_at)
    else:
        _look_at(run)


def _look_at(run: "asyncio.Task[Any]") -> None:
    """Takes note of how a run ended, or asyncio reports that nobody did."""
    if not run.cancelled():
        run.exception()


class _AgentBuilder(Protocol):
    def __call__(
        self, *, role: str, goal: str, backstory: str, reply: Callable[[Any], BaseModel]
    ) -> "Agent": ...


def _agent_builder() -> _AgentBuilder:
    """Builds an agent whose model is a function. Imports the vendor at the first call."""
    with _import_lock:
        return _load()


@cache
def _load() -> _AgentBuilder:
    os.environ.update(_VENDOR_SETTINGS)
    with _vendor_kept_to_itself():
        from crewai_core.lock_store import set_lock_backend

        # Otherwise it takes REDIS_URL for locks of its own, and fails where Redis does.
        set_lock_backend(_lock)
        from crewai import Agent, BaseLLM
        from crewai.agents.agent_executor import AgentExecutor, AgentExecutorState
        from crewai.events.event_listener import event_listener
        from crewai.flow.flow import FlowState

    # Otherwise it prints 37 lines a run, the answer among them, and logs errors that may quote it.
    event_listener.formatter.verbose = False
    logging.getLogger("crewai").setLevel(logging.CRITICAL)

    class State(FlowState, AgentExecutorState):
        """What each run of an agent starts from: with any other type, and with the vendor's own,
        a pydantic class of just this kind is built for each run (12 ms, and slow to collect)."""

    AgentExecutor._initial_state_t = State  # type: ignore[attr-defined] # set by Flow[...] at run

    # Each attribute that is set on a run's flow asks for them on the instance, where pydantic makes
    # a warning of 20 lines each time: a third of what a run costs here.
    setattr(AgentExecutor, "model_fields", AgentExecutor.model_fields)  # noqa: B010 - of another type

    class FunctionLLM(BaseLLM):
        """A model that is a function: given messages, it gives the finished answer."""

        reply: Callable[[Any], BaseModel]

        def call(self, messages: Any, *_: Any, **__: Any) -> BaseModel:
            return self.reply(messages)

        def supports_function_calling(self) -> bool:
            return False

    def build(
        *, role: str, goal: str, backstory: str, reply: Callable[[Any], BaseModel]
    ) -> "Agent":
        return Agent(
            role=role,
            goal=goal,
            backstory=backstory,
            llm=FunctionLLM(model="focushub", reply=reply),
            verbose=False,
            allow_delegation=False,
            max_iter=1,
            max_retry_limit=0,
            respect_context_window=False,
        )

    return build


@contextmanager
def _vendor_kept_to_itself() -> Iterator[None]:
    """Lets the vendor be imported without a trace on this machine or in this process.

    Its import writes a key and folders under HOME (and fails where it cannot), loads a `.env` of
    the current folder into the environment, and replaces `warnings.warn`.
    """
    folder = tempfile.mkdtemp(prefix="focushub-crew-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    changed = dict.fromkeys(_FOLDER_SETTINGS, folder) | {"PYTHON_DOTENV_DISABLED": "true"}
    before = {name: os.environ.get(name) for name in changed}
    warn = warnings.warn
    os.environ.update(changed)
    try:
        yield
    finally:
        warnings.warn = warn
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_locks: Final[dict[str, threading.RLock]] = {}


def _lock(name: str, *, timeout: float = 120) -> AbstractContextManager[Any]:
    """A lock in this process for the vendor: its stores are not used, so none is shared."""
    return _locks.setdefault(name, threading.RLock())
