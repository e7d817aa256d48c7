import { fillInNamespace, fillInPod, fillInService } from "../fill-in.ts";
import type { Resource } from "../resource.ts";
import { atomic, builtin, fields, listOf, map, podSpec } from "./shape.ts";

/** The resources of the core group. */
export const coreResources: readonly Resource[] = [
  builtin({
    plural: "namespaces",
    kind: "Namespace",
    namespaced: false,
    shortNames: ["ns"],
    returnsDeleted: true,
    fillIn: fillInNamespace,
  }),
  builtin({
    plural: "nodes",
    kind: "Node",
    namespaced: false,
    shortNames: ["no"],
    schema: fields({ status: fields({ conditions: listOf(["type"]), addresses: listOf(["type"]) }) }),
  }),
  builtin({
    plural: "pods",
    kind: "Pod",
    shortNames: ["po"],
    categories: ["all"],
    counted: true,
    returnsDeleted: true,
    fillIn: fillInPod,
    schema: fields({ spec: podSpec, status: fields({ conditions: listOf(["type"]), podIPs: listOf(["ip"]) }) }),
  }),
  builtin({
    plural: "services",
    kind: "Service",
    shortNames: ["svc"],
    categories: ["all"],
    fillIn: fillInService,
    schema: fields({ spec: fields({ ports: listOf(["port", "protocol"]), selector: atomic }) }),
  }),
  builtin({
    plural: "configmaps",
    kind: "ConfigMap",
    shortNames: ["cm"],
    status: false,
    schema: fields({ data: map, binaryData: map }),
  }),
  builtin({
    plural: "events",
    kind: "Event",
    shortNames: ["ev"],
    status: false,
    schema: fields({ involvedObject: atomic, related: atomic }),
    fillIn: (object) => ({
      reportingComponent: "",
      reportingInstance: "",
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      ...object,
    }),
  }),
];
