"""A stand-in for a model hub: a real HTTP server on loopback."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hub(ThreadingHTTPServer):
    """A model hub on loopback, with the faults of real ones."""

    daemon_threads = True

    def __init__(self, path, data):
        super().__init__(("127.0.0.1", 0), Handler)
        self.path, self.data, self.ranges = path, data, True
        self.seen, self.paths = [], []  # Range headers and paths of the requests
        self.begins = lambda start: start  # where a partial body begins instead
        self.statuses = []  # what the next requests get instead of the file
        self.cuts = 0  # so many of the next bodies end in their middle
        self.claim = lambda length: length  # the Content-Length that is told
        self.moved = ""  # where the files are instead
        self.at = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        hub = self.server
        hub.seen.append(self.headers.get("Range"))
        hub.paths.append(self.path)
        if hub.statuses:
            return self.send_error(hub.statuses.pop(0))
        if not self.path.endswith(hub.path):
            return self.send_error(404)
        if hub.moved and not self.path.startswith(hub.moved):
            self.send_response(302)
            self.send_header("Location", hub.moved + self.path)
            self.send_header("Content-Length", "0")
            return self.end_headers()
        start = int(re.fullmatch(r"bytes=(\d+)-", self.headers["Range"])[1]) if self.headers["Range"] else 0
        start = hub.begins(start) if hub.ranges and start else 0
        partial = hub.ranges and self.headers["Range"]
        if start and start >= len(hub.data):
            return self.send_error(416)
        body = hub.data[start:]
        self.send_response(206 if partial else 200)
        if partial:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.data) - 1}/{len(hub.data)}")
        self.send_header("Content-Length", str(hub.claim(len(body))))
        self.end_headers()
        if hub.cuts:
            hub.cuts -= 1
            body = body[: len(body) // 2]
        try:
            self.wfile.write(body)
        except OSError:
            pass  # the other side has what it wants

    def log_message(self, *_):
        pass


@contextmanager
def serving(path, data):
    """Serve `data` at `path` from a thread."""
    with Hub(path, data) as hub:
        thread = threading.Thread(target=hub.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()
