"""layers.json: Keras layers forward, with gradients of inputs and weights and with weight updates."""

import keras
import numpy as np

from .draw import draw, exact
from .encode import camel, camel_class, options, tensor
from .engine import DOUBLE, SOURCE, constant, gradients, leaf, precision

PLAIN = [
    ("Dense", {"units": 4}, [(3, 5)]), ("Dense", {"units": 4, "use_bias": False}, [(3, 5)]),
    ("Dense", {"units": 2, "activation": "tanh"}, [(2, 3, 4)]), ("Dense", {"units": 3, "activation": "softmax"}, [(4, 5)]),
    ("Flatten", {}, [(2, 3, 4)]), ("Flatten", {}, [(3,)]), ("Reshape", {"target_shape": [4, 3]}, [(2, 12)]),
    ("Reshape", {"target_shape": [-1, 2]}, [(2, 3, 4)]), ("Permute", {"dims": [2, 1]}, [(2, 3, 4)]),
    ("Permute", {"dims": [3, 1, 2]}, [(2, 3, 2, 2)]), ("RepeatVector", {"n": 3}, [(2, 4)]),
    ("Add", {}, [(2, 3), (2, 3), (2, 3)]), ("Add", {}, [(2, 3, 4), (2, 1, 4)]), ("Subtract", {}, [(2, 3), (2, 3)]),
    ("Multiply", {}, [(2, 3), (2, 3), (2, 3)]), ("Average", {}, [(2, 3), (2, 3), (2, 3)]),
    ("Maximum", {}, [(2, 3), (2, 3), (2, 3)]), ("Minimum", {}, [(2, 3), (2, 3), (2, 3)]),
    ("Concatenate", {}, [(2, 3), (2, 1), (2, 2)]), ("Concatenate", {"axis": 1}, [(2, 1, 3), (2, 2, 3)]),
    ("Dot", {"axes": 1}, [(3, 4), (3, 4)]), ("Dot", {"axes": -1, "normalize": True}, [(3, 4), (3, 4)]),
    ("Dot", {"axes": [1, 2]}, [(2, 3, 4), (2, 5, 3)]), ("Dot", {"axes": 2, "normalize": True}, [(2, 3, 4), (2, 5, 4)]),
    ("Dot", {"axes": [2, 1]}, [(2, 3, 4), (2, 4)]),
    ("Rescaling", {"scale": 0.5, "offset": -1.0}, [(2, 3)]), ("Rescaling", {"scale": [0.5, 2.0, 1.0], "offset": [0.0, 1.0, -1.0]}, [(2, 3)]),
    ("ReLU", {}, [(2, 6)]), ("ReLU", {"max_value": 0.5, "negative_slope": 0.1, "threshold": 0.2}, [(2, 6)]),
    ("LeakyReLU", {}, [(2, 6)]), ("LeakyReLU", {"negative_slope": 0.1}, [(2, 6)]), ("ELU", {"alpha": 0.5}, [(2, 6)]),
    ("Softmax", {}, [(2, 6)]), ("Softmax", {"axis": 1}, [(2, 3, 4)]), ("PReLU", {}, [(2, 3, 4)]), ("PReLU", {"shared_axes": [1]}, [(2, 3, 4)]),
    ("UnitNormalization", {}, [(3, 4)]), ("UnitNormalization", {"axis": 1}, [(2, 3, 4)]), ("UnitNormalization", {"axis": [1, 2]}, [(2, 3, 4)]),
    ("LayerNormalization", {}, [(3, 4)]), ("LayerNormalization", {"axis": [1, 2]}, [(2, 3, 4)]),
    ("LayerNormalization", {"center": False, "epsilon": 0.1}, [(3, 4)]), ("LayerNormalization", {"scale": False}, [(3, 4)]),
    ("RMSNormalization", {}, [(3, 4)]), ("RMSNormalization", {"axis": [1, 2], "epsilon": 0.1}, [(2, 3, 4)]),
    ("GroupNormalization", {"groups": 2}, [(2, 3, 4)]), ("GroupNormalization", {"groups": 1}, [(3, 4)]),
    ("GroupNormalization", {"groups": -1}, [(2, 5, 3)]), ("GroupNormalization", {"groups": 2, "axis": 1}, [(2, 4, 3)]),
    ("GroupNormalization", {"groups": 3, "center": False, "scale": False, "epsilon": 0.1}, [(2, 2, 2, 6)]),
]
BATCH = [
    ({}, (4, 3)), ({"momentum": 0.9, "epsilon": 0.01}, (4, 3)), ({}, (4, 2, 3)), ({"axis": 1}, (4, 2, 3)),
    ({"center": False}, (4, 3)), ({"scale": False, "momentum": 0.5}, (4, 3)), ({}, (2, 3, 3, 2)),
    ({"axis": 1, "momentum": 0.8}, (2, 3, 3, 4)), ({"renorm": True, "momentum": 0.9}, (4, 2, 3)),
    ({"renorm": True, "renorm_clipping": {"rmin": 0.5, "rmax": 1.2, "dmax": 0.3}, "renorm_momentum": 0.8, "scale": False}, (4, 3)),
]
ADAPTED = [
    ({}, (6, 3)), ({"axis": None}, (6, 3)), ({"axis": 1}, (4, 3, 2)), ({"axis": [1, 2]}, (4, 3, 2)), ({"invert": True}, (6, 3)),
]


def layers():
    with precision("float64"):
        cases = [plain(name, arguments, shapes, seed) for seed, (name, arguments, shapes) in enumerate(PLAIN)]
        cases += [batch_inference(arguments, shape, 100 + seed) for seed, (arguments, shape) in enumerate(BATCH)]
        return {
            "source": SOURCE,
            "note": DOUBLE,
            "cases": cases,
            "batchTraining": [batch_training(arguments, shape, 200 + seed) for seed, (arguments, shape) in enumerate(BATCH)],
            "adapted": [adapted(arguments, shape, 300 + seed) for seed, (arguments, shape) in enumerate(ADAPTED)],
        }


def plain(name, arguments, shapes, seed):
    layer = getattr(keras.layers, name)(**arguments)
    inputs = [draw(shape, 40 * seed + index, -2, 2) for index, shape in enumerate(shapes)]
    build_with_weights(layer, inputs, seed)
    return {
        "name": camel_class(name), "keras": name, "options": options(arguments),
        **encoded_weights(layer), **applied(layer, inputs, seed, training=False),
    }


def batch_inference(arguments, shape, seed):
    return plain("BatchNormalization", arguments, [shape], seed)


def batch_training(arguments, shape, seed):
    """Three training steps with fixed gamma and beta: the running statistics move, the outputs use the batch's own."""
    layer = keras.layers.BatchNormalization(**arguments)
    batches = [draw(shape, 40 * seed + step, -2 + step, 2) for step in range(3)]
    build_with_weights(layer, batches[:1], seed)
    found = {"name": "batchNormalization", "keras": "BatchNormalization", "options": options(arguments), **encoded_weights(layer)}
    steps = []
    for step, batch in enumerate(batches):
        step_found = applied(layer, [batch], seed + step, training=True)
        updates = {camel(weight.name): tensor(weight) for weight in layer.non_trainable_weights}
        steps.append({**step_found, "updates": updates})
    return {**found, "steps": steps}


def adapted(arguments, shape, seed):
    """The statistics that adapt finds in `data` [rows, ...], and what the layer then makes of `inputs`."""
    data, inputs = draw(shape, seed, -3, 5), draw((2, *shape[1:]), seed + 50, -3, 5)
    layer = keras.layers.Normalization(**arguments)
    layer.adapt(data)
    statistics = {"mean": tensor(np.squeeze(numpy_of(layer.adapt_mean))), "variance": tensor(np.squeeze(numpy_of(layer.adapt_variance)))}
    return {
        "name": "normalization", "keras": "Normalization", "options": options(arguments), "data": tensor(data),
        **statistics, **applied(layer, [inputs], seed, training=False),
    }


def numpy_of(variable):
    return variable.value.detach().numpy()


def build_with_weights(layer, inputs, seed):
    """Builds the layer and gives every weight fixed numbers; scales and variances stay positive."""
    shapes = [array.shape for array in inputs]
    layer.build(shapes if len(shapes) > 1 else shapes[0])
    for index, weight in enumerate(layer.weights):
        low, high = (0.5, 1.5) if weight.name in ("gamma", "moving_variance", "scale", "moving_stddev", "renorm_stddev") else (-1, 1)
        weight.assign(draw(tuple(weight.shape), 1000 + 7 * seed + index, low, high))


def encoded_weights(layer):
    weights = {camel(weight.name): tensor(weight) for weight in layer.weights}
    return {"weights": weights} if weights else {}


def applied(layer, inputs, seed, training):
    """Output and gradients of one call."""
    leaves = [leaf(array) for array in inputs]
    takes_training = layer.name.startswith("batch_normalization")
    output = layer(leaves if len(leaves) > 1 else leaves[0], **({"training": training} if takes_training else {}))
    cotangent = draw(tuple(output.shape), 2000 + seed)
    trainable = layer.trainable_weights
    found = gradients([output], [cotangent], leaves + [weight.value for weight in trainable])
    by_name = {camel(weight.name): tensor(gradient) for weight, gradient in zip(trainable, found[len(leaves):])}
    return {
        "inputs": [tensor(array) for array in inputs], "output": tensor(output), "cotangent": tensor(cotangent),
        "inputGradients": [tensor(gradient) for gradient in found[: len(leaves)]],
        **({"weightGradients": by_name} if by_name else {}),
    }
