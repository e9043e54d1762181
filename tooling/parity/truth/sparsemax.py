"""Sparsemax by its definition (Martins and Astudillo 2016, algorithm 1 and proposition 2).

Keras's own sums the running sums where the paper sums the values, so it is right only where one result is positive.
"""

import numpy as np


def sparsemax(z, axis=-1):
    """p = max(z - tau, 0), where tau makes p sum to one."""
    z = np.moveaxis(np.asarray(z, dtype="float64"), axis, -1)
    ordered = -np.sort(-z, axis=-1)
    sums = np.cumsum(ordered, axis=-1)
    count = np.arange(1, z.shape[-1] + 1)
    support = (1 + count * ordered > sums).sum(axis=-1, keepdims=True)
    tau = (np.take_along_axis(sums, support - 1, axis=-1) - 1) / support
    return np.moveaxis(np.maximum(z - tau, 0), -1, axis)


def sparsemax_gradient(z, cotangent, axis=-1):
    """The cotangent less its mean over the support, zero elsewhere."""
    support = (sparsemax(z, axis) > 0).astype("float64")
    mean = (support * cotangent).sum(axis=axis, keepdims=True) / support.sum(axis=axis, keepdims=True)
    return support * (cotangent - mean)
