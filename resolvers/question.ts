/**
 * What was asked, as a text that is equal for equal questions: a cursor is bound to it. Null is as absent; GraphQL gives the members of an
 * input in the order of its type, however they are written.
 */
export function questionOf(filter: object | null | undefined): string {
  const members = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return JSON.stringify(members);
}
