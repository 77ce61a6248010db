"""The page of the guides' keeper: add, remove, re-index, go back, and see what is asked for."""

from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.routing import APIRoute

from advisor.errors import AdvisorError, CorpusError
from advisor.index import Change, Finding
from advisor.keeper import Keeper, Progress
from ui.gate import COOKIE, Barred, Gate
from ui.pages import render
from ui.work import Work

MOST_FORM = 4096  # bytes of a form's fields
MOST_LISTED = 200  # lines that were passed over, or gaps
_LINKED = ".masthead nav .keeper { display: inline-block; }"
_ADDED = {
    "new": "{} is indexed: the chat answers from it now.",
    "changed": "{} is indexed anew: the chat answers from the new text now.",
    "moved": "{} is indexed under its new name.",
    "unchanged": "{} was indexed already.",
    "duplicate": "{} is left out: another guide says the same.",
}

Draft = Annotated[str, Query(pattern="^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True)
class Manage:
    """What the page needs: the work on the index, and the password (None: only this machine may)."""

    keeper: Keeper
    password: str | None = None


def routes(manage: Manage) -> APIRouter:
    """The addresses under `/manage`, and the rule that shows the link to them to whom it may be shown."""
    gate, work = Gate(manage.password), Work()
    router = APIRouter(include_in_schema=False, route_class=_Told)
    router.include_router(_entrance(gate))
    parts = (_shown(manage, work), _drafts(manage.keeper), _changes(manage.keeper, work), _care(manage.keeper, work))
    for part in parts:
        router.include_router(part, prefix="/manage", dependencies=[Depends(gate.check)])
    return router


def _shown(manage: Manage, work: Work) -> APIRouter:
    """What the page shows: the guides, how far the work is, what is asked for."""
    router, keeper = APIRouter(route_class=_Told), manage.keeper

    @router.get("")
    def page() -> HTMLResponse:
        values = {"most": keeper.max_bytes, "signed_in": manage.password is not None}
        return HTMLResponse(render("manage.html", _state(keeper) | {"work": work.state()} | values))

    @router.get("/state")
    def state() -> HTMLResponse:
        return HTMLResponse(render("manage_state.html", _state(keeper)))

    @router.get("/work")
    def progress() -> HTMLResponse:
        return HTMLResponse(render("manage_work.html", {"work": work.state()}))

    @router.get("/gaps")
    def gaps() -> HTMLResponse:
        return HTMLResponse(render("manage_gaps.html", {"gaps": keeper.to_write(), "most": MOST_LISTED}))

    return router


def _drafts(keeper: Keeper) -> APIRouter:
    """Looks before anything changes: at a file, at a page, at what re-indexing would do."""
    router = APIRouter(route_class=_Told)

    @router.post("/look")
    async def look(request: Request, name: Annotated[str, Query(max_length=500)]) -> HTMLResponse:
        data = await _body(request, keeper.max_bytes, f"{name} is too large")
        seen = await run_in_threadpool(keeper.look, name, data)
        return HTMLResponse(render("manage_look.html", {"look": seen, "most": MOST_LISTED}))

    @router.post("/fetch")
    def fetch(url: Annotated[str, Query(max_length=2000)]) -> HTMLResponse:
        return HTMLResponse(render("manage_look.html", {"look": keeper.look_at(url.strip()), "most": MOST_LISTED}))

    @router.post("/plan")
    def plan() -> HTMLResponse:
        changes = [c for c in keeper.plan() if c.status != "unchanged"]
        return HTMLResponse(render("manage_plan.html", {"changes": changes, "passed": keeper.passed_over()}))

    return router


def _changes(keeper: Keeper, work: Work) -> APIRouter:
    """What changes the guides that are answered from."""
    router = APIRouter(route_class=_Told)

    @router.post("/add")
    def add(draft: Draft, generation: int) -> Response:
        def task(progress: Progress) -> Sequence[str]:
            change = keeper.add(draft, generation, progress)
            return [_ADDED[change.status].format(change.source)]

        return _started(work, "Adding a guide", task)

    @router.post("/index")
    def index() -> Response:
        def task(progress: Progress) -> Sequence[str]:
            return [*_told(keeper.bring_in_line(progress)), *keeper.passed_over()]

        return _started(work, "Re-indexing", task)

    @router.post("/remove")
    def remove(document: Annotated[str, Query(max_length=200)]) -> Response:
        return _started(work, "Removing a guide", lambda _: [f"{keeper.remove(document).title} is removed."])

    return router


def _care(keeper: Keeper, work: Work) -> APIRouter:
    """What brings the index back to what it was, or should be."""
    router = APIRouter(route_class=_Told)

    @router.post("/rollback")
    def rollback(generation: int) -> Response:
        def task(_: Progress) -> Sequence[str]:
            now = keeper.roll_back(generation)
            return [f"The index is as generation {generation} was: {len(now.entries)} guides. No file was touched."]

        return _started(work, "Going back", task)

    @router.post("/verify")
    def verify() -> Response:
        return _started(work, "Checking", lambda _: _verdict(keeper.verify()))

    @router.post("/repair")
    def repair() -> Response:
        return _started(work, "Repairing", lambda progress: keeper.repair(progress) or ["There is nothing to repair."])

    return router


def _verdict(findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return ["All of the index was read: it is sound."]
    return [*(finding.what for finding in findings), "“Repair” sets right what can be."]


def _entrance(gate: Gate) -> APIRouter:
    """What answers those who are not signed in, too."""
    router = APIRouter(route_class=_Told)

    @router.get("/page/keeper.css")
    def linked(request: Request) -> Response:
        """The link in the header is shown by a rule, because the chat page is the same for everyone."""
        return Response(_LINKED if gate.is_open(request) else "", media_type="text/css")

    @router.post("/manage/in")
    async def sign_in(request: Request) -> Response:
        form = parse_qs((await _body(request, MOST_FORM, "The form is too large")).decode(errors="replace"))
        response = RedirectResponse("/manage", 303)
        try:
            gate.sign_in(request, form.get("password", [""])[0], response)
        except Barred as error:
            return _sign_in_page(str(error), error.status)
        return response

    @router.post("/manage/out", dependencies=[Depends(gate.check)])
    def sign_out() -> Response:
        response = RedirectResponse("/", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return response

    return router


class _Told(APIRoute):
    """Answers that are never stored, and failures as the sentence they hold."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with this around it."""
        handle = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                response = await handle(request)
            except Barred as error:
                response = _barred(request, error)
            except AdvisorError as error:
                response = PlainTextResponse(str(error), 422)
            response.headers["cache-control"] = "no-store"
            return response

        return told


def _barred(request: Request, error: Barred) -> Response:
    if request.method != "GET" or request.url.path != "/manage":
        return PlainTextResponse(str(error), error.status)
    if error.status == 401:
        return _sign_in_page("", error.status)
    return HTMLResponse(render("error.html", {"title": "Not from here", "message": str(error)}), error.status)


def _sign_in_page(message: str, status: int) -> Response:
    return HTMLResponse(render("manage_in.html", {"message": message}), status)


def _state(keeper: Keeper) -> dict[str, Any]:
    """What is shown of the index; of a damaged one why, so that its keeper can repair it or go back."""
    fault = ""
    try:
        guides = keeper.guides()
    except AdvisorError as error:
        guides, fault = [], str(error)
    return {"guides": guides, "fault": fault, "generations": keeper.generations()}


def _started(work: Work, title: str, task: Callable[[Progress], Sequence[str]]) -> Response:
    work.start(title, task)
    return Response(status_code=202)


def _told(changes: Sequence[Change]) -> list[str]:
    """What re-indexing did: a sentence, and what could not be read, or not all of it."""
    counts = Counter(c.status for c in changes)
    failed = [c.message for c in changes if c.status == "failed"]
    notes = [f"{told}." for change in changes for told in change.notes]
    return [", ".join(f"{number} {status}" for status, number in counts.items()) + ".", *failed, *notes]


async def _body(request: Request, most: int, too_large: str) -> bytes:
    """A request's body, of which no more is taken than is allowed."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise CorpusError(f"{too_large}: at most {most / 2**20:.3g} MB can be taken.")
    return bytes(data)
