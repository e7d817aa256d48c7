/** How a command ended, in the numbers of BSD's sysexits. */
export const ExitCode = {
  ok: 0,
  failed: 1,
  /** The command line is wrong (EX_USAGE). */
  usage: 64,
  /** It may work later: the port is taken (EX_TEMPFAIL). */
  temporary: 75,
  /** The configuration is wrong (EX_CONFIG). */
  config: 78,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
