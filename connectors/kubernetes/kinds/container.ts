import { Container } from "../../../schema/container.ts";
import { packPorts } from "../../../schema/container-port.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { InternPool } from "../../../src/lib/intern.ts";
import { booleanIn, DecodeError, intIn, objectsIn, optionalString, stringIn } from "../json.ts";

/**
 * The containers of a pod that run as long as it does, each with its status, which is there once the kubelet has seen the pod. Those among
 * the init containers are the sidecars: they are started again like any other.
 */
export function containersIn(spec: JsonObject, status: JsonObject, pool: InternPool): readonly Container[] {
  const sidecars = objectsIn(spec, "initContainers").filter((container) => container["restartPolicy"] === "Always");
  const containers = objectsIn(spec, "containers");
  const states = [objectsIn(status, "containerStatuses"), objectsIn(status, "initContainerStatuses")].flat();
  const stateByName = new Map(states.map((state) => [stringIn(state, "name"), state]));
  return [...containers, ...sidecars].map((container) => {
    const name = stringIn(container, "name", pool);
    const state = stateByName.get(name) ?? {};
    return Container.of({
      name,
      image: stringIn(container, "image", pool),
      imageID: optionalString(state, "imageID", pool) || null,
      ready: booleanIn(state, "ready"),
      restartCount: intIn(state, "restartCount"),
      packedPorts: pool.string(packedPortsIn(container)),
    });
  });
}

function packedPortsIn(container: JsonObject): string {
  const ports = objectsIn(container, "ports").map((port) => ({
    name: wordIn(port, "name") || null,
    containerPort: intIn(port, "containerPort"),
    protocol: wordIn(port, "protocol") || "TCP",
  }));
  return packPorts(ports);
}

/** A text without the spaces that part the packed ones. */
function wordIn(port: JsonObject, key: string): string {
  const word = stringIn(port, key);
  if (/\s/.test(word)) throw new DecodeError(`${key}: expected a word`);
  return word;
}
