"""A feature's prompt, small, for the tests beside this file."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, Field

from focushub.ai.gateways import Prompt

AGENTS: Final = """
planner:
  role: Planner
  goal: Make big things small
  backstory: You are kind and brief.
"""
TASKS: Final = """
plan:
  agent: planner
  description: "Cut this into at most {limit} tasks: {text}"
  expected_output: Short tasks with honest minutes
"""


class TaskDraft(BaseModel):
    title: str = Field(max_length=200)
    minutes: int = Field(ge=1, le=480)


class PlanDraft(BaseModel):
    tasks: list[TaskDraft] = Field(max_length=20)


def write_prompt(folder: Path, *, agents: str = AGENTS, tasks: str = TASKS) -> Prompt:
    (folder / "agents.yaml").write_text(agents, encoding="utf-8")
    (folder / "tasks.yaml").write_text(tasks, encoding="utf-8")
    return Prompt(folder, "plan")
