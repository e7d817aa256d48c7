import type { Config } from "../config.ts";
import { ExitCode } from "./exit-code.ts";

/** An address cannot be listened on. The message is a sentence for who chose it. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** How another port and another host are chosen. */
export interface ListenKeys {
  readonly port: string;
  readonly host: string;
}

/** What a system says about an address, with where it was. */
type SystemError = Error & { readonly code: string; readonly port: number; readonly address: string };

/** Makes a ListenError of what a system says about an address to listen on; any other error stays what it is. */
export function explainListening(error: unknown, server: Config["server"], keys: ListenKeys): unknown {
  if (!isOfListening(error)) return error;
  const { port, host } = isOfOperations(error, server)
    ? { port: "server.operations.port", host: "server.operations.host" }
    : keys;
  const where = `port ${error.port} of ${error.address}`;
  const refused = (message: string, exitCode: ExitCode) => new ListenError(message, exitCode, { cause: error });
  switch (error.code) {
    case "EADDRINUSE":
      return refused(`${where} is taken: stop what listens there, or choose another with ${port}`, ExitCode.temporary);
    case "EACCES":
      return refused(
        `this user may not listen on ${where}: ports below 1024 are root's on most systems, choose another with ${port}`,
        ExitCode.failed,
      );
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
      return refused(`${error.address} is no address of this machine: choose another with ${host}`, ExitCode.failed);
    default:
      return error;
  }
}

function isOfListening(error: unknown): error is SystemError {
  return error instanceof Error && "syscall" in error && error.syscall === "listen";
}

function isOfOperations({ port, address }: SystemError, { port: own, operations }: Config["server"]): boolean {
  return operations?.port === port && (own !== port || operations.host === address);
}
