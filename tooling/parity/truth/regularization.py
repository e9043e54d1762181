"""regularization.json: penalties with their gradients, and weights before and after constraints."""

import keras

from .draw import draw, exact
from .encode import camel_class, number, options, tensor
from .engine import DOUBLE, SOURCE, as_python, constant, gradients, leaf, precision

REGULARIZERS = [
    ("L1", {}), ("L1", {"l1": 0.3}), ("L2", {}), ("L2", {"l2": 0.3}), ("L1L2", {}), ("L1L2", {"l1": 0.1, "l2": 0.3}),
    ("OrthogonalRegularizer", {}), ("OrthogonalRegularizer", {"factor": 0.5}),
    ("OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}),
]
CONSTRAINTS = [
    ("MaxNorm", {}), ("MaxNorm", {"max_value": 1.0}), ("MaxNorm", {"max_value": 1.0, "axis": 1}),
    ("MinMaxNorm", {}), ("MinMaxNorm", {"min_value": 0.5, "max_value": 1.0}),
    ("MinMaxNorm", {"min_value": 1.2, "max_value": 1.5, "rate": 0.4}), ("MinMaxNorm", {"min_value": 0.5, "max_value": 1.0, "rate": 0.8, "axis": 1}),
    ("NonNeg", {}), ("UnitNorm", {}), ("UnitNorm", {"axis": 1}), ("UnitNorm", {"axis": [0, 1]}),
]


def regularization():
    matrix = draw((3, 4), 1, -2, 2)
    small = exact(matrix * 0.25)
    small[:, 1] = 0.0  # a column of zeros: norms must not divide by zero
    with precision("float64"):
        return {
            "source": SOURCE,
            "note": DOUBLE + " At 0 the gradient of the L1 penalty is a convention.",
            "regularizers": [regularizer(*entry, values) for entry in REGULARIZERS for values in (matrix, draw((2, 5), 2))],
            "constraints": [constraint(*entry, values) for entry in CONSTRAINTS for values in (matrix, small)],
        }


def regularizer(name, arguments, values):
    x = leaf(values)
    penalty = getattr(keras.regularizers, name)(**arguments)(x)
    [gradient] = gradients([penalty], [1.0], [x])
    return {
        "name": camel_class(name), "keras": name, "options": options(arguments), "weight": tensor(values),
        "penalty": number(as_python(penalty)), "gradient": tensor(gradient),
    }


def constraint(name, arguments, values):
    after = getattr(keras.constraints, name)(**arguments)(constant(values))
    return {"name": camel_class(name), "keras": name, "options": options(arguments), "weight": tensor(values), "after": tensor(after)}
