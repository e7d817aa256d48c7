import type { Clock } from "../../src/lib/clock.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Sink, Telemetry } from "../../src/ports.ts";
import type { KubernetesClient } from "./client.ts";
import type { Contact } from "./contact.ts";
import type { Decoder } from "./decode.ts";
import type { Discovery } from "./discovery.ts";
import type { Outages } from "./outages.ts";
import type { Quota } from "./quota.ts";
import type { Slice } from "./slice.ts";
import type { Slots } from "./slots.ts";

/** What the reflectors of one cluster share. */
export interface ClusterReading {
  readonly cluster: string;
  /** The source's name. */
  readonly source: string;
  readonly client: KubernetesClient;
  readonly discovery: Discovery;
  readonly contact: Contact;
  readonly outages: Outages;
  readonly decoder: Decoder;
  readonly sink: Sink;
  readonly quota: Quota;
  readonly lists: Slots;
  readonly slice: Slice;
  readonly clock: Clock;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** Whether the API server can give a list as a watch: found out by the first that tries. */
  readonly watchList: { refused: boolean };
  /** Ends everything, and is the only thing that does. */
  readonly signal: AbortSignal;
  /** A resourceVersion went back: every reflector of the cluster has to forget what it knows. */
  readonly wentBack: () => void;
  /** The status of a reflector changed in what clients see. */
  readonly changed: () => void;
}
