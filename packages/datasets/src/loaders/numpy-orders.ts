/**
 * The orders in which NumPy's `RandomState(seed)` shuffles arrays, one call after the other: the Mersenne Twister MT19937 (Matsumoto &
 * Nishimura 1998) and Fisher and Yates from the end, drawing bits until they are in range. Keras's loaders mix their data by them.
 *
 * @param where the public function that asks
 * @returns gives the next order of so many rows
 * @throws when the seed is no integer from 0 to 2³² − 1
 */
export function numpyOrders(where: string, seed: number): (size: number) => Int32Array {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new Error(`${where}: expected seed to be an integer from 0 to 4294967295, received ${seed}.`);
  const bits = mersenneTwister(seed);
  const upTo = (most: number): number => {
    const mask = 2 ** (32 - Math.clz32(most)) - 1;
    for (;;) {
      const drawn = (bits() & mask) >>> 0;
      if (drawn <= most) return drawn;
    }
  };
  return (size) => {
    const order = Int32Array.from({ length: size }, (_, i) => i);
    for (let i = size - 1; i > 0; i--) {
      const j = upTo(i);
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    return order;
  };
}

/** 32 random bits a call; constants and names as in the paper. */
function mersenneTwister(seed: number): () => number {
  const [n, m] = [624, 397];
  const state = new Uint32Array(n);
  state[0] = seed;
  const at = (i: number): number => state[i % n] ?? 0;
  for (let i = 1; i < n; i++) state[i] = Math.imul(1812433253, at(i - 1) ^ (at(i - 1) >>> 30)) + i;
  const twist = (): void => {
    for (let i = 0; i < n; i++) {
      const mixed = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
      state[i] = at(i + m) ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
  };
  let next = n;
  return () => {
    if (next === n) {
      twist();
      next = 0;
    }
    let tempered = at(next++);
    tempered ^= tempered >>> 11;
    tempered ^= (tempered << 7) & 0x9d2c5680;
    tempered ^= (tempered << 15) & 0xefc60000;
    return (tempered ^ (tempered >>> 18)) >>> 0;
  };
}
