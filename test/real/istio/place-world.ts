import { qualifiedHost } from "../../../src/model/istio/hosts.ts";
import type { KubeDraft } from "../../support/kube-wire.ts";
import { withEndpoints } from "./endpoints.ts";
import type { Asker, IstioWorld, WorldDraft } from "./world.ts";

const FIRST_PORT = 20_000;
const PORTS_EACH = 10;

/**
 * Gives a world a place of its own in the cluster, by its number. `@a` becomes a namespace, `.example` a domain, 9000 to 9009 ports and
 * 240.0.0.x addresses that no other world has: plain TCP is told apart by port or address alone.
 */
export function placeWorld({ title, waves, names = [] }: WorldDraft, number: number): IstioWorld {
  const id = `w${String(number).padStart(3, "0")}`;
  const owners = new Map<string, string>();
  const placed = waves.map((wave) =>
    wave
      .map((draft) => placeValue(draft, id, number) as KubeDraft)
      .flatMap((draft) => withEndpoints(draft, number, owners)),
  );
  const drafts = placed.flat();
  const hosts = [
    ...new Set([...drafts.flatMap(hostsOf), ...names.map((name) => String(placeValue(name, id, number)))]),
  ];
  return {
    title,
    waves: placed,
    namespaces: namespacesOf(drafts),
    askers: askersOf(drafts),
    hosts: [...new Set(hosts.flatMap((host) => [host, ...namesUnder(host)]))].toSorted(),
    ports: [...new Set(drafts.flatMap((draft) => portsIn(draft["spec"])))].toSorted((a, b) => a - b),
    owners,
    addresses: addressesOf(drafts),
  };
}

function placeValue(value: unknown, id: string, number: number): unknown {
  if (Array.isArray(value)) return value.map((item) => placeValue(item, id, number));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, placeValue(item, id, number)]));
  if (typeof value === "number" && value >= 9000 && value < 9000 + PORTS_EACH)
    return FIRST_PORT + number * PORTS_EACH + value - 9000;
  if (typeof value !== "string") return value;
  return value
    .replaceAll(/@(?=[a-d](?![a-z]))/g, `${id}-`)
    .replaceAll(/\.(?=example(?![a-z]))/gi, `.${id}.`)
    .replace(/^240\.0\.0\./, `240.${number >> 8}.${number & 255}.`);
}

/** Its own: not those that are there for all. */
function namespacesOf(drafts: readonly KubeDraft[]): readonly string[] {
  const names = drafts.map(({ metadata }) => metadata.namespace ?? "");
  return [...new Set(names)].filter((name) => !name.startsWith("istio-")).toSorted();
}

function askersOf(drafts: readonly KubeDraft[]): readonly Asker[] {
  const pods = drafts
    .filter(({ kind }) => kind === "Pod")
    .map(({ metadata: { namespace = "", name, labels = {} } }) => ({ namespace, pod: name, labels }));
  return [...namespacesOf(drafts).map((namespace) => ({ namespace, pod: null, labels: {} })), ...pods];
}

function hostsOf({ kind, metadata, spec }: KubeDraft): readonly string[] {
  const { name, namespace = "" } = metadata;
  if (kind === "Service") return [`${name}.${namespace}.svc.cluster.local`];
  const { hosts = [], host } = (spec ?? {}) as { readonly hosts?: readonly string[]; readonly host?: string };
  if (kind === "ServiceEntry") return hosts;
  if (kind !== "VirtualService") return host === undefined ? [] : [qualifiedHost(host, namespace)];
  const destinations = [...JSON.stringify(spec).matchAll(/"destination":\{"host":"([^"]+)"/g)].map(([, to = ""]) => to);
  return [...hosts, ...destinations].map((each) => qualifiedHost(each, namespace));
}

/** Of a wildcard, one name that it covers. */
function namesUnder(host: string): readonly string[] {
  return host.startsWith("*") && host !== "*" ? [`any${host.slice(1)}`] : [];
}

function portsIn(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.flatMap(portsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    (key === "number" || key === "port") && typeof item === "number" ? [item] : portsIn(item),
  );
}

/** Of a block of addresses the first. */
function addressesOf(drafts: readonly KubeDraft[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    drafts.flatMap(({ kind, metadata, spec }) => {
      const { addresses = [] } = (spec ?? {}) as { readonly addresses?: readonly string[] };
      const name = `${kind} ${metadata.namespace}/${metadata.name}`;
      return addresses.length === 0 ? [] : [[name, addresses.map((address) => address.replace(/\/.*/, ""))] as const];
    }),
  );
}
