import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import type { Json } from "../json.ts";
import { badRequest, StatusError, unsupportedMediaType } from "../status.ts";

/** What a kube-apiserver takes at most. */
const maxBytes = 3 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes)
      throw new StatusError({ code: 413, reason: "RequestEntityTooLarge", message: "limit is 3145728" });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The media type of a body, without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return request.headers["content-type"]?.split(";")[0]?.trim() ?? "";
}

/** Reads an object that is written as JSON or YAML. */
export async function readObjectBody(request: IncomingMessage): Promise<Json> {
  const type = mediaType(request);
  const accepted = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
  if (type !== "" && type !== accepted[0] && type !== accepted[1]) throw unsupportedMediaType(accepted);
  return parseBody(await readBody(request), type === "application/yaml");
}

export function parseBody(text: string, isYaml: boolean): Json {
  try {
    return (isYaml && !text.trimStart().startsWith("{") ? parse(text) : JSON.parse(text)) as Json;
  } catch (error) {
    throw badRequest(`the object provided is unrecognized: couldn't get version/kind; ${(error as Error).message}`);
  }
}
