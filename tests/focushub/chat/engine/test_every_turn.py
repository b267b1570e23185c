"""Whatever somebody says, in whatever situation, the coach has something whole and kind to say."""

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from focushub.chat.engine.answering import REQUEST_TYPES, answer
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.situation import FocusNow, OneThing, Situation, Slot, Tools
from focushub.chat.engine.turns import AGENTS, Context, Said
from focushub.coaching.things import CardBox, Guess, Piece, Thing
from organize.engine.breakdown import break_down
from tests.test_no_blame import BLAME

BERLIN = ZoneInfo("Europe/Berlin")
KINDS = frozenset(
    {
        *("create_task", "complete_task", "snooze_task", "break_down_task", "schedule_task"),
        *("start_focus_session", "start_reviews", "start_quiz", "replan", "replan_day"),
        *("remember", "forget"),
    }
)
SAID = (
    *("I can't start my thesis", "It's too much, I don't even know where to begin"),
    *("ok, I opened it", "I'm scared that what I write will be bad", "ok did it. what next?"),
    *("thanks, how long will this take?", "plan my day", "what should I do now?", "no", "yes"),
    *("smaller", "not this one", "something else", "which first?", "prioritise my tasks"),
    *("I keep getting distracted by my phone", "my neighbours are loud", "I need a break"),
    *("break this down: clean the kitchen", "how long does the tax return take?", "quiz me"),
    *("I feel bad", "I feel like a failure", "I'm overwhelmed, everything is too much", "lonely"),
    *("call mum, water the plants, file taxes by friday", "remember that mornings are hard"),
    *("forget that", "hello", "bye", "thank you", "done", "the second", "three", "5", "later"),
    *("I finished it", "stuck", "I did two of them", "I had a bad day", "I'm tired", "15 minutes"),
    *("replan my week", "I'm late with everything", "start a focus session of 25 minutes"),
    *("", "???", "asdf qwer", "is coffee good for adhd?", "I can't sleep", "stop", "x" * 4000),
)


def tools() -> Tools:
    def cut(title: str, granularity: int) -> list[Piece]:
        steps = break_down(title, granularity=granularity).steps
        return [Piece(step.title, step.minutes) for step in steps]

    def named(text: str) -> list[Piece]:
        return [Piece(part.strip().capitalize(), 10) for part in text.split(",") if part.strip()]

    return Tools(cut, lambda title, minutes: Guess(20, 30, 50, "You often take a while."), named)


def situations() -> Iterator[tuple[str, Situation]]:
    for hour in (3, 9, 13, 22):
        now = datetime(2026, 11, 25, hour, 7, tzinfo=BERLIN)
        hours = timedelta(hours=1)
        steps = (Piece("Open the folder", 2, "s1"), Piece("Sort the receipts", 20, "s2"))
        things = (
            Thing(
                "t1", "task", "File the tax return", 120, steps, now + 20 * hours, True, "urgent"
            ),
            Thing("t2", "task", "Clean the kitchen", 30, energy="low"),
            Thing("t3", "task", "Write the paper", 300, energy="high", due_at=now - 30 * hours),
            Thing("t4", "study", "Cells", 25, starts_at=now + 2 * hours),
            Thing("t5", "task", "Renew the card", None, waits=True, due_at=now + 50 * hours),
            Thing("t6", "task", "Call the bank", 10, due_at=now + 3 * hours, priority="low"),
            Thing("t7", "task", "Fix the bike", 45),
        )
        slots = (Slot("Cells", now + hours / 2, now + hours, "t4"),)
        free = (
            Slot("", now + hours, now + 3 * hours),
            Slot("", now + 4 * hours, now + 4.2 * hours),
        )
        boxes = (CardBox("d1", "Biology", 12, 40), CardBox("d2", "Spanish", 0, 10))
        one = OneThing("t1", "task", things[0].title, steps[0], "It is due tomorrow.")
        full = Situation(
            now=now,
            things=things,
            slots=slots,
            free=free,
            boxes=boxes,
            one=one,
            kinds=KINDS,
            tools=tools(),
        )
        yield f"full at {hour}", full
        yield (
            f"low at {hour}",
            Situation(
                now=now,
                energy="low",
                things=things[:2],
                one=one,
                kinds=KINDS,
                tools=tools(),
                focus=FocusNow("f1", "Write the paper", 12),
                slots=(Slot("Meeting", now - hours, now + hours),),
            ),
        )
        yield f"nothing at {hour}", Situation(now=now, energy="high", kinds=KINDS, tools=tools())
        yield f"no acts at {hour}", Situation(now=now, things=things, one=one, boxes=boxes)


SITUATIONS = dict(situations())


def check(said: Said) -> None:
    assert said.text.strip()
    assert len(said.text) < 4_000
    assert said.agent in AGENTS
    assert 0 <= said.confidence <= 1
    assert len(said.suggestions) <= 6
    assert len(said.acts) <= 6
    assert not re.search(r"\{\w+\}|\bNone\b", said.text)
    if "x" * 100 not in said.text:
        assert not BLAME.search(said.text.replace("failure", "")), said.text


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("order", range(4))
def test_there_is_always_something_whole_and_kind_to_say(name: str, order: int) -> None:
    words = list(SAID)
    random.Random(order).shuffle(words)
    if order == 0:
        words = list(SAID)  # As a conversation would go.
    contexts = [
        Context(),
        Context(energy="low", mood=2),
        Context(preference="focus"),
        Context(preference="emotion", energy="high", mood=8),
    ]
    dialogue = Dialogue()
    for turn, text in enumerate(words):
        said = answer(
            text,
            situation=SITUATIONS[name],
            dialogue=dialogue,
            context=contexts[(turn + order) % 4],
            seed=order,
            memories=("Mornings are hard.",),
        )
        check(said)
        dialogue = Dialogue() if turn % 11 == 10 else said.dialogue


@pytest.mark.parametrize("kind", REQUEST_TYPES)
@pytest.mark.parametrize("name", ["full at 9", "nothing at 22"])
def test_what_is_asked_by_name_is_answered(kind: str, name: str) -> None:
    for text in ("write the paper for 25 minutes", "help", "my phone"):
        said = answer(
            text,
            situation=SITUATIONS[name],
            dialogue=Dialogue(),
            context=Context(request_type=kind),
            seed=1,
        )
        assert said.text.strip()
        assert said.agent in AGENTS


def test_six_turns_about_a_thesis_go_from_one_small_step_to_the_next() -> None:
    dialogue, told = Dialogue(), []
    for text in SAID[:6]:
        said = answer(
            text,
            situation=Situation(
                now=datetime(2026, 11, 25, 9, tzinfo=BERLIN), kinds=KINDS, tools=tools()
            ),
            dialogue=dialogue,
            context=Context(),
            seed=1,
        )
        told.append(said)
        dialogue = said.dialogue

    assert dialogue.topic == "my thesis"
    assert told[0].dialogue.step is not None
    assert told[0].dialogue.step.minutes <= 2
    assert {act.kind for act in told[0].acts} == {"create_task", "start_focus_session"}
    assert told[1].dialogue.small == 1
    assert [said.dialogue.done for said in told] == [0, 0, 1, 1, 2, 2]
    assert len({said.text for said in told}) == 6
