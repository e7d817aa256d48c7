import { expect, test } from "vitest";
import { observedDataPlane, wantedDataPlane } from "../../../src/model/mesh/data-plane.ts";

const none = { mode: "NONE", revision: null };
const ambient = { mode: "AMBIENT", revision: null };
const sidecar = (revision: string) => ({ mode: "SIDECAR", revision });
const enabled = { "istio-injection": "enabled" };
const disabled = { "istio-injection": "disabled" };
const revision = { "istio.io/rev": "canary" };
const inAmbient = { "istio.io/dataplane-mode": "ambient" };
const inject = (value: string) => ({ "sidecar.istio.io/inject": value });

test.each([
  ["nothing said", {}, {}, none],
  ["a namespace with injection", enabled, {}, sidecar("default")],
  ["a namespace without injection", disabled, {}, none],
  ["a namespace without injection whose pod asks for it", disabled, inject("true"), none],
  ["a namespace with a revision", revision, {}, sidecar("canary")],
  ["injection before the revision", { ...enabled, ...revision }, {}, sidecar("default")],
  ["no injection in spite of a revision", { ...disabled, ...revision }, {}, none],
  ["a pod that refuses", enabled, inject("false"), none],
  ["a pod that asks alone", {}, inject("true"), sidecar("default")],
  ["a pod with a revision of its own", {}, revision, sidecar("canary")],
  ["the namespace's revision before the pod's", { "istio.io/rev": "stable" }, revision, sidecar("stable")],
  ["injection before the pod's revision", enabled, revision, sidecar("default")],
  ["an ambient namespace", inAmbient, {}, ambient],
  ["a pod that leaves ambient", inAmbient, { "istio.io/dataplane-mode": "none" }, none],
  ["a pod that says something else of ambient", inAmbient, { "istio.io/dataplane-mode": "other" }, ambient],
  ["a pod that joins ambient", {}, inAmbient, ambient],
  ["a sidecar before ambient", { ...inAmbient, ...enabled }, {}, sidecar("default")],
  ["a pod without a sidecar in an ambient namespace", { ...inAmbient, ...enabled }, inject("false"), ambient],
])("%s", (_, namespaceLabels, labels, wanted) => {
  expect(wantedDataPlane(namespaceLabels, { labels, hostNetwork: false })).toEqual(wanted);
});

test("a pod on its node's network gets neither a sidecar nor ambient", () => {
  expect(wantedDataPlane(enabled, { labels: inAmbient, hostNetwork: true })).toEqual(none);
});

const proxy = { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.30.3" };
const app = { name: "web", image: "registry.example/web:1" };
const of = { "istio.io/rev": "canary" };
const seen = { revision: "canary", proxyImage: proxy.image, proxyVersion: "1.30.3" };
const waypoint = { "gateway.networking.k8s.io/gateway-class-name": "istio-waypoint" };
const bare = { revision: null, proxyImage: null, proxyVersion: null };

test.each([
  ["a proxy beside the program", {}, of, [app, proxy], { ...seen, mode: "SIDECAR" }],
  ["a proxy alone", { istio: "egressgateway" }, of, [proxy], { ...seen, mode: "GATEWAY" }],
  ["a waypoint's proxy", waypoint, of, [proxy], { ...seen, mode: "WAYPOINT" }],
  ["a node's ztunnel", { app: "ztunnel" }, {}, [proxy], { ...seen, revision: null, mode: "ZTUNNEL" }],
  ["redirected traffic", {}, { "ambient.istio.io/redirection": "enabled" }, [app], { ...bare, mode: "AMBIENT" }],
  [
    "a redirection that is not done",
    {},
    { "ambient.istio.io/redirection": "pending" },
    [app],
    { ...bare, mode: "NONE" },
  ],
  ["a program that has the revision's note only", {}, of, [app], { ...bare, mode: "NONE" }],
])("%s is what a pod has", (_, labels, annotations, containers, observed) => {
  expect(observedDataPlane({ labels, annotations, containers, hostNetwork: false })).toEqual(observed);
});
