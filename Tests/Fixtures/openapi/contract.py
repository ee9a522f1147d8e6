"""What an OpenAPI document declares, in a compact form: is a request one of it, and what is answered?

A document here is JSON: {"prefix", "operations": [{"id", "method", "path", "query", "path_values", "body", "answers"}],
"schemas"}. A schema has "type", "format", "enum", "minimum", "maximum", "items", "fields", "required", "extra" (what other
members may be, or true), "ref" (a name among the schemas) and "all" (several schemas at once).
"""

import re
import uuid
from urllib.parse import parse_qsl, unquote

CHECKS = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


class Contract:
    def __init__(self, document):
        self.prefix = document["prefix"]
        self.operations = document["operations"]
        self.schemas = document["schemas"]
        for operation in self.operations:
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(operation["path"]))
            operation["pattern"] = re.compile(f"^{pattern}$")

    def find(self, method, path):
        """The operation and the values in its path; (None, problem) when there is none."""
        if not path.startswith(self.prefix):
            return None, f"{path} is not below {self.prefix}"
        rest = path[len(self.prefix) :]
        found = [(o, o["pattern"].match(rest)) for o in self.operations]
        found = [(o, match.groupdict()) for o, match in found if match]
        for operation, values in found:
            if operation["method"] == method:
                return operation, {name: unquote(value) for name, value in values.items()}
        return None, f"no operation {method} {rest}" if not found else f"{rest} takes no {method}"

    def problems(self, operation, path_values, query, content_type, body):
        """What is wrong with a request, in sentences."""
        problems = []
        for name, value in path_values.items():
            problems += self.text_problems(value, operation["path_values"].get(name, {}), f"path value '{name}'")
        for name, value in query:
            if name not in operation["query"]:
                problems.append(f"unknown parameter '{name}'")
            else:
                problems += self.text_problems(value, operation["query"][name], f"parameter '{name}'")
        given = {name for name, _ in query}
        problems += [f"parameter '{n}' is missing" for n, s in operation["query"].items() if s.get("needed") and n not in given]
        return problems + self.body_problems(operation.get("body"), content_type, body)

    def body_problems(self, declared, content_type, body):
        if declared is None:
            return ["a body where none is declared"] if body else []
        if not body:
            return ["the body is missing"] if declared.get("needed") else []
        if content_type != declared["content"]:
            return [f"content type '{content_type}' instead of '{declared['content']}'"]
        return self.value_problems(body, declared["schema"], "body")

    def text_problems(self, text, schema, place):
        """For what comes as text in a URL."""
        schema = self.resolved(schema)
        try:
            value = {"integer": int, "number": float}.get(schema.get("type"), str)(text)
        except ValueError:
            return [f"{place}: '{text}' is no {schema['type']}"]
        if schema.get("type") == "boolean":
            return [] if text in ("true", "false") else [f"{place}: '{text}' is no boolean"]
        return self.value_problems(value, schema, place)

    def value_problems(self, value, schema, place):
        schema = self.resolved(schema)
        kinds = schema.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
        if value is None:
            return [] if not kinds or "null" in kinds else [f"{place}: null is not declared"]
        if kinds and not any(CHECKS.get(kind, lambda _: False)(value) for kind in kinds):
            return [f"{place}: {value!r} is no {' or '.join(kinds)}"]
        problems = []
        if "enum" in schema and value not in schema["enum"]:
            problems.append(f"{place}: {value!r} is none of {schema['enum']}")
        if schema.get("format") == "uuid" and not is_uuid(value):
            problems.append(f"{place}: {value!r} is no UUID")
        if "minimum" in schema and value < schema["minimum"]:
            problems.append(f"{place}: {value} is below {schema['minimum']}")
        if "maximum" in schema and value > schema["maximum"]:
            problems.append(f"{place}: {value} is above {schema['maximum']}")
        if isinstance(value, list):
            for index, item in enumerate(value):
                problems += self.value_problems(item, schema.get("items", {}), f"{place}.{index}")
        if isinstance(value, dict):
            problems += self.member_problems(value, schema, place)
        return problems

    def member_problems(self, value, schema, place):
        fields, extra = schema.get("fields", {}), schema.get("extra")
        problems = [f"{place}: '{name}' is missing" for name in schema.get("required", []) if name not in value]
        for name, member in value.items():
            if name in fields:
                problems += self.value_problems(member, fields[name], f"{place}.{name}")
            elif isinstance(extra, dict):
                problems += self.value_problems(member, extra, f"{place}.{name}")
            elif not extra:
                problems.append(f"{place}: unknown member '{name}'")
        return problems

    def resolved(self, schema):
        """The schema itself behind references, several put together."""
        if "ref" in schema:
            return self.resolved(self.schemas[schema["ref"]])
        if "all" not in schema:
            return schema
        whole = {"type": "object", "fields": {}, "required": []}
        for part in map(self.resolved, schema["all"]):
            whole["fields"] |= part.get("fields", {})
            whole["required"] += part.get("required", [])
        return whole


def is_uuid(text):
    try:
        return str(uuid.UUID(text)) == str(text).lower()
    except (ValueError, AttributeError, TypeError):
        return False


def pairs(query):
    return parse_qsl(query, keep_blank_values=True)
