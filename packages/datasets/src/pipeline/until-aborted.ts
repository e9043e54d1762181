/**
 * The elements of a source until a signal aborts; then its reason is thrown, also when the source never answers, and the source is
 * closed.
 */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  signal.throwIfAborted();
  const iterator = source[Symbol.asyncIterator]();
  let abort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error("pipeline: aborted.", { cause: signal.reason }));
    signal.addEventListener("abort", abort, { once: true });
  });
  aborted.catch(() => {}); // nobody may be waiting just then
  try {
    for (;;) {
      const next = iterator.next();
      next.catch(() => {});
      const result = await Promise.race([next, aborted]);
      if (result.done === true) return;
      yield result.value;
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener("abort", abort);
    const closing = iterator.return?.();
    if (!signal.aborted) await closing;
    else closing?.catch(() => {}); // a read that hangs would hold up the error
  }
}
