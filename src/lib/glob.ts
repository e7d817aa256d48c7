/**
 * Whether a name is what a glob means: `*` stands for any run of characters, everything else for itself. A mismatch goes back to the
 * last `*` only, so no pattern takes more than the product of the two lengths.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let inGlob = 0;
  let inName = 0;
  let star = -1;
  let resume = 0;
  while (inName < name.length) {
    if (glob[inGlob] === "*") {
      star = inGlob++;
      resume = inName;
    } else if (glob[inGlob] === name[inName]) {
      inGlob += 1;
      inName += 1;
    } else if (star >= 0) {
      inGlob = star + 1;
      inName = ++resume;
    } else return false;
  }
  while (glob[inGlob] === "*") inGlob += 1;
  return inGlob === glob.length;
}
