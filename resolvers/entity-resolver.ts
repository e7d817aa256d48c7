import type { EntityClass } from "../schema/entity.ts";
import type { Check } from "./problems.ts";

/** A resolver class of a type that has an id. */
export type EntityResolver = Function & {
  readonly entity: EntityClass;
  /** Finds what is wrong with one; absent where nothing is looked for. */
  readonly problems?: Check<never> | undefined;
};
