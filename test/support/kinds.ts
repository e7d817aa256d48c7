import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { eksKinds } from "../../connectors/eks/index.ts";
import { gatewayApiKinds } from "../../connectors/gateway-api/index.ts";
import { istioKinds } from "../../connectors/istio/index.ts";
import { karpenterKinds } from "../../connectors/karpenter/index.ts";
import type { Kind } from "../../connectors/kubernetes/kind.ts";
import { kubernetesKinds } from "../../connectors/kubernetes/kinds/index.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";

export interface NamedKind {
  readonly kind: Kind;
  /** Where its fixtures are, without what tells them apart: `test/fixtures/istio/service-entry`. */
  readonly fixture: string;
}

/** Every kind, with its place among the fixtures. */
export const namedKinds: readonly NamedKind[] = Object.entries({
  kubernetes: kubernetesKinds,
  istio: istioKinds,
  "gateway-api": gatewayApiKinds,
  karpenter: karpenterKinds,
  eks: eksKinds,
}).flatMap(([group, kinds]) =>
  kinds.map((kind) => ({ kind, fixture: `test/fixtures/${group}/${kebab(kind.type.name)}` })),
);

/** The whole object of a kind's fixture, fresh each time. */
export function fixtureObject({ fixture }: NamedKind): JsonObject {
  const file = `${fixture}.yaml`;
  if (!existsSync(file)) throw new Error(`there is no ${file}: CONTRIBUTING.md, "To add a kind", says what it holds`);
  return parse(readFileSync(file, "utf8")) as JsonObject;
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase();
}
