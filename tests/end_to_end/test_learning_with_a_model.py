"""Learning with a model behind the real CrewAI: what it says of a text, and of a short answer."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.end_to_end.conftest import until
from tests.fakes.llm_stub import LlmStub
from tests.learning.engine.texts import CELL_RESPIRATION, model_cards

UseModel = Callable[..., None]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("worker"),
    pytest.mark.xdist_group("crewai"),
]


def _learn(person: httpx.Client, **body: Any) -> dict[str, Any]:
    response = person.post("/learn", json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


def test_of_twelve_cards_the_eight_that_quote_the_text_remain(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("good")
    stub.answer = {"cards": model_cards()}

    answer = _learn(person, topic="cell respiration", text=CELL_RESPIRATION)
    accepted = person.post(f"/study-plans/{answer['id']}/accept", json={}).json()

    assert (answer["engine"], answer["degraded"]) == ("crew", None)
    assert len(answer["cards"]) == 8
    assert all(card["source_quote"] in CELL_RESPIRATION for card in answer["cards"])
    assert answer["confidence"] == 0.67
    assert {card["id"] for card in person.get("/cards").json()} == {
        card["id"] for card in accepted["cards"]
    }
    assert stub.calls("good") == 1


def test_a_model_that_quotes_nothing_leaves_the_cards_of_the_engine(
    person: httpx.Client, use_model: UseModel, stub: LlmStub
) -> None:
    use_model("good")
    stub.answer = {"cards": model_cards()[8:]}

    answer = _learn(person, topic="cell respiration", text=CELL_RESPIRATION)

    assert (answer["engine"], answer["degraded"]["code"]) == ("builtin", "wrong_schema")
    assert len(answer["cards"]) >= 10


class TestAShortAnswer:
    @pytest.fixture
    def attempt(self, person: httpx.Client) -> str:
        deck = person.post("/decks", json={"name": "Cells"}).json()
        person.post(
            "/cards",
            json={
                "deck_id": deck["id"],
                "front": "What is glycolysis?",
                "back": "the splitting of glucose into pyruvate",
            },
        ).raise_for_status()
        quiz = person.post("/quizzes", json={"deck_id": deck["id"]}).json()
        attempt = person.post(f"/quizzes/{quiz['id']}/attempts").json()
        self.question = quiz["questions"][0]
        return f"/quizzes/{quiz['id']}/attempts/{attempt['id']}"

    def _answer(self, person: httpx.Client, attempt: str) -> dict[str, Any]:
        assert self.question["kind"] == "short_answer"
        body = {"question_id": self.question["id"], "given": "sugar is cut into smaller pieces"}
        return dict(person.post(f"{attempt}/answers", json=body).raise_for_status().json())

    def test_the_model_reads_it_and_its_grade_replaces_ours(
        self, person: httpx.Client, use_model: UseModel, stub: LlmStub, attempt: str
    ) -> None:
        use_model("slow:1")
        stub.answer = {"verdict": "right", "reason": "Sugar in smaller pieces is just that."}

        at_once = self._answer(person, attempt)
        finished = person.post(f"{attempt}/finish").json()
        until(lambda: _first(person, attempt)["graded_by"] == "model")

        read = person.get(attempt).json()
        told = read["answers"][0]
        assert (at_once["verdict"], at_once["graded_by"]) == ("different", "code")
        assert finished["score"] == 0.0
        assert (told["verdict"], told["score"], read["score"]) == ("right", 1.0, 1.0)
        assert told["reason"] == "Sugar in smaller pieces is just that."
        run = person.get(f"/runs/{told['run_id']}").json()
        assert (run["feature"], run["engine"]) == ("grading", "crew")
        assert run["answer"]["verdict"] == "right"
        prompt = stub.requests[0].prompt
        assert "sugar is cut into smaller pieces</from_person>" in prompt

    @pytest.mark.parametrize("model", ["e500", "badjson"])
    def test_a_model_that_fails_costs_no_grade(
        self, person: httpx.Client, use_model: UseModel, attempt: str, model: str
    ) -> None:
        use_model(model, timeout=3)

        answer = self._answer(person, attempt)
        run = _finished(person, answer["run_id"])

        assert run["degraded"] is not None
        assert _first(person, attempt) == answer


def _first(person: httpx.Client, attempt: str) -> dict[str, Any]:
    return dict(person.get(attempt).json()["answers"][0])


def _finished(person: httpx.Client, run_id: str) -> dict[str, Any]:
    end = time.monotonic() + 20
    while (run := person.get(f"/runs/{run_id}").json())["state"] != "done":
        assert time.monotonic() < end
        time.sleep(0.05)
    return dict(run)
