import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { objectIn, objectsIn } from "./json-members.ts";
import type { Quantity } from "./quantity.ts";
import { addQuantities, compareQuantities, formatQuantity, quantityOf } from "./quantity.ts";

type Quantities = Map<string, Quantity>;

/**
 * What the scheduler reserves for a pod, by resource, from its spec as the wire has it: the containers and sidecars together, or what the
 * init phase needs at its peak if that is more; the pod's own requests for cpu, memory and huge pages in their place; and its overhead.
 * Source: k8s.io/component-helpers resource/helpers.go (PodRequests). What is no quantity is left out.
 */
export function requestsOf(spec: JsonObject): StringMap {
  const requests: Quantities = new Map();
  for (const container of objectsIn(spec, "containers")) add(requests, requestsIn(container));
  const sidecars: Quantities = new Map();
  const peak: Quantities = new Map();
  for (const container of objectsIn(spec, "initContainers")) {
    const own = requestsIn(container);
    const isSidecar = container["restartPolicy"] === "Always";
    if (isSidecar) {
      add(requests, own);
      add(sidecars, own);
    }
    const running: Quantities = new Map(isSidecar ? sidecars : own);
    if (!isSidecar) add(running, sidecars);
    raise(peak, running);
  }
  raise(requests, peak);
  for (const [resource, quantity] of requestsIn(spec)) if (isPodLevel(resource)) requests.set(resource, quantity);
  add(requests, quantitiesOf(objectIn(spec, "overhead")));
  return Object.fromEntries([...requests].map(([resource, quantity]) => [resource, formatQuantity(quantity)]));
}

function isPodLevel(resource: string): boolean {
  return resource === "cpu" || resource === "memory" || resource.startsWith("hugepages-");
}

function requestsIn(owner: JsonObject): Quantities {
  return quantitiesOf(objectIn(objectIn(owner, "resources"), "requests"));
}

function quantitiesOf(list: JsonObject): Quantities {
  const quantities: Quantities = new Map();
  for (const [resource, text] of Object.entries(list)) {
    const quantity = quantityOf(text);
    if (quantity !== null) quantities.set(resource, quantity);
  }
  return quantities;
}

function add(total: Quantities, added: Quantities): void {
  for (const [resource, quantity] of added) {
    const present = total.get(resource);
    total.set(resource, present === undefined ? quantity : addQuantities(present, quantity));
  }
}

function raise(total: Quantities, least: Quantities): void {
  for (const [resource, quantity] of least) {
    const present = total.get(resource);
    if (present === undefined || compareQuantities(quantity, present) > 0) total.set(resource, quantity);
  }
}
