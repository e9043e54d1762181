import { conformance } from "@tidu/testing";
import { tfjsBackend } from "./backend.ts";

conformance({ name: "tfjs cpu", backend: () => tfjsBackend({ backend: "cpu" }) });
conformance({ name: "tfjs wasm", backend: () => tfjsBackend({ backend: "wasm" }) });
