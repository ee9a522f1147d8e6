"""A small client for a ZenML server's REST API, on the standard library."""
import json
import urllib.error
import urllib.parse
import urllib.request


class FixtureError(Exception):
    """What went wrong, in words for a person; the command line prints it and exits 1."""


# A proxy in the environment is not for loopback.
open_directly = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Rest:
    """Speaks to one server as one account. Every answer other than 200 is a FixtureError."""

    # Slowest call measured on an idle 2-core machine: 1 s (a login); with all cores busy, 10 s.
    TIMEOUT_SECONDS = 60

    def __init__(self, url: str):
        self.api = f"{url}/api/v1"
        self.headers = {}

    def log_in(self, **form: str) -> "Rest":
        """Either `username` and `password`, or the API key as `password` alone."""
        data = urllib.parse.urlencode(form).encode()
        answer = self._send(urllib.request.Request(f"{self.api}/login", data=data, method="POST"))
        self.headers["Authorization"] = f"Bearer {answer['access_token']}"
        return self

    def get(self, path: str, **query):
        return self._call("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)

    def post(self, path: str, body: dict):
        return self._call("POST", path, body)

    def put(self, path: str, body: dict):
        return self._call("PUT", path, body)

    def named(self, path: str, name: str, **query) -> dict:
        """The one item of a list with exactly this name."""
        # The server ignores filters it does not know and returns everything, so look at what came back.
        items = [item for item in self.get(path, name=name, **query)["items"] if item["name"] == name]
        if len(items) != 1:
            raise FixtureError(f"GET {path}: {len(items)} items are named {name!r}, expected one")
        return items[0]

    def _call(self, method: str, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        headers = {**self.headers, "Content-Type": "application/json"}
        return self._send(urllib.request.Request(self.api + path, data=data, headers=headers, method=method))

    def _send(self, request: urllib.request.Request):
        what = f"{request.method} {request.full_url}"
        try:
            with open_directly(request, timeout=self.TIMEOUT_SECONDS) as response:
                return json.loads(response.read())
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")
            raise FixtureError(f"{what}: {error.code}, {answer[:2000]}") from None
        except (OSError, ValueError) as error:
            raise FixtureError(f"{what}: {error}") from None
