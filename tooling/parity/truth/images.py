"""images.json: Keras's smart_resize of images of bytes, with and without cropping to the new proportions."""

import keras

from .draw import draw_classes
from .encode import tensor
from .engine import SOURCE, precision

SIZES = [
    ((5, 7, 3), (3, 4)), ((5, 7, 3), (9, 11)), ((4, 4, 1), (8, 8)), ((8, 6, 4), (4, 3)), ((3, 10, 1), (6, 5)), ((10, 3, 2), (5, 5)),
    ((1, 1, 3), (2, 3)), ((6, 9, 1), (1, 1)),
]


def images():
    with precision("float32"):
        return {
            "source": SOURCE,
            "note": "Pixels in and out are 0 to 255; outputs are not rounded.",
            "cases": [
                case(shape, size, interpolation, crop, seed)
                for seed, (shape, size) in enumerate(SIZES)
                for interpolation in ("bilinear", "nearest")
                for crop in (False, True)
            ],
        }


def case(shape, size, interpolation, crop, seed):
    image = draw_classes(shape, 256, seed)
    if crop:
        output = keras.preprocessing.image.smart_resize(keras.ops.cast(image, "float32"), size, interpolation=interpolation)
    else:
        output = keras.ops.image.resize(keras.ops.cast(image, "float32"), size, interpolation=interpolation)
    return {
        "options": {"interpolation": interpolation, "cropToAspectRatio": crop},
        "size": list(size),
        "input": tensor(image, "uint8"),
        "output": tensor(output),
    }
