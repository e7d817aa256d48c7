/** What a room needs of a logger: pino's shape, so that no room but src/log.ts knows pino. Fields first, then a plain past-tense sentence. */
export interface Logger {
  error(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
  debug(fields: object, message: string): void;
  child(fields: object): Logger;
}

const nothing = (): void => {};

/** A logger that keeps quiet. */
export const silent: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing, child: () => silent };
