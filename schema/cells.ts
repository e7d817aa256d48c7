/**
 * A list of small objects in one flat array, row after row: thousands of entities have such lists, and an object of its own for each row
 * would cost twice as much memory. A class hides its cells behind an accessor pair, which gives and takes the objects.
 */
export type Cells = readonly Cell[];
export type Cell = string | number | boolean | null;

export const noCells: Cells = Object.freeze([]);

/** Cells to fill: exactly as many as are needed, for an array that grows keeps room for more. */
export function emptyCells(length: number): Cell[] {
  return Array.from<Cell>({ length });
}
