import { fillInWorkload } from "../fill-in.ts";
import type { Resource } from "../resource.ts";
import { atomic, builtin, fields, listOf, podSpec } from "./shape.ts";

const app = (
  plural: string,
  kind: string,
  shortName: string,
  defaults: Parameters<typeof fillInWorkload>[1],
): Resource =>
  builtin({
    group: "apps",
    plural,
    kind,
    shortNames: [shortName],
    categories: ["all"],
    counted: true,
    schema: fields({
      spec: fields({ selector: atomic, template: fields({ spec: podSpec }) }),
      status: fields({ conditions: listOf(["type"]) }),
    }),
    fillIn: (object) => fillInWorkload(object, defaults),
  });

const rolling = { maxUnavailable: "25%", maxSurge: "25%" };

/** The resources that make pods. */
export const appResources: readonly Resource[] = [
  app("deployments", "Deployment", "deploy", {
    replicas: 1,
    strategy: { type: "RollingUpdate", rollingUpdate: rolling },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  }),
  app("statefulsets", "StatefulSet", "sts", {
    replicas: 1,
    serviceName: "",
    podManagementPolicy: "OrderedReady",
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
    revisionHistoryLimit: 10,
  }),
  app("daemonsets", "DaemonSet", "ds", {
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    revisionHistoryLimit: 10,
  }),
];
