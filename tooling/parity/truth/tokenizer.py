"""tokenizer.json: Keras's Tokenizer as it was last, padding, skip-grams and hashes of words."""

import collections

import keras
from keras.src.legacy.preprocessing import sequence, text

from .encode import tensor

TEXTS = [
    "The cat sat on the mat.",
    "The dog sat on the log, and the cat saw the dog!",
    "In 2019 the 10 cats met 2 dogs: a constructor & a __proto__.",
    "ÉCOLE\tcafé naïve\nStraße İstanbul ΣΟΦΟΣ",
    "我喜欢 深度 学习 我 🙂👩🏽‍🚀",
    "",
]
MORE = ["the log of the dog dog dog dog dog dog dog"]
PROBES = ["the cat and the unknown dog", "2019 constructor 2", "", "café 我 !?"]
OPTIONS = [
    {}, {"num_words": 5}, {"oov_token": "<OOV>"}, {"num_words": 5, "oov_token": "<OOV>"}, {"lower": False}, {"char_level": True},
    {"char_level": True, "oov_token": "?", "num_words": 12, "lower": False}, {"filters": "aeiou"}, {"split": "a"}, {"split": "the"},
    {"filters": "", "split": "\t"}, {"oov_token": "the"},
]
TEXT_WORDS = ["Hello, World!  Again", "a-b_c's", "", "İ ΣΑΣ ẞ", "tab\tand\nline\r\nend", "..."]


def tokenizer():
    return {
        "source": f"keras {keras.__version__}, keras._legacy.preprocessing, which is what Keras 2 had",
        "note": "Pairs of dictionaries in their order, where Keras has one.",
        "cases": [case(options) for options in OPTIONS],
        "words": [{"text": given, "words": text.text_to_word_sequence(given)} for given in TEXT_WORDS],
        "hashes": [{"text": given, "n": n, "values": text.hashing_trick(given, n, "md5")} for given in TEXTS for n in (2, 50, 1_000_003)],
        "padded": list(padded()),
        "skipgrams": list(skipgrams()),
        "samplingTables": [
            {"size": size, "factor": factor, "values": sequence.make_sampling_table(size, factor).tolist()}
            for size, factor in ((1, 1e-5), (20, 1e-5), (12, 1e-2))
        ],
    }


def case(options):
    subject = text.Tokenizer(**options)
    subject.fit_on_texts(TEXTS)
    subject.fit_on_texts([*MORE, ["Words", "as", "THEY are"]])
    sequences = subject.texts_to_sequences([*PROBES, ["as", "the", "THEY are"]])
    # Sets of words have another order in every run.
    subject.word_docs = collections.defaultdict(int, sorted(subject.word_docs.items()))
    subject.index_docs = collections.defaultdict(int, sorted(subject.index_docs.items()))
    written = subject.to_json()
    matrices = {mode: tensor(subject.sequences_to_matrix(sequences, mode)) for mode in ("binary", "count", "freq", "tfidf")}
    subject.fit_on_sequences(sequences)
    return {
        "options": {{"num_words": "numWords", "oov_token": "oovToken", "char_level": "charLevel"}.get(key, key): value for key, value in options.items()},
        "texts": TEXTS,
        "more": [*MORE, ["Words", "as", "THEY are"]],
        "probes": [*PROBES, ["as", "the", "THEY are"]],
        "wordIndex": pairs(subject.word_index),
        "wordCounts": pairs(subject.word_counts),
        "sequences": sequences,
        "back": subject.sequences_to_texts([*sequences, [1, 2, 999, 3]]),
        "matrices": matrices,
        "json": written,
        "afterSequences": {"documentCount": subject.document_count, "indexDocs": sorted(pairs(subject.index_docs))},
    }


def pairs(dictionary):
    return [[key, value] for key, value in dictionary.items()]


def padded():
    ragged = [[1], [2, 3], [4, 5, 6], []]
    for options in (
        {}, {"padding": "post"}, {"maxlen": 2}, {"maxlen": 2, "truncating": "post"}, {"maxlen": 5, "value": -1},
        {"maxlen": 2, "padding": "post", "truncating": "post", "dtype": "float32", "value": 0.5},
    ):
        yield {"options": options, "sequences": ragged, "output": tensor(keras.utils.pad_sequences(ragged, **options), options.get("dtype", "int32"))}
    vectors = [[[1, 2]], [[3, 4], [5, 6], [7, 8]]]
    for options in ({}, {"maxlen": 2, "padding": "post"}):
        yield {"options": options, "sequences": vectors, "output": tensor(keras.utils.pad_sequences(vectors, **options), "int32")}


def skipgrams():
    for ids, window in (([1, 2, 3], 1), ([1, 0, 2, 3, 0, 0, 4, 1], 2), ([5], 4), (list(range(9)), 4)):
        for categorical in (False, True):
            couples, labels = sequence.skipgrams(ids, 10, window, negative_samples=0.0, shuffle=False, categorical=categorical)
            yield {"sequence": ids, "windowSize": window, "categorical": categorical, "couples": couples, "labels": labels}
