import type { WriteObject } from "./complete.ts";
import type { Run } from "./run.ts";

type Answer = Record<string, unknown>;

/**
 * One function that writes a whole object. It is generated, so that each object has its shape from the start and each property its
 * own inline cache: half the time of a loop over names (bench: query). Names in an answer are GraphQL names, so nothing but letters,
 * digits and `_` gets into the code.
 */
export function objectWriter(fields: readonly (readonly [name: string, write: WriteObject])[]): WriteObject {
  const names = fields.map(([name]) => checked(name));
  const code = `
    return function write(run, source, path) {
      const before = run.promises;
      const answer = { ${names.map((name) => `["${name}"]: undefined`).join(", ")} };
      try {
        ${names.map((name, at) => `answer["${name}"] = write${at}(run, source, path);`).join("\n")}
      } catch (error) {
        return giveUp(run, before, answer, error);
      }
      return run.promises === before ? answer : settle(answer);
    };`;
  const parameters = [...names.map((_, at) => `write${at}`), "settle", "giveUp"];
  // oxlint-disable-next-line typescript/no-implied-eval -- see above
  const make = new Function(...parameters, code) as (...values: unknown[]) => WriteObject;
  return make(...fields.map(([, write]) => write), settle, giveUp);
}

function checked(name: string): string {
  if (!/^\w+$/.test(name)) throw new TypeError(`not a GraphQL name: ${name}`);
  return name;
}

async function settle(answer: Answer): Promise<Answer> {
  const names = Object.keys(answer);
  const values = await Promise.all(Object.values(answer));
  return Object.fromEntries(names.map((name, at) => [name, values[at]]));
}

/** As graphql-js: an object that failed waits for what its other fields began, then fails. */
function giveUp(run: Run, before: number, answer: Answer, error: unknown): unknown {
  if (run.promises === before) throw error;
  return settle(answer).finally(() => {
    throw error;
  });
}
