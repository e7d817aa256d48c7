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
  @FieldResolver(() => connectionOf(Namespace), {
    nullable: true,
    description: "The namespaces whose pods it is for; none for an IP_BLOCK.",
  })
  namespaces(
    @Root() { policy, path, namespaceNames }: NetworkPolicyPeer,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Namespace> {
    const clusters = [policy?.cluster ?? ""];
    const names = new Set(namespaceNames);
    const selection = { clusters, where: ({ name }: Namespace): boolean => names.has(name) };
    const provenance = { type: Namespace, clusters };
    const question = `of ${policy?.id} ${path}`;
    return connect(context, { type: Namespace, selection, question, provenance }, page);
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
