import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { Namespace } from "../schema/namespace.ts";
import { NetworkPolicyPeer } from "../schema/network-policy-peer.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { connect } from "./connection.ts";
import { nothing } from "./edge.ts";
import { podsOfPeer } from "./network-policy-rules.ts";

@Resolver(() => NetworkPolicyPeer)
export class NetworkPolicyPeerResolver {
  @FieldResolver(() => [Namespace], { description: "The namespaces whose pods it is for; empty for an IP_BLOCK." })
  namespaces(@Root() { policy, namespaceNames }: NetworkPolicyPeer, @Ctx() { view }: Context): readonly Namespace[] {
    const cluster = policy?.cluster ?? "";
    return namespaceNames.flatMap((name) => view.get(Namespace, { cluster, namespace: null, name }) ?? []);
  }

  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that it is now." })
  pods(
    @Root() peer: NetworkPolicyPeer,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const selection = peer.kind === "PODS" ? podsOfPeer(peer) : nothing;
    const provenance = { type: Pod, clusters: [peer.policy?.cluster ?? ""] };
    const question = `of ${peer.policy?.id} ${peer.path}`;
    return connect(context, { type: Pod, selection, question, provenance }, page);
  }
}
