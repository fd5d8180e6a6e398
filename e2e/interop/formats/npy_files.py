"""Arrays of numbers and texts as numpy saves them."""

import numpy as np

from telling import tell_array

random = np.random.default_rng(20)

NUMBERS = ["bool", "i1", "u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8", ">i8", "<u8", ">u8"]
FLOATS = ["<f4", ">f4", "<f8", ">f8"]
SHAPES = [(), (1,), (0,), (7,), (3, 5), (5, 0), (2, 3, 4), (1, 4, 1), (2, 1, 3, 2)]


def write_npys(folder):
    told = {}
    for code in NUMBERS + FLOATS:
        for place, shape in enumerate(SHAPES):
            for order in "CF" if len(shape) > 1 else "C":
                told |= save_npy(folder, f"{code.strip('<>')}{'b' if '>' in code else ''}_{place}{order}", numbers(code, shape, order))
    texts = np.array([["naïve", ""], ["鼠 20 µm", "x"]])
    told |= save_npy(folder, "unicode", texts)
    told |= save_npy(folder, "unicode_big", np.asfortranarray(texts).astype(">U9"))
    told |= save_npy(folder, "bytes", np.array([b"Group 1", b"", b"\xe9t\xe9"]))
    told |= save_npy(folder, "large", np.asfortranarray(random.standard_normal((300, 2000)).astype("f4")))
    told |= save_npy(folder, "sliced", np.arange(60.0).reshape(6, 10)[::2, ::-3])
    for version in [(1, 0), (2, 0), (3, 0)]:
        told |= save_npy(folder, f"version{version[0]}", np.arange(6, dtype="<i4").reshape(2, 3), version)
    return told | write_refused_npys(folder)


def numbers(code, shape, order):
    dtype = np.dtype(code)
    if dtype.kind == "f":
        values = random.standard_normal(shape) * 10.0 ** random.integers(-20, 20, shape)
        special = np.where(random.random(shape) < 0.2, random.choice([np.nan, np.inf, -np.inf, -0.0, 5e-324]), values)
        return np.array(special, dtype=dtype, order=order)
    high = np.iinfo(dtype).max if dtype.kind in "iu" else 1
    low = np.iinfo(dtype).min if dtype.kind == "i" else 0
    whole = random.integers(low, high, shape, dtype=dtype.newbyteorder("=") if dtype.kind in "iu" else "u1", endpoint=True)
    return np.array(whole, dtype=dtype, order=order)


def save_npy(folder, name, array, version=None):
    path = folder / f"{name}.npy"
    with open(path, "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    return {path.name: {"npy": tell_array(np.load(path))}}


def write_refused_npys(folder):
    refused = {
        "structured": (np.zeros(3, dtype=[("x", "<f4"), ("y", "<i2")]), "structured arrays are not supported"),
        "complex": (np.ones(3, dtype="complex64"), "<c8 is not a supported type"),
        "half": (np.ones(3, dtype="float16"), "<f2 is not a supported type"),
        "dates": (np.array(["2024-01-02"], dtype="datetime64[D]"), "<M8\\[D\\] is not a supported type"),
        "objects": (np.array([{}, None], dtype=object), "Python objects"),
    }
    for name, (array, _) in refused.items():
        np.save(folder / f"{name}.npy", array)
    whole = (folder / "large.npy").read_bytes()
    (folder / "short.npy").write_bytes(whole[:-4])
    problems = {f"{name}.npy": {"npy": None, "refused": problem} for name, (_, problem) in refused.items()}
    return problems | {"short.npy": {"npy": None, "refused": "4 bytes short of its shape"}}
