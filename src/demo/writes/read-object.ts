import { isJsonObject, textOf, type Json, type JsonObject } from "../json.ts";
import type { KubeObject, ObjectMeta } from "../kube-object.ts";
import { apiVersionOf, type Resource } from "../resource.ts";
import { badRequest, fieldInvalid, invalid } from "../status.ts";
import type { Collection } from "./target.ts";

/** Makes an object of a request's body, if it is of the kind and the namespace that the address says. */
export function readObject(body: Json, collection: Collection): KubeObject {
  const { resource, version, namespace } = collection;
  const apiVersion = apiVersionOf(resource.group, version.name);
  if (!isJsonObject(body)) throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind})`);
  checkType(body, resource, apiVersion);
  const metadata = isJsonObject(body["metadata"]) ? body["metadata"] : {};
  const given = metadata["namespace"];
  if (given !== undefined && given !== "" && given !== namespace)
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  const placed = { ...metadata, ...(namespace !== undefined && { namespace }) };
  return { ...body, apiVersion, kind: resource.kind, metadata: placed as unknown as ObjectMeta };
}

/** The same for a request whose address names the object. */
export function readNamedObject(body: Json, collection: Collection, name: string): KubeObject {
  const object = readObject(body, collection);
  const given = (object.metadata as JsonObject)["name"] ?? "";
  if (given !== name)
    throw badRequest(`the name of the object (${textOf(given)}) does not match the name on the URL (${name})`);
  return object;
}

function checkType(body: JsonObject, resource: Resource, apiVersion: string): void {
  const { kind } = resource;
  const given = { apiVersion: textOf(body["apiVersion"]), kind: textOf(body["kind"]) };
  if (!resource.custom && given.apiVersion === "" && given.kind === "") return;
  if (given.kind === "")
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): Object 'Kind' is missing`);
  if (given.apiVersion !== apiVersion)
    throw badRequest(
      `${kind} in version "${given.apiVersion}" cannot be handled as a ${kind}: it is not the version ${apiVersion}`,
    );
  if (given.kind === kind) return;
  const name = isJsonObject(body["metadata"]) ? textOf(body["metadata"]["name"]) : "";
  const subject = { group: resource.group, kind: given.kind, name };
  if (resource.custom) throw invalid(subject, [fieldInvalid("kind", given.kind, `must be ${kind}`)]);
  throw badRequest(`${given.kind} in version "v1" cannot be handled as a ${kind}: unknown conversion`);
}
