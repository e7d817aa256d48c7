import type { IncomingHttpHeaders } from "node:http";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request says that it is for this machine and comes from a page of this machine, or from no page: so that no web page can
 * reach the gateway by rebinding a name of its own to 127.0.0.1.
 */
export function isFromLoopback({ host, origin }: IncomingHttpHeaders): boolean {
  return host !== undefined && LOOPBACK.test(host) && (origin === undefined || isLoopbackOrigin(origin));
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && LOOPBACK.test(new URL(origin).host);
}
