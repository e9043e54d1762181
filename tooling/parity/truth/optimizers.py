"""optimizers.json: twelve steps of fixed gradients through every Keras optimizer."""

import keras
import numpy as np

from .draw import draw, exact
from .encode import camel_class, options, tensor
from .engine import DOUBLE, SOURCE, constant, precision

STEPS = 12
SHAPES = {"kernel": (3, 4), "bias": (4,)}

SCHEDULE = ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 8, "alpha": 0.1})

OPTIMIZERS = [
    ("SGD", {}), ("SGD", {"learning_rate": 0.1}), ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}), ("RMSprop", {"learning_rate": 0.05, "rho": 0.8, "momentum": 0.7}),
    ("RMSprop", {"learning_rate": 0.05, "centered": True}),
    ("RMSprop", {"learning_rate": 0.05, "momentum": 0.9, "centered": True, "epsilon": 1e-3}),
    ("Adagrad", {}), ("Adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.01, "epsilon": 1e-3}),
    ("Adadelta", {}), ("Adadelta", {"learning_rate": 1.0, "rho": 0.9, "epsilon": 1e-4}),
    ("Adam", {}), ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}),
    ("Adam", {"learning_rate": 0.05, "beta_2": 0.9, "amsgrad": True}),
    ("AdamW", {}), ("AdamW", {"learning_rate": 0.05, "weight_decay": 0.1}),
    ("AdamW", {"learning_rate": 0.05, "weight_decay": 0.1, "amsgrad": True, "beta_2": 0.9}),
    ("Adamax", {}), ("Adamax", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.9}),
    ("Nadam", {}), ("Nadam", {"learning_rate": 0.05, "beta_1": 0.8, "beta_2": 0.95}),
    ("Lion", {}), ("Lion", {"learning_rate": 0.02, "beta_1": 0.8, "beta_2": 0.95}),
    ("SGD", {"learning_rate": 0.1, "weight_decay": 0.05}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "weight_decay": 0.05}),
    ("Adam", {"learning_rate": 0.05, "weight_decay": 0.05}),
    ("Lion", {"learning_rate": 0.02, "weight_decay": 0.05}),
    ("SGD", {"learning_rate": 0.1, "clipnorm": 0.5}), ("SGD", {"learning_rate": 0.1, "clipvalue": 0.3}),
    ("SGD", {"learning_rate": 0.1, "global_clipnorm": 0.5}), ("SGD", {"learning_rate": 0.1, "global_clipnorm": 100.0}),
    ("Adam", {"learning_rate": 0.05, "clipnorm": 0.5}), ("Adam", {"learning_rate": 0.05, "global_clipnorm": 0.5}),
    ("Adam", {"learning_rate": 0.05, "clipvalue": 0.3, "weight_decay": 0.05}),
    ("SGD", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.9}),
    ("Adam", {"learning_rate": 0.05, "use_ema": True, "ema_momentum": 0.9}),
    ("Adam", {"learning_rate": 0.05, "use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 5}),
    ("SGD", {"learning_rate": SCHEDULE, "momentum": 0.9}), ("Adam", {"learning_rate": SCHEDULE}),
]


def optimizers():
    params, gradients = start(), fixed_gradients()
    with precision("float64"):
        return {
            "source": SOURCE,
            "note": DOUBLE + " after[i] is the value after step i + 1; average is what use_ema keeps."
            " A learningRate object is a schedule: { schedule, options }.",
            "params": encoded(params),
            "gradients": [encoded(step) for step in gradients],
            "cases": [case(name, arguments, params, gradients) for name, arguments in OPTIMIZERS],
        }


def start():
    return {name: draw(shape, 11 + index) for index, (name, shape) in enumerate(SHAPES.items())}


def fixed_gradients():
    """Twelve steps; some entries are always zero, some steps are all zero for one array, one step is large."""
    steps = []
    for step in range(STEPS):
        scale = {3: 20.0, 7: 0.001}.get(step, 1.0)
        tree = {name: draw(shape, 31 * (step + 1) + index) * scale for index, (name, shape) in enumerate(SHAPES.items())}
        tree["kernel"][0, 0] = 0.0
        tree["bias"][1] = 0.0 if step % 2 == 0 else tree["bias"][1]
        if step in (0, 5):
            tree["bias"][:] = 0.0
        if step == 8:
            tree["kernel"][:] = 0.0
        steps.append({name: exact(values) for name, values in tree.items()})
    return steps


def case(name, arguments, params, gradients):
    optimizer = getattr(keras.optimizers, name)(**built(arguments))
    variables = {key: keras.Variable(np.array(value), name=key) for key, value in params.items()}
    optimizer.build(list(variables.values()))
    averages = optimizer._model_variables_moving_average if optimizer.use_ema else []
    after, average = [], []
    for step in gradients:
        optimizer.apply([constant(step[key]) for key in variables])
        if averages:
            average.append({key: tensor(value) for key, value in zip(variables, averages)})
        after.append(encoded(variables))
    named = {key: described(value) for key, value in options(arguments).items()}
    found = {"name": camel_class(name), "keras": name, "options": named, "after": after}
    return {**found, "average": average} if average else found


def built(arguments):
    rate = arguments.get("learning_rate")
    if not isinstance(rate, tuple):
        return arguments
    name, schedule = rate
    return {**arguments, "learning_rate": getattr(keras.optimizers.schedules, name)(**schedule)}


def described(value):
    return {"schedule": camel_class(value[0]), "options": options(value[1])} if isinstance(value, tuple) else value


def encoded(tree):
    return {key: tensor(value) for key, value in tree.items()}
