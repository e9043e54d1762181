import type { Workload } from "../workload.ts";
import { cnnDeep } from "./cnn-deep.ts";
import { cnnSmall, infer1, infer256 } from "./cnn-small.ts";
import { mlp } from "./mlp.ts";
import { xor } from "./xor.ts";

export const workloads: readonly Workload[] = [mlp, cnnSmall, cnnDeep, xor, infer1, infer256];
