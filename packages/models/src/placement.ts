import { flatten, fromDevice, tensor, unflatten } from "@tidu/core-tensor";
import type { Backend, Tensor, Tree } from "@tidu/core-tensor";

/**
 * The tree with its numbers on a backend. Buffers on another one are released.
 *
 * @param home the backend that its buffers are on
 */
export const onBackend = <T extends Tree>(tree: T, backend: Backend, home: Backend | undefined): Promise<T> =>
  mapLeaves(tree, async (leaf) => {
    const { source } = leaf;
    if (source.kind === "device" && home === backend) return leaf;
    const { data, shape, dtype } = await leaf.value();
    const moved = fromDevice(backend.upload(data, { shape, dtype }));
    if (source.kind === "device") source.device.dispose();
    return moved;
  });

/** The tree with its numbers on the host; what is computed lazily is computed. Buffers stay where they are. */
export const onHost = <T extends Tree>(tree: T): Promise<T> =>
  mapLeaves(tree, async (leaf) => (leaf.source.kind === "data" ? leaf : tensor(await leaf.value())));

/** The numbers as they are now, whatever becomes of the buffers. */
export const snapshot = (weights: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(Object.entries(weights).map(([path, weight]) => [path, weight.source.kind === "device" ? copied(weight) : weight]));

/** Read at once; known to others when they ask. */
function copied(leaf: Tensor): Tensor {
  const reading = leaf.data().then((data) => data.slice());
  reading.catch(() => {}); // whoever asks is told
  return fromDevice({ spec: leaf.spec, data: () => reading, dispose: () => {} });
}

async function mapLeaves<T extends Tree>(tree: T, change: (leaf: Tensor) => Promise<Tensor>): Promise<T> {
  const { leaves, structure } = flatten(tree);
  const changed: Tensor[] = [];
  for (const leaf of leaves) changed.push(await change(leaf));
  return unflatten<T>(structure, changed);
}
