import { stringify } from "yaml";
import type { KubeDraft } from "../../support/kube-wire.ts";
import type { Check } from "./comparison.ts";
import { draftsOf } from "./world-objects.ts";
import type { IstioWorld } from "./world.ts";
import { nameOfAsker } from "./world.ts";

/** One line with the figures. */
export function summaryOf(checks: readonly Check[], worlds: readonly IstioWorld[]): string {
  const askers = worlds.flatMap((world) => world.askers).length;
  const count = (verdict: Check["verdict"]): number => checks.filter((check) => check.verdict === verdict).length;
  const reasons = Map.groupBy(
    checks.filter(({ verdict }) => verdict === "UNKNOWN"),
    ({ reason }) => (reason ?? "").replaceAll(/\d+/g, "N"),
  );
  const share = ((100 * count("UNKNOWN")) / checks.length).toFixed(2);
  const why = [...reasons].map(([reason, some]) => `${some.length} x ${reason}`).join("; ");
  return [
    `istio judge: ${worlds.length} worlds, ${askers} sidecars, ${checks.length} answers: ${count("AGREED")} agreed`,
    `${count("DISAGREED")} disagreed`,
    `${count("UNKNOWN")} (${share} %) unknown${why === "" ? "" : ` (${why})`}`,
  ].join(", ");
}

/** A disagreement, with as little of its world as may matter. */
export function describeDisagreement({ world, asker, host, subject, istiod, graph }: Check): string {
  const drafts = draftsOf(world).filter((draft) => mayMatter(draft, host));
  return [
    `${world.title}: ${asker === null ? "" : `${nameOfAsker(asker)} asks for `}${host}: ${subject}`,
    `istiod: ${istiod || "nothing"}`,
    `graph:  ${graph || "nothing"}`,
    ...drafts.map((draft) => stringify(draft)),
  ].join("\n---\n");
}

/** What routes or restricts, and what has the host or one like it. */
function mayMatter(draft: KubeDraft, host: string): boolean {
  if (draft.kind === "EndpointSlice" || draft.kind === "Pod") return false;
  if (draft.kind !== "ServiceEntry" && draft.kind !== "Service") return true;
  const ending = host.slice(host.indexOf("."));
  return JSON.stringify(draft).includes(ending) || host.startsWith(`${draft.metadata.name}.`);
}
