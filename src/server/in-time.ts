import { TimeoutError } from "../errors.ts";

/** Gives up on what takes too long: then it is told to stop, by `abort`, and fails with TimeoutError. What is there already costs nothing. */
export function inTime<T>(result: T | Promise<T>, ms: number, abort: AbortController): T | Promise<T> {
  return result instanceof Promise ? withDeadline(result, ms, abort) : result;
}

async function withDeadline<T>(result: Promise<T>, ms: number, abort: AbortController): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new TimeoutError(`the answer took longer than ${ms} ms`);
      reject(error);
      abort.abort(error);
    }, ms);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
