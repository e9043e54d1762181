/** Odd numbers whose bits are well mixed, as FarmHash has them. */
const [k0, k1, k2] = [0xc3a5c85c97cb3127n, 0xb492b66fbe98f273n, 0x9ae16a3b2f90404fn];

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, count: bigint): bigint => wrap((value >> count) | (value << (64n - count)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

/**
 * FarmHash's `Fingerprint64` of some bytes: the hash behind Keras's `Hashing` and TensorFlow's `to_hash_bucket_fast`, the same in every version.
 *
 * @source https://github.com/google/farmhash, `farmhashna::Hash64`
 */
export function fingerprint64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (length <= 16) return upTo16(view, length);
  if (length <= 32) return upTo32(view, length);
  return length <= 64 ? upTo64(view, length) : over64(view, length);
}

/**
 * Joins two fingerprints to one, the order counting: how TensorFlow crosses features.
 *
 * @source tensorflow/core/platform/fingerprint.h, `FingerprintCat64`
 */
export function joinFingerprints(first: bigint, second: bigint): bigint {
  const factor = 0xc6a4a7935bd1e995n;
  const mixed = wrap(shiftMix(wrap(second * factor)) * factor);
  const joined = wrap((first ^ factor ^ mixed) * factor);
  return shiftMix(wrap(shiftMix(joined) * factor));
}

const word = (view: DataView, at: number): bigint => view.getBigUint64(at, true);

function mix(first: bigint, second: bigint, factor: bigint): bigint {
  const a = shiftMix(wrap((first ^ second) * factor));
  const b = shiftMix(wrap((second ^ a) * factor));
  return wrap(b * factor);
}

function upTo16(view: DataView, length: number): bigint {
  const size = BigInt(length);
  const factor = k2 + size * 2n;
  if (length >= 8) {
    const a = wrap(word(view, 0) + k2);
    const b = word(view, length - 8);
    return mix(wrap(rotate(b, 37n) * factor + a), wrap((rotate(a, 25n) + b) * factor), wrap(factor));
  }
  if (length >= 4) return mix(size + (BigInt(view.getUint32(0, true)) << 3n), BigInt(view.getUint32(length - 4, true)), wrap(factor));
  if (length === 0) return k2;
  const [first, middle, last] = [view.getUint8(0), view.getUint8(length >> 1), view.getUint8(length - 1)];
  return wrap(shiftMix(wrap(BigInt(first + middle * 256) * k2) ^ wrap(BigInt(length + last * 4) * k0)) * k2);
}

function upTo32(view: DataView, length: number): bigint {
  const factor = wrap(k2 + BigInt(length) * 2n);
  const a = wrap(word(view, 0) * k1);
  const b = word(view, 8);
  const c = wrap(word(view, length - 8) * factor);
  const d = wrap(word(view, length - 16) * k2);
  return mix(wrap(rotate(wrap(a + b), 43n) + rotate(c, 30n) + d), wrap(a + rotate(wrap(b + k2), 18n) + c), factor);
}

function upTo64(view: DataView, length: number): bigint {
  const factor = wrap(k2 + BigInt(length) * 2n);
  const a = wrap(word(view, 0) * k2);
  const b = word(view, 8);
  const c = wrap(word(view, length - 8) * factor);
  const d = wrap(word(view, length - 16) * k2);
  const y = wrap(rotate(wrap(a + b), 43n) + rotate(c, 30n) + d);
  const z = mix(y, wrap(a + rotate(wrap(b + k2), 18n) + c), factor);
  const e = wrap(word(view, 16) * factor);
  const f = word(view, 24);
  const g = wrap((y + word(view, length - 32)) * factor);
  const h = wrap((z + word(view, length - 24)) * factor);
  return mix(wrap(rotate(wrap(e + f), 43n) + rotate(g, 30n) + h), wrap(e + rotate(wrap(f + a), 18n) + g), factor);
}

type Pair = readonly [bigint, bigint];

/** 32 bytes from `at` on, mixed into two numbers. */
function weak32(view: DataView, at: number, first: bigint, second: bigint): Pair {
  const a = wrap(first + word(view, at));
  const last = word(view, at + 24);
  const b = rotate(wrap(second + a + last), 21n);
  const sum = wrap(a + word(view, at + 8) + word(view, at + 16));
  return [wrap(sum + last), wrap(b + rotate(sum, 44n) + a)];
}

function over64(view: DataView, length: number): bigint {
  const seed = 81n;
  let y = wrap(seed * k1 + 113n);
  let z = wrap(shiftMix(wrap(y * k2 + 113n)) * k2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  let x = wrap(seed * k2 + word(view, 0));
  const end = Math.floor((length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) {
    x = wrap(rotate(wrap(x + y + v[0] + word(view, at + 8)), 37n) * k1) ^ w[1];
    y = wrap(rotate(wrap(y + v[1] + word(view, at + 48)), 42n) * k1 + v[0] + word(view, at + 40));
    z = wrap(rotate(wrap(z + w[0]), 33n) * k1);
    v = weak32(view, at, wrap(v[1] * k1), wrap(x + w[0]));
    w = weak32(view, at + 32, wrap(z + w[1]), wrap(y + word(view, at + 16)));
    [z, x] = [x, z];
  }
  const factor = wrap(k1 + ((z & 0xffn) << 1n));
  const at = length - 64;
  const left = BigInt((length - 1) & 63);
  const w0 = wrap(w[0] + left);
  const v0 = wrap(v[0] + w0);
  w = [wrap(w0 + v0), w[1]];
  v = [v0, v[1]];
  x = wrap(rotate(wrap(x + y + v[0] + word(view, at + 8)), 37n) * factor) ^ wrap(w[1] * 9n);
  y = wrap(rotate(wrap(y + v[1] + word(view, at + 48)), 42n) * factor + v[0] * 9n + word(view, at + 40));
  z = wrap(rotate(wrap(z + w[0]), 33n) * factor);
  v = weak32(view, at, wrap(v[1] * factor), wrap(x + w[0]));
  w = weak32(view, at + 32, wrap(z + w[1]), wrap(y + word(view, at + 16)));
  [z, x] = [x, z];
  return mix(wrap(mix(v[0], w[0], factor) + wrap(shiftMix(y) * k0) + z), wrap(mix(v[1], w[1], factor) + x), factor);
}
