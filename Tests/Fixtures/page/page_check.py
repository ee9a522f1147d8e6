"""Clicks through the web page of a running daemon in a real browser, and looks at every page as people do.

The daemon has the schedules that page_schedules.yaml holds. Ends with status 0 when all is well; otherwise says what is not.
"""

import argparse
import itertools
import json
import pathlib
import sys
import time
import urllib.parse
from datetime import datetime, timedelta, timezone

from webdriver import TAB, Browser, PageError

HERE = pathlib.Path(__file__).parent
ACCESSIBLE = (HERE / "accessible.js").read_text()
HOSTILE = "<script>alert('hello')</script> \"&amp;'"
WIDTHS = {"narrow": (390, 844), "wide": (1920, 1080)}
SCHEMES = ["light", "dark"]
PAGES = {"overview": "/", "schedules": "/schedules", "runs": "/runs", "forecast": "/forecast", "dead-letters": "/dead-letters",
         "sync": "/sync", "audit": "/audit"}


def expect(truth, what):
    if not truth:
        raise PageError(what)


class PageCheck:
    def __init__(self, browser, base, pictures):
        self.browser = browser
        self.base = base.rstrip("/")
        self.pictures = pictures
        self.schedules = {}
        self.run = None

    # The paths of people

    def everything(self):
        for step in [self.sees_the_overview, self.finds_schedules, self.triggers_and_cancels, self.pauses_and_resumes, self.backfills,
                     self.asks_why, self.deals_with_a_dead_letter, self.synchronises_and_audits, self.is_live,
                     self.is_fresh_when_it_is_seen_again, self.follows_no_log_unseen, self.leaves_room_for_many_tabs,
                     self.leaves_room_for_many_windows, self.says_when_it_asks_in_vain,
                     self.is_live_again_after_a_new_sign_in, self.leaves_room_where_pages_know_of_no_others,
                     self.shows_hostile_names_as_text, self.walks_with_the_keyboard,
                     self.needs_no_script, self.looks_good_everywhere]:
            started = time.monotonic()
            step()
            self.expect_quiet_console(step.__name__)
            print(f"{step.__name__.replace('_', ' ')}: {time.monotonic() - started:.1f} s", flush=True)

    def open(self, path):
        self.browser.open(self.base + path)

    def open_schedule(self, name, more=""):
        if name not in self.schedules:
            self.open("/schedules?q=" + urllib.parse.quote(name))
            self.browser.click("tbody th a", name)
            self.browser.wait(f"the page of {name}", lambda: self.path().startswith("/schedules/"))
            self.schedules[name] = urllib.parse.urlparse(self.browser.url).path
        self.open(self.schedules[name] + more)

    def said(self, selector):
        """The text of the first such element; nothing as long as a page that is on its way has none."""
        return self.browser.script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def heading(self):
        return self.said("h1")

    def sees_the_overview(self):
        self.browser.look(*WIDTHS["wide"], "light")
        self.open("/")
        expect("last 24 hours" in self.heading(), f"the overview begins with its health, not {self.heading()!r}")
        for title in ["Needs attention", "A day back, a day ahead", "Next fires", "The daemon"]:
            self.browser.find("h2", title)
        self.browser.find(".concerns li", "unready")
        for name in PAGES:
            self.browser.click(".bar nav a", name.replace("-", " ").capitalize())
            here = lambda: self.browser.script("return document.querySelector('[aria-current]')?.pathname")
            self.browser.wait(f"{name} marked as here", lambda: here() == PAGES[name])

    def finds_schedules(self):
        self.open("/schedules")
        self.browser.type("#field-q", "nightly")
        self.browser.click(".filter button")
        rows = lambda: self.browser.script("return [...document.querySelectorAll('tbody tr')].map((row) => row.innerText)")
        found = lambda: [all(word in row for word in ["nightly-report", "At 04:15", "Europe/Stockholm"]) for row in rows()] == [True]
        self.browser.wait("nightly-report alone, with its cron in words and its zone", found)
        self.open("/schedules?state=unbound")
        expect("no schedule is like that" in self.browser.text.lower() or "unready" in self.browser.text, "the filter by state")
        self.open("/schedules?tag=gpu")
        self.browser.find("tbody th a", "sleeper")
        self.open_schedule("nightly-report")
        self.browser.find("h2", "Next 20 fires")
        self.browser.find("h2", "Guarantee and policy")

    def trigger(self, name):
        self.open_schedule(name)
        self.browser.click(".actions a", "Trigger now")
        self.browser.wait("a question, for nothing happens unasked", lambda: self.heading() == f"Trigger {name} now?")
        self.click_through_to_the_run()

    def click_through_to_the_run(self):
        self.browser.click("main button", "Trigger now")
        # A click answers when the form is on its way, which may be before the page has changed.
        self.browser.wait("the new run's page", lambda: "/runs/" in self.browser.url)

    def triggers_and_cancels(self):
        self.trigger("quick")
        self.wait_for_mark("succeeded")
        self.browser.find("pre", "hello from quick")
        self.browser.find(".path strong", "Claimed")
        self.trigger("sleeper")
        self.browser.wait("the log, live", lambda: "second line" in self.browser.text)
        self.run = urllib.parse.urlparse(self.browser.url).path
        self.cancel()

    def cancel(self):
        self.browser.click(".actions a", "Cancel")
        self.browser.click("main button", "Cancel it")
        self.wait_for_mark("cancelled")

    def wait_for_mark(self, word):
        self.browser.wait(f"the run {word}", lambda: word in self.said(".title .mark"))

    def pauses_and_resumes(self):
        self.pause()
        self.resume()

    def pause(self):
        self.open_schedule("nightly-report")
        self.browser.click(".actions a", "Pause")
        self.browser.type("#field-reason", "driver update")
        self.browser.click("main button", "Pause")
        self.browser.find(".title .mark", "paused")
        self.browser.find(".notice", "driver update")

    def resume(self):
        self.browser.click(".actions a", "Resume")
        self.browser.click("main button", "Resume")
        self.browser.find(".title .mark", "armed")

    def backfills(self):
        self.open_schedule("nightly-report", "/backfill")
        today = datetime.now(timezone.utc)
        self.browser.type("#field-from", (today - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.browser.type("#field-to", today.strftime("%Y-%m-%dT%H:%M:%SZ"))
        self.browser.click("main button", "Show what would run")
        self.browser.find("h2", "3 fires would be run")
        self.browser.click("main button", "Run 3 fires now")
        self.browser.find("h1", "Runs")
        self.browser.wait("the backfill", lambda: (self.open(self.path()), self.browser.text.count("nightly-report"))[1] >= 3)
        self.open_schedule("nightly-report", "/backfill?from=yesterday&to=today")
        self.browser.find("[role=alert]", "from")

    def path(self):
        parts = urllib.parse.urlparse(self.browser.url)
        return parts.path + ("?" + parts.query if parts.query else "")

    def asks_why(self):
        self.open_schedule("nightly-report")
        self.browser.type("#field-at", "2031-01-01T03:15:00Z")
        self.browser.click("main button", "Tell me why")
        self.browser.find("#why", "is due at 2031-01-01T03:15:00Z and will be started then")
        self.browser.type("#field-at", "noon")
        self.browser.click("main button", "Tell me why")
        self.browser.find("#why [role=alert]", "at")

    def deals_with_a_dead_letter(self):
        self.trigger("failing")
        self.wait_for_mark("failed")
        self.browser.find(".actions a", "Run again")
        self.open("/dead-letters")
        self.browser.click("input[name=fire]")
        self.browser.click("main button", "Let be")
        self.browser.wait("a question first", lambda: "be?" in self.heading())
        self.browser.click("main button", "Let them be")
        self.browser.wait("the list again", lambda: urllib.parse.urlparse(self.browser.url).path == "/dead-letters")
        self.trigger("failing")
        self.wait_for_mark("failed")
        self.browser.click(".actions a", "Run again")
        self.browser.click("main button", "Run again")
        self.browser.find("dt", "Repeats")

    def synchronises_and_audits(self):
        self.open("/sync")
        self.browser.click("main button")
        self.browser.find("h1", "Sync")
        self.browser.find("tbody", "unready")
        # The daemon's first look at itself comes a while after its start; until then the page says that there was none.
        looked = lambda: (self.open("/audit"), "the daemon last audited itself" in self.said(".notice"))[1]
        self.browser.wait("what the daemon's own look found", looked)
        self.browser.click("main button", "Audit")
        self.browser.find(".notice", "Complete")
        self.open("/audit?from=noon")
        self.browser.find("[role=alert]", "from")
        self.open("/forecast")
        self.browser.wait("the forecast", lambda: "Due instants by hour" in self.browser.text)
        self.open("/runs/00000000-0000-0000-0000-000000000000")
        expect(self.heading() == "Not found", f"a run that is not there: {self.heading()!r}")

    def is_live(self):
        """What happens elsewhere is seen without loading the page."""
        self.open("/runs")
        self.wait_until_live()
        self.browser.script("window.sameDocument = true")
        before = self.browser.script("return document.querySelector('#list tbody').innerText")
        changed = lambda: self.browser.script("return document.querySelector('#list tbody').innerText") != before
        self.browser.wait("a new row", changed)
        expect(self.browser.script("return window.sameDocument === true"), "the page was loaded again")

    def wait_until_live(self):
        self.browser.wait("the page is live", lambda: self.said(".live") == "live")

    def behind_another_tab(self, meanwhile):
        """Does that in a tab of its own, and comes back to this one, which must not be loaded anew by it."""
        here = self.browser.tab
        self.browser.script("""
            window.logs = {};
            const note = () => { logs[document.visibilityState] = document.querySelector("[data-log]")?.textContent };
            document.addEventListener("visibilitychange", note);
        """)
        self.browser.new_tab()
        meanwhile()
        self.browser.close_all_but(here)
        changes = lambda: self.browser.script("return Object.keys(window.logs ?? {}).sort().join()")
        self.browser.wait("the same page, hidden and seen again", lambda: changes() == "hidden,visible")

    def is_fresh_when_it_is_seen_again(self):
        self.open_schedule("nightly-report")
        self.wait_until_live()
        self.behind_another_tab(self.pause)
        self.browser.wait("what happened meanwhile", lambda: "driver update" in self.said(".notice"))
        self.resume()

    def follows_no_log_unseen(self):
        self.trigger("counting")
        self.browser.wait("the log, live", lambda: len(self.counted()) > 2)
        run, before = self.path(), len(self.counted())

        def meanwhile():
            self.open(run)
            self.browser.wait("the log, in another tab", lambda: len(self.counted()) > before + 10)

        self.behind_another_tab(meanwhile)
        expect(self.browser.script("return logs.hidden === logs.visible"), "a hidden page follows no log")
        self.browser.wait("the log goes on", lambda: len(self.counted()) > before + 15)
        lines = self.counted()
        expect(lines == list(range(1, len(lines) + 1)), f"each line of the log is there once, not {lines}")
        self.cancel()

    def counted(self):
        """The numbers of the lines that the run `counting` has written so far."""
        return self.browser.script(r"""
            return [...(document.querySelector("[data-log]")?.textContent ?? "").matchAll(/line (\d+)\n/g)].map((line) => +line[1])
        """)

    def leaves_room_for_many_tabs(self):
        """A browser has six connections to a host for all its tabs."""
        first = self.browser.tab
        for _ in range(8):
            self.browser.new_tab()
            self.open("/")
            self.wait_until_live()
        self.browser.new_tab()
        self.open("/schedules")
        self.browser.find("h1", "Schedules")
        self.browser.close_all_but(first)

    def leaves_room_for_many_windows(self):
        """Those that are seen together share four of the connections, and the others ask now and again."""
        first = self.browser.tab
        said = []
        for _ in range(8):
            self.browser.new_window()
            self.open("/")
            self.browser.wait("how the page stays fresh", lambda: self.said(".live"))
            said.append(self.said(".live"))
        expect(said.count("live") in (3, 4) and said[-1] == "every 10 s", f"eight windows beside one: {said}")
        self.browser.new_window()
        self.trigger("counting")
        self.browser.wait("how the page stays fresh", lambda: self.said(".live"))
        expect(self.said(".live") == "every 10 s", f"the ninth window found a place: {self.said('.live')}")
        before = len(self.counted())
        self.browser.wait("the log, now and again", lambda: len(self.counted()) > before + 10)
        self.cancel()
        self.browser.close_all_but(first)

    def says_when_it_asks_in_vain(self):
        """Where all places are taken, and the session ends."""
        first = self.browser.tab
        self.open("/")
        self.browser.script("""
            for (const place of [1, 2, 3, 4]) navigator.locks.request(`carillon-${place}`, () => new Promise(() => {}));
        """)
        self.browser.new_window()
        self.open("/")
        self.through_a_sign_out(first, "every 10 s")
        # Gives the places back.
        self.open("/")

    def is_live_again_after_a_new_sign_in(self):
        first = self.browser.tab
        self.open("/")
        self.browser.new_window()
        self.open("/runs")
        self.through_a_sign_out(first, "live")

    def leaves_room_where_pages_know_of_no_others(self):
        """As by plain HTTP under another name than localhost, where browsers have no locks."""
        first = self.browser.tab
        for _ in range(7):
            self.browser.new_window()
            self.browser.devtools("Page.addScriptToEvaluateOnNewDocument", source="Object.defineProperty(navigator, 'locks', {});")
            self.open("/runs")
            self.browser.wait("how the page stays fresh", lambda: self.said(".live"))
            expect(self.said(".live") == "every 10 s", f"without locks the page is {self.said('.live')}")
        before = self.said("#list tbody")
        self.browser.wait("a new row, now and again", lambda: self.said("#list tbody") not in ("", before))
        self.browser.close_all_but(first)

    def through_a_sign_out(self, first, fed):
        """The page in front is fed so, by nothing when somebody signs out in the tab `first`, and again when they sign in anew."""
        page = self.browser.tab
        self.browser.wait(f"fed so: {fed}", lambda: self.said(".live") == fed)
        self.browser.show_tab(first)
        link = json.loads(self.post("/api/v1/sign-in-links"))["url"]
        self.post("/sign-out")
        self.browser.show_tab(page)
        self.browser.wait("that nothing feeds the page", lambda: self.said(".live") == "not live")
        held = lambda: self.browser.script("return navigator.locks.query().then((places) => places.held.length)")
        self.browser.wait("pages that are fed by nothing hold no place", lambda: fed != "live" or held() == 0)
        self.browser.script("return fetch(arguments[0]).then((answer) => answer.text())", urllib.parse.urlparse(link).path)
        self.browser.wait(f"fed again: {fed}", lambda: self.said(".live") == fed)
        self.browser.close_all_but(first)

    def post(self, path):
        """Sends what a form of the page would, and stays on the page."""
        return self.browser.script("""
            const headers = { "X-CSRF-Token": document.querySelector("[name=csrf]").value };
            return fetch(arguments[0], { method: "POST", headers }).then((answer) => answer.text());
        """, path)

    def shows_hostile_names_as_text(self):
        self.open_schedule(HOSTILE)
        expect(self.heading() == HOSTILE, f"the name is shown as it is, not as {self.heading()!r}")
        self.open("/")
        expect(self.browser.script("return [...document.scripts].every((script) => script.src)"), "no script came in")

    # With the keyboard, and without scripts

    def walks_with_the_keyboard(self):
        """Tab goes through everything in the order of the document, and shows where it is."""
        for path in ["/", self.schedules["nightly-report"]]:
            self.open(path)
            self.browser.press(TAB)
            expect(self.browser.script("return document.activeElement.className") == "skip", "the first stop is the skip link")
            for _ in range(25):
                self.browser.script("window.before = document.activeElement")
                self.browser.press(TAB)
                expect(self.browser.script("""
                    const element = document.activeElement;
                    return element === document.body || Boolean(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
                """), "the Tab key jumps back")
                expect(self.browser.script("""
                    const style = getComputedStyle(document.activeElement);
                    return document.activeElement === document.body || parseFloat(style.outlineWidth) >= 2
                """), "the focus is not seen on " + self.browser.script("return document.activeElement.outerHTML.slice(0, 120)"))

    def needs_no_script(self):
        self.browser.scripts(on=False)
        self.open("/")
        self.open_schedule("quick")
        self.browser.click(".actions a", "Trigger now")
        self.click_through_to_the_run()
        run = self.path()

        def seen():
            """Without scripts a page stays as it was when it was opened."""
            self.open(run)
            return "hello from quick" in self.browser.text and "succeeded" in self.browser.text

        self.browser.wait("the run's output and end, page by page", seen)
        self.browser.find(".title .mark", "succeeded")
        self.browser.scripts(on=True)

    # As it looks

    def looks_good_everywhere(self):
        pages = {**PAGES, "schedule": self.schedules["nightly-report"] + "?why=yes", "run": self.run,
                 "trigger": self.schedules["nightly-report"] + "/trigger", "pause": self.schedules["nightly-report"] + "/pause",
                 "backfill": self.schedules["nightly-report"] + "/backfill", "problem": "/schedules/nobody"}
        found = []
        for (size, window), scheme, (name, path) in itertools.product(WIDTHS.items(), SCHEMES, pages.items()):
            self.browser.look(*window, scheme)
            self.open(path)
            found += [f"{name}, {size}, {scheme}: {problem}" for problem in self.browser.script(ACCESSIBLE, window[0])]
            if self.pictures:
                self.browser.screenshot(self.pictures / f"{name}-{size}-{scheme}.png", whole=True)
        expect(not found, "\n".join(found))

    def expect_quiet_console(self, step):
        # A page that says 404 or 409 is a page, and who has signed out is told 401; the browser notes the status all the same.
        expected = [f"status of {status}" for status in (401, 404, 409)]
        noise = [line for line in self.browser.console() if not any(words in line for words in expected)]
        expect(not noise, f"after {step} the console says: {noise}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="where the daemon listens, or a sign-in link")
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder for a picture of each page")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    parts = urllib.parse.urlparse(options.url)
    base = f"{parts.scheme}://{parts.netloc}"
    with Browser() as browser:
        browser.open(options.url)
        check = PageCheck(browser, base, options.pictures)
        try:
            check.everything()
        except PageError as error:
            print(f"{check.path()}: {error}", file=sys.stderr)
            print(browser.text[:3000], file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
