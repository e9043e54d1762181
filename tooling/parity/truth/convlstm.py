"""convlstm.json: convolutional LSTMs of Keras forward and backward, with masks and states."""

import keras

from .encode import options
from .engine import DOUBLE, SOURCE, precision
from .recurrent import ALL, applied, named

ROWS, PICTURES, VOLUMES = (2, 4, 6, 2), (2, 3, 5, 4, 2), (1, 2, 3, 4, 3, 1)
POST = [[1, 1, 1, 0], [1, 0, 0, 0]]
HOLES = [[1, 0, 1], [0, 1, 0]]
FIRST = {"data_format": "channels_first"}
# (axes, arguments, mask, initial states (the shape of one), input shape)
CASES = [
    (1, {"filters": 2, "kernel_size": 3}, None, None, ROWS),
    (1, {"filters": 3, "kernel_size": 2, "padding": "same", **ALL}, None, (2, 6, 3), ROWS),
    (1, {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "return_sequences": True}, POST, None, ROWS),
    (1, {"filters": 2, "kernel_size": 2, "dilation_rate": 2, "go_backwards": True, **ALL}, None, None, ROWS),
    (1, {"filters": 2, "kernel_size": 3, "use_bias": False, **FIRST}, None, None, (2, 4, 2, 6)),
    (2, {"filters": 2, "kernel_size": 3}, None, None, PICTURES),
    (2, {"filters": 3, "kernel_size": [3, 2], "padding": "same", **ALL}, None, (2, 5, 4, 3), PICTURES),
    (2, {"filters": 2, "kernel_size": 2, "strides": [2, 1], **ALL}, HOLES, None, PICTURES),
    (2, {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu", "recurrent_activation": "hard_sigmoid"}, None, None, PICTURES),
    (2, {"filters": 2, "kernel_size": 2, "dilation_rate": [1, 2], "return_sequences": True, "go_backwards": True}, HOLES, None, PICTURES),
    (2, {"filters": 2, "kernel_size": [2, 3], "padding": "same", "unit_forget_bias": False, **FIRST, **ALL}, None, (2, 2, 4, 5), (2, 3, 2, 4, 5)),
    (2, {"filters": 2, "kernel_size": 1, "return_sequences": True}, HOLES, None, PICTURES),
    (3, {"filters": 2, "kernel_size": 2}, None, None, VOLUMES),
    (3, {"filters": 1, "kernel_size": [1, 3, 2], "padding": "same", **ALL}, None, None, VOLUMES),
]


def convlstm():
    with precision("float64"):
        return {"source": SOURCE, "note": DOUBLE, "cases": [case(*each, 700 + seed) for seed, each in enumerate(CASES)]}


def case(axes, arguments, mask, state, shape, seed):
    layer = getattr(keras.layers, f"ConvLSTM{axes}D")(**arguments)
    states = [] if state is None else [state, state]
    return {"name": f"convLstm{axes}d", "options": options(arguments), **applied(layer, shape, states, mask, seed, named)}
