"""Ask a server with the OpenAI chat API: bounded in time and size, patient where it is busy, silent about the key.

httpx, which JupyterLab brings already; the maker's own client would bring fourteen packages for one POST.
"""

import datetime
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from analysis.coding.llm.answers import Answer, read_response
from analysis.coding.llm.keys import KEY, holds_key, read_key
from analysis.coding.llm.requests import Request
from analysis.coding.llm.waiting import read_wait
from analysis.errors import InputError

LARGEST = 1 << 20  # bytes of a response
PATIENCE = (1.0, 4.0, 15.0)  # seconds before each further try
LONGEST_WAIT = 60.0
AGAIN = {408, 409, 429, 500, 502, 503, 504}
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout)  # the server has seen nothing of the request
Retry = Callable[[bool], bool]  # (whether the try before may be billed) -> whether there is enough for another one


@dataclass(frozen=True)
class Server:
    """Where to ask and how long to wait; `sleep` is how it waits."""

    endpoint: str
    timeout: float = 120.0  # seconds for a whole answer
    patience: tuple[float, ...] = PATIENCE
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def url(self) -> str:
        """The address of chat completions. Raises InputError, which does not repeat it, where it is no address."""
        try:
            parts = urlsplit(self.endpoint)
            secret = parts.username or parts.password or parts.query or parts.fragment
            known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
            httpx.URL(self.endpoint)
        except (ValueError, httpx.InvalidURL):
            secret, known = "", False
        if secret or holds_key(self.endpoint):
            raise InputError(f"--endpoint: holds a secret, a query or a fragment; give the key in {KEY} only")
        if not known:
            raise InputError("--endpoint: is no address; give one such as http://localhost:8080/v1")
        return f"{self.endpoint.rstrip('/')}/chat/completions"


class ServerError(Exception):
    """The server gave no answer that can be used; the message is one line and holds no secret.

    `billed`: the last try may be billed all the same.
    """

    def __init__(self, problem: str, *, billed: bool = False) -> None:
        self.billed = billed
        super().__init__(problem)


class _BusyError(ServerError):
    """A failure that may pass, and how many seconds the server asks to wait."""

    def __init__(self, problem: str, *, billed: bool = False, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(problem, billed=billed)


def ask_server(server: Server, request: Request, may_retry: Retry = lambda billed: True) -> Answer:
    """The server's answer. Raises ServerError after the last try, or at once where trying again would not help.

    `may_retry` is asked before each further try, because one that failed may be billed.
    """
    tries = len(server.patience)
    for number, wait in enumerate((*server.patience, 0.0)):
        try:
            return _read(_post(server, request), request, server)
        except _BusyError as busy:
            if busy.wait > LONGEST_WAIT:
                asked = f"and asks to wait {busy.wait:.0f} seconds; run the same command again after that"
                raise ServerError(f"{busy}, {asked}", billed=busy.billed) from None
            if number == tries:
                raise ServerError(f"{busy}, also after {tries} more tries", billed=busy.billed) from None
            if not may_retry(busy.billed):
                raise ServerError(f"{busy}, and the cap leaves nothing for another try") from None
            server.sleep(max(wait, busy.wait))
    raise AssertionError("the last try returns or raises")


def _read(content: bytes, request: Request, server: Server) -> Answer:
    """The answer in a response. Raises ServerError where it repeats the key, or is none."""
    try:
        today = datetime.datetime.now(datetime.UTC).date()
        answer = read_response(content, request, endpoint=server.endpoint, asked_on=today)
    except ValueError as error:
        raise _BusyError(f"the response {error}", billed=True) from None
    if holds_key(json.loads(content)):
        raise ServerError(f"the answer repeats the key in {KEY} and is not kept; change the key", billed=True)
    return answer


def _post(server: Server, request: Request) -> bytes:
    """The body of the response, of at most LARGEST bytes within the time of the server."""
    key = read_key()
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    end = time.monotonic() + server.timeout
    late = f"no answer within {server.timeout:g} seconds"
    try:
        with (
            httpx.Client(timeout=server.timeout, follow_redirects=False, trust_env=False) as client,
            _close_after(server.timeout, client),
            client.stream("POST", server.url, json=request.body, headers=headers) as response,
        ):
            _check_status(response)
            content = b""
            for piece in response.iter_raw():  # a slow server may send a byte now and then for ever
                content += piece
                if len(content) > LARGEST:
                    raise ServerError(f"the response is larger than {LARGEST >> 20} MB", billed=True)
                if time.monotonic() > end:
                    raise _BusyError(f"no whole answer within {server.timeout:g} seconds", billed=True)
            return content
    except httpx.HTTPError as error:
        if isinstance(error, httpx.TimeoutException) or time.monotonic() > end:
            raise _BusyError(late, billed=not isinstance(error, UNSENT)) from None
        raise _BusyError(
            f"the connection failed ({type(error).__name__})", billed=not isinstance(error, UNSENT)
        ) from None
    except RuntimeError:  # the client was closed before it could send
        if time.monotonic() > end:
            raise _BusyError(late, billed=True) from None
        raise


@contextmanager
def _close_after(seconds: float, client: httpx.Client) -> Iterator[None]:
    """Close the connection after so long: httpx bounds each read, and headers may come a byte at a time for ever."""
    timer = threading.Timer(seconds, client.close)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _check_status(response: httpx.Response) -> None:
    """Nothing where the server answers; what it says besides its status is not repeated: it may repeat the key."""
    status = response.status_code
    if status == 200:
        return
    if status in AGAIN:
        raise _BusyError(f"the server answers {status}", wait=read_wait(response.headers.get("retry-after", "")))
    hint = "; check --endpoint and --model"
    if status in (401, 403):
        hint = f"; check the key in {KEY}"
    elif status in (400, 422):
        hint += ", and that the server takes response_format json_schema, temperature, max_tokens and seed"
    raise ServerError(f"the server answers {status}{hint}")
