import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { JsonObject } from "../json.ts";

/** Answers this long or longer are compressed for those who take it, as by a kube-apiserver. */
const gzipFrom = 128 * 1024;
/** How much is written at once: enough to be cheap, little enough not to stall others. */
export const chunkBytes = 256 * 1024;

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

export function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  sendBytes(response, status, Buffer.from(JSON.stringify(body)));
}

/** Sends JSON that is written already. */
export function sendBytes(response: ServerResponse, status: number, json: Buffer): void {
  const length = json.length + 1;
  response.writeHead(status, { "content-type": "application/json", "content-length": length });
  response.end(Buffer.concat([json, Buffer.from("\n")]));
}

/** Sends JSON in pieces, however long, as fast as it is read. */
export async function sendPieces(response: ServerResponse, pieces: readonly Buffer[], gzip: boolean): Promise<void> {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const zip = gzip && size >= gzipFrom;
  response.writeHead(200, {
    "content-type": "application/json",
    ...(zip && { "content-encoding": "gzip", vary: "Accept-Encoding" }),
    ...(size < gzipFrom && { "content-length": size }),
  });
  const chunks = Readable.from(chunksOf(pieces));
  if (zip) await pipeline(chunks, createGzip({ level: 1 }), response);
  else await pipeline(chunks, response);
}

/** The pieces joined into chunks of a size that is worth a write. */
function* chunksOf(pieces: Iterable<Buffer>): Generator<Buffer> {
  let chunk: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    chunk.push(piece);
    size += piece.length;
    if (size < chunkBytes) continue;
    yield Buffer.concat(chunk);
    chunk = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(chunk);
}
