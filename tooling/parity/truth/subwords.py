"""subwords.json: what Hugging Face's tokenizers and SentencePiece make of texts, with small vocabularies that each of them trained."""

import base64
import json
import random
from pathlib import Path

import sentencepiece
import tokenizers
from sentencepiece import sentencepiece_model_pb2
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors

FOLDER = Path(__file__).resolve().parent / "vocabularies"
TEXTS = [
    "The unaffable cat's reading, isn't it?", "  two  spaces\tand\n\nlines  ", "don't DON'T we've I'm they'll he'd", "1234567 3.14 ½ ②",
    "naïve café résumé Straße ΑΣ İstanbul", "nai\u0308ve cafe\u0301", "我喜欢深度学习, 北京。𠀀𪜀", "こんにちは世界 한국어", "Привет, мир!",
    "مرحبا بالعالم، שָׁלוֹם", "😀😀👩🏽‍🚀👨‍👩‍👧🇩🇪 e̴̡͠", "\u200b\u00a0\u3000\ufeff\u0085\u2028x", "a\u0000b\ufffdc\u0007d", "<|endoftext|>[SEP] [MASK]<sep>🙂",
    "ＡＢﬁﬀ…①", "", " ", "x", "running " * 5, "supercalifragilistic" * 6, "$5+3=8 ^`|~ <tag>", "a`b¿c«d»e—f",
]
# Characters in which the programs were seen to differ, or that lie at a border of a class.
ALPHABET = "abcdeéûñ ABC  \t\n'.,!?-_$+`0123½٣我学習あ한мирשלוםعالم\u0301\u0308\u200d\u00a0\u3000\ufeff\u0085😀👩🏽🚀🇩🇪𠀀"


def subwords():
    return {
        "source": f"tokenizers {tokenizers.__version__}, sentencepiece {sentencepiece.__version__}",
        "note": "ids of texts, and the text that they decode to.",
        "bytePair": list(byte_pair()),
        "wordPiece": list(word_piece()),
        "unigram": list(unigram()),
        "unigramJson": list(unigram_json()),
    }


def texts():
    draw = random.Random(5)
    return TEXTS + ["".join(draw.choice(ALPHABET) for _ in range(draw.randrange(1, 30))) for _ in range(60)]


def rows(encode, decode, given=None):
    result = []
    for text in given or texts():
        ids = encode(text)
        result.append([text, ids, decode(ids)])
    return result


def byte_pair():
    vocab, merges = json.dumps(json.loads(read("byte-pair/vocab.json")), ensure_ascii=False), read("byte-pair/merges.txt")
    folder = FOLDER / "byte-pair"
    for add_prefix_space, special in ((False, []), (True, ["<|endoftext|>"])):
        subject = tokenizers.Tokenizer(models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt")))
        subject.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=add_prefix_space)
        subject.decoder = decoders.ByteLevel()
        subject.add_special_tokens(special)
        yield {
            "options": {"addPrefixSpace": add_prefix_space, "specialPieces": special},
            "vocab": vocab,
            "merges": merges,
            "texts": rows(lambda text: subject.encode(text).ids, lambda ids: subject.decode(ids, skip_special_tokens=False)),
        }


def word_piece():
    vocab = read("word-piece/vocab.txt")
    pieces = {piece: i for i, piece in enumerate(vocab.splitlines())}
    for lowercase, strip_accents, chinese, special in ((True, None, True, True), (False, None, True, False), (False, True, False, False), (True, False, True, True)):
        subject = tokenizers.Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
        subject.normalizer = normalizers.BertNormalizer(True, chinese, strip_accents, lowercase)
        subject.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        subject.decoder = decoders.WordPiece()
        subject.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
        if special:
            subject.post_processor = processors.BertProcessing(("[SEP]", pieces["[SEP]"]), ("[CLS]", pieces["[CLS]"]))
        options = {"lowercase": lowercase, "chineseCharacters": chinese, "addSpecialPieces": special}
        yield {
            "options": options if strip_accents is None else {**options, "stripAccents": strip_accents},
            "vocab": vocab,
            "texts": rows(lambda text: subject.encode(text).ids, lambda ids: subject.decode([i for i in ids if i not in (pieces["[PAD]"], pieces["[CLS]"], pieces["[SEP]"])], skip_special_tokens=False)),
        }


def unigram():
    for name in ("unigram", "bytes"):
        file = FOLDER / "unigram" / f"{name}.model"
        subject = sentencepiece.SentencePieceProcessor(model_file=str(file))
        yield {
            "name": name,
            "model": base64.b64encode(file.read_bytes()).decode(),
            "texts": rows(subject.encode, subject.decode),
        }


def unigram_json():
    """The same models as Hugging Face converts them (SpmConverter of transformers), without special pieces in texts."""
    for name in ("unigram", "bytes"):
        processor = sentencepiece.SentencePieceProcessor(model_file=str(FOLDER / "unigram" / f"{name}.model"))
        pieces = [(processor.id_to_piece(i), processor.get_score(i)) for i in range(processor.get_piece_size())]
        subject = tokenizers.Tokenizer(models.Unigram(pieces, processor.unk_id(), byte_fallback=name == "bytes"))
        rules = sentencepiece_model_pb2.ModelProto.FromString(processor.serialized_model_proto()).normalizer_spec.precompiled_charsmap
        subject.normalizer = normalizers.Sequence([normalizers.Precompiled(rules), normalizers.Strip(True, True), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")])
        subject.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
        subject.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="always")])
        yield {
            "name": name,
            "json": subject.to_str(),
            "texts": rows(lambda text: subject.encode(text).ids, lambda ids: subject.decode(ids, skip_special_tokens=False), spaced()),
        }


def spaced():
    """Without the control U+0085, which Hugging Face takes for white space at both ends, and SentencePiece does not."""
    return [text for text in texts() if "\u0085" not in text]


def read(name):
    return (FOLDER / name).read_text()
