"""datasets.json: what Keras's imdb and reuters loaders make of small files in the form of theirs, and NumPy's orders."""

import base64
import io
import os
import pickle
import tempfile
import zipfile
from unittest import mock

import keras
import numpy as np

from .encode import camel
from .engine import SOURCE

IMDB = [
    {},
    {"num_words": 30},
    {"num_words": 30, "skip_top": 8},
    {"num_words": 30, "oov_char": None},
    {"start_char": None},
    {"start_char": None, "index_from": 0, "num_words": 20},
    {"start_char": 5, "oov_char": 6, "index_from": 7, "skip_top": 12},
    {"maxlen": 9},
    {"seed": 7, "num_words": 300},
]
REUTERS = [*IMDB, {"test_split": 0.5}, {"test_split": 0.29, "seed": 1}]


def datasets():
    rng = np.random.RandomState(5)
    imdb = {
        "x_train": ragged(rng, 12, 1100), "y_train": rng.randint(0, 2, 12),
        "x_test": ragged(rng, 9, 9), "y_test": rng.randint(0, 2, 9),
    }
    reuters = {"x": ragged(rng, 25, 14), "y": rng.randint(0, 46, 25)}
    return {
        "source": f"{SOURCE}; NumPy {np.__version__}",
        "note": "Files are .npz in base64: ids as lists in arrays of objects, which NumPy pickles; that of imdb as NumPy 1 wrote it.",
        "orders": [{"seed": seed, "orders": orders(seed)} for seed in (0, 113, 4294967295)],
        "imdb": file(older(imdb), IMDB, keras.datasets.imdb),
        "reuters": file(newer(reuters), REUTERS, keras.datasets.reuters),
        "harmful": base64.b64encode(older({"x": Harmful(), "y": imdb["y_train"]})).decode(),
    }


class Harmful:
    """What a pickle can do that is more than data."""

    def __reduce__(self):
        return os.system, ("true",)


def newer(arrays):
    bytes = io.BytesIO()
    np.savez_compressed(bytes, **arrays)
    return bytes.getvalue()


def older(arrays):
    """As NumPy 1 wrote them: pickles of protocol 3, which name its modules otherwise; not compressed."""
    bytes = io.BytesIO()
    with zipfile.ZipFile(bytes, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            if isinstance(array, np.ndarray) and array.dtype != object:
                np.save(content, array)
            else:
                header = {"descr": "|O", "fortran_order": False, "shape": (len(array),) if isinstance(array, np.ndarray) else (1,)}
                np.lib.format.write_array_header_1_0(content, header)
                content.write(pickle.dumps(array, protocol=3).replace(b"cnumpy._core.", b"cnumpy.core."))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue())  # without the time of day: the same file every time
    return bytes.getvalue()


def ragged(rng, count, long):
    """Lists of ids of one, two and four bytes; over 1000 a pickle cuts them."""
    rows = np.empty(count, dtype=object)
    for row in range(count):
        length = long if row == 2 else rng.randint(1, 14)
        rows[row] = [int(id) for id in rng.randint(1, (25, 300, 90000)[row % 3], length)]
    return rows


def orders(seed):
    """Of 10, then of 300, by one generator: as the loaders order training and test."""
    rng = np.random.RandomState(seed)
    found = []
    for size in (10, 300):
        order = np.arange(size)
        rng.shuffle(order)
        found.append(order.tolist())
    return found


def file(content, cases, loader):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "ids.npz")
        with open(path, "wb") as target:
            target.write(content)
        # The file is no download, so nothing checks it against the published digest.
        with mock.patch(f"keras.src.datasets.{loader.__name__.split('.')[-1]}.get_file", lambda *_, **__: path):
            results = [{"options": {camel(name): value for name, value in case.items()}, **loaded(loader, case)} for case in cases]
    return {"npz": base64.b64encode(content).decode(), "cases": results}


def loaded(loader, case):
    train, test = loader.load_data(**case)
    return {"train": part(train), "test": part(test)}


def part(ids_and_labels):
    ids, labels = ids_and_labels
    return {"x": [[int(id) for id in row] for row in ids], "y": [int(label) for label in labels]}
