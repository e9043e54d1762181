"""activations.json: the 30 Keras activations, values and gradients."""

import keras
import numpy as np

from .draw import draw, exact
from .encode import camel, options, tensor
from .engine import DOUBLE, SOURCE, gradients, leaf, precision

# Steps of 0.375 from -5.8125: no point lies on a kink of any activation.
GRID = exact(-5.8125 + 0.375 * np.arange(32))
KINKS = exact([-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6])
EXTREMES = exact([-1000, -100, -30, -1e-4, 1e-4, 30, 100, 1000])

ELEMENTWISE = [
    ("celu", {}), ("celu", {"alpha": 0.5}), ("elu", {}), ("elu", {"alpha": 0.5}), ("exponential", {}),
    ("gelu", {}), ("gelu", {"approximate": True}), ("hard_shrink", {}), ("hard_shrink", {"threshold": 1.25}),
    ("hard_sigmoid", {}), ("hard_silu", {}), ("hard_tanh", {}), ("leaky_relu", {}), ("leaky_relu", {"negative_slope": 0.05}),
    ("linear", {}), ("log_sigmoid", {}), ("mish", {}), ("relu", {}), ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 4.0}), ("relu", {"threshold": 1.25}),
    ("relu", {"negative_slope": 0.1, "max_value": 4.0, "threshold": 1.25}), ("relu6", {}), ("selu", {}), ("sigmoid", {}),
    ("silu", {}), ("soft_shrink", {}), ("soft_shrink", {"threshold": 1.25}), ("softplus", {}), ("softsign", {}),
    ("sparse_plus", {}), ("sparse_sigmoid", {}), ("squareplus", {}), ("squareplus", {"b": 1.0}), ("tanh", {}),
    ("tanh_shrink", {}), ("threshold", {"threshold": 1.25, "default_value": -2.0}),
    ("threshold", {"threshold": 0.0, "default_value": 0.0}),
]
OVER_AN_AXIS = [
    ("glu", {}, (3, 6)), ("glu", {"axis": 0}, (4, 3)), ("glu", {"axis": 1}, (2, 4, 3)),
    ("log_softmax", {}, (3, 5)), ("log_softmax", {"axis": 0}, (3, 5)), ("log_softmax", {"axis": 1}, (2, 3, 4)),
    ("softmax", {}, (3, 5)), ("softmax", {"axis": 0}, (3, 5)), ("softmax", {"axis": [1, 2]}, (2, 3, 4)),
    ("sparsemax", {}, (3, 5)), ("sparsemax", {"axis": 0}, (3, 5)), ("sparsemax", {"axis": 1}, (2, 3, 4)),
]


def activations():
    with precision("float64"):
        cases = [elementwise(name, arguments) for name, arguments in ELEMENTWISE]
        for seed, (name, arguments, shape) in enumerate(OVER_AN_AXIS):
            cases.append(over_an_axis(name, arguments, draw(shape, seed, -3, 3), "matrix"))
        for name in ["softmax", "log_softmax", "sparsemax", "glu"]:
            far = exact([[1000, 0, -1000, 999], [-1000, -1000, -1001, -1000], [0, 0, 0, 0]])
            cases.append(over_an_axis(name, {}, far, "extremes"))
        return {
            "source": SOURCE,
            "note": DOUBLE + " At kinks the gradient is a convention of the source, so tests may leave it out.",
            "cases": cases,
        }


def elementwise(name, arguments):
    return {
        "name": camel(name), "keras": name, "options": options(arguments),
        **applied(name, arguments, GRID, 1),
        "kinks": applied(name, arguments, KINKS, 2),
        "extremes": applied(name, arguments, EXTREMES, 3),
    }


def over_an_axis(name, arguments, values, kind):
    return {"name": camel(name), "keras": name, "options": options(arguments), "kind": kind, **applied(name, arguments, values, 4)}


def applied(name, arguments, values, seed):
    function = getattr(keras.activations, name)
    x = leaf(values)
    arguments = {key: tuple(value) if isinstance(value, list) else value for key, value in arguments.items()}
    output = function(x, **arguments)
    cotangent = draw(tuple(output.shape), 100 + seed)
    [gradient] = gradients([output], [cotangent], [x])
    return {"input": tensor(values), "output": tensor(output), "cotangent": tensor(cotangent), "gradient": tensor(gradient)}
