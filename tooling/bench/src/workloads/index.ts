import type { Workload } from "../workload.ts";
import { cnnDeep } from "./cnn-deep.ts";
import { cnnSmall, infer1, infer256 } from "./cnn-small.ts";
import { lstm200, lstm80 } from "./lstm.ts";
import { mlp } from "./mlp.ts";
import { resnet20 } from "./resnet20.ts";
import { transformer } from "./transformer.ts";
import { xor } from "./xor.ts";

export const workloads: readonly Workload[] = [mlp, cnnSmall, cnnDeep, resnet20, lstm80, lstm200, transformer, xor, infer1, infer256];
