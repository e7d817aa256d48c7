import { expect, test } from "vitest";
import { Decoder } from "../../connectors/kubernetes/decode.ts";
import { namedKinds } from "../support/kinds.ts";
import { anyValues, changed, memberAt, outcomeOf, wireOf } from "./wire-changes.ts";

/** Members that are read, by kind, parted by spaces. */
const read: Readonly<Record<string, string>> = {
  Pod: `
    spec.initContainers spec.initContainers.1.ports status.podIPs status.podIPs.0.ip spec.containers.0.ports.0.name
    spec.containers.0.ports.0.containerPort spec.containers.0.ports.0.protocol status.initContainerStatuses
    metadata.ownerReferences status.initContainerStatuses.1.restartCount metadata.ownerReferences.0.controller
    metadata.ownerReferences.0.kind metadata.ownerReferences.0.name`,
  Deployment: `
    spec.replicas spec.selector spec.template spec.template.spec spec.template.spec.containers
    spec.template.spec.containers.0.image spec.template.spec.containers.0.env status.readyReplicas
    status.availableReplicas status.updatedReplicas spec.template.spec.containers.0.env.0.value`,
  StatefulSet: "spec.replicas status status.readyReplicas status.availableReplicas status.updatedReplicas",
  DaemonSet: `
    status.desiredNumberScheduled status.numberReady status.numberAvailable status.updatedNumberScheduled
    spec.selector`,
  EndpointSlice: `
    addressType ports ports.0.name ports.0.port ports.0.protocol ports.0.appProtocol endpoints endpoints.0.addresses
    endpoints.0.addresses.0 endpoints.0.conditions endpoints.0.conditions.ready endpoints.0.conditions.serving
    endpoints.0.conditions.terminating endpoints.0.nodeName endpoints.0.zone endpoints.0.targetRef
    endpoints.0.targetRef.name`,
  PodDisruptionBudget: `
    spec.selector spec.unhealthyPodEvictionPolicy status.disruptionsAllowed status.currentHealthy
    status.desiredHealthy status.expectedPods`,
  KubernetesEvent: `
    reason message type reportingComponent involvedObject involvedObject.kind count involvedObject.namespace
    involvedObject.name involvedObject.uid lastTimestamp`,
  Role: "rules rules.0",
  ClusterRole: "rules rules.0 aggregationRule",
  RoleBinding: "roleRef subjects subjects.0",
  ClusterRoleBinding: "roleRef subjects subjects.0",
  WorkloadEntry: `
    spec.address spec.ports spec.labels spec.network spec.locality spec.weight spec.serviceAccount status.conditions
    status.conditions.0.type status.conditions.0.status`,
  WorkloadGroup: "spec spec.metadata spec.metadata.labels spec.template spec.template.serviceAccount",
  Sidecar: `
    spec.workloadSelector spec.workloadSelector.labels spec.egress spec.egress.0 spec.egress.0.hosts
    spec.egress.0.hosts.0`,
  AuthorizationPolicy: `
    spec.action spec.rules spec.rules.0 spec.targetRefs spec.targetRefs.0.group spec.targetRefs.0.kind
    spec.targetRefs.0.name`,
  PeerAuthentication: `
    spec.selector spec.selector.matchLabels spec.mtls spec.mtls.mode spec.portLevelMtls spec.portLevelMtls.9187
    spec.portLevelMtls.9187.mode`,
  Telemetry: "spec spec.targetRefs spec.targetRefs.0 spec.targetRefs.0.name",
  IstioInjector: "metadata.labels metadata.labels.istio.io/tag metadata.labels.istio.io/rev",
  KubernetesGateway: `
    spec.gatewayClassName spec.listeners spec.listeners.0.name spec.listeners.0.hostname spec.listeners.0.port
    spec.listeners.0.protocol spec.listeners.1.tls spec.listeners.1.tls.mode status.addresses
    status.addresses.0.value status.conditions`,
  HTTPRoute: `
    spec.hostnames spec.hostnames.0 spec.parentRefs spec.parentRefs.0.group spec.parentRefs.1.port
    spec.parentRefs.1.sectionName spec.parentRefs.1.namespace spec.rules spec.rules.0.backendRefs
    spec.rules.0.backendRefs.0.name spec.rules.0.backendRefs.0.port`,
  TLSRoute: "spec.hostnames spec.parentRefs.0.kind spec.rules.0 spec.rules.0.backendRefs.0.kind",
  NodePool: `
    spec.template.metadata spec.template.metadata.labels spec.template.spec.startupTaints
    spec.template.spec.expireAfter spec.template.spec.terminationGracePeriod spec.disruption`,
  NodeClaim: `
    spec.expireAfter spec.nodeClassRef spec.resources spec.resources.requests status.nodeName status.imageID`,
  NodeOverlay: "spec.requirements spec.requirements.0 spec.weight spec.priceAdjustment spec.capacity",
  EC2NodeClass: `
    spec.role spec.subnetSelectorTerms spec.securityGroupSelectorTerms spec.tags spec.amiFamily
    spec.amiSelectorTerms spec.amiSelectorTerms.0 status.conditions.0.message`,
  NodeClass: `
    spec.role spec.subnetSelectorTerms spec.securityGroupSelectorTerms spec.tags spec.networkPolicy spec.snatPolicy`,
  ApplicationNetworkPolicy: `
    spec.policyTypes spec.egress spec.egress.0 spec.egress.1.to spec.egress.1.to.0.domainNames
    spec.egress.1.to.0.domainNames.0`,
};

const members = Object.entries(read).flatMap(([name, paths]) =>
  paths
    .split(/\s+/)
    .filter(Boolean)
    .map((path) => [name, path] as const),
);

test.each(members)("%s: %s of another type is refused", (name, path) => {
  const named = namedKinds.find(({ kind }) => kind.type.name === name);
  if (named === undefined) throw new Error(`no kind ${name}`);
  const { text, places } = wireOf(named);
  const place = places.find((steps) => steps.join(".") === path);
  if (place === undefined) throw new Error(`the fixture has no ${path}`);
  const usual = typeOf(memberAt(JSON.parse(text), place));
  const decoder = new Decoder("eu-1");

  const others = anyValues.filter((value) => value !== null && typeOf(value) !== usual);
  const taken = others.filter((value) => outcomeOf(named, decoder, changed(text, place, value)) !== "refused");

  expect(others.length).toBeGreaterThan(8);
  expect(taken).toEqual([]);
});

function typeOf(value: unknown): string {
  return Array.isArray(value) ? "list" : typeof value;
}
