import { WebSocket } from "ws";
import { now, servePart } from "./part.ts";

const QUERY = `subscription ($filter: ChangeFilter!) { changes(filter: $filter) { cursor events {
  kind id node { ... on Pod { name namespace resourceVersion phase labels } } } } }`;

const [, , url = "", cluster = "", count = "1000", namespaces = "10"] = process.argv;

/** Which change came when: pairs of a resourceVersion and a time, by the clock that all processes share. */
let heard: number[] = [];

/** Program: subscribers over WebSocket, each of the pods of one namespace in turn. Ready when each has its snapshot. */
function subscribe(number: number): Promise<void> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
    perMessageDeflate: false,
  });
  const filter = { types: ["Pod"], clusters: [cluster], namespaces: [`team-${number % Number(namespaces)}`] };
  const payload = { query: QUERY, variables: { filter } };
  socket.on("open", () => socket.send('{"type":"connection_init"}'));
  return new Promise((resolve) => {
    socket.on("close", (code) => {
      throw new Error(`subscriber ${number} was closed with ${code}`);
    });
    socket.on("message", (data: Buffer) => {
      const at = now();
      const text = data.toString("latin1");
      if (text.includes('"connection_ack"'))
        return socket.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
      if (text.includes('"type":"error"') || text.includes('"kind":"GAP"')) throw new Error(text.slice(0, 500));
      if (text.includes("SNAPSHOT_END")) resolve();
      for (const [, version] of text.matchAll(/"MODIFIED".*?"resourceVersion":"(\d+)"/g))
        heard.push(Number(version), at);
      return undefined;
    });
  });
}

for (let opened = 0; opened < Number(count); opened += 50)
  await Promise.all(
    Array.from({ length: Math.min(50, Number(count) - opened) }, (_, more) => subscribe(opened + more)),
  );

servePart(true, {
  count: () => heard.length / 2,
  take: () => {
    const taken = Float64Array.from(heard);
    heard = [];
    return taken;
  },
});
