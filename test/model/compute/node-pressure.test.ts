import { expect, test } from "vitest";
import { pressureOf } from "../../../src/model/compute/node-pressure.ts";

test.each([
  ["True", true],
  ["False", false],
  ["Unknown", null],
  ["true", null],
])("a condition that is %s", (status, pressure) => {
  const conditions = ["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => ({ type, status }));

  expect(pressureOf(conditions)).toEqual({ memory: pressure, disk: pressure, pid: pressure });
});

test("each pressure is of its own condition, and one that is missing is not known", () => {
  const conditions = [
    { type: "Ready", status: "True" },
    { type: "DiskPressure", status: "True" },
    { type: "MemoryPressure", status: "False" },
  ];

  expect(pressureOf(conditions)).toEqual({ memory: false, disk: true, pid: null });
});
