"""The API and the MCP server, used by their own clients over loopback."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests.browser.page_server import serving
from ui.app import MCP_PATH

if TYPE_CHECKING:
    from advisor.pipeline import Advisor

QUESTION = "How many publications do I need?"


@pytest.fixture(scope="module")
def url(advisor: Advisor) -> Iterator[str]:
    """A site over a small index, open to assistants."""
    with serving(lambda: advisor, mcp=True) as address:
        yield address


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[Client]:
    """Gradio's own client."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")  # it would call home
        connected = Client(url, verbose=False)
        yield connected
        connected.close()


def test_the_three_functions_are_all_that_scripts_see(client: Client) -> None:
    described = client.view_api(return_format="dict", print_info=False)
    assert [*described["named_endpoints"]] == ["/ask", "/search", "/guides"]


def test_ask_answers_and_uses_a_profile(client: Client) -> None:
    plain = client.predict(QUESTION, api_name="/ask")
    assert plain["coverage"] == "full"
    assert plain["citations"][0]["document"] == "research"
    assert "About me" not in plain["answer"]
    mine = client.predict(QUESTION, profile={"posters": 4}, api_name="/ask")
    assert "Because you have 4 posters (from About me):" in mine["answer"]


def test_search_and_guides_say_what_there_is(client: Client) -> None:
    found = client.predict("observership cost", k=2, api_name="/search")
    assert found[0]["document"] == "visa"
    assert found[0]["address"] == "/guides/visa#what-does-an-observership-cost"
    assert len(found) == 2
    guides = client.predict(api_name="/guides")
    assert {guide["document"]: guide["reviewed"] for guide in guides} == {"research": "2026-05-03", "visa": ""}


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [({"question": " "}, "question"), ({"question": QUESTION, "profile": {"posters": "x"}}, "posters")],
)
def test_what_cannot_be_answered_is_one_sentence(client: Client, arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(AppError, match=reason):
        client.predict(**arguments, api_name="/ask")


def test_an_assistant_lists_and_calls_the_same_tools(url: str) -> None:
    with ThreadPoolExecutor(1) as pool:  # the browser tests' driver keeps a loop running in this thread
        names, answer, failed = pool.submit(lambda: asyncio.run(_as_an_assistant(f"{url}{MCP_PATH}"))).result()
    assert names == ["ask", "search", "guides"]
    assert answer["coverage"] == "full"
    assert answer["citations"]
    assert failed


async def _as_an_assistant(address: str) -> tuple[list[str], dict[str, Any], bool]:
    """The names of the tools, the answer to a question, and whether an empty question is refused."""
    async with streamable_http_client(address) as (read, write, _), ClientSession(read, write) as session:
        await session.initialize()
        tools = await session.list_tools()
        answered = await session.call_tool("ask", {"question": QUESTION})
        empty = await session.call_tool("ask", {"question": " "})
        [said] = [part.text for part in answered.content if part.type == "text"]
        return [tool.name for tool in tools.tools], ast.literal_eval(said), empty.isError
