"""Which agents and tasks are in use: the files' own, or a version that staff activated.

Each process keeps them in memory and looks again after a few seconds, so that asking costs no
query and a new version is everywhere soon. The version in use stands in every cache key.
"""

import time
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from focushub.ai import features
from focushub.ai.gateways.base import Texts, replace_texts, texts_of_files
from focushub.ai.gateways.prompts import problems
from focushub.ai.models import PromptVersion

LOOK_SECONDS: Final = 5.0


@dataclass(slots=True)
class _Clock:
    looked_at: float = 0.0


_clock: Final = _Clock()


def refresh() -> None:
    """Take up what is active by now; free, where somebody has just looked."""
    now = time.monotonic()
    if _clock.looked_at and now - _clock.looked_at < LOOK_SECONDS:
        return
    _clock.looked_at = now
    active = PromptVersion.objects.filter(is_active=True).values_list("feature", "agents", "tasks")
    folders = features.prompt_folders()
    replace_texts(
        {
            folders[feature]: (agents, tasks)
            for feature, agents, tasks in active
            if feature in folders
        }
    )


def forget() -> None:
    """Back to the files, until somebody looks again."""
    _clock.looked_at = 0.0
    replace_texts({})


def files_of(feature: str) -> Texts:
    return texts_of_files(features.prompt_folders()[feature])


def check(*, feature: str, agents: str, tasks: str) -> list[str]:
    """Why these cannot be used for the feature, in sentences; empty where they can."""
    return problems(texts=(agents, tasks), instead_of=files_of(feature))


@transaction.atomic
def activate(*, version: PromptVersion) -> None:
    """Use it from now on, in the place of the one that was."""
    use_files(feature=version.feature)
    PromptVersion.objects.filter(pk=version.pk).update(is_active=True)


def use_files(*, feature: str) -> None:
    """Use what stands in the feature's own files."""
    PromptVersion.objects.filter(feature=feature, is_active=True).update(is_active=False)
    _clock.looked_at = 0.0
