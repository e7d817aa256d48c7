import { Pod } from "../schema/pod.ts";
import { indexOf } from "../src/store/index-of.ts";

/** Pods by the node that they are scheduled to: `node cluster`. */
export const podsByNode = indexOf(Pod, ({ cluster, nodeName }) =>
  nodeName === null ? [] : [`${nodeName} ${cluster}`],
);
