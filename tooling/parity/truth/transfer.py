"""transfer.json: a model inside another one, trained with some layers frozen, then with others."""

import keras
import numpy as np

from .draw import draw, exact
from .encode import camel, number, tensor
from .engine import DOUBLE, SOURCE, precision

LAYERS = ["base/features", "base/norm", "base/top", "head"]
STAGES = [["base"], [], ["base/features", "base/norm"]]
FIT = {"epochs": 3, "batch_size": 5}


def transfer():
    with precision("float64"):
        return {"source": SOURCE, "note": DOUBLE, "cases": [case(training) for training in (None, False)]}


def case(training):
    """Stage after stage on the weights of the one before, compiled anew each time; the last batch of an epoch is smaller."""
    x = draw((22, 4), 1, -1.5, 1.5)
    y = exact(np.sin(x @ exact([1.0, -2.0, 0.5, 0.25]))[:, None])
    base, model = built(training)
    found = {"training": training, "x": tensor(x), "y": tensor(y), "weights": weights_of(base, model), "stages": []}
    for frozen in STAGES:
        base.trainable = True
        for path, layer in layers_of(base, model).items():
            layer.trainable = path not in frozen
        if "base" in frozen:
            base.trainable = False  # of all its layers
        model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9), loss="mean_squared_error")
        history = model.fit(x, y, shuffle=False, verbose=0, **FIT).history
        found["stages"].append({
            "frozen": frozen, "loss": [number(value) for value in history["loss"]], "after": weights_of(base, model),
            "evaluate": number(model.evaluate(x, y, verbose=0)), "predictions": tensor(model.predict(x, verbose=0)),
        })
    return found


def built(training):
    base = keras.Sequential([
        keras.Input((4,)), keras.layers.Dense(5, activation="tanh", name="features"),
        keras.layers.BatchNormalization(momentum=0.8, name="norm"), keras.layers.Dense(4, activation="relu", name="top"),
    ], name="base")
    inputs = keras.Input((4,))
    features = (base if training is None else InInference(base))(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1, name="head")(features))
    for layer in layers_of(base, model).values():
        for index, weight in enumerate(layer.weights):
            low, high = (0.5, 1.5) if weight.name in ("gamma", "moving_variance") else (-0.8, 0.8)
            weight.assign(draw(tuple(weight.shape), 700 + 10 * index + len(layer.name), low, high))
    return base, model


class InInference(keras.layers.Layer):
    """base(x, training=False), which a functional model of Keras 3.15 forgets: its own mode takes the place of the argument."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def call(self, x):
        return self.base(x, training=False)


def layers_of(base, model):
    return {path: (model if path == "head" else base).get_layer(path.split("/")[-1]) for path in LAYERS}


def weights_of(base, model):
    return {
        f"{path}/{camel(weight.name)}": tensor(weight)
        for path, layer in layers_of(base, model).items() for weight in layer.weights
    }
