import type { Workload } from "./workload.ts";

const registry = "registry.retail.example";

const team = { isTeams: true, controller: "Deployment", port: 8080 } as const;

type Row = readonly [name: string, version: string, replicas: number, cpu: string, memory: string];

/** The programs of a team's namespace. */
export function teamWorkloads(namespace: string, mesh: Workload["mesh"], rows: readonly Row[]): Workload[] {
  return rows.map(([name, version, replicas, cpu, memory]) => ({
    ...team,
    namespace,
    mesh,
    name,
    image: `${registry}/${namespace}/${name}:${version}`,
    replicas,
    cpu,
    memory,
  }));
}

/** The same with something else about one of them. */
export function withChange(
  workloads: readonly Workload[],
  name: string,
  change: Partial<Workload>,
): readonly Workload[] {
  return workloads.map((workload) => (workload.name === name ? { ...workload, ...change } : workload));
}
