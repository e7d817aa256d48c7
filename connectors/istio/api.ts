/** The API group and served versions of Istio's traffic resources, best first: all three have the same fields. */
export const networking = { group: "networking.istio.io", versions: ["v1", "v1beta1", "v1alpha3"] } as const;
