"""What the crew may answer, every list and text bounded; prompts stand in the YAML beside."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class StepDraft(BaseModel):
    title: Line
    minutes: int = Field(ge=1, le=240)


class TaskDraft(BaseModel):
    title: Line
    quote: str = Field(default="", max_length=500, description="The text's own words.")
    steps: list[StepDraft] = Field(min_length=1, max_length=20)


class TasksDraft(BaseModel):
    tasks: list[TaskDraft] = Field(max_length=60)
    suggestions: list[Hint] = Field(default=[], max_length=5)


class SpaceDraft(BaseModel):
    overview: str = Field(min_length=1, max_length=800)
    task: TaskDraft
    daily: list[Hint] = Field(default=[], max_length=5)
    weekly: list[Hint] = Field(default=[], max_length=5)
    monthly: list[Hint] = Field(default=[], max_length=5)
    visual_aids: list[Hint] = Field(default=[], max_length=6)
    suggestions: list[Hint] = Field(default=[], max_length=5)
