import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Quantity } from "../../../src/model/compute/quantity.ts";
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityNumber,
  quantityOf,
  quantityRatio,
  subtractQuantities,
  zeroQuantity,
} from "../../../src/model/compute/quantity.ts";

function quantity(text: string): Quantity {
  const read = parseQuantity(text);
  if (read === null) throw new Error(`${text} is no quantity`);
  return read;
}

test.each([
  ["0", "0"],
  ["-0", "0"],
  ["0Ki", "0"],
  ["1", "1"],
  ["+5", "5"],
  ["007", "7"],
  ["100m", "100m"],
  ["0.1", "100m"],
  ["1.500", "1500m"],
  [".5", "500m"],
  ["1.", "1"],
  ["1000m", "1"],
  ["1500", "1500"],
  ["1000000", "1M"],
  ["1000k", "1M"],
  ["12e6", "12e6"],
  ["1200E3", "1200e3"],
  ["1E", "1E"],
  ["1e+3", "1e3"],
  ["15e-1", "1500e-3"],
  ["1n", "1n"],
  ["1000u", "1m"],
  ["1.1n", "2n"],
  ["-1.1n", "-2n"],
  ["1e-900", "1e-9"],
  ["1024Ki", "1Mi"],
  ["1000Ki", "1000Ki"],
  ["1.5Gi", "1536Mi"],
  ["0.5Ki", "512"],
  ["1023", "1023"],
  ["0.001Ki", "1024m"],
  ["1.0001Mi", "1048680857600u"],
  ["30486848Ki", "30486848Ki"],
  ["-2Gi", "-2Gi"],
  ["-1Ki", "-1Ki"],
  ["1Ki", "1Ki"],
  ["8Ei", "9223372036854775807"],
  ["16Ei", "9223372036854775807"],
  ["1000E", "1e21"],
])("%s is written %s", (text, canonical) => {
  expect(formatQuantity(quantity(text))).toBe(canonical);
});

test.each([
  "",
  "+",
  ".",
  "k",
  "Ki",
  "1K",
  "1ki",
  "1kk",
  "1e",
  "1e1.5",
  "1e2000",
  "1e4294967296",
  "0x10",
  " 1",
  "1 ",
  "1\n",
  "1_0",
  "NaN",
  "Infinity",
  "٣",
  "--1",
  "1".repeat(300),
])("%j is no quantity", (text) => {
  expect(parseQuantity(text)).toBeNull();
});

test.each([
  [50, "50"],
  [0.25, "250m"],
  [1e21, "1e21"],
  ["2Gi", "2Gi"],
])("JSON's %j is the quantity %s", (value, canonical) => {
  const read = quantityOf(value);

  expect(read && formatQuantity(read)).toBe(canonical);
});

test.each([[null], [undefined], [true], [{}], [["1"]], [Number.NaN], [Number.POSITIVE_INFINITY]])(
  "JSON's %j is none",
  (value) => {
    expect(quantityOf(value)).toBeNull();
  },
);

test.each([
  ["1", "1000m", 0],
  ["1Ki", "1k", 1],
  ["999m", "1", -1],
  ["-1", "0", -1],
  ["9223372036854775807", "9223372036854775806", 1],
])("%s compared with %s", (a, b, order) => {
  expect(compareQuantities(quantity(a), quantity(b))).toBe(order);
});

test.each([
  ["1Gi", "1G", "2073741824", "73741824"],
  ["1G", "1Gi", "2073741824", "-73741824"],
  ["0", "1Gi", "1Gi", "-1Gi"],
  ["100m", "1", "1100m", "-900m"],
])("%s and %s: sum %s, difference %s", (a, b, sum, difference) => {
  expect(formatQuantity(addQuantities(quantity(a), quantity(b)))).toBe(sum);
  expect(formatQuantity(subtractQuantities(quantity(a), quantity(b)))).toBe(difference);
});

test("what only a sum can reach is written without loss", () => {
  expect(formatQuantity({ nanos: 2n ** 70n * 10n ** 9n, format: "BinarySI" })).toBe("1024Ei");
  expect(formatQuantity({ nanos: 10n ** 30n, format: "DecimalSI" })).toBe("1e21");
});

test("a ratio is of the values, and there is none to zero", () => {
  expect(quantityRatio(quantity("96"), quantity("1000"))).toBeCloseTo(0.096, 12);
  expect(quantityRatio(quantity("512Mi"), quantity("2Gi"))).toBe(0.25);
  expect(quantityRatio(quantity("1"), zeroQuantity)).toBeNull();
  expect(quantityNumber(quantity("1500m"))).toBe(1.5);
});

const suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "e3", "E-3", "e+6"];
const written = fc
  .tuple(fc.constantFrom("", "-", "+"), fc.integer({ min: 0, max: 4095 }), fc.constantFrom(...suffixes))
  .map(([sign, whole, suffix]) => `${sign}${whole}${suffix}`);
const anyNanos = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const anyQuantity = fc.record<Quantity>({
  nanos: anyNanos,
  format: fc.constantFrom("DecimalSI", "BinarySI", "DecimalExponent"),
});

test("what is written is read as the same value, and written the same again", () => {
  fc.assert(
    fc.property(fc.oneof(anyQuantity, written.map(quantity)), (value) => {
      fc.pre(value.format !== "BinarySI" || (value.nanos < 2n ** 63n && value.nanos > -(2n ** 63n)));
      const again = quantity(formatQuantity(value));
      expect(again.nanos).toBe(value.nanos);
      expect(formatQuantity(again)).toBe(formatQuantity(value));
    }),
  );
});

test("quantities are ordered as their values are, and sums keep the order", () => {
  fc.assert(
    fc.property(anyQuantity, anyQuantity, anyQuantity, (a, b, c) => {
      const order = a.nanos < b.nanos ? -1 : Number(a.nanos > b.nanos);
      expect(compareQuantities(a, b)).toBe(order);
      expect(compareQuantities(b, a)).toBe(order === 0 ? 0 : -order);
      expect(compareQuantities(addQuantities(a, c), addQuantities(b, c))).toBe(order);
      expect(subtractQuantities(addQuantities(a, c), c).nanos).toBe(a.nanos);
    }),
  );
});

test("any text is read or refused, never thrown at", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), written), (text) => {
      const read = parseQuantity(text);
      expect(read === null || formatQuantity(read).length > 0).toBe(true);
    }),
  );
});
