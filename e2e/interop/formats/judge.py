"""The judge of file formats: numpy, tifffile and h5py write what LabBook reads, and read what LabBook writes.

usage: judge.py write FOLDER   writes files and tells what is in them
       judge.py read FOLDER    tells what is in the files of the folder

JSON on standard output: by file, what it holds; see telling.py.
"""

import json
import pathlib
import sys

import numpy as np
import tifffile

from hdf5_files import write_hdf5s
from npy_files import write_npys
from pickle_files import write_pickles
from telling import tell_array, tell_caiman, tell_hdf5, tell_pickled, tell_tiff
from tiff_files import write_tiffs


def main(command, folder):
    print(json.dumps({"write": write_everything, "read": read_everything}[command](pathlib.Path(folder))))


def write_everything(folder):
    return write_npys(folder) | write_pickles(folder) | write_tiffs(folder) | write_hdf5s(folder)


def read_everything(folder):
    paths = sorted(path for path in folder.rglob("*") if path.suffix in READERS)
    return {path.relative_to(folder).as_posix(): READERS[path.suffix](path) for path in paths}


def read_npy(path):
    array = np.load(path, allow_pickle=True)
    return {"pickle": tell_pickled(array)} if array.dtype == object else {"npy": tell_array(array)}


def read_hdf5(path):
    return {"hdf5": tell_hdf5(path), "caiman": tell_caiman(path)}


def read_tiff(path):
    with tifffile.TiffFile(path) as file:
        told, metadata = {"tiff": tell_tiff(path)}, file.scanimage_metadata
        if not (file.is_bigtiff and metadata):
            return told
        names = ["VERSION_MAJOR", "hStackManager.numSlices", "hRoiManager.scanVolumeRate"]
        return told | {"settings": {name: metadata["FrameData"][f"SI.{name}"] for name in names}}


READERS = {".npy": read_npy, ".hdf5": read_hdf5, ".tif": read_tiff, ".tiff": read_tiff}


if __name__ == "__main__":
    main(*sys.argv[1:])
