import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { VirtualService } from "../../../schema/virtual-service.ts";
import { gatewayReference } from "./gateway-reference.ts";
import { fullHost } from "./host-name.ts";
import type { MeshProblem } from "./mesh-world.ts";
import { specReader } from "./virtual-service-json.ts";
import type { SpecReader } from "./virtual-service-json.ts";
import { matchReader } from "./virtual-service-match.ts";
import type { MatchReader } from "./virtual-service-match.ts";
import type {
  HttpRedirect,
  HttpRoute,
  RouteDestination,
  RouteTarget,
  VirtualServiceSpec,
} from "./virtual-service-spec.ts";

export interface ReadVirtualService {
  readonly object: VirtualService;
  readonly spec: VirtualServiceSpec;
  /** Fields of a wrong type, which an API server would not have taken in. */
  readonly problems: readonly MeshProblem[];
}

/** The gateway name that means every sidecar. */
export const MESH_GATEWAY = "mesh";

const known = new WeakMap<VirtualService, ReadVirtualService>();

/** A VirtualService as it was read before: an object does not change. */
export function readVirtualService(object: VirtualService): ReadVirtualService {
  const read = known.get(object) ?? readOnce(object, "cluster.local");
  known.set(object, read);
  return read;
}

/**
 * Reads a VirtualService, with short hosts and gateways in full. Source: istio pilot/pkg/model/virtualservice.go
 * (ResolveVirtualServiceShortnames), push_context.go (getGatewayNames).
 */
function readOnce(object: VirtualService, clusterDomain: string): ReadVirtualService {
  const namespace = object.namespace ?? "";
  const problems: MeshProblem[] = [];
  const report = (path: string, message: string): void => {
    problems.push({
      code: "INVALID_SPEC",
      message: `In VirtualService ${namespace}/${object.name} ${path} is wrong: ${message}.`,
      object: { type: "VirtualService", namespace, name: object.name },
    });
  };
  const read = specReader(report);
  const match = matchReader(read, report, (name) => gatewayReference(name, namespace) ?? MESH_GATEWAY);
  const destination = (value: JsonObject, path: string): RouteDestination => {
    const host = read.string(value, "host", path);
    const port = read.object(value, "port", path);
    return {
      host: fullHost(host, namespace, clusterDomain),
      subset: read.string(value, "subset", path),
      port: port === null ? null : read.whole(port, "number", `${path}.port`),
    };
  };
  const target = (value: JsonObject, path: string): RouteTarget => {
    const found = read.object(value, "destination", path);
    return {
      destination: found === null ? null : destination(found, `${path}.destination`),
      weight: read.whole(value, "weight", path),
    };
  };
  const { spec } = object;
  const gateways = read
    .strings(spec, "gateways", "spec")
    .map((name) => gatewayReference(name, namespace) ?? MESH_GATEWAY);
  return {
    object,
    spec: {
      hosts: read.strings(spec, "hosts", "spec").map((host) => fullHost(host, namespace, clusterDomain)),
      gateways: gateways.length === 0 ? [MESH_GATEWAY] : gateways,
      exportTo: read.strings(spec, "exportTo", "spec"),
      http: read.objects(spec, "http", "spec", (route, path) =>
        httpRoute(route, path, { read, match, destination, target }),
      ),
      tls: read.objects(spec, "tls", "spec", (route, path) => ({
        match: read.objects(route, "match", path, match.tls),
        route: read.objects(route, "route", path, target),
      })),
      tcp: read.objects(spec, "tcp", "spec", (route, path) => ({
        match: read.objects(route, "match", path, match.tcp),
        route: read.objects(route, "route", path, target),
      })),
    },
    problems,
  };
}

interface RouteReaders {
  readonly read: SpecReader;
  readonly match: MatchReader;
  readonly destination: (value: JsonObject, path: string) => RouteDestination;
  readonly target: (value: JsonObject, path: string) => RouteTarget;
}

function httpRoute(route: JsonObject, path: string, { read, match, destination, target }: RouteReaders): HttpRoute {
  const redirect = read.object(route, "redirect", path);
  const directResponse = read.object(route, "directResponse", path);
  const delegate = read.object(route, "delegate", path);
  const rewrite = read.object(route, "rewrite", path);
  const mirror = read.object(route, "mirror", path);
  const percentage = read.object(route, "mirrorPercentage", path);
  return {
    name: read.string(route, "name", path),
    match: read.objects(route, "match", path, match.http),
    route: read.objects(route, "route", path, target),
    redirect: redirect === null ? null : httpRedirect(read, redirect, `${path}.redirect`),
    directResponse:
      directResponse === null ? null : { status: read.whole(directResponse, "status", `${path}.directResponse`) },
    delegate:
      delegate === null
        ? null
        : {
            namespace: read.string(delegate, "namespace", `${path}.delegate`),
            name: read.string(delegate, "name", `${path}.delegate`),
          },
    rewrite:
      rewrite === null
        ? null
        : {
            uri: read.string(rewrite, "uri", `${path}.rewrite`),
            authority: read.string(rewrite, "authority", `${path}.rewrite`),
          },
    mirror: mirror === null ? null : destination(mirror, `${path}.mirror`),
    mirrorPercentage: percentage === null ? null : (read.number(percentage, "value", `${path}.mirrorPercentage`) ?? 0),
    mirrorPercent: read.number(route, "mirrorPercent", path),
    mirrors: read.objects(route, "mirrors", path, (value, at) => {
      const share = read.object(value, "percentage", at);
      return {
        destination: target(value, at).destination,
        percentage: share === null ? null : (read.number(share, "value", `${at}.percentage`) ?? 0),
      };
    }),
  };
}

function httpRedirect(read: SpecReader, redirect: JsonObject, path: string): HttpRedirect {
  return {
    uri: read.string(redirect, "uri", path),
    authority: read.string(redirect, "authority", path),
    scheme: read.string(redirect, "scheme", path),
    code: read.whole(redirect, "redirectCode", path),
  };
}
