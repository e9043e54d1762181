"""training.json: four small networks through train_on_batch, evaluate and fit."""

import keras
import numpy as np

from .draw import draw, draw_classes, exact
from .encode import as_numpy, camel, camel_class, number, options, tensor
from .engine import DOUBLE, SOURCE, as_python, precision

STEPS, BATCH_SIZE = 10, 6


def training():
    with precision("float64"):
        return {"source": SOURCE, "note": DOUBLE, "networks": [record(network) for network in networks()]}


def networks():
    """Plain descriptions; ROWS is no multiple of any batch size used."""
    x = draw((22, 4), 1, -1.5, 1.5)
    signal = x @ exact([1.0, -2.0, 0.5, 0.25])
    classes = np.digitize(signal, [-1.0, 1.0]).astype("int32")
    weights = exact(np.abs(draw((22,), 3, -2, 2)))
    weights[4] = 0.0
    return [
        {
            "name": "regression", "x": x, "y": exact(np.sin(signal)[:, None]), "loss": "mean_squared_error",
            "metrics": ["mean_absolute_error"], "optimizer": ("SGD", {"learning_rate": 0.05, "momentum": 0.9}),
            "layers": [("Dense", {"units": 6, "activation": "tanh"}), ("Dense", {"units": 1})],
            "fit": [{"epochs": 3, "batch_size": 5}, {"epochs": 4, "batch_size": 5, "validation_split": 0.25}],
        },
        {
            "name": "binary", "x": x, "y": (signal > 0).astype("float64")[:, None], "loss": "binary_crossentropy",
            "metrics": ["accuracy"], "optimizer": ("Adam", {"learning_rate": 0.02}), "sampleWeight": weights,
            "layers": [
                ("Dense", {"units": 5, "activation": "relu", "kernel_regularizer": ("L2", {"l2": 0.01})}),
                ("Dense", {"units": 1, "activation": "sigmoid"}),
            ],
            "fit": [
                {"epochs": 3, "batch_size": 5}, {"epochs": 3, "batch_size": 5, "weighted": True},
                {"epochs": 3, "batch_size": 5, "weighted": True, "weighted_metrics": ["accuracy"], "validation_split": 0.3},
            ],
        },
        {
            "name": "classes", "x": x, "y": classes, "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"], "optimizer": ("RMSprop", {"learning_rate": 0.01}),
            "layers": [
                ("Dense", {"units": 6, "use_bias": False}), ("BatchNormalization", {"momentum": 0.8}),
                ("Activation", {"activation": "relu"}), ("Dense", {"units": 3, "activation": "softmax"}),
            ],
            "fit": [
                {"epochs": 3, "batch_size": 8}, {"epochs": 4, "batch_size": 5, "validation_split": 0.25},
                {"epochs": 3, "batch_size": 5, "class_weight": {0: 0.5, 1: 2.0, 2: 1.0}},
                {"epochs": 3, "batch_size": 5, "class_weight": {0: 0.5, 1: 2.0, 2: 1.0}, "weighted_metrics": ["accuracy"]},
            ],
        },
        {
            "name": "images", "x": draw((22, 6, 5, 2), 5, -1.5, 1.5), "y": classes, "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"], "optimizer": ("Adam", {"learning_rate": 0.02}),
            "layers": [
                ("Conv2D", {"filters": 4, "kernel_size": 3, "padding": "same", "use_bias": False}), ("BatchNormalization", {"momentum": 0.8}),
                ("Activation", {"activation": "relu"}), ("MaxPooling2D", {}),
                ("Conv2D", {"filters": 5, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "tanh"}),
                ("GlobalAveragePooling2D", {}), ("Dense", {"units": 3, "activation": "softmax"}),
            ],
            "fit": [{"epochs": 3, "batch_size": 8}, {"epochs": 3, "batch_size": 5, "validation_split": 0.25}],
        },
    ]


def record(network):
    weighted = [False, True] if "sampleWeight" in network else [False]
    model = built(network)
    found = {
        "name": network["name"], "inputShape": list(network["x"].shape[1:]),
        "layers": [{"name": camel_class(name), "options": described(arguments)} for name, arguments in network["layers"]],
        "weights": weights_of(model),
        "optimizer": {"name": camel_class(network["optimizer"][0]), "options": options(network["optimizer"][1])},
        "loss": camel(network["loss"]), "metrics": [camel(name) for name in network["metrics"]],
        "x": tensor(network["x"]), "y": tensor(network["y"], "int32" if network["y"].dtype == "int32" else "float32"),
    }
    if "sampleWeight" in network:
        found["sampleWeight"] = tensor(network["sampleWeight"])
    found["predictions"] = tensor(model.predict(network["x"], verbose=0))
    found["steps"] = steps(network)
    found["evaluate"] = [evaluated(network, size, flag) for size in (8, 22) for flag in weighted]
    found["fit"] = [fitted(network, dict(arguments)) for arguments in network["fit"]]
    return found


def built(network, weighted_metrics=None):
    """The compiled model with its fixed starting weights."""
    model = keras.Sequential([keras.Input(network["x"].shape[1:])] + [layer_of(*entry) for entry in network["layers"]])
    for index, weight in enumerate(model.weights):
        low, high = (0.5, 1.5) if weight.name in ("gamma", "moving_variance") else (-0.8, 0.8)
        weight.assign(draw(tuple(weight.shape), 500 + 10 * index, low, high))
    name, arguments = network["optimizer"]
    metrics = {"metrics": network["metrics"]} if weighted_metrics is None else {"weighted_metrics": weighted_metrics}
    model.compile(optimizer=getattr(keras.optimizers, name)(**arguments), loss=network["loss"], **metrics)
    return model


def layer_of(name, arguments):
    arguments = dict(arguments)
    if "kernel_regularizer" in arguments:
        regularizer, inner = arguments["kernel_regularizer"]
        arguments["kernel_regularizer"] = getattr(keras.regularizers, regularizer)(**inner)
    return getattr(keras.layers, name)(**arguments)


def described(arguments):
    found = options(arguments)
    if "kernelRegularizer" in found:
        name, inner = found["kernelRegularizer"]
        found["kernelRegularizer"] = {"name": camel_class(name), "options": options(inner)}
    return found


def weights_of(model):
    return [{camel(weight.name): tensor(weight) for weight in layer.weights} for layer in model.layers]


def steps(network):
    model = built(network)
    rows = len(network["x"])
    batches = [[start, min(start + BATCH_SIZE, rows)] for start in (BATCH_SIZE * (step % 4) for step in range(STEPS))]
    logs = []
    for start, end in batches:
        model.reset_metrics()  # otherwise values run on over the batches
        sample_weight = network["sampleWeight"][start:end] if "sampleWeight" in network else None
        found = model.train_on_batch(network["x"][start:end], network["y"][start:end], sample_weight=sample_weight, return_dict=True)
        logs.append({key: number(value) for key, value in found.items()})
    names = [key for key in logs[0] if key != "loss"]
    return {
        "batches": batches, "losses": [log["loss"] for log in logs],
        "metrics": {camel(name): [log[name] for log in logs] for name in names}, "after": weights_of(model),
    }


def evaluated(network, batch_size, weighted):
    found = built(network).evaluate(
        network["x"], network["y"], batch_size=batch_size, verbose=0, return_dict=True,
        sample_weight=network["sampleWeight"] if weighted else None,
    )
    return {"batchSize": batch_size, "weighted": weighted, "result": {camel(key): number(value) for key, value in found.items()}}


def fitted(network, arguments):
    weighted, weighted_metrics = arguments.pop("weighted", False), arguments.pop("weighted_metrics", None)
    model = built(network, weighted_metrics)
    history = model.fit(
        network["x"], network["y"], shuffle=False, verbose=0,
        sample_weight=network["sampleWeight"] if weighted else None, **arguments,
    ).history
    return {
        "options": {**options(arguments), "shuffle": False}, "weighted": weighted,
        **({"weightedMetrics": [camel(name) for name in weighted_metrics]} if weighted_metrics else {}),
        "history": {camel(key): [number(value) for value in values] for key, values in history.items()}, "after": weights_of(model),
    }
