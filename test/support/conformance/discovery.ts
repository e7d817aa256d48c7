import { expect, test } from "vitest";
import type { KubeAnswer } from "../kube-client.ts";
import { samples } from "./samples.ts";
import type { Subject } from "./subject.ts";

const mediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface Discovery {
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources: readonly DiscoveredResource[] }[];
  }[];
}

interface DiscoveredResource {
  readonly resource: string;
  readonly responseKind: { readonly kind: string };
  readonly scope: string;
  readonly verbs: readonly string[];
}

const meshResources = [
  ["networking.istio.io/v1", "serviceentries"],
  ["networking.istio.io/v1", "gateways"],
  ["networking.istio.io/v1", "virtualservices"],
  ["networking.istio.io/v1", "destinationrules"],
  ["karpenter.sh/v1", "nodepools"],
  ["karpenter.sh/v1", "nodeclaims"],
] as const;

export function discoveryConformance(subject: Subject): void {
  test("/version tells the version of Kubernetes", async () => {
    const { status, body } = await subject.client.request("GET", "/version");

    expect(status).toBe(200);
    expect(body).toMatchObject({
      major: expect.stringMatching(/^\d+$/),
      minor: expect.stringMatching(/^\d+\+?$/),
      gitVersion: expect.stringMatching(/^v\d+\.\d+\.\d+/),
    });
  });

  test.each(["/api", "/apis"])("%s is one aggregated document for those who ask for it", async (path) => {
    const { status, contentType, body } = await discover(subject, path);

    expect(status).toBe(200);
    expect(contentType).toBe(mediaType);
    expect(body).toMatchObject({ kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2" });
  });

  test.each(samples)("discovery tells of $apiVersion $plural", async ({ apiVersion, plural, kind, namespaced }) => {
    const found = await findResource(subject, apiVersion, plural);

    expect(found).toMatchObject({ scope: namespaced ? "Namespaced" : "Cluster", responseKind: { kind } });
    expect(found?.verbs).toEqual(expect.arrayContaining(["create", "delete", "get", "list", "patch", "watch"]));
  });

  test.each(meshResources)("discovery tells of %s %s", async (apiVersion, plural) => {
    expect((await findResource(subject, apiVersion, plural))?.verbs).toEqual(expect.arrayContaining(["list", "watch"]));
  });

  test("the core group has no name", async () => {
    const { body } = await discover(subject, "/api");

    expect((body as Discovery).items.map(({ metadata }) => metadata.name ?? "")).toEqual([""]);
  });
}

function discover({ client }: Subject, path: string): Promise<KubeAnswer> {
  return client.request("GET", path, { headers: { accept: mediaType } });
}

async function findResource(
  subject: Subject,
  apiVersion: string,
  plural: string,
): Promise<DiscoveredResource | undefined> {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const { body } = await discover(subject, group === "" ? "/api" : "/apis");
  return (body as Discovery).items
    .find(({ metadata }) => (metadata.name ?? "") === group)
    ?.versions.find((candidate) => candidate.version === version)
    ?.resources.find(({ resource }) => resource === plural);
}
