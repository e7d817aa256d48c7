import { isIP } from "node:net";

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** The addresses that share their first `prefix` bits. */
export interface Cidr extends IpAddress {
  readonly prefix: number;
  /** As it was written. */
  readonly text: string;
}

const BITS = { 4: 32, 6: 128 } as const;
const CIDR = /^(?<address>[^/]+)\/(?<prefix>0|[1-9]\d{0,2})$/;

/** Null for what is no address. An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address, as Go has it. */
export function parseAddress(text: string): IpAddress | null {
  const version = isIP(text);
  if (version === 0 || text.includes("%")) return null;
  if (version === 4) return { family: 4, value: numberOf(text.split("."), 8n, 10) };
  const value = numberOf(groupsOf(text), 16n, 16);
  return value >> 32n === 0xff_ffn ? { family: 4, value: value & 0xff_ff_ff_ffn } : { family: 6, value };
}

/**
 * Null for what is no CIDR, and for what software reads in more than one way: leading zeros, IPv4 written as IPv6. Bits beyond the prefix
 * say nothing. Source: k8s.io/apimachinery pkg/util/validation/ip.go (IsValidCIDRForLegacyField).
 */
export function parseCidr(text: string): Cidr | null {
  const groups = CIDR.exec(text)?.groups;
  const address = parseAddress(groups?.["address"] ?? "");
  const prefix = Number(groups?.["prefix"]);
  if (address === null || (address.family === 4 && text.includes(":")) || prefix > BITS[address.family]) return null;
  return { ...address, prefix, text };
}

export function cidrHas(cidr: Cidr, { family, value }: IpAddress): boolean {
  if (family !== cidr.family) return false;
  const rest = BigInt(BITS[family] - cidr.prefix);
  return value >> rest === cidr.value >> rest;
}

/** Whether it was written with bits beyond its prefix: `10.1.2.3/8`. */
export function hasHostBits({ family, value, prefix }: Cidr): boolean {
  return BigInt.asUintN(BITS[family] - prefix, value) !== 0n;
}

/** Whether the inner one is part of the outer one and smaller. */
export function isStrictlyWithin(inner: Cidr, outer: Cidr): boolean {
  return inner.prefix > outer.prefix && cidrHas(outer, inner);
}

function numberOf(digits: readonly string[], bits: bigint, radix: number): bigint {
  return digits.reduce((value, digit) => (value << bits) | BigInt(Number.parseInt(digit, radix)), 0n);
}

/** The eight groups of a valid IPv6 address, whose end may be written as IPv4. */
function groupsOf(text: string): readonly string[] {
  const [head = "", tail] = text.split("::").map(hexadecimal);
  const [before, after] = [head === "" ? [] : head.split(":"), tail ? tail.split(":") : []];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => "0"), ...after];
}

function hexadecimal(half: string): string {
  return half.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const value = numberOf(dotted.split("."), 8n, 10);
    return `${(value >> 16n).toString(16)}:${(value & 0xff_ffn).toString(16)}`;
  });
}
