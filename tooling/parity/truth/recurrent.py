"""recurrent.json: recurrent layers of Keras forward and backward, with masks, states and both directions."""

import keras
import numpy as np

from .draw import draw
from .encode import camel, options, tensor
from .engine import DOUBLE, SOURCE, constant, gradients, leaf, precision
from .torch_recurrent import torch_cases

X = (3, 5, 2)
POST = [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]]
PRE = [[1, 1, 1, 1, 1], [0, 0, 1, 1, 1], [0, 0, 0, 0, 1]]
HOLES = [[1, 0, 1, 0, 1], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]]
ALL = {"return_sequences": True, "return_state": True}
# (layer, its arguments, mask, whether initial states are given, input shape)
CASES = [
    *[
        (name, {"units": 3, **more}, mask, states, X)
        for name in ("LSTM", "GRU", "SimpleRNN")
        for more, mask, states in [
            ({}, None, False), (ALL, None, True), ({"go_backwards": True, **ALL}, None, True), ({"use_bias": False}, None, False),
            ({"go_backwards": True}, None, False), ({}, POST, False), (ALL, PRE, True), (ALL, HOLES, False), ({}, HOLES, True),
            ({"go_backwards": True, **ALL}, POST, True), ({"zero_output_for_mask": True, **ALL}, HOLES, True),
            ({"zero_output_for_mask": True}, POST, False), ({"activation": "relu"}, None, False),
            ({"activation": "softmax", "return_sequences": True}, None, False), ({"unroll": True, **ALL}, None, True),
        ]
    ],
    *[("LSTM", {"units": 3, **more}, mask, False, X) for more, mask in [
        ({"recurrent_activation": "hard_sigmoid"}, None), ({"recurrent_activation": "softmax"}, POST), ({"unit_forget_bias": False}, None)]],
    *[("GRU", {"units": 3, "reset_after": False, **more}, mask, states, X) for more, mask, states in [
        ({}, None, False), (ALL, PRE, True), ({"use_bias": False, "go_backwards": True}, None, False), ({"recurrent_activation": "hard_sigmoid"}, POST, False)]],
    ("LSTM", {"units": 2, "return_sequences": True}, None, False, (2, 300, 2)), ("GRU", {"units": 2, "return_sequences": True}, None, False, (2, 300, 2)),
    ("SimpleRNN", {"units": 2}, None, False, (2, 300, 2)), ("LSTM", {"units": 2}, None, False, (2, 1, 2)), ("LSTM", {"units": 4}, None, False, (1, 3, 1)),
]
KINDS = {"LSTM": "lstm", "GRU": "gru", "SimpleRNN": "simpleRnn"}
CELLS = {"lstm": keras.layers.LSTMCell, "gru": keras.layers.GRUCell, "simple": keras.layers.SimpleRNNCell}
STACKED = [
    (["lstm"], {}, None, False), (["lstm", "gru"], ALL, None, False), (["simple", "lstm", "gru"], {"return_sequences": True}, POST, False),
    (["gru", "gru"], {"go_backwards": True}, HOLES, False),
]
# (layer, arguments of the layer, merge mode, mask, states, another layer backwards)
BOTH = [
    *[(name, {"units": 2, "return_sequences": True}, mode, None, False, None) for name in ("LSTM", "GRU") for mode in ("concat", "sum", "mul", "ave", None)],
    ("SimpleRNN", {"units": 2}, "concat", None, False, None), ("LSTM", {"units": 2}, None, POST, False, None),
    ("LSTM", {"units": 2}, "sum", PRE, False, None), ("LSTM", {"units": 2, "return_sequences": True}, "concat", POST, False, None),
    ("GRU", {"units": 2, "return_sequences": True}, "mul", HOLES, False, None), ("LSTM", {"units": 2, **ALL}, "concat", None, True, None),
    ("GRU", {"units": 2, **ALL}, "ave", PRE, True, None), ("LSTM", {"units": 2, **ALL}, None, POST, True, None),
    ("LSTM", {"units": 2, "return_sequences": True}, "concat", None, False, ("LSTM", {"units": 3, "activation": "relu", "return_sequences": True, "go_backwards": True})),
]


def recurrent():
    with precision("float64"):
        return {
            "source": SOURCE,
            "note": DOUBLE,
            "cases": [plain(*case, seed) for seed, case in enumerate(CASES)],
            "stacked": [stacked(*case, 200 + seed) for seed, case in enumerate(STACKED)],
            "bidirectional": [both(*case, 300 + seed) for seed, case in enumerate(BOTH)],
            "timeDistributed": [distributed(*case, 400 + seed) for seed, case in enumerate([({"units": 3, "activation": "tanh"}, X), ({"units": 2}, (2, 3, 4, 2))])],
            "masking": [masking(value, 500 + seed) for seed, value in enumerate([0.0, 0.5])],
            "torch": torch_cases(),
            "stateful": [stateful(name, 600 + seed) for seed, name in enumerate(["LSTM", "GRU", "SimpleRNN"])],
        }


def plain(name, arguments, mask, states, shape, seed):
    layer = getattr(keras.layers, name)(**arguments)
    sizes = [arguments["units"]] * ((2 if name == "LSTM" else 1) if states else 0)
    return {"name": KINDS[name], "options": options(arguments), **applied(layer, shape, sizes, mask, seed, named)}


def stacked(kinds, arguments, mask, states, seed):
    cells = [CELLS[kind](units) for units, kind in enumerate(kinds, start=2)]
    layer = keras.layers.RNN(cells[0] if len(cells) == 1 else cells, **arguments)
    cell_kinds = [f"{'simpleRnn' if kind == 'simple' else kind}Cell" for kind in kinds]

    def weights_of(layer, values):
        names = [camel(weight.name) for weight in layer.weights]
        if len(kinds) == 1:
            return dict(zip(names, values))
        found = {f"{kind}_{i}": {} for i, kind in enumerate(cell_kinds)}
        for i, (name, value) in enumerate(zip(names, values)):
            found[f"{cell_kinds[i // 3]}_{i // 3}"][name] = value
        return found

    return {"cells": cell_kinds, "options": options(arguments), **applied(layer, X, [], mask, seed, weights_of)}


def both(name, arguments, mode, mask, states, backward, seed):
    other = None if backward is None else getattr(keras.layers, backward[0])(**backward[1])
    layer = keras.layers.Bidirectional(getattr(keras.layers, name)(**arguments), merge_mode=mode, backward_layer=other)

    def weights_of(layer, values):
        names = [camel(weight.name) for weight in layer.weights]
        half = len(names) // 2
        return {"forward": dict(zip(names[:half], values[:half])), "backward": dict(zip(names[half:], values[half:]))}

    sizes = [arguments["units"]] * ((4 if name == "LSTM" else 2) if states else 0)
    return {
        "layer": {"kind": KINDS[name], "options": options(arguments)},
        **({} if backward is None else {"backwardLayer": {"kind": KINDS[backward[0]], "options": options(backward[1])}}),
        "mergeMode": mode, **applied(layer, X, sizes, mask, seed, weights_of),
    }


def distributed(arguments, shape, seed):
    layer = keras.layers.TimeDistributed(keras.layers.Dense(**arguments))
    return {"options": options(arguments), **applied(layer, shape, [], None, seed, named)}


def masking(value, seed):
    """Numbers of which some steps, and some features of others, are the value that is masked."""
    x = draw(X, seed)
    x[0, 1], x[1, 3:], x[2, 0, 0], x[2, 4] = value, value, value, value
    layer = keras.layers.Masking(mask_value=value)
    return {"options": {"maskValue": value}, "input": tensor(x), "output": tensor(layer(constant(x))), "mask": tensor(layer.compute_mask(constant(x)), "bool")}


def stateful(name, seed):
    """Three batches, one after the other; the states are reset before the third."""
    layer = getattr(keras.layers, name)(units=3, stateful=True)
    batches = [draw(X, 50 * seed + step) for step in range(3)]
    layer.build(X)
    give_weights(layer, seed)
    weights = named(layer, [tensor(weight) for weight in layer.weights])
    outputs = []
    for step, batch in enumerate(batches):
        if step == 2:
            layer.reset_state()
        outputs.append(tensor(layer(constant(batch))))
    return {"name": KINDS[name], "options": {"units": 3, "stateful": True}, "weights": weights, "inputs": [tensor(batch) for batch in batches], "outputs": outputs}


def named(layer, values):
    return {camel(weight.name): value for weight, value in zip(layer.weights, values)}


def give_weights(layer, seed):
    for index, weight in enumerate(layer.weights):
        if weight.trainable:
            weight.assign(draw(tuple(weight.shape), 1000 + 7 * seed + index))


def applied(layer, shape, sizes, mask, seed, weights_of):
    """Outputs and gradients of one call on a sequence with initial states, each of a size or a shape."""
    inputs = [draw(shape, 40 * seed, -1.5, 1.5), *(draw(size if isinstance(size, tuple) else (shape[0], size), 40 * seed + 1 + i) for i, size in enumerate(sizes))]
    leaves = [leaf(array) for array in inputs]
    layer.build(shape)
    give_weights(layer, seed)
    given = {"initial_state": leaves[1:]} if sizes else {}
    if mask is not None:
        given["mask"] = constant(mask).bool()
    found = layer(leaves[0], **given)
    outputs = keras.tree.flatten(found)
    cotangents = [draw(tuple(output.shape), 2000 + 10 * seed + i) for i, output in enumerate(outputs)]
    slopes = gradients(outputs, cotangents, leaves + [weight.value for weight in layer.weights])
    return {
        "weights": weights_of(layer, [tensor(weight) for weight in layer.weights]),
        "inputs": [tensor(array) for array in inputs],
        **({} if mask is None else {"mask": tensor(np.array(mask, dtype=bool), "bool")}),
        "outputs": [tensor(output) for output in outputs], "cotangents": [tensor(cotangent) for cotangent in cotangents],
        "inputGradients": [tensor(slope) for slope in slopes[: len(leaves)]],
        "weightGradients": weights_of(layer, [tensor(slope) for slope in slopes[len(leaves):]]),
    }
