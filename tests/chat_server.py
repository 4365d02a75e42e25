"""A small server on loopback that speaks the OpenAI chat API and does what a script says."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = dict[
    str, Any
]  # status, body (bytes), headers, wait (seconds before), drip (seconds between bytes), drip_headers (how many)


def answer(text: str, *, finish: str = "stop", model: str = "scripted-1", tokens: tuple[int, int] = (100, 10)) -> Reply:
    """A reply with a chat completion."""
    body = {
        "model": model,
        "choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]},
    }
    return {"body": json.dumps(body).encode()}


@contextmanager
def serve(script: Callable[[int, dict[str, Any]], Reply]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The endpoint and what it was sent; `script(number, body)` gives the reply to each request."""
    seen: list[dict[str, Any]] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                seen.append({"path": self.path, "key": self.headers.get("authorization"), "body": body})
                number = len(seen)
            reply = script(number, body)
            time.sleep(reply.get("wait", 0))
            try:
                self.send_response(reply.get("status", 200))
                for name, value in reply.get("headers", {}).items():
                    self.send_header(name, value)
                content = reply.get("body", b"")
                for number in range(reply.get("drip_headers", 0)):
                    self.send_header(f"x-{number}", "slow")
                    self.flush_headers()
                    time.sleep(0.05)
                self.send_header("content-length", str(reply.get("length", len(content))))
                self.end_headers()
                if "drip" in reply:
                    for one in content:
                        self.wfile.write(bytes([one]))
                        self.wfile.flush()
                        time.sleep(reply["drip"])
                else:
                    self.wfile.write(content)
            except OSError:  # the other side has gone
                pass

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
