"""masks.json: which masks Keras's layers give on, and what masks and weights of time steps do to losses and metrics."""

import warnings

import keras
import numpy as np
from keras.src import backend

from .draw import draw, draw_classes, exact, one_hot
from .encode import as_numpy, camel, camel_class, number, options, tensor
from .engine import SINGLE, SOURCE, as_python, constant, precision

MASK = np.array([[True, True, False, False], [False, True, True, True], [False, False, False, False]])
OTHER = np.array([[True, False, False, True], [False, False, True, True], [False, True, False, False]])


def masks():
    with precision("float32"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a mask ends
        return {
            "source": SOURCE,
            "note": SINGLE + " mask null: the output has none. training: rows with a step of zeros are masked there.",
            "layers": [layer_case(*arguments) for arguments in layers()],
            "training": [training_case(*arguments) for arguments in trainings()],
        }


def layers():
    x, z = draw((3, 4, 6), 1, -2, 2), draw((3, 4, 6), 2, -2, 2)
    simple = [
        ("Dense", {"units": 2, "kernel_initializer": "ones"}), ("Activation", {"activation": "tanh"}), ("ReLU", {}), ("LeakyReLU", {}), ("ELU", {}),
        ("PReLU", {}), ("Dropout", {"rate": 0.5}), ("SpatialDropout1D", {"rate": 0.5}), ("GaussianDropout", {"rate": 0.5}),
        ("GaussianNoise", {"stddev": 0.5}), ("AlphaDropout", {"rate": 0.5}), ("ActivityRegularization", {"l2": 0.1}), ("Identity", {}),
        ("LayerNormalization", {}), ("GroupNormalization", {"groups": 2}), ("UnitNormalization", {}), ("BatchNormalization", {}),
        ("Rescaling", {"scale": 2.0}), ("GlobalAveragePooling1D", {}), ("GlobalMaxPooling1D", {}), ("Flatten", {}),
        ("Reshape", {"target_shape": [6, 4]}), ("Permute", {"dims": [2, 1]}), ("Conv1D", {"filters": 2, "kernel_size": 1, "kernel_initializer": "ones"}),
        ("MaxPooling1D", {"pool_size": 2}), ("AveragePooling1D", {"pool_size": 2}), ("ZeroPadding1D", {"padding": 1}), ("Cropping1D", {"cropping": 1}),
        ("UpSampling1D", {"size": 2}),
    ]
    found = [(name, arguments, [x], [MASK]) for name, arguments in simple]
    for name in ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]:
        found += [(name, {}, [x, z], [MASK, OTHER]), (name, {}, [x, z], [MASK, None])]
    found += [("Concatenate", {}, [x, z], [MASK, OTHER]), ("Concatenate", {}, [x, z], [None, OTHER])]
    found += [("Concatenate", {"axis": 1}, [x, z], [MASK, OTHER]), ("Concatenate", {"axis": 1}, [x, z], [None, OTHER])]
    found += [("Dot", {"axes": 1}, [x, z], [MASK, OTHER])]
    found += [("Softmax", {}, [draw((3, 4), 3, -2, 2)], [MASK])]
    return found


def layer_case(name, arguments, inputs, given):
    layer = getattr(keras.layers, name)(**arguments)
    values = [constant(value) for value in inputs]
    for value, mask in zip(values, given):
        if mask is not None:
            backend.set_keras_mask(value, backend.convert_to_tensor(mask, dtype="bool"))
    output = layer(values if len(values) > 1 else values[0])
    mask = backend.get_keras_mask(output)
    return {
        "name": camel_class(name), "options": options(arguments), "inputs": [tensor(value) for value in inputs],
        "masks": [None if value is None else tensor(value, "bool") for value in given],
        "output": tensor(output), "mask": None if mask is None else tensor(as_numpy(mask), "bool"),
    }


def trainings():
    """Loss, metrics, activation, targets, weights per step or row."""
    rows, steps = 7, 5
    x = draw((rows, steps, 3), 11, -1.5, 1.5)
    for row, length in enumerate([5, 3, 4, 0, 1, 5, 2]):
        x[row, length:] = 0.0
    x[5, 2] = 0.0  # a gap
    ids, padded = draw_classes((rows, steps), 3, 12), draw_classes((rows, steps), 3, 13)
    padded[::2, 3:] = -1
    per_step = exact(np.abs(draw((rows, steps), 14, -2, 2)))
    per_step[1, 1] = 0.0
    numbers, bits = draw((rows, steps, 2), 15, -1, 1), draw_classes((rows, steps, 1), 2, 16).astype("float64")
    sparse = {"class": "SparseCategoricalCrossentropy"}
    accuracy = ["sparse_categorical_accuracy"]
    return [
        ("sparse", x, sparse, 3, "softmax", ids, None, accuracy),
        ("sparse, weighted", x, sparse, 3, "softmax", ids, per_step, accuracy),
        ("sparse, weighted, no mask", draw((rows, steps, 3), 17, 0.5, 1.5), sparse, 3, "softmax", ids, per_step, accuracy),
        ("sparse logits, ignored class", x, {**sparse, "from_logits": True, "ignore_class": -1}, 3, "linear", padded, None, []),
        ("sparse logits, ignored class, weighted", x, {**sparse, "from_logits": True, "ignore_class": -1}, 3, "linear", padded, per_step, []),
        ("categorical, smoothed", x, {"class": "CategoricalCrossentropy", "label_smoothing": 0.1}, 3, "softmax", one_hot(ids, 3), per_step,
         ["categorical_accuracy", "categorical_crossentropy"]),
        ("binary", x, {"class": "BinaryCrossentropy"}, 1, "sigmoid", bits, None, ["binary_accuracy", "binary_crossentropy"]),
        ("numbers", x, {"class": "MeanSquaredError"}, 2, "linear", numbers, per_step, ["mean_absolute_error", "mean_squared_error"]),
    ]


def training_case(about, x, loss, units, activation, y, weights, metrics):
    arguments = {key: value for key, value in loss.items() if key != "class"}
    kernel, bias = draw((3, units), 21, -1, 1), draw((units,), 22, -0.5, 0.5)

    def built():
        model = keras.Sequential([keras.layers.Input(x.shape[1:]), keras.layers.Masking(), keras.layers.Dense(units, activation=activation)])
        model.layers[-1].set_weights([kernel, bias])
        model.compile(
            optimizer=keras.optimizers.SGD(0.5), loss=getattr(keras.losses, loss["class"])(**arguments),
            metrics=[made(name) for name in metrics], weighted_metrics=[made(name, "weighted_") for name in metrics],
        )
        return model

    integer = y.dtype == "int32"
    sample_weight = None if weights is None else weights.astype("float32")
    model = built()
    evaluated = [
        {"batchSize": size, "result": named(model.evaluate(x, y, batch_size=size, sample_weight=sample_weight, verbose=0, return_dict=True))}
        for size in (3, 7)
    ]
    # On PyTorch the loss multiplies its mask into the weights in place: weighted metrics of several batches would see its scale.
    evaluated[0]["result"] = unweighted(evaluated[0]["result"])
    history = model.fit(x, y, epochs=2, batch_size=3, shuffle=False, sample_weight=sample_weight, verbose=0).history
    return {
        "name": about, "x": tensor(x), "y": tensor(y, "int32" if integer else "float32"),
        **({} if weights is None else {"sampleWeight": tensor(weights)}),
        "loss": {"kind": camel_class(loss["class"]), "options": options(arguments)}, "metrics": [camel(name) for name in metrics],
        "units": units, "activation": activation, "kernel": tensor(kernel), "bias": tensor(bias), "evaluate": evaluated,
        "history": {key: [number(value) for value in values] for key, values in unweighted(named_lists(history)).items()},
        "after": {"kernel": tensor(model.layers[-1].kernel), "bias": tensor(model.layers[-1].bias)},
    }


def made(name, prefix=""):
    """A metric whose name in logs is ours."""
    classes = {
        "sparse_categorical_accuracy": "SparseCategoricalAccuracy", "categorical_accuracy": "CategoricalAccuracy",
        "binary_accuracy": "BinaryAccuracy", "categorical_crossentropy": "CategoricalCrossentropy",
        "binary_crossentropy": "BinaryCrossentropy", "mean_absolute_error": "MeanAbsoluteError", "mean_squared_error": "MeanSquaredError",
    }
    return getattr(keras.metrics, classes[name])(name=prefix + camel(name))


def named(results):
    return {key: number(as_python(value)) for key, value in results.items()}


def unweighted(results):
    return {key: value for key, value in results.items() if not key.startswith("weighted_")}


def named_lists(history):
    return {key: [as_python(value) for value in values] for key, values in history.items()}
