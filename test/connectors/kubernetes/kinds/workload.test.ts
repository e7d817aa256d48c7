import { expect, test } from "vitest";
import { Decoder } from "../../../../connectors/kubernetes/decode.ts";
import { daemonSet } from "../../../../connectors/kubernetes/kinds/daemon-set.ts";
import { deployment } from "../../../../connectors/kubernetes/kinds/deployment.ts";
import { statefulSet } from "../../../../connectors/kubernetes/kinds/stateful-set.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

test.each([
  ["a DaemonSet's nodes are its replicas", daemonSet, { status: { desiredNumberScheduled: 3 } }, 3],
  ["a DaemonSet that nobody has counted yet has none", daemonSet, { spec: { replicas: 5 } }, 0],
  ["a Deployment's are those of its spec", deployment, { spec: { replicas: 5 }, status: { replicas: 7 } }, 5],
  ["a Deployment that says nothing has one", deployment, {}, 1],
  ["a Deployment may have none", deployment, { spec: { replicas: 0 } }, 0],
  ["a StatefulSet that says nothing has one", statefulSet, { spec: {} }, 1],
])("%s", (_, kind, object, replicas) => {
  expect(decoder.decode(kind, { metadata, ...object }).replicas).toBe(replicas);
});

test("a DaemonSet counts what is ready, available and up to date by its own names", () => {
  const status = {
    numberReady: 4,
    numberAvailable: 3,
    updatedNumberScheduled: 2,
    readyReplicas: 9,
    updatedReplicas: 9,
  };

  expect(decoder.decode(daemonSet, { metadata, status })).toMatchObject({
    readyReplicas: 4,
    availableReplicas: 3,
    updatedReplicas: 2,
  });
});

test("counts that a status leaves out are 0", () => {
  expect(decoder.decode(deployment, { metadata, status: {} })).toMatchObject({
    readyReplicas: 0,
    availableReplicas: 0,
    updatedReplicas: 0,
    images: [],
    selector: {},
  });
});

function environmentOf(labels: object, ...containers: readonly (readonly object[])[]): unknown {
  const template = { spec: { containers: containers.map((env, order) => ({ name: `c-${order}`, env })) } };
  const spec = { template };
  return decoder.decode(deployment, { metadata: { ...metadata, namespace: "istio-system", labels }, spec })
    .istiodEnvironment;
}

const setting = { name: "CLUSTER_ID", value: "eu-1" };

test("the environment is not kept of an istiod that anybody may have made", () => {
  const labels = { app: "istiod" };
  const spec = { template: { spec: { containers: [{ name: "c", env: [setting] }] } } };

  expect(decoder.decode(deployment, { metadata: { ...metadata, labels }, spec }).istiodEnvironment).toBeNull();
});

test.each([
  ["another application", { app: "checkout" }],
  ["no label", {}],
  ["a label like it", { app: "istiod-1-31" }],
])("the environment is not kept of %s", (_, labels) => {
  expect(environmentOf(labels, [setting])).toBeNull();
});

test.each([
  ["CLUSTER_ID", true],
  ["REVISION", true],
  ["EXTERNAL_ISTIOD", true],
  ["COMPLIANCE_POLICY", true],
  ["PILOT_ENABLE_ALPHA_GATEWAY_API", true],
  ["ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS", true],
  ["AMBIENT_ENABLE_MULTI_NETWORK", true],
  ["ISTIO_META_CLUSTER_ID", false],
  ["REVISIONS", false],
  ["MY_CLUSTER_ID", false],
  ["cluster_id", false],
  ["HTTPS_PROXY", false],
  ["KUBECONFIG", false],
  ["AWS_SECRET_ACCESS_KEY", false],
  ["PILOT_REMOTE_TOKEN", false],
  ["ISTIO_SECRET", false],
  ["ENABLE_PASSWORD", false],
])("of istiod's environment %s is kept: %s", (name, kept) => {
  expect(environmentOf({ app: "istiod" }, [{ name, value: "v" }])).toEqual(kept ? { [name]: "v" } : {});
});

test("of istiod's environment what is read from elsewhere is not kept, and an empty text is", () => {
  const env = [
    { name: "PILOT_A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
    { name: "PILOT_B", value: "" },
  ];

  expect(environmentOf({ app: "istiod" }, env, [setting])).toEqual({ PILOT_B: "", CLUSTER_ID: "eu-1" });
});

test("a variable without a name is refused", () => {
  expect(() => environmentOf({ app: "istiod" }, [{ value: "x" }])).toThrow(
    expect.objectContaining({ name: "DecodeError" }) as Error,
  );
});
