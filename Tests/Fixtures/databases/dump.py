"""Writes a store as SQL: python3 dump.py STORE FILE. Take a copy of the store first; SQLite works the log into it."""

import sqlite3
import sys
path, out = sys.argv[1:]
db = sqlite3.connect(path)
lines = []
for name in ("application_id", "auto_vacuum", "user_version"):
    lines.append(f"PRAGMA {name} = {db.execute('PRAGMA ' + name).fetchone()[0]};")


def literal(v):
    if v is None:
        return "NULL"
    if isinstance(v, bytes):
        return f"X'{v.hex()}'"
    if isinstance(v, str):
        return "'" + v.replace("'", "''") + "'"
    return str(v)


master = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").fetchall()
lines.append("BEGIN;")
for kind, name, sql in master:
    lines.append(sql + ";")
for kind, name, sql in master:
    if kind != "table":
        continue
    for row in db.execute(f'SELECT * FROM "{name}"'):
        lines.append(f"INSERT INTO {name} VALUES ({', '.join(map(literal, row))});")
lines.append("DELETE FROM sqlite_sequence;")
for name, number in db.execute("SELECT * FROM sqlite_sequence"):
    lines.append(f"INSERT INTO sqlite_sequence VALUES ({literal(name)}, {number});")
lines.append("COMMIT;")
with open(out, "w") as file:
    file.write("\n".join(lines) + "\n")
