import { afterAll, beforeAll, describe } from "vitest";
import { applyConformance } from "./conformance/apply.ts";
import { deleteConformance } from "./conformance/delete.ts";
import { discoveryConformance } from "./conformance/discovery.ts";
import { errorConformance } from "./conformance/error.ts";
import { expiryConformance } from "./conformance/expiry.ts";
import { listConformance } from "./conformance/list.ts";
import { Subject, type ConformanceTarget } from "./conformance/subject.ts";
import { watchConformance } from "./conformance/watch.ts";
import { watchListConformance } from "./conformance/watch-list.ts";

/**
 * The tests of what an API server must do on the wire: what real ones do, no more and no less. One server is started for all of them; each
 * test works in a namespace of its own, so it does not matter what else lives there.
 */
export function conformance(name: string, start: () => Promise<ConformanceTarget>): void {
  describe(`${name} as an API server`, () => {
    const subject = new Subject(start);
    beforeAll(() => subject.begin());
    afterAll(() => subject.end());

    discoveryConformance(subject);
    listConformance(subject);
    watchConformance(subject);
    watchListConformance(subject);
    applyConformance(subject);
    deleteConformance(subject);
    errorConformance(subject);
    expiryConformance(subject);
  });
}
