"""Movies as tifffile and versions of ScanImage write them."""

import json
import struct

import numpy as np
import tifffile

from telling import tell_movie

random = np.random.default_rng(22)

PIXELS = ["u1", "i1", "u2", "i2", "u4", "i4", "f4"]


def write_tiffs(folder):
    told = {}
    for code in PIXELS:
        for big in [False, True]:
            for order in "<>":
                movie = pixels(code, (3, 11, 7))
                name = f"{code}{'_big' if big else ''}{'_mm' if order == '>' else ''}"
                told |= save_tiff(folder, name, movie, bigtiff=big, byteorder=order)
    movie = pixels("i2", (4, 20, 30))
    told |= save_tiff(folder, "strips", movie, rowsperstrip=3)
    told |= save_tiff(folder, "one_row", movie[:, :1])
    told |= save_tiff(folder, "imagej", pixels("u2", (2, 3, 9, 8)), imagej=True, metadata={"axes": "TZYX"})
    told |= save_tiff(folder, "ome", movie, ome=True)
    told |= save_tiff(folder, "shaped", movie)
    refused = {
        "deflate": (dict(compression="zlib"), r"compression 8 \(Deflate\).*uncompressed"),
        "tiled": (dict(tile=(16, 16)), "tiled pages are not read.*strips"),
        "colour": (dict(photometric="rgb"), r"3 values a pixel \(colour\)"),
    }
    for name, (options, problem) in refused.items():
        image = pixels("u1", (16, 16, 3)) if name == "colour" else movie
        tifffile.imwrite(folder / f"{name}.tif", image, **options)
        told[f"{name}.tif"] = {"tiff": None, "refused": problem}
    tifffile.imwrite(folder / "double.tif", movie.astype("f8"), photometric="minisblack")
    told["double.tif"] = {"tiff": None, "refused": "64 bits in sample format 3"}
    return told | write_scanimage(folder)


def pixels(code, shape):
    if code == "f4":
        return random.standard_normal(shape).astype("f4")
    limits = np.iinfo(code)
    return random.integers(limits.min, limits.max, shape, dtype=code, endpoint=True)


def save_tiff(folder, name, movie, **options):
    path = folder / f"{name}.tif"
    tifffile.imwrite(path, movie, photometric="minisblack", **options)
    return {path.name: {"tiff": tell_movie(movie)}}


def write_scanimage(folder):
    """Two channels of five images by each way in which versions of ScanImage write what they did."""
    movie = pixels("i2", (10, 12, 16))
    told = {}
    settings = {
        "VERSION_MAJOR": "'2018a'",
        "hChannels.channelSave": "[1;2]",
        "hRoiManager.scanFrameRate": "30.25",
        "hRoiManager.mroiEnable": "false",
    }
    lines = "\n".join(f"SI.{name} = {value}" for name, value in settings.items())
    rois = json.dumps({"RoiGroups": {}})
    facts = {"channels": [1, 2], "frameCount": 5, "version": "2018a", "frameRate": 30.25, "startedAt": "2024-03-05T10:15:07.25"}
    tags = [(305, "s", 0, lines, False), (315, "s", 0, rois, False)]
    told |= save_scan(folder, "si_2018", movie, facts, si_page, tags, bigtiff=True)
    told["si_2018_block.tif"] = {"tiff": write_block(folder / "si_2018_block.tif", movie, lines, rois), "scan": facts}
    names = {"SI4.channelsSave": "[1;2]", "SI4.scanFrameRate": "30.25", "SI4.versionMajor": "'4.2'"}
    told |= save_scan(folder, "si_4", movie, {"channels": [1, 2], "frameCount": 5, "version": "4.2", "frameRate": 30.25}, lines_of("scanimage.", names, "\n"))
    names = {"SI.VERSION_MAJOR": "'5.1'", "SI.hChannels.channelSave": "[1;2]", "SI.hRoiManager.scanFrameRate": "30.25"}
    told |= save_scan(folder, "si_5_1", movie, {"channels": [1, 2], "frameCount": 5, "version": "5.1", "frameRate": 30.25}, lines_of("scanimage.", names, "\n"))
    names = {"software.version": "3.8", "acq.frameRate": "30.25", "acq.savingChannel1": "1", "acq.savingChannel2": "1"}
    old = pixels("u2", (10, 12, 16))
    told |= save_scan(folder, "si_3_8", old, {"channels": [1, 2], "frameCount": 5, "version": "3.8", "frameRate": 30.25}, lines_of("state.", names, "\r"))
    return told


def si_page(page):
    frame = page // 2 + 1
    return f"frameNumbers = {frame}\nframeTimestamps_sec = {(frame - 1) / 30.25:.6f}\nepoch = [2024 3 5 10 15 7.25]\n"


def lines_of(prefix, values, end):
    text = end.join(f"{prefix}{name}{'=' if end == chr(13) else ' = '}{value}" for name, value in values.items())
    return lambda page: text + end


def save_scan(folder, name, movie, facts, describe, tags=(), bigtiff=False):
    path = folder / f"{name}.tif"
    with tifffile.TiffWriter(path, bigtiff=bigtiff) as writer:
        for page, image in enumerate(movie):
            writer.write(image, contiguous=False, metadata=None, description=describe(page), software=False, extratags=tags)
    return {path.name: {"tiff": tell_movie(movie), "scan": facts, "quality": tell_quality(movie)}}


def tell_quality(movie):
    """Of each frame the lowest, mean and highest value and the contrast, channel by channel."""
    contrast = np.percentile(movie, 99, axis=(1, 2)) - np.percentile(movie, 1, axis=(1, 2))
    frames = np.stack([movie.min(axis=(1, 2)), movie.mean(axis=(1, 2)), movie.max(axis=(1, 2)), contrast], axis=1)
    return [frames[channel::2].tolist() for channel in (0, 1)]


def write_block(path, movie, lines, rois):
    """The header of ScanImage 5.2 and later in front of the first page; tifffile then finds it there."""
    texts = [text.encode() + b"\0" for text in (lines, rois)]
    block = struct.pack("<IIII", 117637889, 4, len(texts[0]), len(texts[1])) + b"".join(texts)
    start = 16 + len(block)
    parts, at = [struct.pack("<2sHHHQ", b"II", 43, 8, 0, start), block], start
    for page, image in enumerate(movie):
        text, data = si_page(page).encode() + b"\0", image.astype("<i2").tobytes()
        body = at + 8 + 13 * 20 + 8
        height, width = image.shape
        entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1)]
        entries += [(270, 2, len(text), body), (273, 16, 1, body + len(text)), (277, 3, 1, 1), (278, 4, 1, height)]
        entries += [(279, 16, 1, len(data)), (305, 2, len(texts[0]), 32)]
        entries += [(315, 2, len(texts[1]), 32 + len(texts[0])), (339, 3, 1, 2)]
        after = body + len(text) + len(data)
        parts.append(struct.pack("<Q", len(entries)) + b"".join(struct.pack("<HHQQ", *entry) for entry in entries))
        parts += [struct.pack("<Q", after if page + 1 < len(movie) else 0), text, data]
        at = after
    path.write_bytes(b"".join(parts))
    with tifffile.TiffFile(path) as file:
        assert file.is_scanimage and file.scanimage_metadata["FrameData"]["SI.VERSION_MAJOR"] == "2018a"
    return tell_movie(movie)
