import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { hasHostBits, isStrictlyWithin, parseCidr } from "./cidr.ts";
import type { PolicyPeer } from "./policy-rules.ts";
import type { PolicyProblemCode, Report } from "./problem.ts";
import { fieldOf, isObject } from "./read-json.ts";
import { readSelector } from "./read-selector.ts";

const unreadable: PolicyPeer = { kind: "UNREADABLE" };

/** One entry of a rule's `from` or `to`. Source: kubernetes pkg/apis/networking/validation/validation.go (ValidateNetworkPolicyPeer). */
export function readPeer(value: unknown, path: string, report: Report): PolicyPeer {
  const wrong = (code: PolicyProblemCode, message: string): PolicyPeer => {
    report(code, path, message);
    return unreadable;
  };
  if (!isObject(value)) return wrong("INVALID_PEER", "a peer is an object");
  const pods = fieldOf(value, "podSelector");
  const namespaces = fieldOf(value, "namespaceSelector");
  const ipBlock = fieldOf(value, "ipBlock");
  if (ipBlock !== undefined) {
    if (pods === undefined && namespaces === undefined) return readIpBlock(ipBlock, `${path}.ipBlock`, report);
    return wrong("IP_BLOCK_WITH_SELECTOR", "a peer with an ipBlock has no selector beside it");
  }
  if (pods === undefined && namespaces === undefined) return wrong("EMPTY_PEER", "a peer has a selector or an ipBlock");
  const podSelector = pods === undefined ? [] : readSelector(pods, `${path}.podSelector`, report);
  if (namespaces === undefined)
    return podSelector === null ? unreadable : { kind: "PODS", namespaceSelector: null, podSelector };
  const namespaceSelector = readSelector(namespaces, `${path}.namespaceSelector`, report);
  if (podSelector === null || namespaceSelector === null) return unreadable;
  return { kind: "PODS", namespaceSelector, podSelector };
}

/** An ipBlock with an exception that cannot be read is as a whole unreadable: without the exception it would let in too much. */
function readIpBlock(value: unknown, path: string, report: Report): PolicyPeer {
  const block: JsonObject = isObject(value) ? value : {};
  const cidr = readCidr(fieldOf(block, "cidr"), `${path}.cidr`, report);
  const exceptions = fieldOf(block, "except") ?? [];
  if (!Array.isArray(exceptions)) {
    report("INVALID_CIDR", `${path}.except`, "except is a list of CIDRs");
    return unreadable;
  }
  const except = exceptions.map((text, at) => readCidr(text, `${path}.except[${at}]`, report));
  if (cidr === null) return unreadable;
  for (const [at, exception] of except.entries())
    if (exception !== null && !isStrictlyWithin(exception, cidr))
      report("EXCEPT_OUTSIDE_CIDR", `${path}.except[${at}]`, `${exception.text} is no smaller part of ${cidr.text}`);
  const readable = except.filter((exception) => exception !== null);
  return readable.length === except.length ? { kind: "IP_BLOCK", cidr, except: readable } : unreadable;
}

function readCidr(value: unknown, path: string, report: Report): ReturnType<typeof parseCidr> {
  const cidr = typeof value === "string" ? parseCidr(value) : null;
  if (cidr === null) report("INVALID_CIDR", path, "a CIDR is an address and the length of its prefix: 10.0.0.0/8");
  else if (hasHostBits(cidr))
    report("HOST_BITS_IN_CIDR", path, `${cidr.text} has bits beyond its prefix, which say nothing`);
  return cidr;
}
