"""Turns an OpenAPI 3 document (YAML) into the compact facts that contract_server.py reads.

    compact.py DOCUMENT.yaml PREFIX > NAME.json

Needs PyYAML. Descriptions, summaries and examples stay behind: only what decides whether a request is declared is kept.
"""

import json
import sys

import yaml

SCALARS = ("type", "format", "enum", "minimum", "maximum", "required")


def schema(source):
    if "$ref" in source:
        return {"ref": source["$ref"].split("/")[-1]}
    if "allOf" in source:
        return {"all": [schema(part) for part in source["allOf"]]}
    facts = {key: source[key] for key in SCALARS if key in source}
    if "properties" in source:
        facts["fields"] = {name: schema(field) for name, field in source["properties"].items()}
    if "items" in source:
        facts["items"] = schema(source["items"])
    if "additionalProperties" in source:
        extra = source["additionalProperties"]
        facts["extra"] = schema(extra) if isinstance(extra, dict) and extra else bool(extra)
    return facts


def parameter(document, source):
    return document["components"]["parameters"][source["$ref"].split("/")[-1]] if "$ref" in source else source


def body(source):
    if source is None:
        return None
    content, declared = next(iter(source["content"].items()))
    return {"content": content, "needed": source.get("required", False), "schema": schema(declared["schema"])}


def answers(source):
    facts = {}
    for status, answer in source.items():
        content = answer.get("content", {}).get("application/json")
        facts[str(status)] = schema(content["schema"]) if content and "schema" in content else None
    return facts


def operation(document, path, method, source, shared):
    parameters = [parameter(document, p) for p in shared + source.get("parameters", [])]
    query = {p["name"]: schema(p["schema"]) | ({"needed": True} if p.get("required") else {}) for p in parameters if p["in"] == "query"}
    values = {p["name"]: schema(p["schema"]) for p in parameters if p["in"] == "path"}
    facts = {"id": source["operationId"], "method": method.upper(), "path": path, "query": query, "path_values": values}
    facts |= {"body": body(source.get("requestBody")), "answers": answers(source["responses"])}
    # A login has no token yet.
    return facts | ({"open": True} if source["operationId"] == "login" or source.get("security") == [] else {})


def compact(document, prefix):
    operations = [
        operation(document, path, method, source, item.get("parameters", []))
        for path, item in document["paths"].items()
        for method, source in item.items()
        if method in ("get", "post", "put", "patch", "delete")
    ]
    schemas = {name: schema(source) for name, source in document["components"].get("schemas", {}).items()}
    return {"prefix": prefix, "operations": operations, "schemas": schemas}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps(compact(yaml.safe_load(file), sys.argv[2]), indent=1, sort_keys=True))
