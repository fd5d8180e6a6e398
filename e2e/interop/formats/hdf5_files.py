"""HDF5 of every layout, and a result of CaImAn."""

import h5py
import numpy as np

from npy_files import FLOATS, NUMBERS, numbers
from telling import tell_caiman, tell_hdf5

random = np.random.default_rng(23)


def write_hdf5s(folder):
    told = {}
    for libver in ["earliest", "latest"]:
        path = folder / f"{libver}.h5"
        with h5py.File(path, "w", libver=libver) as file:
            file.attrs["mmap_file"] = "naïve.mmap"
            for code in NUMBERS + FLOATS:
                file.create_dataset(f"whole/{code}", data=numbers(code, (3, 5), "C"))
            large = random.standard_normal((64, 500)).astype("f4")
            file.create_dataset("groups/contiguous", data=large)
            file.create_dataset("groups/gzip", data=large, chunks=(7, 100), compression="gzip", shuffle=True)
            file.create_dataset("groups/checked", data=large, chunks=(64, 1), fletcher32=True, compression="gzip")
            file.create_dataset("groups/grown", data=large, maxshape=(None, 500))
            file.create_dataset("groups/empty", data=np.zeros((0, 4)))
            file.create_dataset("scalar", data=7.25)
            file.create_dataset("text", data="鼠 20 µm")
            file.create_dataset("texts", data=["one", "zwölf"], dtype=h5py.string_dtype())
            file.create_dataset("fixed", data=np.array([b"12.5", b"3"], dtype="S32"))
            file.create_dataset("whole_scalar", data=-12)
            file.create_dataset("truth", data=True)
            file["link"] = h5py.SoftLink("/groups/gzip")
        datasets = tell_hdf5(path)
        told[path.name] = {"hdf5": datasets | {"link": datasets["groups/gzip"]}}
    write_caiman(folder / "caiman.hdf5")
    told["caiman.hdf5"] = {"hdf5": tell_hdf5(folder / "caiman.hdf5"), "caiman": tell_caiman(folder / "caiman.hdf5")}
    return told


def write_caiman(path):
    """As recursively_save_dict_contents_to_group of CaImAn leaves a CNMF object: None is the text NoneType."""
    dims, cells, frames = (12, 17), 5, 40
    dense = np.where(random.random((dims[0] * dims[1], cells)) < 0.1, random.random((dims[0] * dims[1], cells)), 0)
    columns = [np.flatnonzero(dense[:, cell]) for cell in range(cells)]
    with h5py.File(path, "w") as file:
        file["dims"] = np.array(dims)
        file.attrs["mmap_file"] = "memmap_d1_12_d2_17_d3_1_order_C_frames_40_.mmap"
        part = file.create_group("estimates/A")
        part["data"] = np.concatenate([dense[rows, cell] for cell, rows in enumerate(columns)])
        part["indices"] = np.concatenate(columns).astype("i4")
        part["indptr"] = np.cumsum([0] + [len(rows) for rows in columns]).astype("i4")
        part["shape"] = np.array(dense.shape)
        for name in ["C", "S", "F_dff", "YrA"]:
            file[f"estimates/{name}"] = random.standard_normal((cells, frames))
        file["estimates/idx_components"] = np.array([0, 2, 3])
        file["estimates/idx_components_bad"] = np.array([1, 4])
        file["estimates/SNR_comp"] = random.random(cells)
        file["estimates/r_values"] = "NoneType"
        file["estimates/Cn"] = random.random(dims).astype("f4")
        file["estimates/shifts"] = random.standard_normal((frames, 2))
        file["estimates/b"] = "NoneType"
        write_motion(file, dims, frames)
        file["params/data/fr"] = 30
        file["params/data/decay_time"] = 0.4
        file["params/data/caiman_version"] = "1.11.4"
        file["params/init/gSig"] = np.array([4, 4])
        file["params/motion/pw_rigid"] = True
        file["params/patch/rf"] = "NoneType"


def write_motion(file, dims, frames):
    """Piecewise registration as DataJoint's run_caiman adds it: blocks of 8 x 9 pixels, one every 4 x 8."""
    places = [[top, top + 8, left, left + 9] for top in [0, 4] for left in [0, 8]]
    file["motion_correction/shifts_rig"] = random.standard_normal((frames, 2))
    file["motion_correction/x_shifts_els"] = random.standard_normal((frames, len(places)))
    file["motion_correction/y_shifts_els"] = random.standard_normal((frames, len(places)))
    file["motion_correction/coord_shifts_els"] = np.array(places)
    for name in ["reference_image", "average_image", "correlation_image", "max_image"]:
        file[f"motion_correction/{name}"] = random.random(dims).astype("f4")
