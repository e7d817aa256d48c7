/** What random worlds are made from: another one each time, unless JUDGE_SEED says which, so that a failure can be seen again. */
export const seed = Number(process.env["JUDGE_SEED"] ?? Math.trunc(Math.random() * 2 ** 31));
