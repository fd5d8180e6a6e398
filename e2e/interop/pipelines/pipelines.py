"""datajoint-python, 2.x or 0.14, as judge of pipelines: declares them, fills them, and tells what it sees.

usage: pipelines.py run, with a JSON list of requests on standard input and one of answers on standard output; DJ_HOST, DJ_PORT,
DJ_USER and DJ_PASS in the environment. Databases are named <prefix><schema>; a table has schema, name, tier, definition and rows.
"""

import datetime
import decimal
import json
import os
import sys
import traceback
import types
import uuid

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import IS_2, dj  # noqa: E402

TIERS = {"manual": dj.Manual, "lookup": dj.Lookup, "imported": dj.Imported, "computed": dj.Computed}


def declare(request):
    """Declares the tables as classes, parents first; a table that is there already is only looked at."""
    open_schemas(request["prefix"], request["tables"])
    return None


def open_schemas(prefix, tables, links={}):
    """Classes by schema, as modules of a lab's own would hold them. `links` gives a schema other names: {"ephys": {"Session": "session.Session"}}."""
    modules = {table["schema"]: types.SimpleNamespace() for table in tables}
    for table in tables:
        if "." in table["name"]:
            continue
        space = {"definition": table["definition"], "make": lambda self, key: None}
        for part in tables:
            master, _, name = part["name"].partition(".")
            if name and (part["schema"], master) == (table["schema"], table["name"]):
                space[name] = type(name, (dj.Part,), {"definition": part["definition"]})
        made = type(table["name"], (TIERS[table["tier"]],), space)
        own = modules[table["schema"]]
        linked = {name: class_named(modules, target) for name, target in links.get(table["schema"], {}).items()}
        schema = dj.Schema(prefix + table["schema"], context={**modules, **linked, **vars(own)})
        # A part may refer to its master by the module's name.
        setattr(own, table["name"], made)
        schema(made)
    return modules


def class_named(modules, name):
    schema, *path = name.split(".")
    found = modules[schema]
    for step in path:
        found = getattr(found, step)
    return found


def insert(request):
    """Inserts the rows through the classes."""
    modules = open_schemas(request["prefix"], request["tables"])
    for table in request["tables"]:
        found = class_named(modules, table["schema"] + "." + table["name"])
        heading = found().heading
        for row in table["rows"]:
            found().insert1({name: value_of(value, heading[name].type) for name, value in row.items()}, allow_direct_insert=True)
    return None


def value_of(value, type_name):
    if isinstance(value, list):
        return np.array(value, dtype="float64")
    if isinstance(value, str) and type_name.startswith("binary"):
        return uuid.UUID(value)
    return uuid.UUID(value) if type_name == "uuid" and isinstance(value, str) else value


def tell(request):
    """Every table of the databases: heading, keys, foreign keys, lineage and rows."""
    names = request["databases"]
    modules = [dj.VirtualModule(name, name) for name in names]
    connection = dj.conn()
    lineage = {name: lineage_of(connection, name) for name in names}
    connection.dependencies.load()
    return [
        tell_table(table, lineage[module.schema.database])
        for module in modules
        for table in tables_of(module)
    ]


def tables_of(module):
    for name, found in vars(module).items():
        if isinstance(found, type) and issubclass(found, dj.Table) and not name.startswith("_"):
            yield name, found()
            for part_name, part in vars(found).items():
                if isinstance(part, type) and issubclass(part, dj.Part):
                    yield f"{name}.{part_name}", part()


def lineage_of(connection, database):
    if not connection.query("SHOW TABLES IN `%s` LIKE '~lineage'" % database).fetchall():
        return {}
    rows = connection.query("SELECT table_name, attribute_name, lineage FROM `%s`.`~lineage`" % database).fetchall()
    return {(table, attribute): origin for table, attribute, origin in rows}


def tell_table(named, lineage):
    class_name, table = named
    fetched = table.to_dicts() if IS_2 else table.fetch(as_dict=True)
    parents = [
        {"parent": parent, "columns": dict(properties["attr_map"]), "primary": bool(properties["primary"])}
        for parent, properties in table.parents(foreign_key_info=True)
    ]
    return {
        "className": class_name,
        "table": table.full_table_name,
        "comment": table.heading.table_status["comment"],
        "attributes": [
            {
                "name": name,
                "key": attribute.in_key,
                "nullable": bool(attribute.nullable),
                "required": attribute.default is None and not attribute.nullable and not attribute.autoincrement,
                "comment": attribute.comment,
                "uuid": bool(attribute.uuid),
                "lineage": lineage.get((table.table_name, name)),
            }
            for name, attribute in table.heading.attributes.items()
        ],
        "parents": parents,
        "tier": next(name for name, tier in TIERS.items() if isinstance(tier_of(table), type) and issubclass(tier_of(table), tier)),
        "rows": [{name: told(value) for name, value in row.items()} for row in fetched],
    }


def tier_of(table):
    return type(table).master if isinstance(table, dj.Part) else type(table)


def told(value):
    if isinstance(value, np.ndarray):
        return [float(item) for item in value.ravel()]
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return None if np.isnan(value) else float(value)
    if isinstance(value, datetime.datetime):
        return without_zeros(value.isoformat(" "))
    if isinstance(value, datetime.timedelta):
        return "%02d:%02d:%02d" % (value.seconds // 3600, value.seconds // 60 % 60, value.seconds % 60)
    if isinstance(value, (datetime.date, decimal.Decimal, uuid.UUID)):
        return str(value)
    return value


def without_zeros(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def answer(request):
    try:
        return {"answer": COMMANDS[request["do"]](request)}
    except Exception as error:  # told to the test, which shows it
        return {"error": "%s: %s" % (type(error).__name__, error), "stack": traceback.format_exc()[-3000:]}


def work(request):
    """What a lab's own code does through classes of its own over tables that are there: fetch, restrict, join, draw."""
    tables = request["tables"]
    modules = open_schemas(request["prefix"], tables, request["links"])
    classes = {name: class_named(modules, name) for name in (table["schema"] + "." + table["name"] for table in tables)}
    dj.conn().dependencies.load()
    by_table = {found().full_table_name: found for found in classes.values()}
    return {
        "tables": {name: use(found, by_table) for name, found in classes.items()},
        "diagram": draw([dj.Schema(request["prefix"] + name) for name in sorted(modules)]),
    }


def use(found, by_table):
    table = found()
    rows = table.to_dicts() if IS_2 else table.fetch(as_dict=True)
    keys = [{name: row[name] for name in table.primary_key} for row in rows]
    joined = {
        parent: len(table.proj() * by_table[parent]().proj())
        for parent, properties in table.parents(primary=True, foreign_key_info=True)
        if parent in by_table and not properties["aliased"]
    }
    return {
        "rows": [{name: told(value) for name, value in row.items()} for row in rows],
        "restricted": [len(table & key) for key in keys],
        "joined": joined,
    }


def draw(schemas):
    """Nodes and edges of dj.Diagram; a renamed foreign key of 0.14 leads over a node that has a number for a name."""
    diagram = None
    for schema in schemas:
        diagram = dj.Diagram(schema) if diagram is None else diagram + dj.Diagram(schema)
    nodes = sorted(node for node in diagram.nodes_to_show if "`~" not in node and not node.isdigit())
    edges = []
    for parent, child, data in diagram.edges(data=True):
        if not parent.isdigit():
            target = next(iter(diagram.successors(child))) if child.isdigit() else child
            if parent in nodes and target in nodes:
                edges.append({"parent": parent, "child": target, "primary": bool(data["primary"])})
    return {"nodes": nodes, "edges": edges}


COMMANDS = {"declare": declare, "insert": insert, "tell": tell, "work": work}

if __name__ == "__main__":
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    json.dump([answer(request) for request in json.load(sys.stdin)], out, ensure_ascii=False)
    out.close()
