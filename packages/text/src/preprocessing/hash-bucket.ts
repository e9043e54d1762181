import { fingerprint64 } from "./fingerprint64.ts";
import { sipHash } from "./sip-hash.ts";

/** The two halves of a SipHash key, or one number for both. */
export type Salt = number | readonly [number, number];

const encoder = new TextEncoder();

/** The bytes of a text that are hashed: UTF-8. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** Which of `buckets` buckets a text falls into: by FarmHash's fingerprint, or with a salt by SipHash, as on TensorFlow. */
export function hashBucket(text: string, buckets: number, salt?: Salt): number {
  const hash = salt === undefined ? fingerprint64(utf8(text)) : sipHash(utf8(text), keyOf(salt));
  return Number(hash % BigInt(buckets));
}

/**
 * A salt that can be hashed with.
 *
 * @throws when it is neither an integer nor two
 */
export function checkSalt(where: string, salt: Salt | undefined): Salt | undefined {
  const parts: readonly unknown[] = Array.isArray(salt) ? salt : [salt, salt];
  if (salt === undefined || (parts.length === 2 && parts.every((part) => Number.isSafeInteger(part)))) return salt;
  throw new TypeError(`${where}: expected salt to be an integer or two, received ${JSON.stringify(salt)}.`);
}

const keyOf = (salt: Salt): readonly [bigint, bigint] =>
  typeof salt === "number" ? [BigInt(salt), BigInt(salt)] : [BigInt(salt[0]), BigInt(salt[1])];
