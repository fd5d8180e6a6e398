"""What is in a file, as JSON that two programs can compare.

Arrays are told as type, shape and SHA-256 of their little-endian row-major bytes, texts as themselves, floats of pickles as the
hexadecimal digits of their eight bytes.
"""

import hashlib
import json
import struct

import h5py
import numpy as np
import tifffile


def tell_array(array):
    array = np.asarray(array)
    if array.dtype.kind in "US":
        texts = [text.decode("latin1") if isinstance(text, bytes) else str(text) for text in array.ravel().tolist()]
        return {"dtype": "text", "shape": list(array.shape), "texts": texts}
    little = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))
    digest = hashlib.sha256(little.tobytes()).hexdigest()
    return {"dtype": array.dtype.name, "shape": list(array.shape), "sha256": digest}


def tell_value(value):
    """A pickled value: whole numbers and floats apart, scalars of numpy as Python's."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return {"int": str(int(value))}
    if isinstance(value, (float, np.floating)):
        return {"float": struct.pack(">d", float(value)).hex()}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, np.ndarray) and value.dtype == object:
        return {"objects": [tell_value(item) for item in value.ravel()], "shape": list(value.shape)}
    if isinstance(value, np.ndarray):
        return {"array": tell_array(value)}
    if isinstance(value, dict):
        return {"dict": [[tell_value(key), tell_value(item)] for key, item in value.items()]}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((tell_value(item) for item in value), key=json.dumps)}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [tell_value(item) for item in value]}
    raise TypeError(f"{type(value)} is not told")


def tell_pickled(array):
    return tell_value(array.item() if array.shape == () else array)


def tell_movie(movie):
    """Page after page, whatever axes there are before the rows."""
    return [tell_array(page) for page in movie.reshape(-1, *movie.shape[-2:])]


def tell_tiff(path):
    with tifffile.TiffFile(path) as file:
        return [tell_array(page.asarray()) for page in file.pages]


def tell_hdf5(path):
    told = {}

    def visit(name, thing):
        if isinstance(thing, h5py.Dataset):
            told[name] = tell_dataset(thing)

    with h5py.File(path, "r") as file:
        file.visititems(visit)
    return told


def tell_dataset(dataset):
    """Truth values of an array are 0 and 1."""
    if h5py.check_string_dtype(dataset.dtype):
        value = dataset.asstr()[()]
        return {"text": value} if dataset.shape == () else {"texts": [str(text) for text in value]}
    value = dataset[()]
    if dataset.shape == ():
        return {"scalar": tell_value(value)}
    return {"array": tell_array(value.astype("i1") if value.dtype == bool else value)}


def tell_caiman(path):
    """Masks as dense images, rows by columns, and traces, as a user of CaImAn would get them."""
    with h5py.File(path, "r") as file:
        dims, part = tuple(file["dims"][()]), file["estimates/A"]
        data, indices, indptr = (part[name][()] for name in ["data", "indices", "indptr"])
        masks = np.zeros((len(indptr) - 1, dims[0] * dims[1]), dtype="f4")
        for cell, (start, end) in enumerate(zip(indptr, indptr[1:])):
            masks[cell, indices[start:end]] = data[start:end]
        images = np.stack([mask.reshape(dims, order="F") for mask in masks])
        traces = {name: file[f"estimates/{name}"][()].astype("f4") for name in ["C", "S", "F_dff"]}
        told = {name: tell_array(trace) for name, trace in traces.items()}
        evaluated = file["estimates/idx_components"].shape != ()
        accepted = sorted(int(number) for number in file["estimates/idx_components"]) if evaluated else []
        told["motion"] = tell_motion(file)
        return {"masks": tell_array(images), **told, "accepted": accepted, "fr": float(file["params/data/fr"][()])}


def tell_motion(file):
    """Shifts of frames (rows, columns) and of blocks (block, frame), and where the blocks are; None without registration."""
    if "motion_correction" not in file:
        return None
    group = file["motion_correction"]
    rigid, rows, columns = (group[name][()].astype("f4").T for name in ["shifts_rig", "x_shifts_els", "y_shifts_els"])
    places = group["coord_shifts_els"][()].tolist()
    return {"rigid": tell_array(rigid), "rows": tell_array(rows), "columns": tell_array(columns), "places": places}
