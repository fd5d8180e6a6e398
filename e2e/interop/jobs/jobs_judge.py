"""Workers and readers of jobs with datajoint-python, 0.14 or 2.x.

usage: jobs_judge.py COMMAND, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment and {"schema": …} as the first line of
standard input; JSON on standard output. `work` says "ready" and waits for a second line.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import IS_2, dj  # noqa: E402

ITEMS = 3
asked = json.loads(sys.stdin.readline())
schema = dj.Schema(asked["schema"])
log = dj.Connection(
    os.environ["DJ_HOST"], os.environ["DJ_USER"], os.environ["DJ_PASS"], int(os.environ["DJ_PORT"]), use_tls=False
)


@schema
class Source(dj.Manual):
    definition = """
    name : varchar(16)
    number : int
    ---
    amount : int
    """


@schema
class Run(dj.Manual):
    definition = """
    run : int auto_increment
    ---
    table_name : varchar(16)
    name : varchar(16)
    number : int
    worker : varchar(32)
    """


def note_run(table, key):
    """On a connection of its own: the run is told of even if its transaction is rolled back."""
    log.query(
        f"INSERT INTO `{asked['schema']}`.`run` (table_name, name, number, worker) VALUES (%s, %s, %s, %s)",
        args=(table, key["name"], key["number"], f"python {os.getpid()}"),
    )


@schema
class Made(dj.Computed):
    definition = """
    -> Source
    ---
    doubled : int
    """

    class Item(dj.Part):
        definition = """
        -> master
        item : int
        ---
        value : int
        """

    def make(self, key):
        note_run("Made", key)
        amount = (Source & key).fetch1("amount")
        time.sleep(asked["seconds"])
        self.insert1({**key, "doubled": 2 * amount})
        self.Item.insert([{**key, "item": item, "value": amount + item} for item in range(ITEMS)])


@schema
class Failing(dj.Computed):
    definition = """
    -> Source
    ---
    never : int
    """

    def make(self, key):
        raise ValueError(f"the header of {key['name']} ends early, é")


def keys_of(table):
    return table.fetch("KEY") if hasattr(table, "fetch") else table.keys()


def rows_of(table):
    return table.to_dicts() if IS_2 else table.fetch(as_dict=True)


def declare():
    Source.insert([{"name": name, "number": number, "amount": number} for name, number in asked["keys"]])
    for table in (Run, Made, Failing):
        table()
    return dj.__version__


def work():
    print("ready", flush=True)
    sys.stdin.readline()
    result = Made.populate(reserve_jobs=True, suppress_errors=True)
    return {"made": result["success_count"], "errors": [str(error) for error in result["error_list"]]}


def fail():
    """The job of one key fails here."""
    result = Failing.populate({"number": asked["number"]}, reserve_jobs=True, suppress_errors=True)
    return len(result["error_list"])


def jobs_table(table):
    return table.jobs if IS_2 else schema.jobs & {"table_name": table.table_name}


def errors():
    """Errors as Python reads them: message and stack."""
    rows = rows_of(jobs_table(Failing()) & "status='error'")
    return [
        {
            "key": row["key"] if "key" in row else {"name": row["name"], "number": row["number"]},
            "message": row["error_message"],
            "stack": row["error_stack"],
            **{name: row[name] for name in ("user", "host", "pid", "connection_id")},
        }
        for row in rows
    ]


def reserve():
    """Reserves all keys of a foreign schema's table by 0.14's own statements; the rows are left for the caller to look at."""
    module = dj.create_virtual_module("keys", asked["target"])
    table = getattr(module, asked["table"])()
    parent = getattr(module, asked["parent"])()
    for key in parent.fetch("KEY"):
        module.schema.jobs.reserve(table.table_name, key)
    return len(parent)


COMMANDS = {"declare": declare, "work": work, "fail": fail, "errors": errors, "reserve": reserve}
print(json.dumps(COMMANDS[sys.argv[1]]()), flush=True)
