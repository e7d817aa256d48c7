import type { Definition } from "../definition.ts";
import { autoModeDefinitions, karpenterAwsDefinitions, networkPolicyAgentDefinitions } from "./aws.ts";
import { gatewayApiDefinitions } from "./gateway-api.ts";
import { istioDefinitions } from "./istio.ts";
import { karpenterDefinitions, nodeOverlayDefinitions } from "./karpenter.ts";

/** All resources that some cluster of the demo has besides the built-in ones. */
export const allDefinitions: readonly Definition[] = [
  ...istioDefinitions,
  ...gatewayApiDefinitions,
  ...karpenterDefinitions,
  ...nodeOverlayDefinitions,
  ...karpenterAwsDefinitions,
  ...autoModeDefinitions,
  ...networkPolicyAgentDefinitions,
];
