"""A browser, driven over the WebDriver protocol (https://www.w3.org/TR/webdriver2/) with nothing but Python's own library."""

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB = "\ue004"
# A page is there at once; the rest is for busy machines.
PATIENCE_SECONDS = 60


class PageError(Exception):
    """What the page did not do."""


class Browser:
    """A window of a headless Chromium, which ends with the block."""

    def __init__(self):
        driver = shutil.which("chromedriver")
        if driver is None:
            raise PageError("chromedriver is missing; .ci/setup test installs it (chromium-driver)")
        self._driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._base = None
        for line in self._driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                self._base = f"http://127.0.0.1:{found[1]}"
                break
        if self._base is None:
            raise PageError("chromedriver ended at its start")
        arguments = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en"]
        options = {"args": arguments}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"},
                  "timeouts": {"pageLoad": PATIENCE_SECONDS * 1000}}
        self._session = ""
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", self._session, None)
        finally:
            self._driver.terminate()
            self._driver.wait()

    def _call(self, method, path, body):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise PageError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def _post(self, path, **body):
        return self._call("POST", self._session + path, body)

    def devtools(self, command, **parameters):
        return self._post("/goog/cdp/execute", cmd=command, params=parameters)

    # What is shown

    def open(self, url):
        self._post("/url", url=url)

    @property
    def url(self):
        return self._call("GET", self._session + "/url", None)

    @property
    def text(self):
        return self.script("return document.body.innerText")

    def script(self, source, *arguments):
        return self._post("/execute/sync", script=source, args=list(arguments))

    def console(self):
        """What went wrong since it was last asked, Content-Security-Policy included."""
        entries = self._post("/se/log", type="browser")
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def screenshot(self, path, whole=True):
        picture = self.devtools("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    # In which tab

    @property
    def tab(self):
        return self._call("GET", self._session + "/window", None)

    def new_tab(self):
        """In front of the others, which are hidden by it."""
        self.show_tab(self._post("/window/new", type="tab")["handle"])

    def new_window(self):
        """Beside the others, which are seen still."""
        self.show_tab(self._post("/window/new", type="window")["handle"])

    def show_tab(self, tab):
        self._post("/window", handle=tab)
        self.devtools("Page.bringToFront")

    def close_all_but(self, tab):
        for other in self._call("GET", self._session + "/window/handles", None):
            if other != tab:
                self._post("/window", handle=other)
                self._call("DELETE", self._session + "/window", None)
        self.show_tab(tab)

    # How it is shown

    def look(self, width, height, scheme):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def scripts(self, on):
        self.devtools("Emulation.setScriptExecutionDisabled", value=not on)

    # What is done

    def find(self, selector, text=None):
        """The first visible element with that selector, whose text contains `text`; a page that is on its way is waited for."""
        found = []
        self.wait(f"{selector} with the text {text!r}", lambda: found.append(self._look_for(selector, text)) or found[-1])
        return found[-1]

    def _look_for(self, selector, text):
        try:
            for element in self._post("/elements", using="css selector", value=selector):
                if text is None or text in self._call("GET", f"{self._session}/element/{element[ELEMENT]}/text", None):
                    return element
        except PageError as error:
            # Found on the page that has just gone.
            if "stale element" not in str(error):
                raise
        return None

    def click(self, selector, text=None):
        self._with_element(selector, text, lambda element: self._post(f"{element}/click"))

    def type(self, selector, text):
        def write(element):
            self._post(f"{element}/clear")
            self._post(f"{element}/value", text=text)

        self._with_element(selector, None, write)

    def _with_element(self, selector, text, act):
        """A page that is live may put a fresh element in the place of the one that was found: then that one is meant."""
        for _ in range(5):
            try:
                return act(f"/element/{self.find(selector, text)[ELEMENT]}")
            except PageError as error:
                if "stale element" not in str(error):
                    raise
        raise PageError(f"{selector} changes all the time at {self.url}")

    def press(self, key):
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def wait(self, what, condition):
        """Asks again and again, reloading nothing: the page itself has to change."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        raise PageError(f"not seen within {PATIENCE_SECONDS} s at {self.url}: {what}\n{self.text[:1500]}")
