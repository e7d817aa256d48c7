/** What can go wrong in the demo, a line each. */
export const incidentSummaries = {
  "gateway-loses-nodes": "the egress gateway of eu-1 loses its three nodes, one after the other, and its pods wait",
  "missing-port": "the ServiceEntry pay/stripe of eu-1 loses the port 443 that the egress gateway leads to",
  "two-owners": "a second team of eu-1 makes a ServiceEntry for api.stripe.example, for all namespaces",
  "pool-at-limit": "search of eu-1 is scaled up while both pools are at their limits, and pods wait",
  "frozen-watch": "the watch of eu-1's ServiceEntries freezes: its connection stays, and nothing comes",
  "revoked-right": "the gateway's token may not read the VirtualServices of us-1 any more",
} as const;

export type IncidentName = keyof typeof incidentSummaries;

export function isIncidentName(name: string): name is IncidentName {
  return Object.hasOwn(incidentSummaries, name);
}
