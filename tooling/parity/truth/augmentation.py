"""augmentation.json: Keras's image layers with what they draw pinned, their sampling, and the distributions of their draws.

Needs Keras on TensorFlow: only there are all fill modes and interpolations defined (KERAS_BACKEND=tensorflow).
"""

import keras
import numpy as np
import tensorflow as tf

from .draw import draw
from .encode import camel, camel_class, number, options, tensor

SOURCE = f"keras {keras.__version__} on tensorflow {tf.__version__}"
HEIGHT, WIDTH = 6, 5
IMAGES = {
    "bytes": np.floor(draw((2, HEIGHT, WIDTH, 3), 1, 0, 256)).clip(0, 255),
    "unit": draw((2, HEIGHT, WIDTH, 3), 2, 0, 1),
    "gray": np.floor(draw((2, HEIGHT, WIDTH, 1), 3, 0, 256)).clip(0, 255),
    "larger": np.floor(draw((1, 11, 9, 1), 4, 0, 256)).clip(0, 255),
}
IMAGES["flat"] = IMAGES["bytes"].copy()
IMAGES["flat"][0, :, :, 1] = 7.0  # a channel of one value
UNIT = {"value_range": [0, 1]}

# Layers whose draws are pinned by their factors, in training; and layers that draw nothing.
PINNED = [
    ("RandomRotation", {"factor": [0.1, 0.1]}, "bytes"), ("RandomRotation", {"factor": [-0.3, -0.3], "fill_mode": "wrap"}, "bytes"),
    ("RandomRotation", {"factor": [0.2, 0.2], "fill_mode": "constant", "fill_value": 9.0, "interpolation": "nearest"}, "gray"),
    ("RandomZoom", {"height_factor": [0.4, 0.4]}, "bytes"), ("RandomZoom", {"height_factor": [-0.5, -0.5], "fill_mode": "nearest"}, "unit"),
    ("RandomZoom", {"height_factor": [0.3, 0.3], "width_factor": [-0.2, -0.2], "fill_mode": "constant", "fill_value": 100.0}, "bytes"),
    ("RandomTranslation", {"height_factor": [0.3, 0.3], "width_factor": [-0.25, -0.25]}, "bytes"),
    ("RandomTranslation", {"height_factor": [-1.0, -1.0], "width_factor": [0.5, 0.5], "fill_mode": "wrap"}, "unit"),
    ("RandomTranslation", {"height_factor": [0.1, 0.1], "width_factor": [0.5, 0.5], "fill_mode": "constant", "interpolation": "nearest"}, "bytes"),
    ("RandomBrightness", {"factor": [0.2, 0.2]}, "bytes"), ("RandomBrightness", {"factor": [-0.6, -0.6], **UNIT}, "unit"),
    ("RandomHue", {"factor": [1.0, 1.0]}, "bytes"), ("RandomHue", {"factor": [1.0, 1.0], **UNIT}, "unit"),
    ("RandomSaturation", {"factor": [0.2, 0.2]}, "bytes"), ("RandomSaturation", {"factor": [0.5, 0.5]}, "bytes"),
    ("RandomSaturation", {"factor": [0.8, 0.8], **UNIT}, "unit"), ("RandomSaturation", {"factor": [1.0, 1.0], **UNIT}, "unit"),
    ("RandomColorDegeneration", {"factor": [0.4, 0.4]}, "bytes"), ("RandomColorDegeneration", {"factor": [-0.5, -0.5], **UNIT}, "unit"),
    ("RandomColorDegeneration", {"factor": [0.4, 0.4]}, "gray"),
    (
        "RandomColorJitter",
        {"brightness_factor": [0.1, 0.1], "saturation_factor": [0.6, 0.6], "hue_factor": [1.0, 1.0], **UNIT},
        "unit",
    ),
    ("RandomGrayscale", {"factor": 1.0}, "bytes"), ("RandomGrayscale", {"factor": 1.0}, "gray"),
    ("RandomInvert", {"factor": [1.0, 1.0]}, "bytes"), ("RandomInvert", {"factor": [1.0, 1.0], **UNIT}, "unit"),
    ("RandomPosterization", {"factor": [3, 3]}, "bytes"), ("RandomPosterization", {"factor": [1, 1], **UNIT}, "unit"),
    ("RandomPosterization", {"factor": [8, 8]}, "bytes"),
    ("RandomSharpness", {"factor": [0.0, 0.0]}, "bytes"), ("RandomSharpness", {"factor": [0.9, 0.9]}, "bytes"),
    ("RandomSharpness", {"factor": [0.3, 0.3], **UNIT}, "unit"),
    ("RandomGaussianBlur", {"factor": [1.0, 1.0], "sigma": [0.7, 0.7]}, "bytes"),
    ("RandomGaussianBlur", {"factor": [1.0, 1.0], "kernel_size": 5, "sigma": [1.0, 1.0], **UNIT}, "unit"),
    ("Solarization", {}, "bytes"), ("Solarization", UNIT, "unit"),
    ("AutoContrast", {}, "bytes"), ("AutoContrast", UNIT, "unit"), ("AutoContrast", {}, "flat"),
    ("Equalization", {}, "larger"), ("Equalization", {"bins": 16}, "larger"),
    ("ContrastLimitedAdaptiveHistogramEqualization", {"tile_grid_size": [2, 3]}, "bytes"),
    ("ContrastLimitedAdaptiveHistogramEqualization", {"tile_grid_size": [3, 2], "clip_limit": 2.0, **UNIT}, "unit"),
    ("ContrastLimitedAdaptiveHistogramEqualization", {"tile_grid_size": [4, 4], "clip_limit": 0.0}, "larger"),
    ("Resizing", {"height": 3, "width": 7}, "bytes"), ("Resizing", {"height": 9, "width": 4, "interpolation": "nearest"}, "bytes"),
    ("Resizing", {"height": 12, "width": 10, "interpolation": "bicubic"}, "bytes"),
    ("Resizing", {"height": 4, "width": 7, "interpolation": "bicubic", "antialias": True}, "bytes"),
    ("Resizing", {"height": 4, "width": 3, "interpolation": "lanczos3"}, "bytes"),
    ("Resizing", {"height": 3, "width": 8, "interpolation": "lanczos5", "antialias": True}, "bytes"),
    ("Resizing", {"height": 3, "width": 3, "antialias": True}, "bytes"),
    ("Resizing", {"height": 4, "width": 8, "crop_to_aspect_ratio": True}, "bytes"),
    ("Resizing", {"height": 4, "width": 8, "pad_to_aspect_ratio": True, "fill_value": 50.0}, "bytes"),
    ("Resizing", {"height": 9, "width": 3, "pad_to_aspect_ratio": True, "interpolation": "nearest"}, "bytes"),
    ("CenterCrop", {"height": 3, "width": 4}, "bytes"), ("CenterCrop", {"height": 5, "width": 5}, "bytes"),
    ("CenterCrop", {"height": 8, "width": 4}, "bytes"), ("CenterCrop", {"height": 4, "width": 4}, "larger"),
]

# What no factor pins, given as the layer draws it: its transformation, and the numbers in it.
GIVEN = [
    ("RandomContrast", {}, "bytes", {"contrast_factor": [1.4, 0.3]}), ("RandomContrast", UNIT, "unit", {"contrast_factor": [0.8, 1.7]}),
    ("RandomHue", {}, "bytes", {"factor": [0.1, -0.2]}), ("RandomHue", UNIT, "unit", {"factor": [-0.35, 0.4]}),
    ("Solarization", {}, "bytes", {"additions": [40.0, 0.0], "thresholds": [100.0, 180.0]}),
    ("Solarization", UNIT, "unit", {"additions": [10.0, 90.0], "thresholds": [128.0, 64.0]}),
]

# Rows of a0 a1 a2 b0 b1 b2 c0 c1, one for each image.
TRANSFORMS = {
    "shear": [[1, 0.3, 0, 0.2, 1, 0, 0, 0], [1, -0.5, 0, -0.1, 1, 0, 0, 0]],
    "far": [[1, 0, -17.3, 0, 1, 23.7, 0, 0], [-2, 0, 31, 0, 3, -12.25, 0, 0]],
    "turn": [[0.5, -0.8, 3.1, 0.8, 0.5, -1.2, 0, 0], [-1, 0, 4, 0, -1, 5, 0, 0]],
    "perspective": [[1.1, 0.1, -0.3, 0.05, 0.9, 0.2, 0.05, -0.1], [1, 0, 0, 0, 1, 0, -0.25, 0]],
}


def augmentation():
    return {
        "source": SOURCE,
        "note": "Computed in float32. Everything random is pinned by its factor; draws are counted over many images.",
        "images": {name: tensor(values) for name, values in IMAGES.items()},
        "pinned": [pinned(*entry) for entry in PINNED],
        "given": [given(*entry) for entry in GIVEN],
        "projections": [
            projection(name, mode, interpolation)
            for name in TRANSFORMS
            for mode in ("reflect", "wrap", "constant", "nearest")
            for interpolation in ("nearest", "bilinear")
        ],
        "perspectives": [perspective(seed) for seed in (1, 2)],
        "elastic": [elastic(mode, strength) for mode in ("constant", "nearest") for strength in (1.0, 6.0)],
        "draws": [draws(*entry) for entry in DRAWN],
    }


def image(name):
    return tf.constant(IMAGES[name], dtype="float32")


def pinned(name, arguments, images):
    layer = getattr(keras.layers, name)(**arguments)
    return {
        "name": camel_class(name), "keras": name, "options": options(arguments), "images": images,
        "output": tensor(layer(image(images), training=True)),
    }


def given(name, arguments, images, drawn):
    required = {} if name == "Solarization" else {"factor": 0.5}
    layer = getattr(keras.layers, name)(**required, **arguments)
    shape = (-1,) if name == "RandomHue" else (-1, 1, 1, 1)
    transformation = {key: tf.reshape(tf.constant(values), shape) for key, values in drawn.items()}
    return {
        "name": camel_class(name), "keras": name, "options": options(arguments), "images": images,
        "drawn": {camel(key): values for key, values in drawn.items()},
        "output": tensor(layer.transform_images(image(images), transformation)),
    }


def projection(name, mode, interpolation):
    transforms = np.array(TRANSFORMS[name], dtype="float32")
    output = tf.raw_ops.ImageProjectiveTransformV3(
        images=image("gray"), transforms=transforms, output_shape=[HEIGHT, WIDTH], fill_value=20.0, interpolation=interpolation.upper(),
        fill_mode=mode.upper(),
    )
    return {
        "name": name, "fillMode": mode, "interpolation": interpolation, "fillValue": 20, "transforms": tensor(transforms),
        "output": tensor(output),
    }


def perspective(seed):
    """`moved`: by how much of their coordinates the corners move."""
    layer = keras.layers.RandomPerspective(fill_value=10.0)
    moved = draw((2, 4, 2), 70 + seed, -0.5, 0.5)
    corners = np.array([[0, 0], [WIDTH - 1, 0], [0, HEIGHT - 1], [WIDTH - 1, HEIGHT - 1]], dtype="float32")
    start = np.broadcast_to(corners, (2, 4, 2)).astype("float32")
    transformation = {
        "apply_perspective": tf.constant([True, True]), "start_points": start, "end_points": (start + start * moved).astype("float32"),
    }
    return {"moved": tensor(moved), "fillValue": 10, "output": tensor(layer.transform_images(image("bytes"), transformation))}


def elastic(mode, strength):
    """Keras draws one field for both directions; here it is given. A strength above 1 stands for larger images."""
    noise = draw((2, HEIGHT, WIDTH), 80, -2, 2).astype("float32")
    layer = keras.layers.RandomElasticTransform(fill_mode=mode, fill_value=30.0)
    drawn = tf.random.stateless_normal
    tf.random.stateless_normal = lambda **_: tf.constant(noise)
    try:
        transformation = {"apply_transform": tf.constant([True, True]), "distortion_factor": tf.constant(strength), "seed": 1}
        output = layer.transform_images(image("bytes"), transformation)
    finally:
        tf.random.stateless_normal = drawn
    return {"fillMode": mode, "fillValue": 30, "strength": strength, "noise": tensor(noise), "output": tensor(output)}


COUNT = 20000
# Layer, arguments, and the drawn number of each image in its transformation. Single factors stand here where code and documentation agree
# on what they mean.
DRAWN = [
    ("RandomFlip", {}, lambda found: found["flips"]),
    ("RandomRotation", {"factor": 0.1}, lambda found: found["angle"] / 360),
    ("RandomZoom", {"height_factor": 0.3}, lambda found: found["height_zoom"]),
    ("RandomTranslation", {"height_factor": 0.2, "width_factor": [0.1, 0.3]}, lambda found: found["translations"][:, 0] / WIDTH),
    ("RandomShear", {"x_factor": 0.4}, lambda found: found["shear_factor"][:, 0]),
    ("RandomShear", {"x_factor": [0.2, 0.4]}, lambda found: found["shear_factor"][:, 0]),
    ("RandomContrast", {"factor": [0.2, 0.2]}, lambda found: found["contrast_factor"]),
    ("RandomContrast", {"factor": [0.1, 0.4]}, lambda found: found["contrast_factor"]),
    ("RandomBrightness", {"factor": 0.2}, lambda found: found["rgb_delta"] / 255),
    ("RandomBrightness", {"factor": [0.1, 0.3]}, lambda found: found["rgb_delta"] / 255),
    ("RandomHue", {"factor": 0.5}, lambda found: found["factor"]),
    ("RandomSaturation", {"factor": [0.0, 0.5]}, lambda found: found["factor"]),
    ("RandomColorDegeneration", {"factor": [0.0, 0.5]}, lambda found: found["factor"]),
    ("RandomSharpness", {"factor": 0.5}, lambda found: found["factor"]),
    ("RandomGrayscale", {"factor": 0.3}, lambda found: found),
    ("RandomInvert", {}, lambda found: found["apply_inversion"]),
    ("RandomInvert", {"factor": [0.2, 0.4]}, lambda found: found["apply_inversion"]),
    ("RandomPerspective", {"factor": 0.5}, lambda found: found["apply_perspective"]),
    ("RandomGaussianBlur", {"factor": [0.5, 1.0]}, lambda found: found["should_apply_blur"]),
    ("RandomElasticTransform", {"factor": 0.8}, lambda found: found["apply_transform"]),
    ("RandomPosterization", {"factor": [5, 8]}, lambda found: 8 - found["shift_factor"]),
    ("Solarization", {"threshold_factor": 0.5}, lambda found: found["thresholds"] / 255),
    ("RandomErasing", {"factor": [1.0, 1.0]}, lambda found: tf.reduce_mean(tf.cast(found["batch_masks"], "float32"), axis=[1, 2, 3])),
    ("MixUp", {}, lambda found: found["mix_weight"]),
    ("MixUp", {"alpha": 2.0}, lambda found: found["mix_weight"]),
    ("CutMix", {"factor": [0.5, 0.5]}, lambda found: found["mix_weight"]),
    ("CutMix", {"factor": [1.0, 1.0]}, lambda found: found["mix_weight"]),
]


def draws(name, arguments, drawn):
    keras.utils.set_random_seed(1)
    layer = getattr(keras.layers, name)(**arguments, seed=1)
    images = tf.zeros((COUNT, HEIGHT, WIDTH, 3))
    values = np.asarray(drawn(layer.get_random_transformation(images, training=True)), dtype="float64").ravel()
    return {
        "name": camel(camel_class(name)), "options": options(arguments), "mean": number(values.mean()), "stddev": number(values.std()),
        "low": number(values.min()), "high": number(values.max()),
    }
