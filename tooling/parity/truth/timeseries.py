"""timeseries.json: the batches of Keras's timeseries_dataset_from_array, on TensorFlow."""

import keras
import numpy as np
import tensorflow as tf

from .encode import options, tensor

CASES = [
    {"sequence_length": 3},
    {"sequence_length": 3, "batch_size": 4},
    {"sequence_length": 4, "sequence_stride": 3, "sampling_rate": 2, "batch_size": 2},
    {"sequence_length": 2, "sampling_rate": 5, "batch_size": 3},
    {"sequence_length": 3, "start_index": 2, "end_index": 9, "batch_size": 2},
    {"sequence_length": 12, "batch_size": 1},
    {"sequence_length": 3, "batch_size": None},
    {"sequence_length": 2, "sequence_stride": 2, "sampling_rate": 3, "start_index": 1, "batch_size": None},
]


def timeseries():
    rows = np.arange(24, dtype="float32").reshape(12, 2)
    inputs = {
        "numbers": (np.arange(12, dtype="float32") / 4, None),
        "targets": (np.arange(12, dtype="int32"), np.arange(12, dtype="float32") * 10),
        "fewTargets": (rows, np.arange(9, dtype="int32") + 100),
        "rows": (rows, np.arange(36, dtype="float32").reshape(12, 3) + 0.5),
    }
    return {
        "source": f"keras {keras.__version__} on tensorflow {tf.__version__}",
        "note": "An error of Keras's, or the batches; shuffling is left out, as its order is NumPy's.",
        "inputs": {
            name: {"data": tensor(data, str(data.dtype)), "targets": None if targets is None else tensor(targets, str(targets.dtype))}
            for name, (data, targets) in inputs.items()
        },
        "cases": [
            {"input": name, "options": options(arguments), "batches": batches(data, targets, arguments)}
            for name, (data, targets) in inputs.items()
            for arguments in CASES
        ],
    }


def batches(data, targets, arguments):
    found = keras.utils.timeseries_dataset_from_array(data, targets, **arguments)
    return [
        {"x": tensor(batch, str(data.dtype))} if targets is None
        else {"x": tensor(batch[0], str(data.dtype)), "y": tensor(batch[1], str(targets.dtype))}
        for batch in found
    ]
