"""What is said to somebody in danger. No model has a part in it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from focushub.chat.engine.dialogue import Dialogue
from focushub.chat.engine.hearing import Follow, Intent, hear
from focushub.chat.engine.speaking import Voice
from focushub.chat.engine.turns import EMOTION, Said
from focushub.language.crisis import Crisis, Danger, Directory, Helpline

_MOST_LINES: Final = 3
# For so many turns after it the coach stays close, and no model is asked.
AFTER: Final = 3


def answer(crisis: Crisis, *, directory: Directory, dialogue: Dialogue, seed: int) -> Said:
    """A human word, whom to call in the person's country, and one thing to do."""
    data = _data()
    entry = data[crisis.danger.value][crisis.about]
    voice = Voice(seed=seed, said=dialogue.said)
    lines = lines_for(crisis, directory)
    told = [f"- {_line(line)}" for line in lines[:_MOST_LINES]]
    told.append(f"- {data['words']['directory'].format(url=directory.international.url)}")
    emergency = emergency_of(directory)
    opening = voice.pick(f"crisis_{crisis.danger.value}_{crisis.about}", entry["open"])
    then = entry["then"].format(emergency=emergency)
    # Where minutes count, the number comes before everything else.
    parts = [opening, f"{data['words']['lines']}\n" + "\n".join(told), _capital(then)]
    if crisis.danger in {Danger.OVERDOSE, Danger.MEDICAL}:
        parts = [opening, _capital(then), parts[1]]
    return Said(
        text="\n\n".join(parts),
        agent=EMOTION,
        intent=Intent.CRISIS,
        confidence=1.0,
        dialogue=replace(
            dialogue,
            topic="",
            steps=(),
            offered=(),
            turns=dialogue.turns + 1,
            asked="safe",
            after_crisis=1,
            said=voice.said,
        ),
        suggestions=("I'm safe right now", "I'm not safe"),
    )


def after(text: str, *, directory: Directory, dialogue: Dialogue, seed: int) -> Said | None:
    """A turn soon after it; None where the person has gone on to something else.

    Nothing is asked of them, and the numbers stay in sight.
    """
    heard = hear(text, expects_follow=True)
    voice = Voice(seed=seed, said=dialogue.said)
    low = text.lower()
    texts = [voice("after_crisis_here")]
    is_unsafe = heard.follow is Follow.NO or "not safe" in low
    if dialogue.asked == "safe" and is_unsafe:
        texts = [voice("after_crisis_unsafe", emergency=emergency_of(directory))]
    elif dialogue.asked == "safe" and (heard.follow is Follow.YES or "safe" in low):
        texts.append(voice("after_crisis_safe"))
    elif heard.intent in {Intent.GENERAL, Intent.FEELING, Intent.THANKS} and not heard.topic:
        texts.append(voice("feel_more_echo"))
    else:
        return None
    texts.append(_near(voice, directory))
    return Said(
        text=" ".join(texts),
        agent=EMOTION,
        intent=Intent.FEELING,
        confidence=0.75,
        dialogue=replace(
            dialogue,
            turns=dialogue.turns + 1,
            asked="safe" if is_unsafe else "",
            after_crisis=1 if is_unsafe else dialogue.after_crisis + 1,
            said=voice.said,
        ),
        suggestions=("I'm safe right now", "I'd like to talk", "Something small to do"),
    )


def still_near(said: Said, *, dialogue: Dialogue, directory: Directory, seed: int) -> Said:
    """Any other answer soon after it, with a line that keeps the door open."""
    voice = Voice(seed=seed, said=said.dialogue.said)
    return replace(
        said,
        text=f"{said.text}\n\n{_near(voice, directory)}",
        dialogue=replace(said.dialogue, after_crisis=dialogue.after_crisis + 1, said=voice.said),
    )


def is_near(dialogue: Dialogue) -> bool:
    return 0 < dialogue.after_crisis <= AFTER


def lines_for(crisis: Crisis, directory: Directory) -> Sequence[Helpline]:
    return directory.lines_for("violence" if crisis.danger is Danger.VIOLENCE else "crisis")


def emergency_of(directory: Directory) -> str:
    words = _data()["words"]
    if directory.emergency:
        return str(words["emergency_known"].format(number=directory.emergency))
    return str(words["emergency_unknown"])


def _near(voice: Voice, directory: Directory) -> str:
    lines = directory.lines_for("crisis")
    line = _line(lines[0]) if lines else directory.international.url
    return voice("after_crisis_line", line=line)


def _line(line: Helpline) -> str:
    ways = [f"call {line.phone}"] if line.phone else []
    ways += [line.text] if line.text else []
    return f"**{line.name}**: {' or '.join(ways)} ({line.hours}), {line.url}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "crisis.toml").read_text(encoding="utf-8"))
