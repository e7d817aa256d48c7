import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inClusterConnection } from "../../../connectors/kubernetes/in-cluster.ts";
import { Readings } from "../../../connectors/kubernetes/readings.ts";
import { selfSigned } from "../../support/kubeconfig.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("a pod asks as its service account, with the token that the file has now", async () => {
  await using folder = await temporaryFolder();
  const { cert } = await selfSigned();
  await writeFile(join(folder.path, "ca.crt"), cert);
  await writeFile(join(folder.path, "token"), "one");
  const environment = { KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "443" };

  const connection = await inClusterConnection("hub", new Readings(), folder.path, environment);

  expect(connection).toMatchObject({
    name: "hub",
    server: "https://[fd00::1]:443",
    ca: cert,
    insecureSkipVerify: false,
  });
  expect(await connection.authorization()).toEqual({ authorization: "Bearer one" });
  await writeFile(join(folder.path, "token"), "two");
  expect(await connection.authorization()).toEqual({ authorization: "Bearer two" });
});

test("a process outside of a cluster has no such identity", async () => {
  await expect(inClusterConnection("hub", new Readings(), "/nowhere", {})).rejects.toThrow("runs in no cluster");
});
