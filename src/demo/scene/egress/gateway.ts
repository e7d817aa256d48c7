/** Where the egress gateway lives, and how it is found. */
export const egress = {
  namespace: "istio-egress",
  service: "istio-egressgateway",
  gateway: "egress",
  selector: { istio: "egressgateway" },
} as const;
