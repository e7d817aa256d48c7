import { isJsonArray, isJsonObject, type JsonObject } from "../../json.ts";
import { keyOf } from "../../kube-object.ts";
import type { Story, World } from "./world.ts";

const resource = "serviceentries.networking.istio.io";
const alternative: JsonObject = { number: 9443, name: "https-alt", protocol: "HTTPS" };

/** A team changes the ports of something that it calls: one more for a while, then no more. */
export function* movePort({ server, stage }: World): Story {
  if (!server.serves(resource)) return;
  const entries = server.list(resource);
  if (entries.length === 0) return;
  const { metadata, spec } = stage.random.pick(entries);
  const ports = isJsonObject(spec) && isJsonArray(spec["ports"]) ? spec["ports"] : [];
  const others = ports.filter((port) => isJsonObject(port) && port["name"] !== alternative["name"]);
  const changed = others.length === ports.length ? [...ports, alternative] : others;
  server.patch(resource, keyOf(metadata), { spec: { ports: changed } });
  yield;
}
