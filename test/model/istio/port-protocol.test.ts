import { expect, test } from "vitest";
import {
  isDetected,
  isHttp,
  isTcp,
  isTls,
  kubernetesProtocol,
  meshProtocol,
} from "../../../src/model/istio/port-protocol.ts";

test.each([
  ["http", "HTTP"],
  ["HTTP2", "HTTP2"],
  ["Grpc-Web", "GRPC-Web"],
  ["http_proxy", "HTTP_PROXY"],
  ["mongo", "Mongo"],
  ["https", "HTTPS"],
  ["", "UNSUPPORTED"],
  ["http1", "UNSUPPORTED"],
  ["DoubleHBONE", "UNSUPPORTED"],
  [null, "UNSUPPORTED"],
] as const)("a ServiceEntry's protocol %s is %s", (text, protocol) => {
  expect(meshProtocol(text)).toBe(protocol);
});

test.each([
  ["by the name before the dash", { name: "http-web" }, "HTTP"],
  ["by the whole name", { name: "grpc" }, "GRPC"],
  ["grpc-web has a dash of its own", { name: "grpc-web-a" }, "GRPC-Web"],
  ["in capitals too", { name: "HTTPS-x" }, "HTTPS"],
  ["not by a name that only begins like one", { name: "httpserver" }, "UNSUPPORTED"],
  ["without a name it is detected", { name: null }, "UNSUPPORTED"],
  ["UDP is UDP, whatever it is called", { name: "http", protocol: "UDP" }, "UDP"],
  ["SCTP goes by its name", { name: "tcp-x", protocol: "SCTP" }, "TCP"],
  ["appProtocol before the name", { name: "http", appProtocol: "mongo" }, "Mongo"],
  ["an unknown appProtocol is detected, whatever the name", { name: "http", appProtocol: "weird" }, "UNSUPPORTED"],
  ["an empty appProtocol is detected too", { name: "http", appProtocol: "" }, "UNSUPPORTED"],
  ["Kubernetes' own h2c", { appProtocol: "kubernetes.io/h2c" }, "HTTP2"],
  ["Kubernetes' own ws", { appProtocol: "kubernetes.io/ws" }, "HTTP"],
  ["Kubernetes' own wss", { appProtocol: "kubernetes.io/wss" }, "HTTPS"],
  ["where the server speaks first nothing is detected", { name: "db", port: 3306 }, "TCP"],
  ["but a name counts there too", { name: "http-x", port: 3306 }, "HTTP"],
])("a Kubernetes port: %s", (_, fields, protocol) => {
  const port = { port: 80, name: "", protocol: "TCP", appProtocol: null, ...fields };
  expect(kubernetesProtocol(port)).toBe(protocol);
});

test.each([
  ["GRPC-Web", "HTTP"],
  ["HTTP_PROXY", "HTTP"],
  ["HTTPS", "TLS TCP"],
  ["TLS", "TLS TCP"],
  ["Redis", "TCP"],
  ["UDP", ""],
  ["UNSUPPORTED", "detected"],
] as const)("%s travels as %s", (protocol, ways) => {
  const found = [
    isHttp(protocol) && "HTTP",
    isTls(protocol) && "TLS",
    isTcp(protocol) && "TCP",
    isDetected(protocol) && "detected",
  ];
  expect(found.filter(Boolean).join(" ")).toBe(ways);
});
