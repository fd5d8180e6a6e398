"""datajoint-python as the plain alternative: one line of JSON asks, one line answers with what it took.

DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment. Only what a lab's script would write is inside a measured stretch.
"""

import json
import os
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")
import datajoint as dj  # noqa: E402
import numpy as np  # noqa: E402
from datajoint import blob  # noqa: E402

dj.config["loglevel"] = "ERROR"
dj.config["safemode"] = False
dj.config["database.host"] = os.environ["DJ_HOST"]
dj.config["database.port"] = int(os.environ["DJ_PORT"])
dj.config["database.user"] = os.environ["DJ_USER"]
dj.config["database.password"] = os.environ["DJ_PASS"]

SCHEMA = "labbook_bench"
opened = {}


def module():
    if "module" not in opened:
        opened["module"] = dj.VirtualModule("bench", SCHEMA)
    return opened["module"]


def computed():
    """The same table that our make fills, with the same make."""
    if "computed" not in opened:
        Item = module().Item  # noqa: F841 (the definition names it)
        schema = dj.Schema(SCHEMA, context={"Item": Item})

        @schema
        class Doubled(dj.Computed):
            definition = """
            -> Item
            ---
            doubled : double  # twice the number
            """

            def make(self, key):
                self.insert1({**key, "doubled": 2 * key["item"]})

        opened["computed"] = Doubled
    return opened["computed"]()


def fetch(table, limit):
    query = getattr(module(), table)() & f"id < {limit}"
    return {"seconds": timed(lambda: query.to_dicts())}


def peak_of_fetch(table, limit):
    rows = getattr(module(), table)() & f"id < {limit}"
    count = len(rows.to_dicts())
    return {"rows": count, "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def peak_of_stream(table, limit):
    rows = getattr(module(), table)() & f"id < {limit}"
    seconds = timed(lambda: sum(1 for _ in rows))
    return {"seconds": seconds, "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def insert(table, rows):
    return {"seconds": timed(lambda: getattr(module(), table)().insert(rows))}


def populate(processes=1):
    table = computed()
    return {"seconds": timed(lambda: table.populate(reserve_jobs=True, processes=processes))}


def introspect(schema):
    """Classes of all tables with their headings and foreign keys, as `dj.Diagram` and any query need them."""

    def load():
        classes = vars(dj.VirtualModule("many", schema)).values()
        tables = [each() for each in classes if isinstance(each, type) and issubclass(each, dj.Table)]
        for table in tables:
            assert table.heading.names
        dj.conn().dependencies.load(force=True)
        return len(tables)

    start = time.perf_counter()
    tables = load()
    return {"seconds": time.perf_counter() - start, "tables": tables}


def decode(shape, order, repetitions):
    """Median time to unpack a float32 array, and to copy its bytes."""
    packed = blob.pack(np.asarray(np.random.default_rng(1).random(shape, dtype=np.float32), order=order), compress=False)
    unpacking = sorted(timed(lambda: blob.unpack(packed)) for _ in range(repetitions))
    copying = sorted(timed(lambda: bytearray(packed)) for _ in range(repetitions))
    return {"seconds": unpacking[repetitions // 2], "copy": copying[repetitions // 2]}


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


COMMANDS = {
    "fetch": fetch,
    "peakOfFetch": peak_of_fetch,
    "peakOfStream": peak_of_stream,
    "insert": insert,
    "populate": populate,
    "introspect": introspect,
    "decode": decode,
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = COMMANDS[request.pop("command")](**request)
    except Exception as error:  # the asker decides what an error means
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
