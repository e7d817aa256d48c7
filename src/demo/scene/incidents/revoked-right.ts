import type { Incident } from "./incident.ts";

const resource = "virtualservices.networking.istio.io";

/** Somebody makes the gateway's ClusterRole smaller than it needs. What was read is known still; what changes is not. */
export const revokedRight: Incident = {
  cluster: "us-1",
  *play({ server }) {
    server.revoke(resource);
    const key = "pay/stripe-through-egress";
    if (server.get(resource, key) === undefined) return;
    server.patch(resource, key, { metadata: { labels: { "retail.example/reviewed": "2026-11" } } });
    yield;
  },
};
