"""preprocessing.json: Keras's layers for text, strings, categories and bins, what adapt learns and what comes out.

Needs Keras on TensorFlow: these layers stand on its string and hash ops (KERAS_BACKEND=tensorflow).
"""

import keras
import numpy as np
import tensorflow as tf

from .draw import draw
from .encode import as_numpy, number, options, tensor

SOURCE = f"keras {keras.__version__} on tensorflow {tf.__version__}"
REVIEWS = [
    "The film was GREAT, great fun!", "A dull, dull film...", "Great actors; dull plot?", "fun for all: the whole family's film",
    "Überraschend gut, ÄRGER und café", "电影 很 好看", "tabs\tand\nlines  and   spaces ", "emoji 🙂 here 🙂 and 👍🏽", "",
]
SEEN = ["the great film", "nothing Known here", "Fun, fun; FUN!", "Ärger 电影 🙂", "dull-plot's end", ""]
CHARACTERS = ["abba", "cab 🙂é", "电影好"]

# options, texts to adapt to (None: the vocabulary is given), texts to encode
VECTORIZATIONS = [
    ({}, REVIEWS, SEEN), ({"max_tokens": 6}, REVIEWS, SEEN), ({"output_sequence_length": 4}, REVIEWS, SEEN),
    ({"output_sequence_length": 2, "standardize": "lower"}, REVIEWS, SEEN), ({"standardize": "strip_punctuation"}, REVIEWS, SEEN),
    ({"standardize": None}, REVIEWS, SEEN), ({"split": "character"}, CHARACTERS, CHARACTERS + ["dad"]),
    ({"split": "character", "standardize": None, "max_tokens": 5}, CHARACTERS, CHARACTERS), ({"ngrams": 2}, REVIEWS[:4], SEEN[:3]),
    ({"ngrams": [2, 3]}, REVIEWS[:4], SEEN[:3]), ({"output_mode": "multi_hot"}, REVIEWS, SEEN),
    ({"output_mode": "multi_hot", "max_tokens": 40, "pad_to_max_tokens": True}, REVIEWS, SEEN),
    ({"output_mode": "count", "max_tokens": 8}, REVIEWS, SEEN), ({"output_mode": "count", "ngrams": 2}, REVIEWS[:4], SEEN[:3]),
    ({"output_mode": "tf_idf"}, REVIEWS, SEEN), ({"output_mode": "tf_idf", "max_tokens": 60, "pad_to_max_tokens": True}, REVIEWS, SEEN),
    ({"vocabulary": ["earth", "wind", "and", "fire"], "output_sequence_length": 4}, None, ["Earth, wind and rain", "fire"]),
    ({"vocabulary": ["", "[UNK]", "earth", "fire"]}, None, ["Earth, wind and rain", "fire"]),
    ({"vocabulary": ["earth", "fire"], "idf_weights": [0.5, 2.0], "output_mode": "tf_idf"}, None, ["fire earth water fire", ""]),
    ({"vocabulary": ["[UNK]", "earth", "fire"], "idf_weights": [0.1, 0.5, 2.0], "output_mode": "tf_idf"}, None, ["fire earth water fire"]),
]
STRINGS = ["a", "c", "d", "d", "a", "b", "c", "d", "é", "电", "🙂", "\uffee", "[UNK]"]
LOOKUPS = [
    ({}, STRINGS, ["d", "z", "🙂", "a"]), ({"max_tokens": 4}, STRINGS, ["d", "z", "a"]), ({"mask_token": ""}, STRINGS, ["", "d", "z"]),
    ({"num_oov_indices": 3}, STRINGS, ["x", "y", "z", "d", "longer than eight", "电影"]),
    ({"num_oov_indices": 4, "salt": [133, 137]}, STRINGS, ["x", "y", "z", "d", "longer than eight"]),
    ({"vocabulary": ["a", "b"], "num_oov_indices": 0}, None, ["b", "a"]),
    ({"vocabulary": ["a", "b"], "num_oov_indices": 2, "mask_token": "m", "salt": 7}, None, [["b", "m"], ["q", "r"]]),
    ({"vocabulary": ["a", "b", "c"], "output_mode": "one_hot"}, None, ["c", "z", "a"]),
    ({"vocabulary": ["a", "b", "c"], "output_mode": "one_hot"}, None, [["c", "z"], ["a", "a"]]),
    ({"vocabulary": ["a", "b", "c"], "output_mode": "multi_hot", "mask_token": "m"}, None, [["c", "m", "c"], ["a", "z", "b"]]),
    ({"vocabulary": ["a", "b"], "output_mode": "count", "max_tokens": 5, "pad_to_max_tokens": True}, None, [["b", "b"], ["a", "z"]]),
    ({"output_mode": "tf_idf"}, [["a", "b", "a"], ["a", "c", "d"], ["d", "d", "a"]], [["a", "d", "z"], ["b", "b", "c"]]),
]
INTEGER_DATA = [12, 1138, 42, 42, -7, 12, 42, 0, 100000, 3]
INTEGERS = [
    ({}, INTEGER_DATA, [[42, 12], [5, -7]]), ({"max_tokens": 4}, INTEGER_DATA, [[42, 12], [3, -7]]),
    ({"vocabulary": [12, 36, 1138, 42]}, None, [[12, 1138, 42], [42, 1000, 36]]),
    ({"vocabulary": [12, 36, 1138, 42], "num_oov_indices": 3}, None, [[12, 1138, -4], [7, 1000, 36]]),
    ({"vocabulary": [12, 36, 1138, 42], "mask_token": 0}, None, [[12, 0, 42], [42, 1000, 36]]),
    ({"vocabulary": [12, 36, 1138, 42], "invert": True}, None, [[1, 3, 4], [4, 0, 2]]),
    ({"vocabulary": [12, 36, 42], "invert": True, "mask_token": 0, "oov_token": -9}, None, [[0, 1, 2], [4, 3, 9]]),
    ({"vocabulary": [12, 36, 1138, 42], "output_mode": "one_hot"}, None, [12, 36, 1138, 42, 7]),
    ({"vocabulary": [12, 36, 1138, 42], "output_mode": "multi_hot", "mask_token": 0}, None, [[12, 1138, 42, 42], [42, 7, 36, 0]]),
    ({"vocabulary": [12, 36, 1138, 42], "output_mode": "count", "num_oov_indices": 0}, None, [[12, 1138, 42, 42], [42, 42, 36, 12]]),
    ({"vocabulary": [12, 36], "output_mode": "count", "max_tokens": 6, "pad_to_max_tokens": True}, None, [[12, 12], [7, 36]]),
    ({"output_mode": "tf_idf"}, [[12, 42, 12], [12, 36, 7], [7, 7, 12]], [[12, 7, 99], [42, 42, 36]]),
    ({"vocabulary": [12, 36, 42], "idf_weights": [0.25, 0.75, 0.6], "output_mode": "tf_idf"}, None, [[12, 42, 42], [42, 1000, 36]]),
]
CATEGORIES = [
    ({"num_tokens": 4, "output_mode": "one_hot"}, [3, 2, 0, 1], None), ({"num_tokens": 4, "output_mode": "one_hot"}, [[3, 2], [0, 1]], None),
    ({"num_tokens": 4, "output_mode": "one_hot"}, [[3], [0]], None), ({"num_tokens": 4}, [[0, 1], [0, 0], [1, 2], [3, 1]], None),
    ({"num_tokens": 4, "output_mode": "count"}, [[0, 1], [0, 0], [1, 2], [3, 1]], None),
    ({"num_tokens": 4, "output_mode": "count"}, [[0, 1], [0, 0], [1, 2], [3, 1]], [[0.1, 0.2], [0.1, 0.1], [0.2, 0.3], [0.4, 0.2]]),
]
LINES = draw((40, 3), 5, -3, 3)
BINS = [
    ({"bin_boundaries": [0.0, 1.0, 2.0]}, None, [[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]]),
    ({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "one_hot"}, None, [[-1.5], [1.0], [3.4]]),
    ({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "multi_hot"}, None, [[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]]),
    ({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "count"}, None, [[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]]),
    ({"num_bins": 4, "epsilon": 0.01}, [np.array([[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]])], [[-1.5, 1.0, 3.4, 0.5]]),
    ({"num_bins": 5}, [LINES], LINES[:3]), ({"num_bins": 7, "epsilon": 0.1}, [LINES, LINES[:13] * 2 + 1, LINES[20:] - 1], LINES[:3]),
    ({"num_bins": 3, "epsilon": 0.3}, [draw((500,), 9, 0, 10)], [[1.0, 5.0, 9.0]]),
]
TEXTS = [
    "A", "B", "C", "", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "exactly 16 bytes", "seventeen bytes!!", "thirty-two bytes, not one more!!",
    "thirty-three bytes, not one more!", "电影很好看🙂", "x" * 63, "x" * 64, "x" * 65, "the quick brown fox jumps over the lazy dog. " * 5, "y" * 128, "y" * 129,
]
HASHES = [
    ({"num_bins": 3}, TEXTS), ({"num_bins": 1000003}, TEXTS), ({"num_bins": 1000003, "salt": 133}, TEXTS),
    ({"num_bins": 1000003, "salt": [133, 137]}, TEXTS), ({"num_bins": 10, "mask_value": ""}, TEXTS),
    ({"num_bins": 7}, [0, 1, -5, 12345678, 42]), ({"num_bins": 7, "mask_value": 0}, [[0, 1], [-5, 42]]),
    ({"num_bins": 4, "output_mode": "one_hot"}, [["A"], ["B"]]), ({"num_bins": 4, "output_mode": "multi_hot"}, [["A", "B"], ["C", "C"]]),
    ({"num_bins": 4, "output_mode": "count"}, [["A", "B"], ["C", "C"]]),
]
CROSSINGS = [
    ({"num_bins": 5}, [["A", "B", "A", "B", "A"], [101, 101, 101, 102, 102]]),
    ({"num_bins": 1000003}, [["A", "B", "longer than sixteen bytes"], [1, -2, 3], ["", "y", "电"]]),
    ({"num_bins": 5, "output_mode": "one_hot"}, [["A", "B", "A"], [101, 101, 102]]),
]


def preprocessing():
    return {
        "source": SOURCE,
        "note": "What adapt learns, and what comes out; counts as float32.",
        "vectorizations": [vectorization(*entry) for entry in VECTORIZATIONS],
        "lookups": [lookup("StringLookup", *entry) for entry in LOOKUPS],
        "inversions": [inversion({"mask_token": ""}, [0, 1, 2, 3, 9]), inversion({}, [0, 1, 2, 5])],
        "integers": [lookup("IntegerLookup", *entry) for entry in INTEGERS],
        "categories": [category(*entry) for entry in CATEGORIES],
        "discretizations": [discretization(*entry) for entry in BINS],
        "hashes": [hashed(*entry) for entry in HASHES],
        "crossings": [crossed(*entry) for entry in CROSSINGS],
    }


def given(arguments):
    """Lists of numbers that Keras wants as tuples."""
    return {name: tuple(value) if name == "ngrams" and isinstance(value, list) else value for name, value in arguments.items()}


def result(value):
    value = as_numpy(value)
    return tensor(value, "int32") if np.issubdtype(value.dtype, np.integer) else tensor(value)


def whole(value, mode):
    """Counts are whole numbers on TensorFlow, floats here."""
    value = as_numpy(value)
    return tensor(value, "int32") if mode == "int" else tensor(value.astype("float32"))


def vectorization(arguments, data, texts):
    layer = keras.layers.TextVectorization(**given(arguments))
    if data is not None:
        layer.adapt(data)
    return {
        "options": options(arguments), **({} if data is None else {"adapt": data}), "vocabulary": layer.get_vocabulary(), "texts": texts,
        "output": whole(layer(texts), arguments.get("output_mode", "int")),
    }


def lookup(name, arguments, data, values):
    layer = getattr(keras.layers, name)(**arguments)
    if data is not None:
        layer.adapt(np.array(data))
    vocabulary = [item if isinstance(item, str) else int(item) for item in layer.get_vocabulary()]
    return {
        "options": options(arguments), **({} if data is None else {"adapt": data}), "vocabulary": vocabulary, "values": values,
        "output": whole(layer(np.array(values)), arguments.get("output_mode", "int")),
    }


def inversion(arguments, ids):
    layer = keras.layers.StringLookup(vocabulary=["a", "b", "c"], invert=True, **arguments)
    return {"options": options(arguments), "ids": ids, "strings": [item.decode() for item in layer(np.array(ids)).numpy()]}


def category(arguments, values, weights):
    layer = keras.layers.CategoryEncoding(**arguments)
    output = layer(np.array(values)) if weights is None else layer(np.array(values), count_weights=np.array(weights, "float32"))
    return {"options": options(arguments), "values": values, **({} if weights is None else {"weights": weights}), "output": tensor(output)}


def discretization(arguments, batches, values):
    layer = keras.layers.Discretization(**arguments)
    if batches is not None:
        layer.adapt(batches[0] if len(batches) == 1 else iter(batches))
    return {
        "options": options(arguments), **({} if batches is None else {"adapt": [tensor(batch) for batch in batches]}),
        "boundaries": [number(boundary) for boundary in layer.bin_boundaries], "values": tensor(np.array(values)),
        "output": whole(layer(np.array(values, "float32")), arguments.get("output_mode", "int")),
    }


def hashed(arguments, values):
    layer = keras.layers.Hashing(**arguments)
    return {"options": options(arguments), "values": values, "output": whole(layer(np.array(values)), arguments.get("output_mode", "int"))}


def crossed(arguments, features):
    layer = keras.layers.HashedCrossing(**arguments)
    output = layer(tuple(np.array(feature) for feature in features))
    return {"options": options(arguments), "features": features, "output": whole(output, arguments.get("output_mode", "int"))}
