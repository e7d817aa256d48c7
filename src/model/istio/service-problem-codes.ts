/**
 * What can be wrong with ServiceEntries and Sidecars, and what comes of it. IST codes are those of `istioctl analyze` (istio
 * pkg/config/analysis/msg), KIA codes those of Kiali (models/istio_validation.go), for the same or nearly the same.
 */
export const SERVICE_PROBLEM_CODES = {
  INVALID_SPEC: "A field is of a wrong type, and counts as left out (IST0106).",
  EXPORT_NAMESPACE_NOT_FOUND: "exportTo names a namespace that is not there (KIA0005).",
  EXPORT_INVALID: "An entry of exportTo is neither ., * nor ~, nor can it be a namespace.",
  EXPORT_DUPLICATE: "exportTo says the same twice.",
  EXPORT_PUBLIC_WITH_OTHERS: "exportTo has * with other entries, which count for nothing.",
  EXPORT_NONE_WITH_OTHERS: "exportTo has ~ with other entries: lists leave it out, but routes may lead there.",
  SELECTOR_WITHOUT_LABELS: "A workloadSelector has no labels, so it fits all of the namespace.",
  SELECTOR_INVALID: "A label of a workloadSelector is empty or has a wildcard, which fits nothing.",

  ENTRY_CRASHES_CONTROL_PLANE:
    "It has a workloadSelector and no usable host or address: istiod 1.30 and later ends at it.",
  ENTRY_WITHOUT_HOSTS: "It has no hosts, and does nothing.",
  ENTRY_RESOLUTION_INVALID: "Its resolution is none that Istio knows.",
  ENTRY_RESOLUTION_TOO_NEW: "The control plane's version does not know its resolution, or not for sidecars.",
  ENTRY_LOCATION_INVALID: "Its location is neither MESH_EXTERNAL nor MESH_INTERNAL.",
  HOST_EVERYTHING: "A host is *, of which Envoy may refuse all routes.",
  HOST_INVALID: "A host is no DNS name.",
  HOST_PARTIAL_WILDCARD: "A wildcard is not a whole label: *api.com covers evilapi.com too.",
  HOST_CAPITALS: "A host has capitals: Sidecars, VirtualServices and DestinationRules must write it the same way.",
  HOST_TRAILING_DOT: "A host ends with a dot, so it is another than the one without.",
  HOST_DUPLICATE: "A host is there twice.",
  HOST_NEEDS_ENDPOINTS: "A wildcard cannot be looked up in DNS, and no endpoints are written down.",
  HOST_NEEDS_WILDCARD: "With resolution DYNAMIC_DNS every host must be a wildcard.",
  HOSTS_NOT_TOLD_APART: "Several hosts share a port whose traffic names no host.",
  HOSTS_SHARE_ADDRESS: "Several hosts share the addresses of a TCP port, which stand for one of them.",
  ADDRESS_INVALID: "An address is neither an IP address nor a CIDR block: sidecars ignore it, ztunnel the whole entry.",
  ADDRESS_BLOCK_RESOLVED: "A CIDR block is for the resolutions NONE and STATIC only.",
  ADDRESSES_REQUIRED: "A TCP port has no address of its own, and gets none by itself (IST0134).",
  ADDRESSES_WITH_DYNAMIC_DNS: "With resolution DYNAMIC_DNS addresses are not used.",
  PORT_DUPLICATE: "A port number is there twice: the first counts.",
  PORT_NAME_DUPLICATE: "A port name is there twice.",
  PORT_NAME_INVALID: "A port has no name, or one that is no DNS label.",
  PORT_NUMBER_INVALID: "A port is not from 1 to 65535.",
  PORT_PROTOCOL_UNKNOWN: "A protocol is none that Istio knows: it is found out by looking at the traffic.",
  PORT_PROTOCOL_NOT_FORWARDED: "With resolution DYNAMIC_DNS only HTTP, HTTP2, GRPC and TLS get through.",
  ENDPOINTS_AND_SELECTOR: "It has endpoints and a workloadSelector: the endpoints are ignored.",
  ENDPOINTS_NOT_USED: "Its endpoints or workloadSelector are not used with its resolution.",
  ENDPOINTS_TOO_MANY: "With resolution DNS_ROUND_ROBIN only the first endpoint counts.",
  ENDPOINT_ADDRESS_MISSING: "An endpoint has no address, which only one of another network may lack.",
  ENDPOINT_ADDRESS_INVALID: "An endpoint's address is not of the kind that its resolution needs.",
  ENDPOINT_PORT_INVALID: "A port of an endpoint is none of the entry's, or no port.",
  ENDPOINT_SOCKET_PORTS: "A Unix socket has no ports, and stands for one port of the entry.",
  WAYPOINT_WITH_INTERNAL: "With resolution DYNAMIC_DNS a waypoint serves MESH_EXTERNAL only.",
  SELECTS_NOTHING: "Its workloadSelector fits no workload (IST0101).",
  SEVERAL_SERVICE_ENTRIES: "Another ServiceEntry has the same host and port for the same namespaces (KIA1211).",
  PROTOCOL_CONFLICT: "Another ServiceEntry says another protocol for the same host and port (IST0177, KIA1212).",

  SIDECAR_EMPTY: "It says nothing at all; all is taken in.",
  SIDECAR_SELECTOR_IN_ROOT:
    "It is in the root namespace and has a workloadSelector: it is for that namespace only (KIA1006).",
  SIDECAR_CONFLICT: "An older Sidecar of the namespace is for the same workloads (IST0110, IST0111, KIA1007).",
  EGRESS_HOST_INVALID: "A host is not of the form namespace/name: it may be ignored.",
  EGRESS_HOST_NOT_FOUND: "Nothing in the mesh has the host (KIA1004).",
  EGRESS_HOST_DUPLICATE: "A host is taken in by another entry already.",
  EGRESS_EXCLUSION_TOO_NEW: "Entries with ~ leave hosts out from Istio 1.31 on only; before, they take in nothing.",
  EGRESS_WITHOUT_HOSTS: "A listener has no hosts, and takes in nothing.",
  EGRESS_CATCH_ALL_NOT_LAST: "A listener without a port is not the last: those after it are never reached by HTTP.",
  EGRESS_PORT_DUPLICATE: "Two listeners have the same port or socket.",
  EGRESS_PORT_INVALID: "A listener's port is neither from 1 to 65535, nor 0 with a Unix socket.",
  EGRESS_BIND_INVALID: "A listener with a port is bound to what is no IP address.",
  EGRESS_PROTOCOL_UNKNOWN: "A listener's protocol is none that Istio knows.",
  OUTBOUND_MODE_INVALID: "Its outbound mode is none that a Sidecar can have.",
  OUTBOUND_MODE_IMPLIED: "Its outboundTrafficPolicy names no mode, which means REGISTRY_ONLY.",
  EGRESS_PROXY_INVALID: "An egressProxy needs ALLOW_ANY, a host and a port.",
} as const;

export type ServiceProblemCode = keyof typeof SERVICE_PROBLEM_CODES;

/** Takes note of a problem with the object that is looked at. */
export type ReportService = (code: ServiceProblemCode, message: string) => void;
