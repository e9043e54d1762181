"""initializers.json: fans, fixed values, and the distribution of every random Keras initializer."""

import math

import keras
import numpy as np

from .encode import as_numpy, camel_class, number, options, tensor
from .engine import SOURCE, precision

FAN_SHAPES = [(), (7,), (3, 5), (4, 3, 5), (3, 3, 4, 8), (2, 3, 3, 4, 8)]
SHAPE = (480, 250)
PROBABILITIES = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]
# A normal distribution cut at two deviations keeps this share of its deviation.
CUT = 0.87962566103423978

FIXED = [
    ("Zeros", {}, (2, 3)), ("Ones", {}, (2, 3)), ("Constant", {}, (2, 3)), ("Constant", {"value": -1.5}, (2, 3)),
    ("Identity", {}, (3, 3)), ("Identity", {"gain": 2.0}, (2, 4)), ("Identity", {"gain": 0.5}, (4, 2)),
    ("STFT", {}, (8, 1, 5)), ("STFT", {"side": "imag", "window": "hamming", "scaling": "spectrum", "periodic": True}, (8, 1, 5)),
    ("STFT", {"side": "imag", "window": None, "scaling": None}, (6, 1, 5)),
]
VARIANCE_SCALING = [
    {"scale": scale, "mode": mode, "distribution": distribution}
    for scale, mode in [(1.0, "fan_in"), (2.0, "fan_out"), (0.5, "fan_avg")]
    for distribution in ["truncated_normal", "untruncated_normal", "uniform"]
]
RANDOM = [
    ("RandomUniform", {}), ("RandomUniform", {"minval": -1.0, "maxval": 3.0}), ("RandomNormal", {}),
    ("RandomNormal", {"mean": 1.0, "stddev": 0.5}), ("TruncatedNormal", {}), ("TruncatedNormal", {"mean": 1.0, "stddev": 0.5}),
    ("GlorotUniform", {}), ("GlorotNormal", {}), ("HeUniform", {}), ("HeNormal", {}), ("LecunUniform", {}), ("LecunNormal", {}),
    ("VarianceScaling", {}), *[("VarianceScaling", arguments) for arguments in VARIANCE_SCALING],
]
ORTHOGONAL = [({}, (4, 4)), ({"gain": 2.0}, (3, 5)), ({}, (5, 3)), ({}, (2, 3, 4)), ({"gain": 0.5}, (3, 3, 2, 4))]


def initializers():
    with precision("float64"):
        return {
            "source": SOURCE,
            "note": "low, high, mean and stddev follow from the definition (null: unbounded); quantiles are measured on Keras's own"
            f" {math.prod(SHAPE)} numbers, at the given probabilities. Allow about 3 % of stddev for quantiles.",
            "fans": [fans(shape) for shape in FAN_SHAPES],
            "fixed": [fixed(*entry) for entry in FIXED],
            "probabilities": PROBABILITIES,
            "random": [random(*entry) for entry in RANDOM],
            "orthogonal": [orthogonal(*entry) for entry in ORTHOGONAL],
        }


def fans(shape):
    from keras.src.initializers.random_initializers import compute_fans

    fan_in, fan_out = compute_fans(shape)
    return {"shape": list(shape), "fanIn": fan_in, "fanOut": fan_out}


def fixed(name, arguments, shape):
    values = getattr(keras.initializers, name)(**arguments)(shape)
    return {"name": camel_class(name), "keras": name, "options": options(arguments), "values": tensor(values)}


def random(name, arguments):
    initializer = getattr(keras.initializers, name)(**arguments, seed=1)
    values = as_numpy(initializer(SHAPE))
    low, high, mean, stddev = expected(initializer)
    check(values, low, high, mean, stddev)
    return {
        "name": camel_class(name), "keras": name, "options": options(arguments), "shape": list(SHAPE),
        "low": optional(low), "high": optional(high), "mean": number(mean), "stddev": number(stddev),
        "quantiles": [number(value) for value in np.quantile(values, PROBABILITIES)],
    }


def expected(initializer):
    """Bounds, mean and standard deviation from the initializer's definition."""
    config = initializer.get_config()
    if "minval" in config:
        low, high = config["minval"], config["maxval"]
        return low, high, (low + high) / 2, (high - low) / math.sqrt(12)
    if isinstance(initializer, keras.initializers.TruncatedNormal):
        mean, stddev = config["mean"], config["stddev"]
        return mean - 2 * stddev, mean + 2 * stddev, mean, stddev * CUT
    if isinstance(initializer, keras.initializers.RandomNormal):
        return None, None, config["mean"], config["stddev"]
    fan_in, fan_out = SHAPE
    fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[initializer.mode]
    stddev = math.sqrt(initializer.scale / fan)
    if initializer.distribution == "uniform":
        return -math.sqrt(3) * stddev, math.sqrt(3) * stddev, 0.0, stddev
    if initializer.distribution == "truncated_normal":
        return -2 * stddev / CUT, 2 * stddev / CUT, 0.0, stddev
    return None, None, 0.0, stddev


def check(values, low, high, mean, stddev):
    """Keras's own sample must follow the definition before anyone is measured by it."""
    count = values.size
    assert abs(values.mean() - mean) < 5 * stddev / math.sqrt(count)
    assert abs(values.std() / stddev - 1) < 5 / math.sqrt(count)
    # Keras on PyTorch draws four times and keeps the first that fits: about one number in 200,000 is outside.
    assert low is None or np.count_nonzero((values < low) | (values > high)) <= 4


def orthogonal(arguments, shape):
    """gram is m mᵀ where the flattened matrix m [rows, last axis] is wide, else mᵀ m: gain² times the identity."""
    values = as_numpy(keras.initializers.Orthogonal(**arguments, seed=1)(shape))
    matrix = values.reshape(-1, shape[-1])
    gram = matrix @ matrix.T if matrix.shape[0] < matrix.shape[1] else matrix.T @ matrix
    assert np.allclose(gram, np.diag(np.diag(gram)), atol=1e-9)
    return {"name": "orthogonal", "keras": "Orthogonal", "options": options(arguments), "shape": list(shape), "gram": tensor(np.round(gram, 9) + 0.0)}


def optional(value):
    return None if value is None else number(value)
