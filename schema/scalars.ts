import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime, GraphQLJSONObject } from "graphql-scalars";

/** An RFC 3339 time; entities hold a Date. */
export const DateTime = GraphQLDateTime;

/** A map as the outside sent it, such as labels or a spec. */
export const JSONObject = GraphQLJSONObject;

export const LogCursor = new GraphQLScalarType<string, string>({
  name: "LogCursor",
  description: "Opaque position in the change log, good on every replica. Not a pagination cursor.",
  serialize: String,
  parseValue: (value) => {
    if (typeof value !== "string") throw new TypeError("LogCursor must be a string");
    return value;
  },
});
