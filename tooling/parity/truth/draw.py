"""Inputs that look random, are the same on every machine, and are exact in three decimals."""

import math

import numpy as np


def draw(shape, seed, low=-1.0, high=1.0):
    """Float64 numbers in [low, high] that a float32 represents exactly: a linear congruential generator, rounded."""
    count = math.prod(shape)
    state = (seed * 2654435761 + 12345) % 2**32
    values = []
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        values.append(round(low + (high - low) * (state / 2**32), 3))
    return exact(np.array(values).reshape(shape))


def draw_classes(shape, num_classes, seed):
    """Integers 0 … num_classes - 1."""
    unit = draw(shape, seed, 0.0, 1.0)
    return np.minimum((unit * num_classes).astype("int32"), num_classes - 1)


def one_hot(classes, num_classes):
    return np.eye(num_classes)[classes]


def exact(values):
    """Float64 numbers rounded to what float32 holds, so that both precisions see the same input."""
    return np.asarray(values, dtype="float32").astype("float64")
