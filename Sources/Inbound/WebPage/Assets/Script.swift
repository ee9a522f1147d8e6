/// The pages are whole without it. It keeps what is marked `data-live` fresh, counts relative times on, and follows a log,
/// all while somebody sees the page: a hidden one holds no connection, and is made fresh when it is seen again.
package enum Script {
  /// In what an open page asks by itself, with nobody at it.
  package static let liveHeader = "X-Carillon-Live"

  static let text = #"""
    "use strict";
    (() => {
      const parts = (seconds, size, large, small) => {
        const rest = seconds % size;
        return `${Math.floor(seconds / size)} ${large}` + (rest ? ` ${rest} ${small}` : "");
      };
      const length = (s) =>
        s < 60 ? `${s} s` : s < 3600 ? parts(s, 60, "min", "s")
          : s < 86400 ? parts(Math.floor(s / 60), 60, "h", "min") : parts(Math.floor(s / 3600), 24, "d", "h");
      const made = document.querySelector("footer time");
      const skew = made ? Date.parse(made.dateTime) - Date.now() : 0;
      const countOn = () => {
        const now = Math.floor((Date.now() + skew) / 1000);
        for (const text of document.querySelectorAll("time [data-relative]")) {
          const seconds = Math.floor(Date.parse(text.closest("time").dateTime) / 1000) - now;
          const words = seconds === 0 ? "now" : seconds > 0 ? `in ${length(seconds)}` : `${length(-seconds)} ago`;
          if (text.textContent !== words) text.textContent = words;
        }
      };
      setInterval(countOn, 5000);

      const state = document.querySelector("[data-live-state]");
      const tell = (words, mood) => {
        if (!state || state.textContent === words) return;
        state.textContent = words;
        state.dataset.mood = mood;
      };

      const later = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

      // What somebody works in is not taken away under their hands.
      const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open], :checked[name=fire]");
      // Not somebody's use of the session: a page that is left open does not keep it from ending.
      const live = { "\#(liveHeader)": "1" };
      // Whether there was a fresh page.
      const refresh = async () => {
        const answer = await fetch(location.href, {
          headers: { accept: "text/html", ...live }, credentials: "same-origin", signal: AbortSignal.timeout(10000),
        });
        if (!answer.ok || answer.redirected) return false;
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const shown = [...document.querySelectorAll("[data-live]")];
        // What the page is about is gone, and another page stands at its address.
        if (!shown.some((part) => fresh.getElementById(part.id)) && !shown.some(isInUse)) {
          location.reload();
          return true;
        }
        for (const part of shown) {
          const other = fresh.getElementById(part.id);
          // A log that is followed keeps what it has.
          if (!other || isInUse(part) || part.querySelector("[data-log]")) continue;
          if (other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
        }
        countOn();
        followAll();
        return true;
      };
      let last = 0, waiting = null;
      // What `refresh` says; nothing when nobody sees the page.
      const changed = () => {
        if (document.hidden) return;
        waiting ??= later(Math.max(400, 3000 - (Date.now() - last))).then(() => {
          waiting = null;
          last = Date.now();
          return refresh();
        }).catch(() => false);
        return waiting;
      };
      // A browser has six connections to a host for all its tabs together: a page that nobody sees holds none.
      let away = new AbortController();
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) return;
        away.abort();
        away = new AbortController();
      });
      const seen = () => document.hidden && new Promise((go) => document.addEventListener("visibilitychange", go, { once: true }));

      // Pages that are seen side by side hold four of the six: who finds all taken does `otherwise`.
      const inPlace = async (use, otherwise) => {
        // By plain HTTP, but for loopback addresses, no page knows of the others.
        if (!navigator.locks) return otherwise();
        for (const place of [1, 2, 3, 4]) {
          const take = async (lock) => lock && [await use()];
          const result = await navigator.locks.request(`carillon-${place}`, { ifAvailable: true }, take);
          if (result) return result[0];
        }
        return otherwise();
      };

      // Whether it was refused: a stream that broke is begun again by the browser, one that is refused is not.
      const hear = (address) => {
        // It may have been hidden while it looked for a place.
        if (document.hidden) return false;
        const events = new EventSource(address);
        // What happened between the page's making and this moment came as no event.
        events.onopen = () => { tell("live", "on"); changed(); };
        for (const name of ["run", "schedule", "schedule_removed", "gap"]) events.addEventListener(name, changed);
        return new Promise((go) => {
          const stop = () => {
            events.close();
            go(false);
          };
          const { signal } = away;
          signal.addEventListener("abort", stop);
          events.onerror = () => {
            const isRefused = events.readyState === 2;
            tell(isRefused ? "not live" : "reconnecting", "off");
            if (!isRefused) return;
            signal.removeEventListener("abort", stop);
            go(true);
          };
        });
      };
      const listen = async () => {
        if (!document.querySelector("[data-live]") || !window.EventSource) return;
        document.addEventListener("visibilitychange", changed);
        const only = document.querySelector("[data-events]");
        const address = "/api/v1/events" + (only ? `?schedule=${encodeURIComponent(only.dataset.events)}` : "");
        const ask = async () => {
          const isFresh = await changed();
          // It may have been hidden while it looked for a place.
          if (isFresh === undefined) return;
          tell(isFresh ? "every 10 s" : "not live", "off");
          await later(10000);
        };
        for (;;) {
          await seen();
          // Tried again without a place, which others may need.
          if (await inPlace(() => hear(address), ask)) await later(10000);
        }
      };

      // As `LogText`; the beginning of a code or of a line break at the end of a piece waits for the next piece.
      const codes = /\x1b\[[0-?]*[ -\/]*[@-~]/g;
      const begun = /\r?(\x1b(\[[0-?]*[ -\/]*)?)?$/;
      const follow = async (log) => {
        let rest = "return" in log.dataset ? "\r" : "";
        let offset = Number(log.dataset.offset);
        let attempt = Number(log.dataset.attempt);
        let isLast = log.dataset.last === "true";
        while (!isLast) {
          await seen();
          const path = `/api/v1/runs/${encodeURIComponent(log.dataset.log)}/log?offset=${offset}`;
          const { signal } = away;
          const ask = (wait) => fetch(`${path}&wait=${wait}`, { headers: live, credentials: "same-origin", signal });
          let piece;
          try {
            const answer = await inPlace(() => ask(20), () => later(3000).then(() => ask(0)));
            if (answer.status === 404) return;
            if (!answer.ok) throw answer;
            piece = await answer.json();
          } catch {
            // After a new sign-in, or a restart of the daemon, it goes on where it was.
            if (!signal.aborted) await later(10000);
            continue;
          }
          // An offset counts within one attempt.
          if ((piece.attempt ?? attempt) !== attempt) {
            attempt = piece.attempt;
            [rest, offset] = ["", 0];
            log.append(`\n[attempt ${attempt}]\n`);
            continue;
          }
          const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
          const text = (piece.gap ? "\n[…]\n" : rest) + piece.text;
          rest = piece.last ? "" : begun.exec(text)[0];
          log.append(text.slice(0, text.length - rest.length).replace(codes, "").replace(/\r\n?/g, "\n"));
          if (piece.lost_bytes) log.append(`\n[${piece.lost_bytes} bytes could not be kept]\n`);
          if (atEnd) log.scrollTop = log.scrollHeight;
          offset = piece.next_offset;
          isLast = piece.last;
        }
        changed();
      };

      const followed = new WeakSet();
      const followAll = () => {
        for (const log of document.querySelectorAll("[data-log]")) {
          if (followed.has(log)) continue;
          followed.add(log);
          follow(log).catch(() => {});
        }
      };

      for (const form of document.querySelectorAll("form[method=post]")) {
        form.addEventListener("submit", (event) => {
          if (form.dataset.sent) event.preventDefault();
          form.dataset.sent = "yes";
        });
      }
      // A page that comes back from the browser's memory may be sent again.
      addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
      followAll();
      listen();
    })();
    """#
}
