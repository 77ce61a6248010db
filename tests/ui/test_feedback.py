"""What readers say of an answer."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui import feedback
from ui.limits import RateLimit

Given = list[tuple[str, bool, str]]


def site(kept: Given, per_minute: int = 100) -> TestClient:
    app = FastAPI()
    app.include_router(
        feedback.routes(lambda *given: kept.append((given[0], given[1], given[2])), RateLimit(per_minute))
    )
    return TestClient(app)


def test_it_is_handed_on() -> None:
    kept: Given = []
    client = site(kept)
    said = {"question": " how many ", "helpful": False, "reason": " no year "}
    assert client.post("/feedback", json=said).status_code == 204
    assert client.post("/feedback", json={"question": "x", "helpful": True}).status_code == 204
    assert kept == [("how many", False, "no year"), ("x", True, "")]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"question": " ", "helpful": True},
        {"question": "x" * 4001, "helpful": True},
        {"question": "x", "helpful": True, "reason": "y" * 501},
        {"question": ["x"], "helpful": True},
    ],
)
def test_what_is_no_feedback_is_turned_away(given: dict[str, Any]) -> None:
    kept: Given = []
    assert site(kept).post("/feedback", json=given).status_code == 422
    assert kept == []


def test_a_client_that_floods_is_turned_away() -> None:
    kept: Given = []
    client = site(kept, per_minute=2)
    assert [client.post("/feedback", json={"question": "x", "helpful": True}).status_code for _ in range(3)] == [
        204,
        204,
        429,
    ]
    assert len(kept) == 2
