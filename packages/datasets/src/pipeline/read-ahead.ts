/**
 * Applies `change` to the elements of a source, several at a time, keeping their order. The source is read one element after the
 * other, `change` runs for up to `slots` of them at once, and goes on while the consumer is busy.
 *
 * @param slots elements that are read but not taken, at most
 */
export async function* readAhead<T, U>(
  source: AsyncIterable<T>,
  slots: number,
  change: (element: T, index: number) => U | Promise<U>,
): AsyncGenerator<U, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const ahead: Promise<{ readonly value: U } | undefined>[] = [];
  let closed = false;
  let index = 0;
  let last: Promise<IteratorResult<T, unknown> | undefined> | undefined;

  /** The element after the last one; a source that has ended, failed or been closed is not asked again. */
  const read = async (before: typeof last): Promise<IteratorResult<T, unknown> | undefined> => {
    const previous = await before;
    if (closed || (before !== undefined && (previous === undefined || previous.done === true))) return undefined;
    return iterator.next();
  };
  const start = (): void => {
    const reading = read(last);
    last = reading;
    const changed = reading.then(async (result) => {
      if (result === undefined || result.done === true) return undefined;
      return { value: await change(result.value, index++) };
    });
    changed.catch(() => {}); // it is thrown when its turn comes
    ahead.push(changed);
  };

  try {
    for (let i = 0; i < slots; i++) start();
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const element = await next;
      if (element === undefined) return;
      start();
      yield element.value;
    }
  } finally {
    closed = true;
    await iterator.return?.();
  }
}
