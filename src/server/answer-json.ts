import type { FastifyReply } from "fastify";
import type { Refusal } from "./refusal.ts";

/** Every body that is no answer is JSON with codes, too. */
export function answerRefusal(reply: FastifyReply, { status, errors, allow }: Refusal): FastifyReply {
  if (allow !== undefined) void reply.header("allow", allow);
  return reply.code(status).header("content-type", "application/json; charset=utf-8").send(JSON.stringify({ errors }));
}
