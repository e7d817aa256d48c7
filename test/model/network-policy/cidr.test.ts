import { BlockList } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cidrHas, isStrictlyWithin, parseAddress, parseCidr } from "../../../src/model/network-policy/cidr.ts";

test.each([
  ["10.0.0.0/8", "10.255.255.255", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["10.1.2.3/8", "10.200.0.1", true],
  ["172.20.0.10/32", "172.20.0.10", true],
  ["172.20.0.10/32", "172.20.0.11", false],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["0.0.0.0/0", "::1", false],
  ["0.0.0.0/0", "::ffff:8.8.8.8", true],
  ["::/0", "2001:db8::1", true],
  ["::/0", "8.8.8.8", false],
  ["::/0", "::ffff:8.8.8.8", false],
  ["2001:db8::/64", "2001:db8::ffff:ffff:ffff:ffff", true],
  ["2001:db8::/64", "2001:db8:0:1::", false],
  ["2001:DB8:0:0:0:0:0:0/32", "2001:db8:ffff::", true],
  ["64:ff9b::192.0.2.0/120", "64:ff9b::c000:2ff", true],
  ["64:ff9b::192.0.2.0/120", "64:ff9b::192.0.3.0", false],
])("%s has %s: %s", (cidr, address, has) => {
  const [parsed, candidate] = [parseCidr(cidr), parseAddress(address)];

  expect(parsed && candidate && cidrHas(parsed, candidate)).toBe(has);
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/-1",
  "10.0.0.0/8/8",
  "10.0.0.0/8 ",
  "010.0.0.0/8",
  "10.0.0/8",
  "::/129",
  "::ffff:10.0.0.0/104",
  "::ffff:10.0.0.0/24",
  "fe80::1%eth0/64",
  "example.com/8",
  "/8",
])("%j is no CIDR", (text) => {
  expect(parseCidr(text)).toBeNull();
});

test.each(["", "10.0.0", "010.0.0.1", "10.0.0.1/8", "fe80::1%eth0", "localhost", " ::1"])(
  "%j is no address",
  (text) => {
    expect(parseAddress(text)).toBeNull();
  },
);

test.each([
  ["10.1.0.0/16", "10.0.0.0/8", true],
  ["10.0.0.0/8", "10.0.0.0/8", false],
  ["10.0.0.0/7", "10.0.0.0/8", false],
  ["11.0.0.0/16", "10.0.0.0/8", false],
  ["fd00::/64", "::/0", true],
  ["10.0.0.0/8", "::/0", false],
])("%s is strictly within %s: %s", (inner, outer, within) => {
  const [one, other] = [parseCidr(inner), parseCidr(outer)];

  expect(one && other && isStrictlyWithin(one, other)).toBe(within);
});

const ends = fc.record({ change: fc.integer({ min: 0, max: 128 }), prefix: fc.integer({ min: 0, max: 128 }) });

test.each([
  ["IPv4", "ipv4" as const, 32, fc.ipV4()],
  ["IPv6", "ipv6" as const, 128, fc.ipV6()],
])("a CIDR of %s has what Node's own block list has", (_, family, bits, addresses) => {
  fc.assert(
    fc.property(addresses, addresses, ends, fc.boolean(), (network, far, { change, prefix }, isNear) => {
      const length = prefix % (bits + 1);
      const address = isNear ? nearby(network, change % bits, bits) : far;
      const cidr = parseCidr(`${network}/${length}`);
      const candidate = parseAddress(address);
      fc.pre(cidr !== null && candidate !== null && BigInt(bits) === (candidate.family === 4 ? 32n : 128n));
      const blocks = new BlockList();
      blocks.addSubnet(network, length, family);

      expect(cidr && candidate && cidrHas(cidr, candidate)).toBe(blocks.check(address, family));
    }),
    { numRuns: 2_000 },
  );
});

/** The address with one bit changed. */
function nearby(address: string, bit: number, bits: number): string {
  const parsed = parseAddress(address);
  const value = (parsed?.value ?? 0n) ^ (1n << BigInt(bit));
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  return Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 65_535n).toString(16)).join(":");
}
