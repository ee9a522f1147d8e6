"""What the ledger says, read beside the running daemon."""
import sqlite3

from processes import Unmeasurable

# In the words of the index `ledger_unfinished`.
UNFINISHED = "(outcome = 'claimed' OR outcome = 'waiting' OR outcome = 'started' OR outcome = 'unknown')"

# Of the fires of a stretch of time; those at its ends may belong to what was before or comes after.
LEAST_SHARE = 0.95


class Ledger:
    def __init__(self, folder):
        self.database = sqlite3.connect(f"file:{folder}/state/carillon.db?mode=ro", uri=True, timeout=10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.database.close()

    def _value(self, query, *arguments):
        return self.database.execute(query, arguments).fetchone()[0]

    def last_sequence(self):
        return self._value("SELECT coalesce(max(sequence), 0) FROM ledger")

    def has_unfinished(self):
        return self._value(f"SELECT EXISTS (SELECT 1 FROM ledger WHERE {UNFINISHED})")

    def outcomes(self, after):
        """How many rows behind a sequence number have which outcome."""
        return dict(self.database.execute("SELECT outcome, sum(count) FROM ledger WHERE sequence > ? GROUP BY outcome", (after,)))

    def lateness(self, after):
        """Sorted milliseconds between when a fire was to start, jitter included, and its first byte."""
        jitter = "coalesce(json_extract(details, '$.jitter_ms'), json_extract(details, '$.jitterMilliseconds'), 0)"
        query = f"SELECT (sent_at - due) / 1e3 - {jitter} FROM ledger WHERE sequence > ? AND sent_at IS NOT NULL ORDER BY 1"
        return [value for value, in self.database.execute(query, (after,))]

    def lateness_of(self, expected, after):
        """As `lateness`, of what ended well; too few of the expected fires say nothing about it."""
        values, outcomes = self.lateness(after), self.outcomes(after)
        if min(len(values), outcomes.get("succeeded", 0)) < expected * LEAST_SHARE:
            raise Unmeasurable(f"of {expected:,} fires {len(values):,} were sent in time, and their outcomes are {outcomes}")
        return values
