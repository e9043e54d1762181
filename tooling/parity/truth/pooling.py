"""pooling.json: Keras's layers that change the size of images without weights, forward and with gradients of the inputs."""

import keras

from .draw import draw
from .engine import DOUBLE, SOURCE, precision
from .layers import applied, plain

FIRST = {"data_format": "channels_first"}

WINDOWS = [
    ("Pooling1D", {"pool_size": 2}, (2, 7, 2)), ("Pooling1D", {"pool_size": 3, "strides": 1, "padding": "same"}, (1, 6, 2)),
    ("Pooling1D", {"pool_size": 3, "strides": 2, "padding": "same", **FIRST}, (2, 2, 6)),
    ("Pooling2D", {"pool_size": 2}, (2, 5, 6, 2)), ("Pooling2D", {"pool_size": 3, "strides": 2, "padding": "same"}, (1, 6, 5, 2)),
    ("Pooling2D", {"pool_size": [2, 3], "strides": [1, 2]}, (1, 4, 6, 2)), ("Pooling2D", {"pool_size": 3, "strides": 1, "padding": "same"}, (1, 4, 5, 1)),
    ("Pooling2D", {"pool_size": 2, "strides": 3}, (1, 7, 6, 2)), ("Pooling2D", {"pool_size": [3, 2], "strides": 2, **FIRST}, (1, 2, 5, 6)),
    ("Pooling3D", {"pool_size": 2}, (1, 4, 5, 4, 1)), ("Pooling3D", {"pool_size": [2, 1, 3], "strides": [1, 2, 2], "padding": "same"}, (1, 3, 3, 4, 2)),
    ("Pooling3D", {"pool_size": 2, "strides": 1, **FIRST}, (1, 2, 3, 2, 3)),
]
GLOBAL = [
    ("Pooling1D", {}, (2, 5, 3)), ("Pooling1D", {"keepdims": True, **FIRST}, (2, 3, 5)),
    ("Pooling2D", {}, (2, 3, 4, 2)), ("Pooling2D", {"keepdims": True}, (2, 3, 4, 2)), ("Pooling2D", FIRST, (2, 2, 3, 4)),
    ("Pooling3D", {"keepdims": True}, (2, 2, 3, 2, 2)), ("Pooling3D", FIRST, (1, 3, 2, 3, 2)),
]
ADAPTIVE = [
    ("Pooling1D", {"output_size": 3}, (2, 7, 2)), ("Pooling1D", {"output_size": 4, **FIRST}, (1, 2, 9)),
    ("Pooling2D", {"output_size": [3, 2]}, (1, 5, 6, 2)), ("Pooling2D", {"output_size": 1}, (2, 3, 4, 2)),
    ("Pooling2D", {"output_size": [2, 5], **FIRST}, (1, 2, 5, 7)),
    ("Pooling3D", {"output_size": [2, 1, 3]}, (1, 3, 2, 5, 2)), ("Pooling3D", {"output_size": 2, **FIRST}, (1, 2, 4, 3, 2)),
]
SIZES = [
    ("ZeroPadding1D", {}, (2, 3, 2)), ("ZeroPadding1D", {"padding": [2, 0], **FIRST}, (1, 2, 3)),
    ("ZeroPadding2D", {}, (1, 2, 3, 2)), ("ZeroPadding2D", {"padding": [2, 0]}, (1, 2, 3, 2)),
    ("ZeroPadding2D", {"padding": [[0, 1], [2, 3]], **FIRST}, (1, 2, 2, 3)), ("ZeroPadding3D", {"padding": [1, 0, 2]}, (1, 1, 2, 2, 2)),
    ("ZeroPadding3D", {"padding": [[0, 1], [1, 0], [0, 2]], **FIRST}, (1, 2, 1, 2, 2)),
    ("Cropping1D", {}, (2, 5, 2)), ("Cropping1D", {"cropping": [0, 2]}, (1, 5, 2)), ("Cropping2D", {}, (1, 2, 3, 2)),
    ("Cropping2D", {"cropping": [[1, 0], [0, 2]]}, (1, 4, 5, 2)), ("Cropping2D", {"cropping": 1, **FIRST}, (1, 2, 4, 3)),
    ("Cropping3D", {"cropping": [[1, 0], [0, 1], [1, 1]]}, (1, 3, 2, 4, 2)), ("Cropping3D", FIRST, (1, 2, 3, 3, 4)),
    ("UpSampling1D", {"size": 3}, (2, 3, 2)), ("UpSampling2D", {"size": [2, 3]}, (1, 3, 2, 2)), ("UpSampling2D", FIRST, (1, 2, 2, 3)),
    ("UpSampling2D", {"interpolation": "bilinear"}, (1, 3, 4, 2)),
    ("UpSampling2D", {"size": [3, 2], "interpolation": "bilinear", **FIRST}, (1, 2, 2, 3)),
    ("UpSampling3D", {"size": [2, 1, 3]}, (1, 2, 2, 2, 2)), ("UpSampling3D", FIRST, (1, 2, 1, 2, 2)),
]


def pooling():
    listed = [
        (prefix + name, arguments, shape)
        for prefix, family in (("", WINDOWS), ("Global", GLOBAL), ("Adaptive", ADAPTIVE))
        for name, arguments, shape in family
    ]
    both = [(name.replace("Pooling", f"{kind}Pooling"), arguments, shape) for kind in ("Max", "Average") for name, arguments, shape in listed]
    with precision("float64"):
        cases = [case(name, arguments, shape, 500 + seed) for seed, (name, arguments, shape) in enumerate(both + SIZES)]
        return {"source": SOURCE, "note": DOUBLE, "cases": cases}


def case(name, arguments, shape, seed):
    found = plain(name, arguments, [shape], seed)
    if name.startswith("AveragePooling") and arguments.get("padding") == "same":
        found.update(applied(AverageInside(name, arguments), [draw(shape, 40 * seed, -2, 2)], seed, training=False))
    return found


class AverageInside(keras.layers.Layer):
    """Average pooling with padding "same" as Keras documents it and computes on TensorFlow: the mean of what lies in the image.

    On PyTorch it counts the padding wherever that is larger behind than in front.
    """

    def __init__(self, name, arguments):
        super().__init__()
        arguments = {**arguments, "padding": "valid"}
        self.pool = getattr(keras.layers, name)(**arguments)
        self.first = arguments.get("data_format") == "channels_first"

    def call(self, x):
        sides = [self.sides(size, axis) for axis, size in enumerate(x.shape[2:] if self.first else x.shape[1:-1])]
        around = [(0, 0), (0, 0), *sides] if self.first else [(0, 0), *sides, (0, 0)]
        inside = keras.ops.ones_like(x)
        return self.pool(keras.ops.pad(x, around)) / self.pool(keras.ops.pad(inside, around))

    def sides(self, size, axis):
        """TensorFlow's padding for ceil(size / stride) windows, the larger half behind."""
        window, stride = self.pool.pool_size[axis], self.pool.strides[axis]
        total = max((-(-size // stride) - 1) * stride + window - size, 0)
        return total // 2, total - total // 2
