import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { DestinationRule } from "../schema/destination-rule.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { ServiceEntryFilter } from "../schema/inputs/service-entry-filter.ts";
import { HostResolution } from "../schema/host-resolution.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { ServiceEntryTargets } from "../schema/service-entry-targets.ts";
import { Sidecar } from "../schema/sidecar.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import type { Context } from "../src/context.ts";
import {
  canonicalHost,
  coveringHosts,
  coversHost,
  meetingKeys,
  meetingLookups,
  qualifiedHost,
} from "../src/model/istio/hosts.ts";
import { importsHost, readEgressHosts } from "../src/model/istio/egress-hosts.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge, inOrder } from "./edge.ts";
import { hostInNamespaceOf } from "./host-resolution.ts";
import { problemsOfServiceEntry } from "./istio-problems.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import type { Condition } from "./selection.ts";
import { targetsOf } from "./service-entry-targets.ts";
import { gatewaysOf } from "./virtual-service.ts";

const routesByHost = indexOf(VirtualService, ({ cluster, namespace, hosts, destinationHosts }) => {
  const keys = new Set([...hosts, ...destinationHosts].flatMap((host) => meetingKeys(qualifiedHost(host, namespace))));
  return [...keys].map((key) => `${key} ${cluster}`);
});

const rulesByHost = indexOf(DestinationRule, ({ cluster, namespace, host }) => [
  `${qualifiedHost(host, namespace)} ${cluster}`,
]);

/** What the filter of service entries has beside what every filter has. */
export function serviceEntryCondition({ host }: ServiceEntryFilter): Condition<ServiceEntry> {
  if (host === null || host === undefined) return null;
  const wanted = canonicalHost(host);
  return ({ hosts }) => hosts.some((pattern) => coversHost(canonicalHost(pattern), wanted));
}

/** Those whose only host is `*` are found by where they lead. */
function virtualServicesOf(view: View, { cluster, hosts }: ServiceEntry): readonly VirtualService[] {
  const lookups = hosts.flatMap((host) => meetingLookups(canonicalHost(host)));
  return inOrder(lookups.flatMap((key) => view.by(routesByHost, `${key} ${cluster}`)));
}

function takesIn(sidecar: Sidecar, { namespace, hosts }: ServiceEntry): boolean {
  const egress = readEgressHosts(sidecar.egressHosts, sidecar.namespace ?? "", true);
  return hosts.some((host) => importsHost(egress, namespace ?? "", host));
}

@Resolver(() => ServiceEntry)
export class ServiceEntryResolver extends kubernetesObjectResolver(ServiceEntry, {
  plural: "serviceEntries",
  problems: problemsOfServiceEntry,
  filter: { type: ServiceEntryFilter, condition: serviceEntryCondition },
}) {
  @FieldResolver(() => [HostResolution], {
    description: "What each of its hosts means in its own namespace: who else has it, and who answers for it.",
  })
  resolutions(@Root() entry: ServiceEntry, @Ctx() { view }: Context): readonly HostResolution[] {
    return [...new Set(entry.hosts)].map((host) => hostInNamespaceOf(view, entry, host));
  }

  @FieldResolver(() => ServiceEntryTargets, {
    description: "Where its traffic goes now: the endpoints that are written in it, or the workloads that it selects.",
  })
  targets(@Root() entry: ServiceEntry, @Ctx() { view }: Context): ServiceEntryTargets {
    return targetsOf(view, entry);
  }

  @FieldResolver(() => connectionOf(Sidecar), {
    nullable: true,
    description: "The Sidecars of its cluster that take in one of its hosts by name or wildcard.",
  })
  sidecars(
    @Root() entry: ServiceEntry,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Sidecar> {
    const where = (sidecar: Sidecar): boolean => takesIn(sidecar, entry);
    return connectEdge(context, entry, Sidecar, { clusters: [entry.cluster], where }, page);
  }

  @FieldResolver(() => [VirtualService], {
    description:
      "The VirtualServices of its cluster that route one of its hosts, or route to it. exportTo is not weighed.",
  })
  virtualServices(@Root() entry: ServiceEntry, @Ctx() { view }: Context): readonly VirtualService[] {
    return virtualServicesOf(view, entry);
  }

  @FieldResolver(() => [DestinationRule], {
    description: "The DestinationRules of its cluster whose host covers one of its hosts. exportTo is not weighed.",
  })
  destinationRules(@Root() { cluster, hosts }: ServiceEntry, @Ctx() { view }: Context): readonly DestinationRule[] {
    const patterns = hosts.flatMap((host) => coveringHosts(canonicalHost(host)));
    return inOrder(patterns.flatMap((pattern) => view.by(rulesByHost, `${pattern} ${cluster}`)));
  }

  @FieldResolver(() => [IstioGateway], { description: "The gateways that one of its VirtualServices is bound to." })
  gateways(@Root() entry: ServiceEntry, @Ctx() { view }: Context): readonly IstioGateway[] {
    return inOrder(virtualServicesOf(view, entry).flatMap((route) => gatewaysOf(view, route)));
  }
}
