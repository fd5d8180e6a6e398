"""The judge of queries: datajoint-python evaluates the same texts over the same rows.

usage: judge.py PREFIX, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment; a JSON list of {"text"} or {"program"} on
standard input. Answers a JSON list of {"primary_key", "names", "rows"} or {"error"} on standard output.
"""

import datetime
import decimal
import json
import os
import sys
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import dj  # noqa: E402


def main(prefix):
    names = {"dj": dj}
    for schema in ("animal", "review"):
        module = dj.VirtualModule(schema, prefix + schema)
        names[schema] = module
        names.update({name: thing for name, thing in vars(module).items() if isinstance(thing, type) and issubclass(thing, dj.Table)})
    questions = json.load(sys.stdin)
    print(json.dumps([answer(question, names) for question in questions], ensure_ascii=False))


def answer(question, names):
    try:
        query = evaluate(question, dict(names))
        rows = [{name: tell(value) for name, value in row.items()} for row in query.to_dicts()]
        return {"primary_key": list(query.primary_key), "names": list(query.heading.names), "rows": rows}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def evaluate(question, names):
    if "text" in question:
        return instance(eval(question["text"], names))
    exec(question["program"], names)
    return instance(names["query"])


def instance(query):
    return query() if isinstance(query, type) else query


def tell(value):
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat().rstrip("0").rstrip(".") if value.microsecond else value.isoformat()
    if isinstance(value, (datetime.date, datetime.timedelta)):
        return str(value)
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, (dict, list)):
        return {"json": value}
    return value


if __name__ == "__main__":
    main(*sys.argv[1:])
