import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Seals } from "../ports.ts";

const TAG_BYTES = 16;

/**
 * Deterministic authenticated encryption: the tag, an HMAC over purpose and text, is also the initial vector (the construction of
 * RFC 5297, with HMAC-SHA256 and AES-256-CTR). The same text gives the same seal, so answers and their ETags stay equal.
 */
export class KeyedSeals implements Seals {
  readonly #macKey: Buffer;
  readonly #cipherKey: Buffer;

  /** `key`: 32 bytes, the same on every replica. `binding`: whose seals these are; another binding cannot open them. */
  constructor(key: Uint8Array, binding: string) {
    this.#macKey = Buffer.from(hkdfSync("sha256", key, "", `meshgraph seal mac ${binding}`, 32));
    this.#cipherKey = Buffer.from(hkdfSync("sha256", key, "", "meshgraph seal cipher", 32));
  }

  seal(purpose: string, text: string): string {
    const tag = this.#tag(purpose, text);
    const cipher = createCipheriv("aes-256-ctr", this.#cipherKey, tag);
    return Buffer.concat([tag, cipher.update(text, "utf8"), cipher.final()]).toString("base64url");
  }

  open(purpose: string, sealed: string): string | null {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length < TAG_BYTES || bytes.toString("base64url") !== sealed) return null;
    const tag = bytes.subarray(0, TAG_BYTES);
    const decipher = createDecipheriv("aes-256-ctr", this.#cipherKey, tag);
    const text = Buffer.concat([decipher.update(bytes.subarray(TAG_BYTES)), decipher.final()]).toString("utf8");
    return timingSafeEqual(tag, this.#tag(purpose, text)) ? text : null;
  }

  #tag(purpose: string, text: string): Buffer {
    return createHmac("sha256", this.#macKey)
      .update(`${purpose.length} ${purpose} ${text}`)
      .digest()
      .subarray(0, TAG_BYTES);
  }
}
