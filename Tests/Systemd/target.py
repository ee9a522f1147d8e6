"""An HTTP server that fires are sent to, and that keeps what each one said."""

import http.server
import threading


class Target:
    def __init__(self):
        self.requests = []
        self._lock = threading.Lock()
        target = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with target._lock:
                    target.requests.append((self.path, dict(self.headers.items())))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def headers(self, name):
        with self._lock:
            return [headers for path, headers in self.requests if path == f"/{name}"]

    def dues(self, name):
        """The due instants of its fires, each as often as it was sent."""
        return [headers["X-Carillon-Due"] for headers in self.headers(name)]

    def close(self):
        self.server.shutdown()
