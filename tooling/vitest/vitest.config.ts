import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

/** Packages are tested from their sources: the `source` condition of their exports, so no build is needed. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source", ...defaultServerConditions] } },
  test: {
    include: ["**/*.test.ts", "**/*.test.mjs"],
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.gpu.test.ts"], // those are for tooling/gpu
    // A slow machine is not a defect: correctness is never limited in time. What hangs is ended by CI.
    testTimeout: 0,
    hookTimeout: 0,
  },
});
