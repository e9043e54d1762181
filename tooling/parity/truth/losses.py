"""losses.json: Keras losses with every reduction and sample weights, and their gradients."""

import keras
import numpy as np

from .draw import draw, draw_classes, exact, one_hot
from .encode import camel_class, options, tensor
from .engine import SINGLE, SOURCE, gradients, leaf, precision

WEIGHTS = exact([0.5, 2.0, 0.0, 1.25])
REDUCTIONS = ["sum_over_batch_size", "sum", "none", "mean", "mean_with_sample_weight"]


def losses():
    with precision("float32"):
        return {
            "source": SOURCE,
            "note": SINGLE + " gradient is that of sum(output * cotangent) with respect to prediction.",
            "cases": [case(*arguments) for arguments in regression() + binary() + categorical() + sparse()],
        }


def regression():
    truth, prediction = draw((4, 3), 1, -2, 2), draw((4, 3), 2, -2, 2)
    found = []
    for name, arguments in [("MeanSquaredError", {}), ("MeanAbsoluteError", {}), ("Huber", {}), ("Huber", {"delta": 0.25})]:
        found += reduced(name, arguments, truth, prediction, "float32", WEIGHTS)
        found.append((name, arguments, "sum_over_batch_size", draw((4, 2, 3), 3), draw((4, 2, 3), 4), None, "float32", "rank 3"))
        per_step = np.abs(draw((4, 2), 5))
        found.append((name, arguments, "sum_over_batch_size", draw((4, 2, 3), 3), draw((4, 2, 3), 4), per_step, "float32", "rank 3, weights of rank 2"))
    return found


def binary():
    truth, logits = draw_classes((4, 3), 2, 6).astype("float64"), draw((4, 3), 7, -4, 4)
    probabilities, soft = draw((4, 3), 8, 0.02, 0.98), draw((4, 3), 9, 0, 1)
    name, found = "BinaryCrossentropy", []
    found += reduced(name, {}, truth, probabilities, "float32", WEIGHTS)
    found += reduced(name, {"from_logits": True}, truth, logits, "float32", WEIGHTS)
    one = "sum_over_batch_size"
    for smoothing in [0.1, 0.5]:
        found.append((name, {"label_smoothing": smoothing}, one, truth, probabilities, None, "float32", ""))
        found.append((name, {"label_smoothing": smoothing, "from_logits": True}, one, truth, logits, WEIGHTS, "float32", ""))
    found.append((name, {}, one, soft, probabilities, None, "float32", "soft labels"))
    found.append((name, {"from_logits": True}, one, soft, logits, None, "float32", "soft labels"))
    found.append((name, {}, "none", [[0.0], [0.0], [1.0], [1.0]], [[0.0], [1.0], [0.0], [1.0]], None, "float32", "extremes"))
    far = [[100.0], [-100.0], [100.0], [-100.0], [0.0], [30.0]]
    found.append((name, {"from_logits": True}, "none", [[0.0], [0.0], [1.0], [1.0], [1.0], [0.0]], far, None, "float32", "extremes"))
    return found


def categorical():
    truth, logits = one_hot(draw_classes((4,), 3, 10), 3), draw((4, 3), 11, -4, 4)
    probabilities, soft = normalised(draw((4, 3), 12, 0.05, 1)), normalised(draw((4, 3), 13, 0.05, 1))
    name, found, one = "CategoricalCrossentropy", [], "sum_over_batch_size"
    found += reduced(name, {}, truth, probabilities, "float32", WEIGHTS)
    found += reduced(name, {"from_logits": True}, truth, logits, "float32", WEIGHTS)
    found.append((name, {}, one, truth, draw((4, 3), 14, 0.1, 2), None, "float32", "rows that do not sum to one are divided by their sum"))
    for smoothing in [0.1, 0.5]:
        found.append((name, {"label_smoothing": smoothing}, one, truth, probabilities, WEIGHTS, "float32", ""))
        found.append((name, {"label_smoothing": smoothing, "from_logits": True}, one, truth, logits, None, "float32", ""))
    found.append((name, {}, one, soft, probabilities, None, "float32", "soft labels"))
    found.append((name, {"from_logits": True}, one, soft, logits, None, "float32", "soft labels"))
    found.append((name, {"axis": 1}, one, truth.reshape(2, 2, 3).transpose(0, 2, 1), normalised(draw((2, 2, 3), 15, 0.1, 1)).transpose(0, 2, 1), None, "float32", "rank 3"))
    found.append((name, {}, "none", one_hot(np.array([0, 1, 0]), 3), [[1.0, 0, 0], [1, 0, 0], [0, 0.5, 0.5]], None, "float32", "extremes"))
    far = [[100.0, -100, 0], [100, -100, 0], [-100, -100, -100], [0, 100, 100]]
    found.append((name, {"from_logits": True}, "none", one_hot(np.array([0, 1, 2, 1]), 3), far, None, "float32", "extremes"))
    return found


def sparse():
    truth, logits = draw_classes((4,), 3, 16), draw((4, 3), 17, -4, 4)
    probabilities = normalised(draw((4, 3), 18, 0.05, 1))
    name, found, one = "SparseCategoricalCrossentropy", [], "sum_over_batch_size"
    found += reduced(name, {}, truth, probabilities, "int32", WEIGHTS)
    found += reduced(name, {"from_logits": True}, truth, logits, "int32", WEIGHTS)
    found.append((name, {"from_logits": True}, one, truth[:, None], logits, None, "int32", "labels of shape [batch, 1]"))
    steps = draw_classes((2, 4), 3, 19)
    found.append((name, {"from_logits": True}, one, steps, draw((2, 4, 3), 20, -4, 4), None, "int32", "rank 3"))
    found.append((name, {"from_logits": True}, one, steps, draw((2, 4, 3), 20, -4, 4), exact([[0.5], [2]]), "int32", "rank 3, weights of shape [batch, 1]"))
    found.append((name, {"ignore_class": 1}, one, truth, probabilities, None, "int32", "ignored class"))
    found.append((name, {"ignore_class": -1, "from_logits": True}, one, np.array([0, -1, 2, -1]), logits, None, "int32", "ignored class"))
    found.append((name, {}, "none", np.array([0, 1, 0]), [[1.0, 0, 0], [1, 0, 0], [0, 0.5, 0.5]], None, "int32", "extremes"))
    far = [[100.0, -100, 0], [100, -100, 0], [-100, -100, -100], [0, 100, 100]]
    found.append((name, {"from_logits": True}, "none", np.array([0, 1, 2, 1]), far, None, "int32", "extremes"))
    return found


def reduced(name, arguments, truth, prediction, labels, weights):
    """The same loss with every reduction, with and without sample weights."""
    return [(name, arguments, reduction, truth, prediction, w, labels, "") for reduction in REDUCTIONS for w in (None, weights)]


def case(name, arguments, reduction, truth, prediction, weights, labels, about):
    loss = getattr(keras.losses, name)(**arguments, reduction=None if reduction == "none" else reduction)
    x = leaf(prediction)
    output = loss(np.asarray(truth, dtype=labels), x, sample_weight=None if weights is None else weights.astype("float32"))
    cotangent = draw(tuple(output.shape), 200) if output.ndim else exact(1.0)
    [gradient] = gradients([output], [cotangent], [x])
    return {
        "name": camel_class(name), "keras": name, "options": options({**arguments, "reduction": reduction}),
        **({"about": about} if about else {}),
        "truth": tensor(truth, labels), "prediction": tensor(prediction),
        **({} if weights is None else {"sampleWeight": tensor(weights)}),
        "output": tensor(output), "cotangent": tensor(cotangent), "gradient": tensor(gradient),
    }


def normalised(values):
    return exact(values / values.sum(axis=-1, keepdims=True))
