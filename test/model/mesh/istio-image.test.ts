import { expect, test } from "vitest";
import { readIstioImage } from "../../../src/model/mesh/istio-image.ts";

test.each([
  ["docker.io/istio/pilot:1.31.1", "1.31.1", "COMMUNITY", false],
  ["istio/proxyv2:1.30.0-rc.0-distroless", "1.30.0-rc.0", "COMMUNITY", false],
  ["gcr.io/istio-release/pilot:1.29.2-distroless", "1.29.2", "COMMUNITY", false],
  ["registry.example:5000/mirror/pilot:1.30.3-istio-v0", "1.30.3", "COMMUNITY", false],
  ["registry.example/mirror/pilot:1.30.3", "1.30.3", "UNKNOWN", null],
  ["containers.istio.tetratelabs.com/pilot:1.23.3-tetrate-v0", "1.23.3", "TETRATE", false],
  ["containers.istio.tetratelabs.com/pilot:1.12.4-tetratefips-v0-distroless", "1.12.4", "TETRATE", true],
  ["registry.example/istio/proxyv2:1.16.7-tetratefips0", "1.16.7", "TETRATE", true],
  ["docker.io/istio/pilot:1.31.1@sha256:0a1b", "1.31.1", "COMMUNITY", false],
])("%s is Istio %s of %s", (image, version, distribution, fipsClaimed) => {
  expect(readIstioImage(image)).toEqual({ version, distribution, fipsClaimed });
});

test.each([
  "",
  "docker.io/istio/pilot",
  "docker.io/istio/pilot:latest",
  "docker.io/istio/pilot@sha256:0a1b",
  "registry.example:5000/istio/pilot",
  "docker.io/istio/pilot:1.31",
  "docker.io/istio/pilot:1.31.1-custom",
])("%s tells nothing", (image) => {
  expect(readIstioImage(image)).toEqual({ version: null, distribution: "UNKNOWN", fipsClaimed: null });
});
