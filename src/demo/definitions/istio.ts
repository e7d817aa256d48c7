import type { Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";
import { anything, define, integer, listBy, listOf, mapOf, objectOf, text } from "./define.ts";
import { istioLabels, istioPolicyDefinitions } from "./istio-policy.ts";

const port = { ...integer, minimum: 0, maximum: 65_535 };

/** Where one workload is, as a WorkloadEntry has it and an endpoint of a ServiceEntry. */
const endpoint = objectOf({
  address: text,
  ports: mapOf(port),
  labels: mapOf(text),
  network: text,
  locality: text,
  weight: integer,
  serviceAccount: text,
});

/** What istio.io/api says of a ServiceEntry, but for its CEL rules. */
const serviceEntry = objectOf(
  {
    hosts: listOf(text, { minItems: 1, maxItems: 256 }),
    addresses: listOf({ ...text, maxLength: 64 }, { maxItems: 256 }),
    ports: listBy("name", objectOf({ number: port, name: text, protocol: text, targetPort: port }, ["number", "name"])),
    location: { ...text, enum: ["MESH_EXTERNAL", "MESH_INTERNAL"] },
    resolution: { ...text, enum: ["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"] },
    endpoints: listOf(endpoint, { maxItems: 4096 }),
    workloadSelector: objectOf({ labels: mapOf(text) }),
    exportTo: listOf(text),
    subjectAltNames: listOf(text),
  },
  ["hosts"],
);

const networking = (kind: string, plural: string, spec: Schema, ...shortNames: readonly string[]): Definition =>
  define({
    group: "networking.istio.io",
    kind,
    plural,
    scope: "Namespaced",
    versions: ["v1", "v1beta1", "v1alpha3"],
    spec,
    ...(shortNames.length > 0 && { shortNames }),
    categories: ["istio-io", "networking-istio-io"],
    labels: istioLabels,
  });

/** The resources of Istio that the demo has. */
export const istioDefinitions: readonly Definition[] = [
  networking("ServiceEntry", "serviceentries", serviceEntry, "se"),
  networking(
    "Gateway",
    "gateways",
    {
      ...anything,
      properties: { selector: mapOf(text), servers: listOf(anything) },
    },
    "gw",
  ),
  networking(
    "VirtualService",
    "virtualservices",
    {
      ...anything,
      properties: { hosts: listOf(text), gateways: listOf(text), exportTo: listOf(text) },
    },
    "vs",
  ),
  networking(
    "DestinationRule",
    "destinationrules",
    {
      ...anything,
      properties: { host: text, subsets: listOf(anything), exportTo: listOf(text) },
      required: ["host"],
    },
    "dr",
  ),
  networking("WorkloadEntry", "workloadentries", endpoint, "we"),
  networking(
    "WorkloadGroup",
    "workloadgroups",
    { ...anything, properties: { metadata: anything, template: endpoint, probe: anything }, required: ["template"] },
    "wg",
  ),
  networking("Sidecar", "sidecars", {
    ...anything,
    properties: { workloadSelector: anything, egress: listOf(anything), ingress: listOf(anything) },
  }),
  ...istioPolicyDefinitions,
];
