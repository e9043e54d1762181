import { activation, globalAveragePooling2d, maxPooling2d, zeroPadding2d } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import type { Architecture } from "./application.ts";
import { chain } from "./chain.ts";

/** What ResNets for ImageNet begin with: a quarter of the height and width (He et al. 2015, table 1), layers named as Keras's. */
export const imageNetStem = (x: Symbolic, convolution: Layer, normalization: Layer): Symbolic =>
  chain(
    x,
    zeroPadding2d({ padding: 3, name: "conv1_pad" }),
    convolution,
    normalization,
    activation({ activation: "relu", name: "conv1_relu" }),
    zeroPadding2d({ padding: 1, name: "pool1_pad" }), // of what relu made: zeros never win
    maxPooling2d({ poolSize: 3, strides: 2, name: "pool1_pool" }),
  );

/** What ResNets end with. */
export const residualHead: Pick<Architecture, "top" | "poolNames"> = {
  top: (features) => globalAveragePooling2d({ name: "avg_pool" })(features),
  poolNames: { avg: "avg_pool", max: "max_pool" },
};
