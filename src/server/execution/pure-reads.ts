/** A resolver that looks at nothing but its object, and does not wait. It may say that it does not know. */
export type PureRead = (source: object) => unknown;

/** Said by a read of an object that it cannot read: the resolver can. */
export const UNREAD = Symbol("unread");

const reads = new WeakMap<Function, PureRead>();

/** Lets the executor call `read` in the place of `resolver`: what it gives or throws is the same. */
export function declarePureRead(resolver: Function, read: PureRead): void {
  reads.set(resolver, read);
}

export function pureReadOf(resolver: Function): PureRead | undefined {
  return reads.get(resolver);
}
