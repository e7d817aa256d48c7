import { methodNotAllowed } from "../status.ts";
import { readBody } from "./body.ts";
import { sendJson } from "./reply.ts";
import type { ResourceRoute } from "./route.ts";
import type { Exchange } from "./serve-object.ts";
import type { Api } from "./settings.ts";

/** Answers a SelfSubjectReview: who the server believes the asker to be. There is one token, of one administrator. */
export async function serveReview(
  { backend, requests }: Api,
  route: ResourceRoute,
  exchange: Exchange,
): Promise<boolean> {
  if (route.group !== "authentication.k8s.io" || route.version !== "v1" || route.plural !== "selfsubjectreviews")
    return false;
  if (exchange.request.method !== "POST") throw methodNotAllowed();
  await readBody(exchange.request);
  requests.add("create", "selfsubjectreviews.authentication.k8s.io");
  sendJson(exchange.response, 201, {
    kind: "SelfSubjectReview",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { creationTimestamp: backend.time() },
    status: { userInfo: { username: "admin", uid: "1", groups: ["system:masters", "system:authenticated"] } },
  });
  return true;
}
