import { conformance } from "@tidu/testing";
import { onnxruntime } from "./onnxruntime.ts";

conformance({ name: "onnxruntime", backend: () => onnxruntime() });
