import { draftOf, nameOfObject } from "./world-objects.ts";
import type { GraphHost } from "./graph-answer.ts";
import type { IstioWorld } from "./world.ts";

type Addresses = ReadonlyMap<string, readonly string[]>;

const seen: ReadonlySet<string> = new Set(["WINS", "MERGED", "SHADOWED"]);

/**
 * By port, the addresses to which an application may send what is for a host: those of the object that the host is of, if that has the
 * port there. Else a sidecar may listen for one that lost the host to it, or for none: which addresses a name has is not Istio's to say.
 */
export function destinationAddresses(
  world: IstioWorld,
  ofServices: Addresses,
  { object: winner, ports, claims }: Pick<GraphHost, "object" | "ports" | "claims">,
): (port: number) => readonly (readonly string[])[] {
  const taken = claims.filter(({ verdict }) => seen.has(verdict)).map(({ object }) => nameOfObject(object));
  const name = winner === null ? "" : nameOfObject(winner);
  return (port) => {
    const withPort = taken.filter((candidate) => hasPort(world, candidate, port));
    const addressesOf = (one: string): readonly string[] => world.addresses.get(one) ?? ofServices.get(one) ?? [];
    const isWinners = withPort.includes(name) && ports.some(({ number }) => number === port);
    return isWinners ? [addressesOf(name)] : [[], ...withPort.map(addressesOf)];
  };
}

interface Ported {
  readonly ports?: readonly { readonly number?: number; readonly port?: number }[];
}

function hasPort(world: IstioWorld, name: string, port: number): boolean {
  const draft = draftOf(world, name);
  const { ports = [] } = (draft?.["spec"] ?? {}) as Ported;
  return ports.some((one) => (one.number ?? one.port) === port);
}
