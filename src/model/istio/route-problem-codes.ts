/**
 * What can be wrong with VirtualServices, DestinationRules and Gateways, and what comes of it. IST codes are those of `istioctl analyze`
 * (istio pkg/config/analysis/msg), KIA codes those of Kiali (models/istio_validation.go), for the same or nearly the same.
 */
export const ROUTE_PROBLEM_CODES = {
  INVALID_SPEC: "A field is of a wrong type, and counts as left out (IST0106).",
  EXPORT_NAMESPACE_NOT_FOUND: "exportTo names a namespace that is not there (KIA0005).",

  VIRTUAL_SERVICE_EMPTY: "It has no rules, so nothing is routed.",
  VIRTUAL_SERVICE_HOST_NOT_FOUND: "No service has a host of it: sidecars route it at port 80 alone.",
  VIRTUAL_SERVICE_DUPLICATE_HOST: "Two of its hosts overlap.",
  MESH_HOST_EVERYTHING: "Sidecars cannot route the host *.",
  DELEGATE_WITH_GATEWAYS: "It has no hosts, so it is a delegate, of which gateways, tls and tcp are ignored.",
  CONFLICTING_HOST: "Another VirtualService has the same host at the same gateway and comes first (IST0109, KIA1106).",
  GATEWAY_NOT_FOUND: "A Gateway that it names is not there (IST0101, KIA1102).",
  HOST_NOT_IN_GATEWAY: "None of its hosts is among those of a Gateway that it names (IST0132).",
  DELEGATE_NOT_FOUND: "A route is delegated to a VirtualService that is not there: the route is dropped.",
  DELEGATE_HAS_HOSTS: "A route is delegated to a VirtualService with hosts of its own: the route is dropped.",
  DELEGATE_NOT_EXPORTED:
    "A route is delegated to a VirtualService that is not exported to its namespace: the route is dropped.",
  DELEGATE_ROUTE_CONFLICT: "A delegate's route matches what the root's does not: it is dropped.",
  DELEGATE_OF_DELEGATE: "A delegate delegates further, which is ignored: its route leads nowhere.",
  DELEGATE_WITH_ACTION: "A route that is delegated has destinations or a redirect too, which are ignored.",
  ROUTE_WITHOUT_ACTION: "A route has neither destinations, nor a redirect, nor a direct response: Envoy refuses it.",
  ROUTE_WITH_SEVERAL_ACTIONS:
    "A route has several of destinations, redirect and direct response: the last named of these counts last.",
  ROUTE_WITHOUT_WEIGHT: "All destinations of a route have the weight 0: Envoy refuses it.",
  WEIGHT_IGNORED: "The only destination of a route has a weight below 100, which does not count (KIA1104).",
  DUPLICATE_DESTINATION: "A route leads to the same host, subset and port twice (KIA1105).",
  INVALID_REDIRECT_CODE: "A redirect has a code other than 301, 302, 303, 307 and 308: Envoy refuses it.",
  UNREACHABLE_RULE: "A rule comes after one that takes everything, or after the same (IST0130).",
  DUPLICATE_MATCH: "A match is the same as one before it (IST0131).",
  TLS_RULE_WITHOUT_MATCH: "A rule of tls has no match, and does nothing.",
  SNI_HOST_NOT_COVERED: "A rule of tls names an SNI that none of the hosts covers.",

  DESTINATION_WITHOUT_HOST: "A destination names no host: nothing answers there.",
  DESTINATION_HOST_NOT_FOUND: "A destination's host is not in the mesh: nothing answers there (IST0101, KIA1101).",
  DESTINATION_NOT_VISIBLE: "A destination's host is not seen by those who are led there: nothing answers there.",
  DESTINATION_PORT_REQUIRED: "A destination names no port of a service with several (IST0112).",
  DESTINATION_PORT_NOT_FOUND: "A destination's service does not have the port: nothing answers there.",
  DESTINATION_UNKNOWN: "Whether a destination is known cannot be told.",
  PLAIN_HTTP_TO_TLS_PORT:
    "A rule for HTTP leads to a port of TLS outside of the mesh, and no DestinationRule makes TLS of it.",
  SUBSET_NOT_FOUND: "No DestinationRule in force has the subset: nothing answers there (KIA1107).",

  DESTINATION_RULE_HOST_NOT_FOUND: "No service has the host (KIA0202).",
  DUPLICATE_SUBSET: "A subset is there twice; the first counts for routes.",
  SUBSET_WITHOUT_LABELS:
    "A subset has neither labels nor a policy of its own, so it is just the service (KIA0209; one with a policy is how egress gateways are used).",
  SUBSET_SELECTS_NOTHING: "Nothing has the labels of a subset (IST0173, KIA0203).",
  CONFLICTING_DESTINATION_RULE:
    "An older rule of the same host and namespace goes before it, in whole or in part (KIA0201).",
  SELECTOR_WITH_EXPORT: "It has a workloadSelector, so exportTo is ignored: it is for its own namespace.",
  PORT_SETTING_NOT_FOUND: "It has settings for a port that the service does not have.",
  CREDENTIAL_IGNORED: "Sidecars drop TLS with a credentialName where no workloadSelector is: they send plain text.",
  CERTIFICATE_MISSING: "TLS of mode MUTUAL needs a certificate and key, and is dropped: plain text is sent.",

  GATEWAY_WITHOUT_SERVERS: "It listens for nothing.",
  GATEWAY_SELECTS_NOTHING: "No proxy has the labels of its selector (IST0101, KIA0302).",
  GATEWAY_CONFLICT:
    "Another Gateway's server with the same port comes first, and this one is left out (IST0145, KIA0301).",
  GATEWAY_PORT_NOT_ON_SERVICE: "No Service of the proxies leads to the port (IST0162).",
  SERVER_WITHOUT_HOSTS: "A server has no hosts, so no VirtualService is followed.",
  SERVER_INVALID_HOST: "A server's host is no hostname, or not namespace/host.",
  SERVER_INVALID_PORT: "A server's port is not from 1 to 65535.",
  SERVER_UNKNOWN_PROTOCOL: "A server's protocol is none that Istio knows, and counts as TCP.",
  SERVER_DUPLICATE_PORT_NAME: "Two servers of a Gateway have the same port name.",
  SERVER_TLS_MISSING: "A server of protocol HTTPS or TLS has no TLS settings.",
  SERVER_TLS_UNEXPECTED: "A server of a protocol without TLS has TLS settings.",
  SERVER_INVALID_TLS_MODE: "A server's TLS mode is none that Istio knows.",
} as const satisfies Readonly<Record<string, string>>;

export type RouteProblemCode = keyof typeof ROUTE_PROBLEM_CODES;
