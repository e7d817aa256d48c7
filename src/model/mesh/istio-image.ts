/** Who built an Istio. */
export type IstioDistribution = "COMMUNITY" | "TETRATE" | "OTHER" | "UNKNOWN";

/** What an image of Istio says of itself by its name. Customers host images anew, so the registry proves nothing. */
export interface IstioImage {
  /** Such as 1.30.3; null when the tag is no version, as of an image by digest. */
  readonly version: string | null;
  readonly distribution: IstioDistribution;
  /** Whether the tag claims a FIPS build; null when the tag cannot be read. */
  readonly fipsClaimed: boolean | null;
}

/** Source: docs.tetrate.io, "Tetrate Istio distributions", tag grammar; re-hosted images leave out the v. */
const TAG =
  /^(?<version>\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.?\d+)?)(?:-(?<flavour>tetrate|tetratefips|istio)-?v?\d+)?(?:-(?:distroless|debug))?$/;

/** The repositories in which Istio itself publishes: only there is a tag without a flavour Istio's own. Source: istio.io, "Release". */
const COMMUNITY = /^(?:docker\.io\/istio|istio|gcr\.io\/istio-release|registry\.istio\.io\/release)\/[a-z0-9-]+$/;

const unknown: IstioImage = { version: null, distribution: "UNKNOWN", fipsClaimed: null };

export function readIstioImage(image: string): IstioImage {
  const [named = ""] = image.split("@");
  const colon = named.lastIndexOf(":");
  if (colon < 0 || named.includes("/", colon)) return unknown;
  const groups = TAG.exec(named.slice(colon + 1))?.groups;
  if (groups === undefined) return unknown;
  const { version = null, flavour } = groups as { readonly version?: string; readonly flavour?: string };
  if (flavour === "tetrate" || flavour === "tetratefips")
    return { version, distribution: "TETRATE", fipsClaimed: flavour === "tetratefips" };
  if (flavour === "istio") return { version, distribution: "COMMUNITY", fipsClaimed: false };
  return COMMUNITY.test(named.slice(0, colon))
    ? { version, distribution: "COMMUNITY", fipsClaimed: false }
    : { version, distribution: "UNKNOWN", fipsClaimed: null };
}
