import { type DestinationStream, pino } from "pino";
import type { Logger } from "./lib/logger.ts";

/** Members that may hold a credential, wherever they stand: a log goes to places where nobody may know them. */
const SECRET = [
  "authorization",
  "cookie",
  "token",
  "idToken",
  "refreshToken",
  "accessToken",
  "password",
  "secret",
  "key",
  "cert",
  "kubeconfig",
];

/** pino's wildcards stand for one level, and nothing that is logged is deeper. */
const REDACT = SECRET.flatMap((name) => ["", "*.", "*.*.", "*.*.*."].map((level) => level + name));

/** Makes the one logger of the process: JSON lines, to stderr where no other place is given. */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause, cause: pino.stdSerializers.errWithCause },
      redact: { paths: REDACT, censor: "[redacted]" },
    },
    destination,
  );
}
