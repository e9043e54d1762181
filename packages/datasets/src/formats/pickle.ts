/**
 * What is read from a pickle: plain values, lists and tuples, and NumPy's arrays of objects. Nothing is ever called, so a file that was
 * tampered with can do no harm.
 */
export type Pickled = number | string | boolean | null | Uint8Array | PickledList | PickledArray | PickledGlobal;

/** A list or a tuple. */
export interface PickledList {
  readonly kind: "list" | "tuple";
  readonly items: Pickled[];
}

/** An array of objects, flat. */
export interface PickledArray {
  readonly kind: "array";
  readonly items: Pickled[];
}

/** A name that the pickle refers to: what makes an array, an array's class, or an element type. */
export interface PickledGlobal {
  readonly kind: "maker" | "class" | "dtype";
}

export const isList = (value: Pickled | undefined): value is PickledList => isObject(value) && value.kind === "list";

/** The names that arrays of objects are made of, as NumPy 1 and 2 spell them. */
const globals: Readonly<Record<string, PickledGlobal>> = {
  "numpy.core.multiarray _reconstruct": { kind: "maker" },
  "numpy._core.multiarray _reconstruct": { kind: "maker" },
  "numpy ndarray": { kind: "class" },
  "numpy dtype": { kind: "dtype" },
};

/**
 * The value of a pickle of protocol 2 to 5 (Python's `pickletools` lists the codes) that holds numbers, texts, lists and arrays of objects.
 *
 * @param source names the pickle in errors
 * @throws when it refers to anything else, uses other codes, or is cut off
 */
export function unpickle(source: string, bytes: Uint8Array): Pickled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: Pickled[] = [];
  const marks: number[] = [];
  const memo = new Map<number, Pickled>();
  let at = 0;

  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const u1 = (): number => view.getUint8((at += 1) - 1);
  const u4 = (): number => view.getUint32((at += 4) - 4, true);
  const u8 = (): number => Number(view.getBigUint64((at += 8) - 8, true));
  const text = (length: number): string => new TextDecoder().decode(take(length));
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    const found = text((end < 0 ? bytes.length : end) - at);
    at += 1;
    return found;
  };
  const pop = (): Pickled => {
    const value = stack.pop();
    if (value === undefined) throw new RangeError();
    return value;
  };
  const popMark = (): Pickled[] => stack.splice(marks.pop() ?? 0);
  const top = (): Pickled | undefined => stack.at(-1);
  const find = (module: string, name: string): PickledGlobal => {
    const key = `${module} ${name}`;
    const found = Object.hasOwn(globals, key) ? globals[key] : undefined;
    if (found === undefined) throw new Error(`${source}: the file asks for ${module}.${name}, which is no data: it is refused.`);
    return found;
  };
  const append = (items: readonly Pickled[]): void => {
    const list = top();
    if (!isList(list)) throw new RangeError();
    for (const item of items) list.items.push(item);
  };
  const little = (digits: Uint8Array): number => {
    const unsigned = digits.reduceRight((total, byte) => total * 256 + byte, 0);
    return (digits.at(-1) ?? 0) >= 128 ? unsigned - 256 ** digits.length : unsigned;
  };

  const codes: Readonly<Record<string, () => void>> = {
    "\x80": () => u1(), // PROTO
    "\x95": () => u8(), // FRAME
    "(": () => marks.push(stack.length),
    "]": () => stack.push({ kind: "list", items: [] }),
    ")": () => stack.push({ kind: "tuple", items: [] }),
    e: () => append(popMark()), // popped before the list is looked at
    a: () => {
      const item = pop();
      append([item]);
    },
    t: () => stack.push({ kind: "tuple", items: popMark() }),
    "\x85": () => stack.push({ kind: "tuple", items: stack.splice(-1) }),
    "\x86": () => stack.push({ kind: "tuple", items: stack.splice(-2) }),
    "\x87": () => stack.push({ kind: "tuple", items: stack.splice(-3) }),
    K: () => stack.push(u1()),
    M: () => stack.push(view.getUint16((at += 2) - 2, true)),
    J: () => stack.push(view.getInt32((at += 4) - 4, true)),
    "\x8a": () => stack.push(little(take(u1()))), // LONG1
    N: () => stack.push(null),
    "\x88": () => stack.push(true),
    "\x89": () => stack.push(false),
    X: () => stack.push(text(u4())),
    "\x8c": () => stack.push(text(u1())),
    U: () => stack.push(text(u1())), // texts of Python 2
    C: () => stack.push(take(u1())),
    B: () => stack.push(take(u4())),
    q: () => memo.set(u1(), pushed()),
    r: () => memo.set(u4(), pushed()),
    "\x94": () => memo.set(memo.size, pushed()),
    h: () => stack.push(remembered(u1())),
    j: () => stack.push(remembered(u4())),
    c: () => stack.push(find(line(), line())),
    "\x93": () => {
      const [name, module] = [pop(), pop()];
      if (typeof name !== "string" || typeof module !== "string") throw new RangeError();
      stack.push(find(module, name));
    },
    R: () => {
      pop(); // the arguments: the class, shape and type, which the state repeats
      const made = pop();
      if (!isObject(made)) throw new RangeError();
      stack.push(made.kind === "maker" ? { kind: "array", items: [] } : made);
    },
    b: () => {
      const state = pop();
      const built = top();
      if (!isObject(built) || built.kind !== "array") return; // an element type
      const items = isObject(state) && state.kind === "tuple" ? state.items.at(-1) : undefined;
      if (!isList(items)) throw new RangeError();
      for (const item of items.items) built.items.push(item);
    },
  };
  const pushed = (): Pickled => {
    const value = top();
    if (value === undefined) throw new RangeError();
    return value;
  };
  const remembered = (key: number): Pickled => {
    const value = memo.get(key);
    if (value === undefined) throw new RangeError();
    return value;
  };

  try {
    for (;;) {
      const code = String.fromCharCode(u1());
      if (code === ".") return pop();
      const run = Object.hasOwn(codes, code) ? codes[code] : undefined;
      if (run === undefined)
        throw new Error(`${source}: code ${JSON.stringify(code)} at byte ${at - 1} is none that lists of numbers are written with.`);
      run();
    }
  } catch (error) {
    if (error instanceof RangeError)
      throw new Error(`${source}: the pickled data is cut off or damaged. Fetch it again.`, { cause: error });
    throw error;
  }
}

const isObject = (value: Pickled | undefined): value is PickledList | PickledArray | PickledGlobal =>
  typeof value === "object" && value !== null && !(value instanceof Uint8Array);
