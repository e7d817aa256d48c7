const texts = new WeakMap<object, string>();

/** A result as JSON, written once however many subscribers it goes to. The result must not change afterwards. */
export function jsonOf(result: object): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = JSON.stringify(result);
  texts.set(result, text);
  return text;
}

/**
 * Puts results that are JSON already into the messages that graphql-ws writes: the payload is written as 0, which stands last, and the
 * message is sent in the same turn.
 */
export class SharedPayload {
  #text: string | null = null;

  of(result: object): object {
    return {
      toJSON: () => {
        this.#text = jsonOf(result);
        return 0;
      },
    };
  }

  /** The message with its payload in place. */
  fill(message: string): string {
    if (this.#text === null) return message;
    const whole = `${message.slice(0, -"0}".length)}${this.#text}}`;
    this.#text = null;
    return whole;
  }
}
