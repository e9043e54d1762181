import type { Layer } from "@tidu/layers";

/**
 * Names for the layers of a model, in order: the users' names as they are, others by kind, counted up (`dense`, `dense_1`). A layer
 * that occurs twice is named once.
 *
 * @throws when two layers were given one name
 */
export function layerNames(layers: readonly Layer[]): ReadonlyMap<Layer, string> {
  const names = new Map<Layer, string>();
  const taken = new Set<string>();
  for (const layer of new Set(layers)) {
    if (layer.layerName === undefined) continue;
    if (taken.has(layer.layerName)) throw new Error(`Two layers are named "${layer.layerName}". Names must be unique in a model.`);
    taken.add(layer.layerName);
  }
  const counts = new Map<string, number>();
  for (const layer of layers) {
    if (!names.has(layer)) names.set(layer, layer.layerName ?? freeName(layer.kind, taken, counts));
  }
  return names;
}

/**
 * The names of inputs or outputs, made different by a number where they are not.
 */
export function distinctNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const given = new Set(names);
  return names.map((name) => {
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
    let count = 1;
    while (taken.has(`${name}_${count}`) || given.has(`${name}_${count}`)) count++;
    taken.add(`${name}_${count}`);
    return `${name}_${count}`;
  });
}

function freeName(kind: string, taken: Set<string>, counts: Map<string, number>): string {
  for (;;) {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    const name = count === 0 ? kind : `${kind}_${count}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
