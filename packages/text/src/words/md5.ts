/**
 * The MD5 digest of bytes as four little-endian words: to spread texts over numbers, never to keep a secret.
 *
 * @source Rivest 1992, RFC 1321
 */
export function md5(bytes: Uint8Array): Uint32Array {
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const padded = new DataView(new ArrayBuffer(Math.ceil((bytes.length + 9) / 64) * 64));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setBigUint64(padded.byteLength - 8, BigInt(bytes.length) * 8n, true);
  for (let block = 0; block < padded.byteLength; block += 64) mix(state, padded, block);
  return state;
}

/** The digest, read as hexadecimal digits make a number, modulo `divisor`: Python's `int(hexdigest, 16) % divisor`. */
export function md5Modulo(text: string, divisor: number): number {
  const words = md5(new TextEncoder().encode(text));
  const digest = new Uint8Array(words.buffer);
  let rest = 0;
  for (const byte of digest) rest = (rest * 256 + byte) % divisor;
  return rest;
}

function mix(state: Uint32Array, data: DataView, block: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const { f, word } = roundOf(round, step, b, c, d);
    const sum = (a + f + (sines[step] ?? 0) + data.getUint32(block + word * 4, true)) | 0;
    const turn = turns[round]?.[step % 4] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
  }
  [a, b, c, d].forEach((value, i) => {
    state[i] = (state[i] ?? 0) + value;
  });
}

/** The function of a round, and the word of the block that a step takes. */
function roundOf(round: number, step: number, b: number, c: number, d: number): { f: number; word: number } {
  if (round === 0) return { f: (b & c) | (~b & d), word: step };
  if (round === 1) return { f: (d & b) | (~d & c), word: (5 * step + 1) % 16 };
  if (round === 2) return { f: b ^ c ^ d, word: (3 * step + 5) % 16 };
  return { f: c ^ (b | ~d), word: (7 * step) % 16 };
}

const sines = Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);

const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
