import { inject } from "vitest";

/** Whether the tests with a control plane cannot run here. Why, the global setup has said. */
export const withoutTools = inject("tools") === undefined;

/** Whether the tests with Debian's etcd cannot run here. */
export const withoutDebianEtcd = withoutTools || inject("debianEtcd") === undefined;
