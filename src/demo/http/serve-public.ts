import type { ServerResponse } from "node:http";
import { sendJson, sendText } from "./reply.ts";
import type { Api } from "./settings.ts";

/** Answers what a server tells to everybody: its version, and whether it is well. */
export function servePublic({ requests, settings }: Api, path: string, response: ServerResponse): boolean {
  const isHealth = ["/livez", "/readyz", "/healthz"].includes(path);
  if (!isHealth && path !== "/version") return false;
  requests.add("get", path);
  if (isHealth) sendText(response, 200, "ok");
  else sendJson(response, 200, versionOf(settings.gitVersion));
  return true;
}

function versionOf(gitVersion: string): Readonly<Record<string, string>> {
  const [, major = "1", minor = "0"] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return {
    major,
    minor,
    gitVersion,
    gitCommit: "0".repeat(40),
    gitTreeState: "clean",
    buildDate: "2026-09-01T00:00:00Z",
    goVersion: "go1.26.8",
    compiler: "gc",
    platform: "linux/amd64",
  };
}
