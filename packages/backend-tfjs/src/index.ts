export { tfjsBackend } from "./backend.ts";
export type { TfjsBackendOptions } from "./backend.ts";
export type { NamedBackend, WasmFiles } from "./load-engine.ts";
