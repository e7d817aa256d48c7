import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { HTTPRoute } from "../schema/http-route.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { TLSRoute } from "../schema/tls-route.ts";
import type { Context } from "../src/context.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { namedBy } from "./target-reference.ts";

const parents = "The gateways, Services and ServiceEntries that it is for, as far as they exist.";
const backends = "The Services and ServiceEntries that it leads to, as far as they exist.";

@Resolver(() => HTTPRoute)
export class HTTPRouteResolver extends kubernetesObjectResolver(HTTPRoute) {
  @FieldResolver(() => [KubernetesObject], { description: parents })
  parents(@Root() route: HTTPRoute, @Ctx() { view }: Context): readonly KubernetesObject[] {
    return namedBy(view, route, route.parentRefs);
  }

  @FieldResolver(() => [KubernetesObject], { description: backends })
  backends(@Root() route: HTTPRoute, @Ctx() { view }: Context): readonly KubernetesObject[] {
    return namedBy(view, route, route.backendRefs);
  }
}

@Resolver(() => TLSRoute)
export class TLSRouteResolver extends kubernetesObjectResolver(TLSRoute) {
  @FieldResolver(() => [KubernetesObject], { description: parents })
  parents(@Root() route: TLSRoute, @Ctx() { view }: Context): readonly KubernetesObject[] {
    return namedBy(view, route, route.parentRefs);
  }

  @FieldResolver(() => [KubernetesObject], { description: backends })
  backends(@Root() route: TLSRoute, @Ctx() { view }: Context): readonly KubernetesObject[] {
    return namedBy(view, route, route.backendRefs);
  }
}
