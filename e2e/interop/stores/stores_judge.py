"""The judge of external stores: writes and reads values in files and S3 with datajoint-python.

usage: stores_judge.py COMMAND, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment and on standard input the JSON
{database, definition, stores, columns, rows}; JSON on standard output. Runs under 0.14 and 2.x.
"""

import hashlib
import json
import os
import random
import sys
import tempfile

os.environ["DJ_SUPPORT_FILEPATH_MANAGEMENT"] = "TRUE"
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "values"))
GIVEN = json.load(sys.stdin)
os.environ["DJ_STORES"] = json.dumps(GIVEN["stores"])

from pymysql import converters  # noqa: E402
from values_judge import IS_2, as_text, dj, np, random_array, tell  # noqa: E402

# On MariaDB, 2.x takes a column of references for text and hands a dict to the driver, which refuses it; on MySQL it is JSON.
converters.encoders[dict] = converters.conversions[dict] = lambda value, mapping: converters.escape_string(json.dumps(value)).join("''")
if not IS_2:
    dj.config["stores"] = GIVEN["stores"]
STAGE = GIVEN["stores"]["raw"].get("stage")


def table():
    schema = dj.Schema(GIVEN["database"])
    return schema(type("Stored", (dj.Manual,), {"definition": GIVEN["definition"]}))()


def random_row(rng, number):
    return {
        "id": number,
        "packed": rng.choice([np.arange(rng.randrange(4000), dtype="f4"), {"text": "é" * rng.randrange(2000), "none": None}]),
        "file": local_file(rng, f"{number} é.txt"),
        "raw": rng.randbytes(rng.randrange(3000)),
        "image": np.asarray(random_array(rng, 0)),
        "thing": rng.randbytes(rng.randrange(3000)),
        "place": GIVEN["place"] if IS_2 else staged_file(rng, number),
    }


def local_file(rng, name):
    path = os.path.join(tempfile.mkdtemp(dir=os.environ["HOME"]), name)
    with open(path, "wb") as file:
        file.write(rng.randbytes(rng.randrange(3000)))
    return path


def staged_file(rng, number):
    path = os.path.join(STAGE, "day 1", f"{number}.bin")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(rng.randbytes(100))
    return path


def write():
    rng = random.Random(5)
    rows = [random_row(rng, number) for number in range(GIVEN["rows"])]
    target = table()
    for row in rows:
        target.insert1({name: row[name] for name in ["id", *GIVEN["columns"]]})
    return read()


def read():
    folder = tempfile.mkdtemp(dir=os.environ["HOME"])
    if IS_2:
        dj.config["download_path"] = folder
        rows = table().to_dicts(order_by="id")
    else:
        rows = table().fetch(as_dict=True, order_by="id", download_path=folder)
    return [{name: told(name, value) for name, value in row.items()} for row in rows]


def told(name, value):
    if value is None:
        return None
    if name == "tree":
        return told_tree(value)
    if name in ("file", "inline"):
        return {"name": os.path.basename(value), "sha256": digest_of(value)}
    if name == "place":
        if IS_2:
            return {"path": value.path, "sha256": hashlib.sha256(value.read()).hexdigest()}
        return {"path": os.path.relpath(value, STAGE), "sha256": digest_of(value)}
    if name == "thing":
        return {"sha256": hashlib.sha256(value.read()).hexdigest()}
    if name == "raw":
        return {"sha256": hashlib.sha256(value).hexdigest()}
    return tell(value.load() if name == "image" else value)


def needless():
    """How many objects this generation's clean-up would remove from the store."""
    if IS_2:
        found = dj.gc.GarbageCollector(dj.Schema(GIVEN["database"]), store="raw").collect()
        return found["hash_paths_orphaned"] + found["schema_paths_orphaned"]
    table()
    return len(dj.Schema(GIVEN["database"]).external["raw"].unused())


def told_tree(value):
    """Names and contents of all files of a folder."""
    files = sorted("/".join(filter(None, [folder, name])) for folder, _, names in value.walk() for name in names)
    return [{"name": name, "sha256": hashlib.sha256(value.open(name).read()).hexdigest()} for name in files]


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


if __name__ == "__main__":
    print(as_text({"write": write, "read": read, "needless": needless}[sys.argv[1]]()))
