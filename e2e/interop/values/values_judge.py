"""The judge of values: writes random rows and blobs with datajoint-python, and tells exactly what it reads.

usage: values_judge.py COMMAND, with DJ_HOST, DJ_PORT, DJ_USER, DJ_PASS in the environment and JSON on standard input;
JSON on standard output. Runs under 0.14 and 2.x.
"""

import datetime
import decimal
import hashlib
import json
import os
import random
import struct
import sys
import tempfile
import uuid

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from connected import IS_2, dj  # noqa: E402


# -- telling, as tellBlob.ts does


def tell(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, np.recarray) or (isinstance(value, np.ndarray) and value.dtype.names):
        return {"recarray": [[name, tell(np.asarray(value[name]))] for name in value.dtype.names]}
    if isinstance(value, (np.ndarray, np.generic)):
        return tell_array(np.asarray(value))
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": tell_float(value)}
    if isinstance(value, complex):
        return {"complex": [tell_float(value.real), tell_float(value.imag)]}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, uuid.UUID):
        return {"uuid": str(value)}
    if isinstance(value, decimal.Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"time": value.isoformat()}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((tell(item) for item in value), key=as_text)}
    if isinstance(value, tuple):
        return {"tuple": [tell(item) for item in value]}
    if isinstance(value, list):
        return [tell(item) for item in value]
    if isinstance(value, dict):
        return {"dict": [[tell(key), tell(item)] for key, item in value.items()]}
    raise TypeError(f"unexpected {type(value)}")


def as_text(told):
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def tell_float(value):
    return "nan" if value != value else struct.pack(">d", value).hex()


def tell_array(array):
    if array.dtype == object:
        return {"array": "object", "shape": list(array.shape), "items": [tell(item) for item in array.ravel("F")]}
    parts = [array.real, array.imag] if array.dtype.kind == "c" else [array]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.tobytes("F"))
    return {"array": array.dtype.str, "shape": list(array.shape), "sha256": digest.hexdigest()}


# -- random blobs


NUMBERS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", "c8", "c16"]


def random_array(rng, depth):
    shape = tuple(rng.randrange(5) for _ in range(rng.randrange(4)))
    count = int(np.prod(shape, dtype=int))
    dtype = np.dtype(rng.choice([*NUMBERS, "M8[D]", "M8[s]", "M8[ms]", "M8[us]", "M8[ns]"]))
    if dtype.kind == "c":  # made by arithmetic when read, which NaN does not survive
        flat = np.array([complex(rng.gauss(0, 1), rng.gauss(0, 1)) for _ in range(count)], dtype)
    else:
        flat = np.frombuffer(rng.randbytes(count * dtype.itemsize), dtype)
    array = flat.reshape(shape, order=rng.choice("CF"))
    return array[()] if shape == () and rng.random() < 0.5 else array


def random_records(rng, depth):
    count = rng.randrange(4)
    return np.array(
        [(rng.randrange(-9, 9), rng.gauss(0, 1)) for _ in range(count)], dtype=[("trial", "i4"), ("onset_µs", "f8")]
    )


def random_text(rng, depth=0):
    return "".join(rng.choice(["a", "'", '"', "\\", "é", "µ", "e\u0301", "😀", "\0", "\n", "中", "%", "\ufeff"]) for _ in range(rng.randrange(8)))


def random_object_array(rng, depth):
    items = np.empty(rng.randrange(4), dtype=object)
    for index in range(len(items)):  # Python cannot read back arrays of lists of one length
        items[index] = rng.choice([None, True, 2**60, -0.0, random_text(rng), random_moment(rng), {"n": 1}])
    return items


def random_moment(rng, depth=0):
    return datetime.datetime(1, 1, 1) + datetime.timedelta(days=rng.randrange(3_652_058), seconds=rng.randrange(86400), microseconds=rng.choice([0, 1, 250_000, 999_999]))


def random_key(rng):
    return rng.choice([random_text(rng), rng.randrange(2, 2**70), (2, random_text(rng))])


LEAVES = [
    lambda rng, depth: rng.choice([None, True, False]),
    lambda rng, depth: rng.randrange(-(2 ** rng.randrange(1, 200)), 2 ** rng.randrange(1, 200)),
    lambda rng, depth: struct.unpack(">d", rng.randbytes(8))[0],
    lambda rng, depth: rng.choice([0.0, -0.0, 5e-324, 1.7976931348623157e308, float("nan"), float("inf"), -float("inf")]),
    lambda rng, depth: complex(rng.gauss(0, 1), -0.0),
    random_text,
    lambda rng, depth: rng.randbytes(rng.randrange(9)),
    random_array,
    random_array,
    random_records,
    lambda rng, depth: np.array([rng.random() < 0.5 for _ in range(rng.randrange(9))], dtype=bool),
    lambda rng, depth: np.bool_(rng.random() < 0.5),
    lambda rng, depth: np.array([random_text(rng).replace("\0", "") for _ in range(rng.randrange(4))]),
    random_moment,
    lambda rng, depth: random_moment(rng).date(),
    lambda rng, depth: random_moment(rng).time(),
    lambda rng, depth: uuid.UUID(bytes=rng.randbytes(16)),
    lambda rng, depth: decimal.Decimal(rng.choice(["1.50", "-0.000", "1E+30", "NaN", "-Infinity", "123456789012345678901234567890.5"])),
]
CONTAINERS = [
    lambda rng, depth: [random_blob(rng, depth + 1) for _ in range(rng.randrange(4))],
    lambda rng, depth: tuple(random_blob(rng, depth + 1) for _ in range(rng.randrange(4))),
    lambda rng, depth: {random_key(rng) for _ in range(rng.randrange(4))},
    lambda rng, depth: {random_key(rng): random_blob(rng, depth + 1) for _ in range(rng.randrange(4))},
    random_object_array,
]


def random_blob(rng, depth=0):
    return rng.choice(LEAVES if depth > 2 or rng.random() < 0.6 else CONTAINERS)(rng, depth)


def pack_random(given):
    """Random values: their packed bytes, compressed and not, and what the unpacker makes of them."""
    rng = random.Random(given["seed"])
    packed = [dj.blob.pack(random_blob(rng), compress=False) for _ in range(given["count"])]
    return [{"hex": each.hex(), "told": tell(unpacked(each))} for each in packed]


def unpack_all(given):
    return [tell(unpacked(bytes.fromhex(each))) for each in given]


def unpack_old(given):
    """Blobs of old MATLAB clients, which Python reads by a switch."""
    dj.blob.use_32bit_dims = True
    return unpack_all(given)


def unpacked(packed):
    return dj.blob.unpack(packed)


# -- rows: one column of each type; values are random by the column's name


def random_integer(bits, unsigned=False):
    low, high = (0, 2**bits - 1) if unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return lambda rng: rng.choice([low, high, rng.randint(low, high), rng.randint(max(low, -9), 9)])


def random_single(rng):
    value = np.frombuffer(rng.randbytes(4), "f4")[0]
    return value if np.isfinite(value) else np.float32(1e-45)


def random_double(rng):
    value = struct.unpack(">d", rng.randbytes(8))[0]
    return value if np.isfinite(value) else 5e-324


def random_datetime(micros):
    def make(rng):
        moment = datetime.datetime(1000, 1, 1) + datetime.timedelta(seconds=rng.randrange(9000 * 365 * 86400))
        return moment.replace(microsecond=rng.randrange(10**6) // micros * micros)

    return make


def random_duration(fractional):
    def make(rng):
        seconds = rng.choice([rng.randint(-3_020_399, 3_020_399), rng.randint(-60, 60)])
        return datetime.timedelta(seconds=seconds, microseconds=rng.choice([0, 1, 250_000, 999_999]) if fractional else 0)

    return make


def random_file(rng):
    name = f"{rng.randrange(2**40)} " + rng.choice(["a.txt", "trial.csv", "é😀.bin", "noext"])
    path = os.path.join(tempfile.mkdtemp(dir=os.environ["HOME"]), name)
    with open(path, "wb") as file:
        file.write(rng.randbytes(rng.randrange(2000)))
    return path


RANDOM = {
    "tiny": random_integer(8),
    "tiny_u": random_integer(8, True),
    "small": random_integer(16),
    "medium": random_integer(24),
    "medium_u": random_integer(24, True),
    "whole": random_integer(32),
    "whole_u": random_integer(32, True),
    "big": random_integer(64),
    "big_u": random_integer(64, True),
    "single": random_single,
    "dble": random_double,
    "fixed_point": lambda rng: decimal.Decimal(rng.randrange(-(10**30) + 1, 10**30)).scaleb(-6, decimal.Context(prec=40)),
    "flag": lambda rng: rng.choice([True, False, 0, 1]),
    "words": random_text,
    "padded": lambda rng: random_text(rng) + "|",
    "kind": lambda rng: rng.choice(["a", "b c", "é"]),
    "day": lambda rng: random_datetime(1)(rng).date(),
    "moment": random_datetime(10**6),
    "moment3": random_datetime(1000),
    "moment6": random_datetime(1),
    "lasted": random_duration(False),
    "lasted6": random_duration(True),
    "born": lambda rng: rng.randrange(1901, 2156),
    "tag": lambda rng: uuid.UUID(bytes=rng.randbytes(16)),
    "data": random_blob,
    "file": random_file,
    "doc": lambda rng: rng.choice([{"a": [1, 2.5, None, True]}, [], "text", {"é😀": {"deep": -1e-300}}, 3]),
    "raw": lambda rng: rng.randbytes(rng.randrange(50)),
}


def tell_value(name, value):
    """As columns.ts tells it."""
    if value is None:
        return None
    if name in ("single", "dble"):
        return tell_float(float(value))
    if name == "data":
        return tell(value)
    if name == "file":
        with open(value, "rb") as file:
            return {"name": os.path.basename(value), "sha256": hashlib.sha256(file.read()).hexdigest()}
    if name == "raw":
        return {"sha256": hashlib.sha256(value).hexdigest()}
    if name == "doc":
        return value
    if isinstance(value, datetime.timedelta):
        return tell_duration(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return without_zeros(value.isoformat())
    return str(int(value)) if isinstance(value, (bool, np.integer)) else str(value)


def tell_duration(value):
    micros = abs(value) // datetime.timedelta(microseconds=1)
    minutes, micros = divmod(micros, 60 * 10**6)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}:{micros // 10**6:02d}.{micros % 10**6:06d}"
    return without_zeros(("-" if value < datetime.timedelta() else "") + text)


def without_zeros(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def declare(given):
    """A table of Python's own, in a database of its own."""
    schema = dj.Schema(given["database"])
    schema(type("Theirs", (dj.Manual,), {"definition": given["definition"]}))
    return "declared"


def write_rows(given):
    """Random rows; answers what was meant."""
    rng = random.Random(given["seed"])
    rows = [
        {"id": given["first"] + index, **{name: None if rng.random() < 0.1 else RANDOM[name](rng) for name in given["columns"]}}
        for index in range(given["count"])
    ]
    table_of(given).insert(rows)
    # What the packer makes of a value (list of a range, array of texts) is told as it comes back.
    return [
        {name: tell_value(name, unpacked(dj.blob.pack(value)) if name == "data" and value is not None else value) for name, value in row.items()}
        for row in rows
    ]


def read_rows(given):
    """All rows by id. The text protocol cuts FLOAT to six digits, so those are asked for as DOUBLE."""
    table = table_of(given)
    folder = tempfile.mkdtemp(dir=os.environ["HOME"])
    if IS_2:
        dj.config["download_path"] = folder
        rows = table.to_dicts(order_by="id")
    else:
        rows = table.fetch(as_dict=True, order_by="id", download_path=folder)
    query = f"SELECT id, CAST(single AS DOUBLE) FROM {table.full_table_name}"
    exact = dict(dj.conn().query(query).fetchall())
    return [{name: tell_value(name, exact[row["id"]] if name == "single" else value) for name, value in row.items()} for row in rows]


def table_of(given):
    return getattr(dj.VirtualModule("module", given["database"]), given["table"])()


COMMANDS = {"pack": pack_random, "unpack": unpack_all, "unpack-old": unpack_old, "declare": declare, "write": write_rows, "read": read_rows}

if __name__ == "__main__":
    print(as_text(COMMANDS[sys.argv[1]](json.load(sys.stdin))))
