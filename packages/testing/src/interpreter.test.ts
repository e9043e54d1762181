import { interpreterBackend } from "@tidu/core-tensor";
import { conformance } from "./conformance.ts";

conformance({ name: "interpreter", backend: async () => interpreterBackend() });
