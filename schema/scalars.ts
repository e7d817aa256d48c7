import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime, GraphQLJSONObject } from "graphql-scalars";
import { isoTime } from "../src/lib/iso-time.ts";

/** An RFC 3339 time; entities hold a Date, and answers its text: graphql-scalars would leave that to JSON.stringify, which takes far longer. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError("DateTime is made of a Date");
    return isoTime(value.getTime());
  },
});

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
