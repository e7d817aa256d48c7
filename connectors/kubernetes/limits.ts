/** The numbers of reading a cluster, with their reasons. Times are in milliseconds unless the name says otherwise. */

/** client-go's page: what an API server can answer without holding its memory for long. */
export const PAGE_SIZE = 500;

/** A page of 500 pods is 6 MB; a server that ignores `limit` must not fill our heap. A string may be at most 512 MB in V8. */
export const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/** etcd refuses objects over 1.5 MB, and a line of a watch is one object in JSON. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** One identity is one flow to the API server's fairness, and a list takes many of its seats. */
export const PARALLEL_LISTS = 4;

/** A list that trickles may not keep its place among the parallel ones longer than this. */
export const LIST_TURN = 60_000;

/** client-go's figures: about 98 % less traffic when the API server is unwell, and a wait that people accept when it is well again. */
export const BACKOFF_FIRST = 800;
export const BACKOFF_FACTOR = 2;
export const BACKOFF_LAST = 30_000;
/** Healthy for this long, and the next failure is a first one. */
export const BACKOFF_RESET = 120_000;

/** A Retry-After beyond this is a mistake or an attack. */
export const RETRY_AFTER_LAST = 300_000;

/** client-go's minimum of a watch's life; the length is random, so that watches do not all end at once. */
export const WATCH_SECONDS_FIRST = 300;
export const WATCH_SECONDS_LAST = 600;

/** A watch that ends sooner without an event is a fault: reopening it at once would be a storm. */
export const SHORT_WATCH = 1000;

/** Bookmarks come 60 s apart (measured 59.9), but none for a kind that is wholly quiet: so a silent watch is opened anew, without fuss. */
export const SILENCE = 65_000;

/** Silence and renewal together end before a watch has been silent for 75 s, which is when what is held may be called old. */
export const RENEWAL = 8000;
export const STALE_AFTER = 75_000;

/** A server that waits for its cache to catch up answers after 3 s; ten times that is no answer. */
export const HEADERS_DEADLINE = 30_000;

/** A page is 6 MB, which a poor line brings in less. */
export const ANSWER_DEADLINE = 60_000;

/** A path that swallows packets is told by the kernel: 5 s idle, then Node's 10 probes 1 s apart. */
export const TCP_KEEP_ALIVE = 5000;

export const CONNECT_DEADLINE = 10_000;

/** A list is not believed when it lacks more than half of what is held, and more than this many; or everything. */
export const SHRINK_SHARE = 0.5;
export const SHRINK_OBJECTS = 20;

/** How long to wait for the second opinion on a list that is not believed. */
export const SECOND_LIST_AFTER = 5000;

/** How long to wait with the next list when there was no room for all of the last: it is large, and will rarely fit at once. */
export const QUOTA_RETRY = 60_000;

/** Each list in vain doubles the wait up to this: a huge cluster is not to be listed each minute for ever. */
export const QUOTA_RETRY_LAST = 900_000;

/** By which part of the quota what is held already may grow over it: so that kinds that fit go on beside one that does not. */
export const QUOTA_OVERDRAFT = 0.05;

/** A watch that stays open for this long works again; one that fails sooner has not worked in between. */
export const STEADY = 5000;

/** Two lists of a living cluster differ a little; more than a tenth, and they do not agree. */
export const AGREEING_SHARE = 0.9;

/** How often a kind that is not served is looked for again, in the mean; a 304 costs the server nothing. */
export const REDISCOVERY = 15_000;

/** An API server that just started lists no CRD for about a second, so absence is believed only when it lasts. */
export const ABSENCE_PROVEN = 10_000;

/** Another cluster can come up behind the same name between two watches; asking who it is costs one small request. */
export const IDENTITY_FRESH = 300_000;

/** A status a second is fresh enough for people; bookmarks are told each. */
export const STATUS_INTERVAL = 1000;

/** Deletions that are remembered, so that a late event does not raise the dead. */
export const REMEMBERED_DELETIONS = 1000;

/** How long one cluster may work in one turn of the event loop: others are then heard within a few times that. */
export const SLICE = 1;

/** How often a source looks whether time alone has made it stale. */
export const PHASE_INTERVAL = 5000;
