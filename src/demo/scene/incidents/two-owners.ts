import { istioObject } from "../mesh/istio-object.ts";
import type { Incident } from "./incident.ts";

/** A team calls a host that another one has declared already, and declares it once more. */
export const twoOwners: Incident = {
  cluster: "eu-1",
  *play({ server, stage }) {
    const place = { namespace: "shop", owner: "checkout" };
    const entry = istioObject("ServiceEntry", "stripe-checkout", place, stage, {
      hosts: ["api.stripe.example"],
      ports: [{ number: 443, name: "tls", protocol: "TLS" }],
      location: "MESH_EXTERNAL",
      resolution: "DNS",
      exportTo: ["*"],
    });
    server.put({ ...entry, metadata: { ...entry.metadata, creationTimestamp: stage.ago(0) } });
    yield;
  },
};
