import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { DestinationRule } from "../schema/destination-rule.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import type { Context } from "../src/context.ts";
import { qualifiedHost } from "../src/model/istio/hosts.ts";
import { inOrder } from "./edge.ts";
import { governingWorld, problemsOfDestinationRule } from "./istio-problems.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

@Resolver(() => DestinationRule)
export class DestinationRuleResolver extends kubernetesObjectResolver(DestinationRule, {
  problems: problemsOfDestinationRule,
}) {
  @FieldResolver(() => [KubernetesObject], {
    description: "The Services and ServiceEntries of its cluster that its host covers. exportTo is not weighed.",
  })
  services(@Root() rule: DestinationRule, @Ctx() { view }: Context): readonly KubernetesObject[] {
    const world = governingWorld(view, rule);
    const host = qualifiedHost(rule.host, rule.namespace);
    const services = host.startsWith("*") ? world.servicesUnder(host) : world.servicesOf(host);
    return inOrder(services.map(({ object }) => object));
  }
}
