/** What can be configured: checked once at the door, frozen, and told with its origin. */
export { ConfigError } from "./config/config-error.ts";
export { type Config, createConfig, loadConfig, type LoadedConfig } from "./config/load.ts";
export { configJsonSchema } from "./config/schema.ts";
