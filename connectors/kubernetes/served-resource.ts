/** A resource as one cluster serves it. */
export interface ServedResource {
  readonly path: string;
  readonly apiVersion: string;
  /** The wire's word for one object of it, such as `Pod`. */
  readonly kind: string;
}
