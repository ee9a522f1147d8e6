"""Answers made of a document's schemas: every declared field is there, and the same request gets the same answer."""

import uuid

ROWS = 5
"""In every list; fewer on a page that is asked for so."""

DAY = "2026-11-21T02:00:00"


class Answers:
    def __init__(self, contract):
        self.contract = contract

    def answer(self, operation, path_values, query, body):
        """(status, value); the value is None where nothing is declared."""
        status = min(int(status) for status in operation["answers"] if status.startswith("2"))
        schema = operation["answers"][str(status)]
        if schema is None:
            return status, None
        value = self.value(schema, operation["id"], 0)
        self.page(value, schema, operation, dict(query))
        if isinstance(value, dict):
            self.echo(value, path_values, body)
        return status, value

    def value(self, schema, name, row, depth=0):
        schema = self.contract.resolved(schema)
        kind = schema.get("type", "object" if "fields" in schema else "string")
        kind = kind[0] if isinstance(kind, list) else kind
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "object":
            fields = {n: self.value(s, n, row, depth + 1) for n, s in schema.get("fields", {}).items()}
            extra = schema.get("extra")
            if not fields and extra:
                fields = {"some": self.value(extra if isinstance(extra, dict) else {}, "some", row, depth + 1)}
            return fields
        if kind == "array":
            return [self.value(schema.get("items", {}), name, number, depth + 1) for number in range(ROWS if depth < 2 else 1)]
        return {"integer": row + 1, "number": row + 0.5, "boolean": True, "null": None}.get(kind, self.text(schema, name, row))

    def text(self, schema, name, row):
        kind = schema.get("format")
        if kind == "uuid":
            return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{row}"))
        if kind == "date-time":
            return f"{DAY}Z"
        if kind == "uri":
            return f"http://127.0.0.1/{name}/{row}"
        return f"{name}-{row}"

    def page(self, value, schema, operation, query):
        """Cuts a list as the request's page or offset says, and counts."""
        whole = self.contract.resolved(schema)
        lists = [n for n, s in whole.get("fields", {}).items() if self.contract.resolved(s).get("type") == "array"]
        if isinstance(value, list):
            value[:] = self.cut(value, query)
        elif len(lists) == 1 and operation["method"] == "GET":
            rows = value[lists[0]]
            size = int(query.get("size", query.get("limit", 20)))
            count = len(rows)
            value[lists[0]] = self.cut(rows, query)
            facts = {"index": int(query.get("page", 1)), "max_size": size, "total": count, "total_count": count, "total_pages": max(1, -(-count // size))}
            facts |= {"limit": size, "offset": int(query.get("offset", 0)), "count": len(value[lists[0]])}
            value |= {name: fact for name, fact in facts.items() if name in value}

    @staticmethod
    def cut(rows, query):
        size = int(query.get("size", query.get("limit", 20)))
        start = int(query["offset"]) if "offset" in query else (int(query.get("page", 1)) - 1) * size
        return rows[start : start + size]

    @staticmethod
    def echo(value, path_values, body):
        """What was sent comes back: ids of the path, members of the body."""
        if len(path_values) == 1 and "id" in value:
            value["id"] = next(iter(path_values.values()))
        if isinstance(body, dict):
            value |= {name: member for name, member in body.items() if name in value}
