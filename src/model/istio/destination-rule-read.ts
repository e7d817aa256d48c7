import type { DestinationRule } from "../../../schema/destination-rule.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { CLIENT_TLS_MODES } from "./destination-rule-spec.ts";
import type { ClientTls, DestinationRuleSpec, TrafficPolicy } from "./destination-rule-spec.ts";
import { fullHost } from "./host-name.ts";
import type { MeshProblem } from "./mesh-world.ts";
import { fieldOf } from "./read-spec.ts";
import { specReader } from "./virtual-service-json.ts";
import type { ReportField, SpecReader } from "./virtual-service-json.ts";

export interface ReadDestinationRule {
  readonly object: DestinationRule;
  readonly spec: DestinationRuleSpec;
  /** Fields of a wrong type, which an API server would not have taken in. */
  readonly problems: readonly MeshProblem[];
}

/** Reads a DestinationRule, with a short host in full. Source: istio pilot/pkg/model/push_context.go (setDestinationRules). */
export function readDestinationRule(object: DestinationRule, clusterDomain = "cluster.local"): ReadDestinationRule {
  const namespace = object.namespace ?? "";
  const problems: MeshProblem[] = [];
  const report = (path: string, message: string): void => {
    problems.push({
      code: "INVALID_SPEC",
      message: `In DestinationRule ${namespace}/${object.name} ${path} is wrong: ${message}.`,
      object: { type: "DestinationRule", namespace, name: object.name },
    });
  };
  const read = specReader(report);
  const { spec } = object;
  const selector = read.object(spec, "workloadSelector", "spec");
  return {
    object,
    problems,
    spec: {
      host: fullHost(read.string(spec, "host", "spec"), namespace, clusterDomain),
      exportTo: read.strings(spec, "exportTo", "spec"),
      workloadSelector: selector === null ? null : read.stringMap(selector, "matchLabels", "spec.workloadSelector"),
      trafficPolicy: trafficPolicyIn(spec, "spec", read, report),
      subsets: read.objects(spec, "subsets", "spec", (subset, path) => ({
        name: read.string(subset, "name", path),
        labels: read.stringMap(subset, "labels", path),
        trafficPolicy: trafficPolicyIn(subset, path, read, report),
      })),
    },
  };
}

function trafficPolicyIn(
  parent: JsonObject,
  path: string,
  read: SpecReader,
  report: ReportField,
): TrafficPolicy | null {
  const policy = read.object(parent, "trafficPolicy", path);
  if (policy === null) return null;
  const within = `${path}.trafficPolicy`;
  return {
    tls: tlsIn(policy, within, read, report),
    portLevelSettings: read.objects(policy, "portLevelSettings", within, (setting, at) => {
      const port = read.object(setting, "port", at);
      return {
        port: port === null ? null : read.whole(port, "number", `${at}.port`),
        tls: tlsIn(setting, at, read, report),
      };
    }),
  };
}

function tlsIn(parent: JsonObject, path: string, read: SpecReader, report: ReportField): ClientTls | null {
  const tls = read.object(parent, "tls", path);
  if (tls === null) return null;
  const within = `${path}.tls`;
  const said = fieldOf(tls, "mode");
  const mode = CLIENT_TLS_MODES.find((known, at) => known === said || at === said);
  if (said !== undefined && mode === undefined)
    report(`${within}.mode`, `it is none of ${CLIENT_TLS_MODES.join(", ")}`);
  return {
    mode: mode ?? "DISABLE",
    sni: read.string(tls, "sni", within),
    clientCertificate: read.string(tls, "clientCertificate", within),
    privateKey: read.string(tls, "privateKey", within),
    caCertificates: read.string(tls, "caCertificates", within),
    credentialName: read.string(tls, "credentialName", within),
    subjectAltNames: read.strings(tls, "subjectAltNames", within),
    insecureSkipVerify: read.boolean(tls, "insecureSkipVerify", within),
  };
}
