import { Deployment } from "../schema/deployment.ts";
import { indexOf } from "../src/store/index-of.ts";

/** The Deployments that are control planes of Istio, by cluster. */
export const istiods = indexOf(Deployment, ({ cluster, istiodEnvironment }) =>
  istiodEnvironment === null ? [] : [cluster],
);
