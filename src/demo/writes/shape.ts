import type { KubeObject } from "../kube-object.ts";
import { kindSubjectOf } from "../resource.ts";
import { withDefaults } from "../schema/defaults.ts";
import { withoutUnknownFields } from "../schema/unknown-fields.ts";
import { validate } from "../schema/validate.ts";
import { badRequest, fieldInvalid, invalid } from "../status.ts";
import type { Collection, WriteOptions } from "./target.ts";

/** The object as its schema wants it: defaults filled in, what is unknown dropped or refused, and nothing that it does not allow. */
export function shape(object: KubeObject, { resource, version }: Collection, { strict }: WriteOptions): KubeObject {
  const { schema } = version;
  const { value, unknown } = resource.custom ? withoutUnknownFields(object, schema) : { value: object, unknown: [] };
  if (strict && unknown.length > 0) {
    const said = unknown.map((path) => `unknown field "${path}"`).join(", ");
    throw badRequest(
      `${resource.kind} in version "${version.name}" cannot be handled as a ${resource.kind}: strict decoding error: ${said}`,
    );
  }
  const whole = withDefaults(value, schema);
  const subject = kindSubjectOf(resource, object.metadata.name);
  const causes = [...nameCauses(object), ...validate(whole, schema)];
  if (causes.length > 0) throw invalid(subject, causes);
  return whole;
}

const subdomain = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const namePattern = new RegExp(`^${subdomain}$`);

function nameCauses({ metadata }: KubeObject): ReturnType<typeof validate> {
  if (metadata.name.length <= 253 && namePattern.test(metadata.name)) return [];
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
    `with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`;
  return [fieldInvalid("metadata.name", metadata.name, rule)];
}
