"""How numbers, tensors and option names are written in a fixture file."""

import json
import math
import re
from pathlib import Path

import numpy as np


def number(value):
    """The shortest decimal that reads back as the same float32; NaN and infinities as strings."""
    with np.errstate(over="ignore", under="ignore"):
        value = np.float32(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    short = float(str(value))
    return int(short) if short == int(short) and abs(short) < 1e15 else short


def tensor(value, dtype="float32"):
    """{ shape, data } with data flat in row-major order; { dtype } too where it is not float32."""
    array = as_numpy(value)
    if dtype == "float32":
        return {"shape": list(array.shape), "data": [number(item) for item in array.ravel()]}
    return {"dtype": dtype, "shape": list(array.shape), "data": [item.item() for item in array.ravel()]}


def as_numpy(value):
    """A NumPy array from a torch tensor, a Keras variable, a list or a number."""
    if hasattr(value, "value") and not callable(value.value):
        value = value.value
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    return np.asarray(value)


def camel(name):
    """hard_sigmoid -> hardSigmoid; beta_1 -> beta1; keepdims, two words that Keras writes as one, -> keepDims."""
    name = "keep_dims" if name == "keepdims" else name
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


OWN_SPELLING = {
    "RMSprop": "rmsprop", "SGD": "sgd", "AdamW": "adamw", "L1": "l1", "L2": "l2", "L1L2": "l1l2",
    "ReLU": "relu", "LeakyReLU": "leakyRelu", "PReLU": "prelu", "ELU": "elu", "STFT": "stft",
}


def camel_class(name):
    """BatchNormalization -> batchNormalization; RMSNormalization -> rmsNormalization; Conv2DTranspose -> conv2dTranspose."""
    if name in OWN_SPELLING:
        return OWN_SPELLING[name]
    name = re.sub(r"(?<=\d)D", "d", name)
    capitals = len(name) - len(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    head = max(1, capitals - 1)
    return name[:head].lower() + name[head:]


def options(arguments):
    """Keras keyword arguments with names and string values in camelCase: mode="fan_in" -> mode: "fanIn"."""
    return {camel(name): camel(value) if isinstance(value, str) else value for name, value in arguments.items()}


def write(path, content):
    """Writes { source, note, ..., cases: [...] } with one case a line, so that diffs stay readable."""
    lines = []
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("  " + compact(row) for row in value)
            lines.append(f"{compact(key)}: [\n{rows}\n ]")
        else:
            lines.append(f"{compact(key)}: {compact(value)}")
    Path(path).write_text("{\n " + ",\n ".join(lines) + "\n}\n")


def compact(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
