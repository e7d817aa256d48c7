/** Any object as an API server writes it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly [field: string]: unknown;
}

interface KubeMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly managedFields?: readonly ManagedFields[];
}

interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: Readonly<Record<string, unknown>>;
}

/** An object as it is sent: without what the server fills in. */
export interface KubeDraft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Partial<KubeMetadata> & { readonly name: string };
  readonly [field: string]: unknown;
}

export interface KubeList {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  /** As a server writes them: without a kind of their own when they are of a built-in kind. */
  readonly items: readonly KubeObject[];
}

/** What a server says instead of an object. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: { readonly continue?: string };
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly code: number;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly StatusCause[];
  };
}

interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export type WatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK"; readonly object: KubeObject }
  | { readonly type: "ERROR"; readonly object: Status };

/** The annotation of the bookmark that ends the first events of a WatchList stream. */
export const initialEventsEnd = "k8s.io/initial-events-end";
