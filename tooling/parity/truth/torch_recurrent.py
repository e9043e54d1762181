"""Recurrent layers of PyTorch, in the layout of Keras: part of recurrent.json."""

import numpy as np
import torch

from .draw import draw
from .encode import tensor
from .engine import constant, gradients, leaf

LAYERS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "simpleRnn": torch.nn.RNN}
ORDER = {"lstm": [0, 1, 2, 3], "gru": [1, 0, 2], "simpleRnn": [0]}  # where Keras's gates stand among PyTorch's


def torch_cases():
    """(layer, input shape, units): the last one is long."""
    shapes = [((3, 5, 2), 4), ((2, 1, 3), 2), ((2, 120, 2), 3)]
    return [torch_case(name, shape, units, 700 + 10 * i + j) for i, name in enumerate(LAYERS) for j, (shape, units) in enumerate(shapes)]


def torch_case(name, shape, units, seed):
    layer = LAYERS[name](shape[2], units, batch_first=True).double()
    with torch.no_grad():
        for index, weight in enumerate(layer.parameters()):
            weight.copy_(constant(draw(tuple(weight.shape), 1000 + 7 * seed + index)))
    states = 2 if name == "lstm" else 1
    inputs = [draw(shape, 40 * seed, -1.5, 1.5), *(draw((shape[0], units), 40 * seed + 1 + i) for i in range(states))]
    leaves = [leaf(array) for array in inputs]
    first = [state[None] for state in leaves[1:]]
    y, last = layer(leaves[0], tuple(first) if states > 1 else first[0])
    outputs = [y, *((state[0] for state in last) if states > 1 else [last[0]])]
    cotangents = [draw(tuple(output.shape), 2000 + 10 * seed + i) for i, output in enumerate(outputs)]
    slopes = gradients(outputs, cotangents, leaves + list(layer.parameters()))
    return {
        "name": name, "options": {"units": units, "returnSequences": True, "returnState": True},
        "weights": as_keras(name, units, [weight.detach() for weight in layer.parameters()], both=sum),
        "inputs": [tensor(array) for array in inputs], "outputs": [tensor(output) for output in outputs],
        "cotangents": [tensor(cotangent) for cotangent in cotangents], "inputGradients": [tensor(slope) for slope in slopes[: len(leaves)]],
        "weightGradients": as_keras(name, units, slopes[len(leaves):], both=lambda biases: biases[0]),
    }


def as_keras(name, units, weights, both):
    """Kernel, recurrent kernel and bias. PyTorch has two biases everywhere, Keras only where a GRU resets behind its product: `both` joins them."""
    gates = [slice(gate * units, (gate + 1) * units) for gate in ORDER[name]]
    kernel, recurrent, *biases = [np.concatenate([np.asarray(weight)[gate] for gate in gates]) for weight in weights]
    bias = np.stack(biases) if name == "gru" else both(biases)
    return {"kernel": tensor(kernel.T), "recurrentKernel": tensor(recurrent.T), "bias": tensor(bias)}
