import { expect, test } from "vitest";
import { kubernetesGateway } from "../../../connectors/gateway-api/kubernetes-gateway.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

test.each([
  ["without TLS", {}, null],
  ["with null for TLS", { tls: null }, null],
  ["with TLS that says no mode", { tls: { certificateRefs: [] } }, "Terminate"],
  ["with empty TLS", { tls: {} }, "Terminate"],
  ["that terminates", { tls: { mode: "Terminate" } }, "Terminate"],
  ["that passes through", { tls: { mode: "Passthrough" } }, "Passthrough"],
])("a listener %s", (_, tls, tlsMode) => {
  const spec = { listeners: [{ name: "l", port: 443, protocol: "TLS", ...tls }] };

  expect(decoder.decode(kubernetesGateway, { metadata, spec }).listeners).toEqual([
    { name: "l", hostname: null, port: 443, protocol: "TLS", tlsMode },
  ]);
});

test("its addresses are those that it has, not those that it asks for", () => {
  const spec = { addresses: [{ type: "IPAddress", value: "10.0.0.1" }] };
  const status = { addresses: [{ type: "IPAddress", value: "10.0.0.2" }, { value: "a.example.com" }] };

  expect(decoder.decode(kubernetesGateway, { metadata, spec, status }).addresses).toEqual([
    "10.0.0.2",
    "a.example.com",
  ]);
  expect(decoder.decode(kubernetesGateway, { metadata, spec }).addresses).toEqual([]);
});
