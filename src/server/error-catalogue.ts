/** Every code that a client can meet: the HTTP status when it ends the whole request, and what it means. docs/errors.md is made of it. */
export const errorCatalogue = {
  BAD_REQUEST: [400, "The request is not GraphQL over HTTP: the body, the method (405) or the Accept header (406)."],
  CSRF_BLOCKED: [
    400,
    "A GET that a foreign web page could have made. Send a header `apollo-require-preflight` or `x-apollo-operation-name`, or a JSON Content-Type.",
  ],
  BATCHING_DISABLED: [400, "The body is an array. Send one operation a request."],
  UNSUPPORTED_MEDIA_TYPE: [415, "The body is not `application/json`, or is compressed."],
  PAYLOAD_TOO_LARGE: [413, "The body is over the limit."],
  HEADERS_TOO_LARGE: [431, "The headers are over 16 kB."],
  REQUEST_TIMEOUT: [408, "The request took too long to arrive."],
  NOT_FOUND: [404, "There is nothing at this path, or what the operation is about does not exist."],
  GRAPHQL_PARSE_FAILED: [400, "The document has a syntax error."],
  GRAPHQL_VALIDATION_FAILED: [400, "The document does not fit the schema."],
  DOCUMENT_TOO_LARGE: [400, "The document has too many tokens."],
  DEPTH_LIMIT: [400, "Fields are nested too deep."],
  ALIAS_LIMIT: [400, "There are too many aliases."],
  ROOT_FIELD_LIMIT: [400, "There are too many fields at the root."],
  DIRECTIVE_LIMIT: [400, "There are too many directives."],
  COST_LIMIT: [
    400,
    "The operation could give too many objects: `cost` and `limit` say how many. Ask for smaller pages, or nest fewer of them.",
  ],
  INTROSPECTION_DISABLED: [400, "The schema may not be asked for here. It is at `/schema.graphql`."],
  OPERATION_RESOLUTION_FAILURE: [
    400,
    "`operationName` names no operation of the document, or is missing where there are several.",
  ],
  SUBSCRIPTION_TRANSPORT_REQUIRED: [400, "A subscription needs a WebSocket, or `Accept: text/event-stream`."],
  TOO_MANY_OPERATIONS: [429, "A WebSocket has as many operations as it may. Complete one, or open another socket."],
  PERSISTED_QUERY_NOT_FOUND: [200, "The hash is not known (any more). Send the document with it once."],
  RESPONSE_TOO_LARGE: [400, "The answer is over the limit. Ask for less."],
  BAD_USER_INPUT: [400, "An argument or a variable that no answer could be right for."],
  BAD_CURSOR: [200, "A cursor that was not made here, or was made for another question or another reader."],
  FORBIDDEN: [
    403,
    "The Host or the Origin is not localhost, 127.x.x.x or [::1]: nothing else is served in the loopback mode.",
  ],
  TIMEOUT: [504, "The answer took too long, and was given up."],
  INTERNAL_SERVER_ERROR: [500, "A fault of the gateway. `errorId` is in its log."],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>;

export type ErrorCode = keyof typeof errorCatalogue;

/** docs/errors.md. */
export function errorsMarkdown(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, [status, meaning]]) => `| \`${code}\` | ${status} | ${meaning} |`,
  );
  return [
    "# Errors",
    "",
    "Every error has `extensions.code`, on every transport. The status is that of an HTTP answer when the whole request is refused; an error",
    "beside data, in `errors` with a `path`, comes with 200. Over WebSocket a refused operation is an `error` message for its id; as a stream",
    "of events, where the operation could be read, it is 200 and one `next` with the errors.",
    "",
    "| code | status | meaning |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
