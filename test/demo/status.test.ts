import { expect, test } from "vitest";
import { serviceEntries, serviceEntry, startServer } from "./support/started-server.ts";

test("the status is written by its own path, which changes nothing else", async () => {
  await using started = await startServer();
  const { client } = started;
  await client.create(serviceEntries, { ...serviceEntry("stripe"), status: { ready: true } });
  const path = `${serviceEntries}/stripe`;

  const bySpec = await client.patch(path, { status: { ready: true } });
  const byStatus = await client.patch(`${path}/status`, { spec: { hosts: ["x.example"] }, status: { ready: true } });

  expect(bySpec).not.toHaveProperty("status");
  expect(byStatus).toMatchObject({ spec: { hosts: ["stripe.example"] }, status: { ready: true } });
  expect(byStatus.metadata).toMatchObject({ generation: 1 });
});

test("a change that changes nothing is not written", async () => {
  await using started = await startServer();
  const { client } = started;
  const created = await client.create(serviceEntries, serviceEntry("stripe"));

  const same = await client.patch(`${serviceEntries}/stripe`, { spec: { hosts: ["stripe.example"] } });

  expect(same).toEqual(created);
});
