import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Cluster } from "../schema/cluster.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { DateTime } from "../schema/scalars.ts";
import type { Context } from "../src/context.ts";
import { lastHeard } from "./provenance.ts";

/** What every Kubernetes object leads to. */
@Resolver(() => KubernetesObject)
export class KubernetesObjectEdges {
  @FieldResolver(() => Cluster, { description: "The cluster that has it." })
  cluster(@Root() object: KubernetesObject, @Ctx() { view }: Context): Cluster | null {
    return view.get(Cluster, { cluster: "", namespace: null, name: object.cluster });
  }

  @FieldResolver(() => DateTime, { description: "When the object's watch last spoke (an event or a bookmark)." })
  asOf(@Root() object: KubernetesObject, @Ctx() { view }: Context): Date {
    // Without its watch, this much is sure: what is held was there when it was made.
    return lastHeard(view, object) ?? object.createdAt;
  }
}
