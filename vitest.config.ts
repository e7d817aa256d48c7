import { defineConfig } from "vitest/config";

// One copy of graphql for us and for our dependencies: Vite would pick its ES build for our code, Node the CommonJS one for theirs.
const resolve = { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/real/**"],
          setupFiles: ["reflect-metadata"],
          // Conditions have deadlines of their own; this one is for a busy machine.
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        test: {
          name: "real",
          include: ["test/real/**/*.test.ts"],
          setupFiles: ["reflect-metadata"],
          globalSetup: ["test/real/support/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
