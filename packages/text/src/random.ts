/**
 * Numbers in [0, 1) that a seed determines: the generator SplitMix32, a Weyl sequence through the finalizer of MurmurHash3.
 *
 * @source Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = state ^ (state >>> 16);
    bits = Math.imul(bits, 0x85ebca6b);
    bits ^= bits >>> 13;
    bits = Math.imul(bits, 0xc2b2ae35);
    bits ^= bits >>> 16;
    return (bits >>> 0) / 2 ** 32;
  };
}

/** A seed that nobody chose. */
export const freshSeed = (): number => Math.floor(Math.random() * 2 ** 32);
