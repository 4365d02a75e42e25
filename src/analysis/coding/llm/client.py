"""Ask a server with the OpenAI chat API: bounded in time and size, patient where it is busy, silent about the key.

httpx, which JupyterLab brings already; the maker's own client would bring fourteen packages for one POST.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from analysis.coding.llm.answers import Answer, read_response
from analysis.coding.llm.requests import Request
from analysis.errors import InputError

KEY = "WORKBOOK_API_KEY"  # the environment's only variable that is read; never written anywhere
LARGEST = 1 << 20  # bytes of a response
PATIENCE = (1.0, 4.0, 15.0)  # seconds before each further try
LONGEST_WAIT = 60.0
AGAIN = {408, 409, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Server:
    """Where to ask and how long to wait; `sleep` is how it waits."""

    endpoint: str
    timeout: float = 120.0  # seconds for a whole answer
    patience: tuple[float, ...] = PATIENCE
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    @property
    def url(self) -> str:
        """The address of chat completions. Raises InputError where the endpoint is no address."""
        try:
            parts = urlsplit(self.endpoint)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"--endpoint {self.endpoint}: is no address; give one such as http://localhost:8080/v1")
        if parts.username or parts.password or parts.query:
            raise InputError(f"--endpoint {parts.hostname}: holds a secret or a query; give the key in {KEY}")
        return f"{self.endpoint.rstrip('/')}/chat/completions"


class ServerError(Exception):
    """The server gave no answer that can be used; the message is one line and holds no secret."""


def ask_server(server: Server, request: Request) -> Answer:
    """The server's answer. Raises ServerError after the last try, or at once where trying again would not help."""
    problem = ""
    for wait in (*server.patience, None):
        try:
            return read_response(_post(server, request), request)
        except _BusyError as busy:
            problem, asked = str(busy), busy.wait
        except ValueError:
            problem, asked = "the response is no chat completion in JSON", 0.0
        if wait is not None:
            server.sleep(min(max(wait, asked), LONGEST_WAIT))
    raise ServerError(f"{problem}, also after {len(server.patience)} more tries")


class _BusyError(Exception):
    """A failure that may pass, and how long the server asks to wait."""

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(problem)


def _post(server: Server, request: Request) -> bytes:
    """The body of the response, of at most LARGEST bytes within the time of the server."""
    key = os.environ.get(KEY, "")
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    end = time.monotonic() + server.timeout
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
                    raise ServerError(f"the response is larger than {LARGEST >> 20} MB")
                if time.monotonic() > end:
                    raise _BusyError(f"no whole answer within {server.timeout:g} seconds")
            return content
    except httpx.TimeoutException:
        raise _BusyError(f"no answer within {server.timeout:g} seconds") from None
    except httpx.HTTPError as error:
        if time.monotonic() > end:
            raise _BusyError(f"no answer within {server.timeout:g} seconds") from None
        raise _BusyError(f"the connection failed ({type(error).__name__})") from None


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
        asked = response.headers.get("retry-after", "")
        raise _BusyError(f"the server answers {status}", float(asked) if asked.isdecimal() else 0.0)
    hint = "; check --endpoint and --model"
    if status in (401, 403):
        hint = f"; check the key in {KEY}"
    elif status in (400, 422):
        hint += ", and that the server takes response_format json_schema, temperature, max_tokens and seed"
    raise ServerError(f"the server answers {status}{hint}")
