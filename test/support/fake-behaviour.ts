import type { Behaviour } from "./fake-kube.ts";
import type { FakeWatch } from "./fake-watch.ts";

/** The Status object of a refusal. */
export function statusBody(
  code: number,
  reason: string,
  details: object = {},
  message = `${reason} says the fake`,
): object {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason, message, details };
}

/** Refuses, as an API server does. */
export function refuse(code: number, reason = "", headers: Readonly<Record<string, string>> = {}): Behaviour {
  return ({ response }) => {
    response.writeHead(code, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(statusBody(code, reason)));
  };
}

/** Answers with any body, as JSON. */
export function answer(body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with the normal body, changed. */
export function changed(change: (text: string) => string): Behaviour {
  return ({ response, serve }) => {
    const end = response.end.bind(response);
    response.end = ((text: string) => end(change(text))) as typeof response.end;
    serve();
  };
}

/** A page of a proxy that means well. */
export const html: Behaviour = ({ response }) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end("<html><body>Please log in</body></html>");
};

/** Sends these lines as a watch that then ends well. */
export function events(...lines: unknown[]): Behaviour {
  return ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  };
}

/** An ERROR event in a watch that then ends. */
export function errorEvent(code: number, reason: string, message?: string, details: object = {}): Behaviour {
  return events({ type: "ERROR", object: statusBody(code, reason, details, message) });
}

/** Begins to answer, and never comes to an end: a byte now and then. */
export const trickle: Behaviour = ({ response }) => {
  response.writeHead(200, { "content-type": "application/json" });
  const dripping = setInterval(() => response.write(" "), 5);
  response.on("close", () => clearInterval(dripping));
};

/** Never answers. */
export const stall: Behaviour = () => {};

/** Closes the connection at once: by FIN. */
export const fin: Behaviour = ({ response }) => response.socket?.end();

/** Breaks the connection at once: by RST. */
export const reset: Behaviour = ({ response }) => response.socket?.resetAndDestroy();

/** Answers as ever, and then does something with the watch that this opened. */
export function thenWith(act: (watch: FakeWatch) => void): Behaviour {
  return ({ fake, serve }) => {
    const before = new Set(fake.watches);
    serve();
    for (const watch of fake.watches) if (!before.has(watch)) act(watch);
  };
}
