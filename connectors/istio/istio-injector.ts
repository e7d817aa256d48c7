import { IstioInjector } from "../../schema/istio-injector.ts";
import { objectIn, optionalString, requiredString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";

const REVISION = "istio.io/rev";

/**
 * The webhooks that put sidecars into pods, one for each revision and for each tag that stands for one. Source: istio
 * istioctl/pkg/tag/util.go (the labels istio.io/rev and istio.io/tag of a MutatingWebhookConfiguration).
 */
export const istioInjector = kind({
  type: IstioInjector,
  group: "admissionregistration.k8s.io",
  versions: ["v1"],
  plural: "mutatingwebhookconfigurations",
  keep: (object) => objectIn(objectIn(object, "metadata"), "labels")[REVISION] !== undefined,
  read: (object, pool) => {
    const labels = objectIn(objectIn(object, "metadata"), "labels");
    return {
      revision: requiredString(labels, REVISION, pool),
      tag: optionalString(labels, "istio.io/tag", pool) || null,
    };
  },
});
