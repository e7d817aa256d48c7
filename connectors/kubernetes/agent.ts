import { Agent, ProxyAgent } from "undici";
import type { Dispatcher } from "undici";
import type { ClusterConnection } from "./connection.ts";
import { CONNECT_DEADLINE, TCP_KEEP_ALIVE } from "./limits.ts";

/**
 * The sockets to one API server: HTTP/1.1 with a socket for each watch, so that breaking one off disturbs no other. undici's own timers
 * are off, because a quiet watch is no fault; the client has its own.
 */
export function createAgent(connection: ClusterConnection): Dispatcher {
  const tls = {
    ...(connection.ca !== undefined && { ca: connection.ca }),
    ...(connection.cert !== undefined && { cert: connection.cert }),
    ...(connection.key !== undefined && { key: connection.key }),
    ...(connection.serverName !== undefined && { servername: connection.serverName }),
    rejectUnauthorized: !connection.insecureSkipVerify,
  };
  const socket = { timeout: CONNECT_DEADLINE, keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE };
  const options = { allowH2: false, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 };
  if (connection.proxy === undefined) return new Agent({ ...options, connect: { ...tls, ...socket } });
  return new ProxyAgent({ ...options, uri: connection.proxy, requestTls: { ...tls, ...socket }, proxyTls: socket });
}
