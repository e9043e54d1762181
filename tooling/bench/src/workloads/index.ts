import type { Workload } from "../workload.ts";
import { mlp } from "./mlp.ts";
import { xor } from "./xor.ts";

export const workloads: readonly Workload[] = [mlp, xor];
