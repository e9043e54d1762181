"""metrics.json: Keras metrics fed three batches of different sizes."""

import keras
import numpy as np

from .draw import draw, draw_classes, exact, one_hot
from .encode import camel_class, number, options, tensor
from .engine import SINGLE, SOURCE, as_python, constant, precision

SIZES = [4, 7, 2]


def metrics():
    with precision("float32"):
        cases = []
        for name, arguments, kind in METRICS:
            for weighted in (False, True):
                cases.append(case(name, arguments, kind, weighted))
        return {
            "source": SOURCE,
            "note": SINGLE + " results[i] is result() after batch i + 1.",
            "cases": cases,
        }


METRICS = [
    ("Accuracy", {}, "labels"), ("BinaryAccuracy", {}, "binary"), ("BinaryAccuracy", {"threshold": 0.3}, "binary"),
    ("BinaryAccuracy", {}, "binary column"),
    ("CategoricalAccuracy", {}, "one-hot"), ("SparseCategoricalAccuracy", {}, "sparse"),
    ("SparseCategoricalAccuracy", {}, "sparse column"), ("SparseCategoricalAccuracy", {}, "sparse over time"),
    ("TopKCategoricalAccuracy", {"k": 2}, "one-hot"), ("TopKCategoricalAccuracy", {}, "one-hot of 7"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "sparse"), ("SparseTopKCategoricalAccuracy", {}, "sparse of 7"),
    ("MeanSquaredError", {}, "numbers"), ("MeanAbsoluteError", {}, "numbers"), ("RootMeanSquaredError", {}, "numbers"),
    ("BinaryCrossentropy", {}, "binary"), ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, "binary logits"),
    ("CategoricalCrossentropy", {}, "one-hot"), ("CategoricalCrossentropy", {"label_smoothing": 0.1}, "one-hot"),
    ("SparseCategoricalCrossentropy", {}, "sparse"),
    ("Mean", {}, "values"), ("Mean", {}, "matrix"), ("Sum", {}, "values"),
]


def case(name, arguments, kind, weighted):
    metric = getattr(keras.metrics, name)(**arguments)
    batches, results = [], []
    for index, size in enumerate(SIZES):
        truth, prediction = batch(kind, size, 10 * index)
        weights = exact(np.abs(draw((size,), 7 + index)) * (np.arange(size) % 3 > 0)) if weighted else None
        if truth is None:
            metric.update_state(constant(prediction), sample_weight=weights)
        else:
            metric.update_state(truth, constant(prediction), sample_weight=weights)
        results.append(number(as_python(metric.result())))
        integer = truth is not None and truth.dtype == "int32"
        batches.append({
            **({} if truth is None else {"truth": tensor(truth, "int32" if integer else "float32")}),
            "prediction": tensor(prediction),
            **({} if weights is None else {"sampleWeight": tensor(weights)}),
        })
    return {"name": camel_class(name), "keras": name, "options": options(arguments), "kind": kind, "batches": batches, "results": results}


def batch(kind, size, seed):
    """Labels (or None for Mean and Sum) and predictions for one batch."""
    if kind == "labels":
        return draw_classes((size,), 3, seed + 1), draw_classes((size,), 3, seed + 2).astype("float64")
    if kind == "numbers":
        return draw((size, 3), seed + 1, -2, 2), draw((size, 3), seed + 2, -2, 2)
    if kind.startswith("binary"):
        width = () if kind == "binary column" else (3,)
        truth = draw_classes((size, *width) if width else (size, 1), 2, seed + 3).astype("float64")
        return truth, draw(truth.shape, seed + 4, *((-4, 4) if "logits" in kind else (0.02, 0.98)))
    if kind == "values":
        return None, draw((size,), seed + 5, -2, 2)
    if kind == "matrix":
        return None, draw((size, 3), seed + 6, -2, 2)
    if kind == "sparse over time":
        return draw_classes((size, 5), 3, seed + 7), probabilities((size, 5, 3), seed + 8)
    num_classes = 7 if kind.endswith("of 7") else 4
    classes = draw_classes((size,), num_classes, seed + 9)
    prediction = probabilities((size, num_classes), seed + 10, favoured=classes)
    if kind.startswith("one-hot"):
        return one_hot(classes, num_classes), prediction
    return classes[:, None] if kind == "sparse column" else classes, prediction


def probabilities(shape, seed, favoured=None):
    """Rows that sum to one; every second row favours its true class."""
    values = draw(shape, seed, 0.05, 1)
    if favoured is not None:
        values[1::2] += one_hot(favoured, shape[-1])[1::2]
    return exact(values / values.sum(axis=-1, keepdims=True))
