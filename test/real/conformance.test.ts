import { describe } from "vitest";
import { conformance } from "../support/conformance.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { withoutTools } from "./support/tools.ts";

describe.skipIf(withoutTools)("a real control plane", () => {
  conformance("kube-apiserver", async () => {
    const plane = await startControlPlane({ crds: true });
    const { url, ca, token } = plane;
    return {
      url,
      ca,
      token,
      // A running kube-apiserver watches from memory whatever etcd has forgotten; one that starts has nothing else.
      compact: async () => {
        await plane.compact();
        await plane.restart();
      },
      [Symbol.asyncDispose]: () => plane.stop(),
    };
  });
});
