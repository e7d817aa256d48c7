import { runProcess } from "./cli/process.ts";

// Loaded when they are started: help and config answer at once.
await runProcess({
  startApp: async (config, deps) => (await import("./app.ts")).startApp(config, deps),
  startDemoFleet: async (options) => (await import("./demo/fleet.ts")).startDemoFleet(options),
});
