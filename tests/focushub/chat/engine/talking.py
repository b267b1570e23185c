"""A conversation with the built-in coach, turn by turn."""

from collections.abc import Sequence
from dataclasses import replace

from focushub.chat.engine.answering import answer
from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.situation import Situation
from focushub.chat.engine.turns import Context, Said
from tests.focushub.chat.engine.test_every_turn import KINDS, SITUATIONS

FULL = replace(SITUATIONS["full at 9"], kinds=KINDS | {"create_tasks"})
LOW = SITUATIONS["low at 9"]
MORNING, NOON, EVENING = (SITUATIONS[f"nothing at {hour}"] for hour in (9, 13, 22))


def talk(situation: Situation, *texts: str, memories: Sequence[str] = ()) -> list[Said]:
    dialogue, told = Dialogue(), []
    for text in texts:
        said = answer(
            text,
            situation=situation,
            dialogue=dialogue,
            context=Context(),
            seed=1,
            memories=memories,
        )
        told.append(said)
        dialogue = said.dialogue
    return told


def acts(said: Said) -> list[str]:
    return [act.kind for act in said.acts]
