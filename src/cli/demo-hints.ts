const QUERY = "{ serviceEntries(first: 3) { totalCount partial nodes { name namespace hosts cluster { name } } } }";
const SUBSCRIPTION = "subscription { changes(snapshot: false) { cursor events { kind at type id } } }";

/** What to try first: a question and a subscription, each to be pasted into a shell. */
export function demoHints(url: string): string {
  return `
Ask something:

  curl -s ${url} -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query: QUERY })}'

Watch what changes:

  curl -sN ${url} -H 'accept: text/event-stream' -H 'content-type: application/json' \\
    -d '${JSON.stringify({ query: SUBSCRIPTION })}'

Control-C stops the demo.`;
}
