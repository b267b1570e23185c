"""What the crew may answer, every list and text bounded; prompts stand in the YAML beside."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Side = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class ModelCard(BaseModel):
    front: Side
    back: Side
    kind: Literal["basic", "typed"] = "basic"
    source_quote: str = Field(default="", max_length=1000, description="The text's own words.")


class ModelModule(BaseModel):
    title: Line
    goals: list[Hint] = Field(min_length=1, max_length=4)
    check: Hint
    minutes: int = Field(ge=5, le=600)


class ModelMethod(BaseModel):
    method: Line
    description: Hint
    adhd_twist: Hint


class StudyPlanDraft(BaseModel):
    modules: list[ModelModule] = Field(min_length=1, max_length=8)
    cards: list[ModelCard] = Field(default=[], max_length=20)
    retention_methods: list[ModelMethod] = Field(default=[], max_length=3)
    motivation_hooks: list[Hint] = Field(default=[], max_length=3)
    suggestions: list[Hint] = Field(default=[], max_length=3)


class CardsDraft(BaseModel):
    cards: list[ModelCard] = Field(min_length=1, max_length=40)
    motivation_hooks: list[Hint] = Field(default=[], max_length=3)
    suggestions: list[Hint] = Field(default=[], max_length=3)


class ModelGrade(BaseModel):
    verdict: Literal["right", "close", "different"]
    reason: Hint
