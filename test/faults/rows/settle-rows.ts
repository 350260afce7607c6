import { expect } from "vitest";
import type { Rows } from "../row";
import type { Stage } from "../stage";
import { readSends } from "../verdict";

/** From an answer that is no acceptance to the end of the claim. */
export const settleRows: Rows<"settle.refused" | "settle.unknown" | "settle.before" | "settle.after"> = {
  "settle.refused": [
    { dies: "worker", during: "a refusal", arrange: refuseOnce, unknown: { metaHasIt: false } },
  ],
  "settle.unknown": [
    { dies: "worker", during: "an answer cut off", arrange: cutOnce, unknown: { metaHasIt: true } },
  ],
  "settle.before": [
    { dies: "worker", during: "an answer cut off", arrange: cutOnce, unknown: { metaHasIt: true } },
  ],
  "settle.after": [
    { dies: "worker", during: "an answer cut off", arrange: cutOnce, unknown: { metaHasIt: true } },
    {
      dies: "worker",
      during: "a refusal",
      arrange: refuseOnce,
      // Known to be refused: tried again under the same key, which is no further send.
      async check() {
        expect(await readSends()).toHaveLength(1);
      },
    },
  ],
};

/** Meta refuses for a moment (131000), and takes the next one. */
async function refuseOnce({ meta, write }: Stage): Promise<void> {
  await meta.addFault({ target: "send", action: { type: "refuse", code: 131000 }, when: { next: 1 } });
  await write("hello");
}

/** Meta takes the message, and its answer is lost on the way. */
async function cutOnce({ meta, write }: Stage): Promise<void> {
  await meta.addFault({ target: "send", action: { type: "accept-then-cut" }, when: { next: 1 } });
  await write("hello");
}
