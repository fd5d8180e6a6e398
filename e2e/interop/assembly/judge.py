"""The judge: datajoint-python declares a lab's own tables, reads what LabBook entered in them, and populates below it.

usage: judge.py COMMAND, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment; JSON on standard input and output.
"""

import datetime
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import dj  # noqa: E402


def declare(_):
    """A colony and an arena, as a lab writes them: runs by animal, day of training and number."""
    colony, arena = dj.Schema("py_colony"), dj.Schema("py_arena")

    @colony
    class Animal(dj.Manual):
        definition = """
        animal : int  # ear tag
        """

    context = {"Animal": Animal}

    class Run(dj.Manual):
        definition = """
        -> Animal
        day : int  # day of training
        run : int  # which of the day
        ---
        maze : varchar(8)
        """

    class RunFolder(dj.Manual):
        definition = """
        -> Run
        ---
        folder : varchar(255)
        """

    for cls in (Run, RunFolder):
        context[cls.__name__] = arena(cls, context=context)
    declare_rate(arena, context)
    Animal.insert1({"animal": 7})
    return shown()


def declare_rate(arena, context):
    class LickRate(dj.Computed):
        definition = """
        -> Run
        ---
        rate : float
        """

        def make(self, key):
            self.insert1({**key, "rate": key["day"] / 2})

    return arena(LickRate, context=context)


def populate(_):
    """Python's own stage, on the runs that LabBook entered."""
    arena = dj.Schema("py_arena")
    module = dj.VirtualModule("arena", "py_arena")
    rate = declare_rate(arena, {"Run": module.Run})()
    rate.populate()
    return [told(row) for row in rate.to_dicts(order_by="KEY")]


def read(databases):
    """Rows of `database.Table` by name, and its primary key."""
    found = {}
    for name in databases:
        database, class_name = name.split(".")
        table = getattr(dj.VirtualModule(database, database), class_name)()
        rows = [told(row) for row in table.to_dicts(order_by="KEY")]
        found[name] = {"primaryKey": list(table.primary_key), "rows": rows}
    return found


def shown():
    connection = dj.conn()
    found = {}
    for database in ("py_colony", "py_arena"):
        for (table,) in connection.query(f"SHOW TABLES FROM `{database}`").fetchall():
            found[table] = connection.query(f"SHOW CREATE TABLE `{database}`.`{table}`").fetchone()[1]
    return found


def told(row):
    return {name: tell(value) for name, value in row.items()}


def tell(value):
    return value.isoformat() if isinstance(value, (datetime.datetime, datetime.date)) else value


if __name__ == "__main__":
    print(json.dumps({"declare": declare, "populate": populate, "read": read}[sys.argv[1]](json.load(sys.stdin))))
