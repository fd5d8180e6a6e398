"""The judge: datajoint-python opens the databases that LabBook writes.

usage: judge.py COMMAND PREFIX, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment; JSON on standard output.
Rows are told as text, arrays as digests of their little-endian row-major bytes, so that two programs can compare them.
"""

import datetime
import decimal
import hashlib
import json
import sys
import uuid

import numpy as np

from connected import dj


def main(command, prefix):
    connection = dj.conn()
    names = sorted(row[0] for row in connection.query("SHOW DATABASES") if row[0].startswith(prefix))
    modules = {name[len(prefix):]: dj.VirtualModule(name[len(prefix):], name) for name in names}
    print(json.dumps(COMMANDS[command](prefix, modules), ensure_ascii=False))


def read_everything(prefix, modules):
    """Every row of every table, as datajoint-python decodes it."""
    return {
        f"{schema}.{path}": {"primaryKey": list(table.primary_key), "rows": [told(row) for row in table.to_dicts()]}
        for schema, module in modules.items()
        for path, table in tables_of(module)
    }


def tables_of(module):
    for name, thing in sorted(vars(module).items()):
        if isinstance(thing, type) and issubclass(thing, dj.Table) and not name.startswith("_"):
            yield name, thing()
            for part_name in sorted(dir(thing)):
                part = getattr(thing, part_name, None)
                if part_name[0].isupper() and isinstance(part, type) and issubclass(part, dj.Part):
                    yield f"{name}.{part_name}", part()


def told(row):
    return {name: tell(value) for name, value in row.items()}


def tell(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype == object:
            return {"array": [tell(item) for item in value.ravel()], "shape": list(value.shape)}
        little = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
        return {"dtype": little.dtype.name, "shape": list(value.shape), "sha256": hashlib.sha256(little.tobytes()).hexdigest()}
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return without_trailing_zeros(value.isoformat())
    if isinstance(value, (decimal.Decimal, uuid.UUID, datetime.timedelta)):
        return str(value)
    if isinstance(value, bytes):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    if isinstance(value, dict):
        return {"dict": [[tell(key), tell(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [tell(item) for item in value]
    raise TypeError(f"unexpected {type(value)}")


def without_trailing_zeros(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def draw_diagram(prefix, modules):
    """Nodes and edges of dj.Diagram over all schemas."""
    diagram = sum_of(dj.Diagram(module.schema) for module in modules.values())
    shown = {node for node in diagram.nodes_to_show if "`~" not in node}
    edges = [
        {"parent": parent, "child": child, "primary": bool(data["primary"]), "map": dict(data["attr_map"])}
        for parent, child, data in diagram.edges(data=True)
        if parent in shown and child in shown
    ]
    return {"nodes": sorted(shown), "edges": edges}


def sum_of(diagrams):
    total = None
    for diagram in diagrams:
        total = diagram if total is None else total + diagram
    return total


def insert_session(prefix, modules):
    """What a colleague does in Python: one more session of the first subject."""
    subject = modules["subject"].Subject.to_dicts()[0]["subject"]
    row = {"subject": subject, "session_datetime": datetime.datetime(2031, 2, 3, 4, 5, 6)}
    modules["session"].Session.insert1(row)
    modules["session"].SessionNote.insert1({**row, "session_note": "naïve note, 20 µm — from Python"})
    return told(row)


def populate_below(prefix, modules):
    """A lab's own Computed table, declared in Python below CuratedClustering and populated with reserved jobs."""
    ephys = modules["ephys"]
    schema = dj.Schema(f"{prefix}python_lab", context={"ephys": ephys})

    class SpikeTotal(dj.Computed):
        definition = """
        -> ephys.CuratedClustering
        ---
        total : int64        # spikes of all units
        last_spike : float64 # (s) time of the last spike
        summary : <blob>     # spikes per unit
        """

        def make(self, key):
            units = (ephys.CuratedClustering.Unit & key).to_dicts()
            times = [unit["spike_times"] for unit in units if len(unit["spike_times"])]
            self.insert1({
                **key,
                "total": sum(len(unit["spike_times"]) for unit in units),
                "last_spike": max((float(part.max()) for part in times), default=0.0),
                "summary": {int(unit["unit"]): int(unit["spike_count"]) for unit in units},
            })

    SpikeTotal = schema(SpikeTotal)
    result = SpikeTotal.populate(reserve_jobs=True)
    return {"made": result["success_count"], "rows": [told(row) for row in SpikeTotal().to_dicts()]}


COMMANDS = {"read": read_everything, "diagram": draw_diagram, "insert": insert_session, "populate": populate_below}

if __name__ == "__main__":
    main(*sys.argv[1:])
