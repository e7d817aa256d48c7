import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { DestinationRule } from "../schema/destination-rule.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import type { Context } from "../src/context.ts";
import { qualifiedHost } from "../src/model/istio/hosts.ts";
import { connectEdge, nothing } from "./edge.ts";
import { problemsOfDestinationRule } from "./istio-problems.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { kubernetesServiceNamed } from "./mesh-world.ts";
import { entriesByHost, entriesUnder, hostKey, servicesUnder } from "./mesh-world-indexes.ts";

@Resolver(() => DestinationRule)
export class DestinationRuleResolver extends kubernetesObjectResolver(DestinationRule, {
  problems: problemsOfDestinationRule,
}) {
  @FieldResolver(() => connectionOf(KubernetesService), {
    nullable: true,
    description: "The Services of its cluster that its host covers. exportTo is not weighed.",
  })
  kubernetesServices(
    @Root() rule: DestinationRule,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<KubernetesService> {
    const host = qualifiedHost(rule.host, rule.namespace);
    const named = kubernetesServiceNamed(host);
    const one =
      named === null ? nothing : { clusters: [rule.cluster], namespaces: [named.namespace], names: [named.name] };
    const under = { within: { index: servicesUnder, key: hostKey(host, rule.cluster) } };
    return connectEdge(context, rule, KubernetesService, host.startsWith("*.") ? under : one, page);
  }

  @FieldResolver(() => connectionOf(ServiceEntry), {
    nullable: true,
    description: "The ServiceEntries of its cluster with a host that its own covers. exportTo is not weighed.",
  })
  serviceEntries(
    @Root() rule: DestinationRule,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<ServiceEntry> {
    const host = qualifiedHost(rule.host, rule.namespace);
    const index = host.startsWith("*.") ? entriesUnder : entriesByHost;
    return connectEdge(context, rule, ServiceEntry, { within: { index, key: hostKey(host, rule.cluster) } }, page);
  }
}
