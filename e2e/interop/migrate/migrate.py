"""The judge of migrations, under datajoint-python 0.14 and 2.x alike.

usage: migrate.py COMMAND with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment; JSON on standard input and output.
"""

import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import dj  # noqa: E402


def declare(request):
    """What a lab made under 0.14: blobs of all kinds, an attachment, bytes of its own, parts, a renamed key, jobs."""
    schema = dj.schema(request["database"])

    @schema
    class Method(dj.Lookup):
        definition = """
        method : varchar(16)
        ---
        settings = null : longblob  # as Python packs it
        """
        contents = [("mean", {"window": 3, "names": ["a", "b"]}), ("max", None)]

    @schema
    class Animal(dj.Manual):
        definition = """
        # An animal
        animal : int unsigned     # running number
        ---
        tag : uuid                # of the transponder
        weight = 1.5 : float      # g
        letter = null : attach    # from the breeder
        thumbnail = null : mediumblob  # JPEG
        """

    @schema
    class Scan(dj.Manual):
        definition = """
        -> Animal
        scan : smallint
        ---
        image : longblob          # as an array
        -> [nullable] Animal.proj(partner='animal')
        """

    @schema
    class Summary(dj.Computed):
        definition = """
        -> Scan
        -> Method
        ---
        total : double            # of the image
        """

        class Row(dj.Part):
            definition = """
            -> master
            row : int
            ---
            line : longblob       # one line of the image
            """

        def make(self, key):
            image = (Scan & key).fetch1("image")
            self.insert1({**key, "total": float(image.sum())})
            self.Row.insert({**key, "row": index, "line": line} for index, line in enumerate(image))

    with open("letter.txt", "w") as file:
        file.write("naïve µ")
    tag = "0f8fad5b-d9cb-469f-a165-70867728950e"
    Animal.insert1({"animal": 1, "tag": tag, "letter": "letter.txt"})
    Animal.insert1({"animal": 2, "tag": tag[::-1].replace("-", "")})
    dj.conn().query(f"UPDATE `{request['database']}`.animal SET thumbnail = x'ffd8ffe0' WHERE animal = 2")
    Scan.insert1({"animal": 1, "scan": 1, "image": np.arange(12, dtype="float32").reshape(3, 4), "partner": 2})
    Scan.insert1({"animal": 2, "scan": 1, "image": np.ones((2, 2), dtype="complex64")[:, :1].real * 7})
    Summary.populate("method = 'mean'", reserve_jobs=True)
    return None


def tell(request):
    """Primary key and rows of every table of the database, but for attributes that are left out."""
    module = dj.VirtualModule("module", request["database"])
    return {name: told(table, set(request.get("without", []))) for name, table in tables_of(module)}


def tables_of(module):
    for name, thing in sorted(vars(module).items()):
        if isinstance(thing, type) and issubclass(thing, dj.Table):
            yield name, thing()
            for part_name, part in sorted(vars(thing).items()):
                if isinstance(part, type) and issubclass(part, dj.Part):
                    yield f"{name}.{part_name}", part()


def told(table, without):
    names = [name for name in table.heading.names if name not in without]
    rows = dicts(table.proj(*[name for name in names if name not in table.primary_key]))
    return {"primary_key": list(table.primary_key), "rows": sorted(([tell_value(row[name]) for name in names] for row in rows), key=str)}


def dicts(table):
    return table.to_dicts() if hasattr(table, "to_dicts") else table.fetch(as_dict=True)


def tell_value(value):
    if isinstance(value, np.ndarray):
        return [value.dtype.name, list(value.shape), value.ravel().tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {str(key): tell_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tell_value(item) for item in value]
    if isinstance(value, (str, os.PathLike)) and os.path.isfile(value):
        return open(value, encoding="utf8").read()
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def work(request):
    """Joins by lineage, and populates what is left with reserved jobs."""
    module = dj.VirtualModule("module", request["database"], add_objects=globals())

    class Summary(dj.Computed):
        definition = module.Summary.describe() if hasattr(module.Summary, "to_dicts") else module.Summary.describe(printout=False)

        def make(self, key):
            image = (module.Scan & key).fetch1("image")
            self.insert1({**key, "total": float(image.max())})

    joined = len(module.Animal.proj() * module.Scan.proj() * module.Summary.proj())
    made = dj.Schema(request["database"], context={**vars(module)})(Summary).populate(reserve_jobs=True)
    return {"joined": joined, "made": made["success_count"], "errors": [str(error) for error in made["error_list"]]}


def insert(request):
    module = dj.VirtualModule("module", request["database"])
    getattr(module, request["table"]).insert1({name: unpacked(value) for name, value in request["row"].items()})
    return None


def unpacked(value):
    return np.array(value, dtype="float64") if isinstance(value, list) else value


COMMANDS = {"declare": declare, "tell": tell, "work": work, "insert": insert}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](json.load(sys.stdin))))
