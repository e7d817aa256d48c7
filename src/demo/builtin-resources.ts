import { appResources } from "./builtin/apps.ts";
import { coreResources } from "./builtin/core.ts";
import { policyResources } from "./builtin/policy.ts";
import { builtin } from "./builtin/shape.ts";
import { definitions } from "./definition.ts";
import type { Resource } from "./resource.ts";

/** What every kube-apiserver serves, as far as anybody here reads it. */
export const builtinResources: readonly Resource[] = [
  ...coreResources,
  ...appResources,
  ...policyResources,
  builtin(definitions),
];
