"""Settings and ROIs of Suite2p, in every protocol and with the module names of numpy 1 and 2."""

import collections
import datetime
import io
import pathlib
import pickle

import numpy as np

from telling import tell_pickled

random = np.random.default_rng(21)


class OldNames(pickle._Pickler):
    """Names modules as numpy 1 does."""

    def save_global(self, obj, name=None):
        module = getattr(obj, "__module__", None) or ""
        if not module.startswith("numpy._core"):
            return super().save_global(obj, name)
        module, name = module.replace("numpy._core", "numpy.core"), obj.__qualname__
        if self.proto >= 4:
            self.save(module)
            self.save(name)
            self.write(pickle.STACK_GLOBAL)
        else:
            self.write(pickle.GLOBAL + f"{module}\n{name}\n".encode())
        self.memoize(obj)

    dispatch = pickle._Pickler.dispatch | {type(len): save_global}


def write_pickles(folder):
    told = {}
    values = {"ops": np.array(ops()), "stat": np.array([roi(number) for number in range(4)], dtype=object)}
    for name, array in values.items():
        for protocol in [2, 3, 4]:
            for style, pickler in [("new", pickle.Pickler), ("old", OldNames)]:
                body = io.BytesIO()
                pickler(body, protocol).dump(array)
                told |= save_pickle(folder, f"{name}_{style}_{protocol}", array, body.getvalue())
        np.save(folder / f"{name}.npy", array, allow_pickle=True)
        told |= {f"{name}.npy": {"pickle": tell_pickled(array)}}
    empty = np.array({"filelist": np.zeros((0, 3)), "none": b""})
    told |= save_pickle(folder, "empty_3", empty, pickle.dumps(empty, 3))
    settings = {"chosen": {1, 2.5, "x"}, "frozen": frozenset([3]), "block_size": [128, 128], "fs": np.float64(7.5)}
    for protocol in [4, 5]:
        plain = np.array(settings)
        told |= save_pickle(folder, f"plain_{protocol}", plain, pickle.dumps(plain, protocol))
    return told | write_refused_pickles(folder)


def save_pickle(folder, name, array, body):
    path = folder / f"{name}.npy"
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, np.lib.format.header_data_from_array_1_0(array))
    path.write_bytes(header.getvalue() + body)
    assert tell_pickled(np.load(path, allow_pickle=True)) == tell_pickled(array), name
    return {path.name: {"pickle": tell_pickled(array)}}


def ops():
    """As Suite2p fills it: settings, images, shifts, and what versions of it and of numpy leave there."""
    image = random.standard_normal((32, 48)).astype("f4")
    return {
        "suite2p_version": "0.14.4",
        "fs": 7.5,
        "tau": np.float64(1.25),
        "nplanes": 2,
        "nframes": np.int64(250),
        "Ly": np.uint16(32),
        "threshold": np.float32(0.1),
        "big": 2**70,
        "negative": [-1, -(2**31), -(2**40), 255, 256, 65535, 65536],
        "nonrigid": True,
        "do_bidiphase": np.bool_(False),
        "aspect": None,
        "nan": float("nan"),
        "block_size": [128, 128],
        "yrange": (2, 30),
        "data_path": ["D:\\data\\naïve 鼠"],
        "long": "µ" * 300,
        "bytes": b"\x00\xff" * 200,
        "empty": {"list": [], "tuple": (), "dict": {}, "text": ""},
        "filelist": np.array(["a.tif", "bcd.tif"]),
        "meanImg": image,
        "fortran": np.asfortranarray(image),
        "shared": [image, image],
        "big_endian": np.arange(5, dtype=">i4"),
        "yoff": np.arange(250, dtype="int32"),
        "badframes": np.arange(250) % 7 == 0,
        "yblock": [np.array([0, 16]), np.array([16, 32])],
    }


def roi(number):
    pixels = random.integers(0, 30, 40 + number).astype("int32")
    return {
        "ypix": pixels,
        "xpix": pixels[::-1],
        "lam": random.random(len(pixels)).astype("f4"),
        "med": [int(np.median(pixels)), np.int64(3)],
        "npix": len(pixels),
        "skew": np.float32(1.5),
        "compact": 1.02,
        "overlap": pixels > 20,
    }


def write_refused_pickles(folder):
    foreign = {
        "ops_path": ({"save_path": pathlib.PurePosixPath("/home/x"), "fs": 7.5}, r"names pathlib[\w.]*\.PurePosixPath.*python -c"),
        "ops_date": ({"date": datetime.datetime(2024, 1, 2), "fs": 7.5}, r"names datetime\.datetime.*python -c"),
        "ops_ordered": (collections.OrderedDict(fs=7.5), r"names collections\.OrderedDict.*python -c"),
        "ops_complex": ({"z": 1j}, r"names builtins\.complex.*python -c"),
        "ops_call": ({"x": Call()}, r"names builtins\.print"),
    }
    for name, (value, _) in foreign.items():
        np.save(folder / f"{name}.npy", np.array(value), allow_pickle=True)
    told = {f"{name}.npy": {"pickle": None, "refused": problem} for name, (_, problem) in foreign.items()}
    of_protocol = {
        5: (np.array({"image": np.zeros((2, 2))}), r"names numpy\._core\.numeric\._frombuffer.*python -c"),
        2: (np.array({"empty": np.zeros(0), "chosen": {1}}), r"names __builtin__\.bytes.*python -c"),
    }
    for protocol, (array, problem) in of_protocol.items():
        told |= save_pickle(folder, f"ops_{protocol}", array, pickle.dumps(array, protocol))
        told[f"ops_{protocol}.npy"] = {"pickle": None, "refused": problem}
    whole = (folder / "ops.npy").read_bytes()
    (folder / "ops_cut.npy").write_bytes(whole[:-100])
    return told | {"ops_cut.npy": {"pickle": None, "refused": "the pickle (ends at|has|takes)"}}


class Call:
    def __reduce__(self):
        return print, ("called",)
