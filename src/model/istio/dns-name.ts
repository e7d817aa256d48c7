const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(?:\*|(?:\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const MAX_LABEL = 63;
const MAX_NAME = 255;

/** A DNS label, capitals allowed. Source: istio pkg/config/labels/instance.go (IsDNS1123Label). */
export function isDnsLabel(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

/** A DNS name; a dot may end it. Source: istio pkg/config/validation/agent/validation.go (ValidateFQDN). */
export function isDnsName(text: string): boolean {
  return text !== "" && text.length <= MAX_NAME && hasDnsLabels(text);
}

/** A DNS name whose first label may be or begin with `*`. Source: agent/validation.go (ValidateWildcardDomain). */
export function isWildcardName(text: string): boolean {
  if (text === "" || text.length > MAX_NAME) return false;
  const dot = text.indexOf(".");
  const first = dot < 0 ? text : text.slice(0, dot);
  if (first.length > MAX_LABEL || !WILDCARD_LABEL.test(first)) return false;
  return dot < 0 || hasDnsLabels(text.slice(dot + 1));
}

/** The last label may be empty, and must not be a number. */
function hasDnsLabels(text: string): boolean {
  const labels = text.split(".");
  const last = labels.at(-1) ?? "";
  if (/^[+-]?\d+$/.test(last)) return false;
  return labels.every((label, index) => isDnsLabel(label) || (label === "" && index === labels.length - 1));
}
