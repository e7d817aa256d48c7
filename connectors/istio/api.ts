/** The API group and served versions of Istio's traffic resources, best first: all three have the same fields. */
export const networking = { group: "networking.istio.io", versions: ["v1", "v1beta1", "v1alpha3"] } as const;

/** The same of who may call whom, of which both versions have the same fields. */
export const security = { group: "security.istio.io", versions: ["v1", "v1beta1"] } as const;

export const telemetryApi = { group: "telemetry.istio.io", versions: ["v1", "v1alpha1"] } as const;
