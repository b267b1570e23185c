import json

import pytest
from pydantic import BaseModel

from focushub.ai.gateways import FaultCode
from focushub.ai.gateways.answers import UnusableAnswerError, read_answer, schema_text
from tests.focushub.ai.gateways.prompt_files import PlanDraft, TaskDraft

GOOD = '{"tasks": [{"title": "Rinse the {cups}", "minutes": 5}]}'
PLAN = PlanDraft(tasks=[TaskDraft(title="Rinse the {cups}", minutes=5)])


class Note(BaseModel):
    text: str


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\n\n{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Sure! Here is your plan:\n{GOOD}\nHave a good day :}}",
        f'An example is {{"tasks": 1}}, and a set is {{1, 2}}. Yours: {GOOD}',
        f'<think>Perhaps {{}} or {{"tasks": []}}?</think>\n{GOOD}',
        f"{GOOD}\n{GOOD}",
    ],
)
def test_the_object_is_found_whatever_stands_around_it(text: str) -> None:
    assert read_answer(text, PlanDraft) == PLAN


@pytest.mark.parametrize("text", ["", "  \n\t", "<think>hm</think>\n"])
def test_nothing_is_empty(text: str) -> None:
    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, PlanDraft)

    assert caught.value.code is FaultCode.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "I cannot do that.",
        '{"tasks": [',
        '[{"title": "Rinse"',
        "{'tasks': []}",
        "{" * 10_000,
        '{"a":' * 20_000,
        '{"tasks": [{"title": "half a character \\ud83d", "minutes": 5}]}',
    ],
)
def test_what_is_no_object_is_bad_json(text: str) -> None:
    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, PlanDraft)

    assert caught.value.code is FaultCode.BAD_JSON
    assert caught.value.problem == "it was not one complete JSON object"


def test_a_wrong_object_is_told_where_and_why_but_not_what_it_said() -> None:
    text = json.dumps({"tasks": [{"title": "ok", "minutes": 5}, {"title": "x", "minutes": 99999}]})

    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, PlanDraft)

    assert caught.value.code is FaultCode.WRONG_SCHEMA
    assert caught.value.problem == "tasks.1.minutes: Input should be less than or equal to 480"


def test_the_longest_object_is_the_one_whose_problems_count() -> None:
    text = 'As {"n": 1} shows: {"tasks": [{"title": "Rinse the cups"}]}'

    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, PlanDraft)

    assert caught.value.problem == "tasks.0.minutes: Field required"


def test_the_list_of_problems_is_short() -> None:
    text = json.dumps({"tasks": [{"title": "x" * 300, "minutes": 0}] * 20})

    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, PlanDraft)

    assert caught.value.problem.count(";") == 4
    assert "xxx" not in caught.value.problem


def test_a_nul_is_dropped_because_no_database_stores_it() -> None:
    note = read_answer(r'{"text": "a\u0000b, the code \\u0000"}', Note)

    assert note.text == "ab, the code \\u0000"


def test_the_schema_is_one_line_of_json() -> None:
    text = schema_text(PlanDraft)

    assert "\n" not in text
    assert json.loads(text) == PlanDraft.model_json_schema()
