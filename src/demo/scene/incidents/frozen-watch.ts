import type { Incident } from "./incident.ts";

const resource = "serviceentries.networking.istio.io";

/** A connection of which something between has forgotten the one end: what changes then is not heard of. */
export const frozenWatch: Incident = {
  cluster: "eu-1",
  *play({ server }) {
    server.freezeWatches(resource);
    for (const name of ["adyen", "riskdata"]) {
      if (server.get(resource, `pay/${name}`) === undefined) continue;
      server.patch(resource, `pay/${name}`, { metadata: { labels: { "retail.example/reviewed": "2026-11" } } });
      yield;
    }
  },
};
