"""Keras on PyTorch, in double precision unless a file says otherwise."""

import contextlib

import keras
import numpy as np
import torch

SOURCE = f"keras {keras.__version__} on torch {torch.__version__.split('+')[0]}"
DOUBLE = "Computed in float64 from inputs that float32 holds exactly, then rounded to float32."
SINGLE = "Computed in float32, because epsilons and clipping depend on the precision."


@contextlib.contextmanager
def precision(floatx):
    """Sets Keras's default float type for a block."""
    before = keras.config.floatx()
    keras.config.set_floatx(floatx)
    keras.config.set_dtype_policy(floatx)
    try:
        yield
    finally:
        keras.config.set_floatx(before)
        keras.config.set_dtype_policy(before)


def leaf(values):
    """A torch tensor of the current float type that collects a gradient."""
    return torch.tensor(np.asarray(values), dtype=getattr(torch, keras.config.floatx()), requires_grad=True)


def constant(values):
    """A torch tensor of the current float type."""
    return leaf(values).detach()


def gradients(outputs, cotangents, inputs):
    """Gradients of sum(output * cotangent) over all outputs, zeros where an input has no influence."""
    total = sum((output * constant(cotangent)).sum() for output, cotangent in zip(outputs, cotangents))
    if not total.requires_grad:
        return [torch.zeros_like(x) for x in inputs]
    found = torch.autograd.grad(total, inputs, allow_unused=True)
    return [torch.zeros_like(x) if g is None else g for x, g in zip(inputs, found)]


def as_python(value):
    """A Python number from a one-element tensor."""
    return float(value.detach()) if hasattr(value, "detach") else float(value)
