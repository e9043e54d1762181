"""schedules.json: the learning rate of the six Keras schedules at many steps."""

import keras

from .encode import camel_class, number, options
from .engine import SOURCE, as_python, precision

STEPS = [0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 15, 19, 20, 21, 30, 33, 49, 50, 51, 70, 99, 100, 101, 150, 210, 399, 1000]

SCHEDULES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.9}),
    ("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.9, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [10, 50], "values": [1.0, 0.5, 0.1]}),
    ("PiecewiseConstantDecay", {"boundaries": [0], "values": [0.3, 0.2]}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 50}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 50, "end_learning_rate": 0.01, "power": 2.0}),
    ("PolynomialDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "end_learning_rate": 0.01, "power": 0.5, "cycle": True}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.5}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.1, "decay_steps": 20, "decay_rate": 0.5, "staircase": True}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 50}),
    ("CosineDecay", {"initial_learning_rate": 0.1, "decay_steps": 50, "alpha": 0.2}),
    ("CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 50, "warmup_target": 0.1, "warmup_steps": 10}),
    ("CosineDecay", {"initial_learning_rate": 0.02, "decay_steps": 50, "alpha": 0.1, "warmup_target": 0.1, "warmup_steps": 20}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 20, "t_mul": 1.0, "m_mul": 0.8, "alpha": 0.1}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 1.5, "m_mul": 0.9}),
]


def schedules():
    with precision("float64"):
        cases = [case(name, arguments) for name, arguments in SCHEDULES]
    return {
        "source": SOURCE,
        "note": "Computed in float64. steps counts updates from 0, as Keras's optimizer.iterations does before the update."
        " fragile: steps at a restart that is found through a logarithm, where float32 may fall on the other side.",
        "steps": STEPS,
        "cases": cases,
    }


def case(name, arguments):
    schedule = getattr(keras.optimizers.schedules, name)(**arguments)
    values = [number(as_python(schedule(step))) for step in STEPS]
    found = {"name": camel_class(name), "keras": name, "options": options(arguments), "values": values}
    jumps = [step for step in STEPS[1:] if as_python(schedule(step)) > as_python(schedule(step - 1e-3)) + 1e-3]
    return {**found, "fragile": jumps} if arguments.get("first_decay_steps") and jumps else found
