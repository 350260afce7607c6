import { expect } from "vitest";
import { rows } from "../../support/own-database";
import type { Rows } from "../row";
import { readSends } from "../verdict";
import { isBilled } from "./think-rows";

/** From the reply that is thought to the answer that is recorded. */
export const sendRows: Rows<
  | "send.before"
  | "send.begun"
  | "send.writing"
  | "send.answering"
  | "send.accepted"
  | "send.recorded"
  | "send.between_parts"
> = {
  // Its answer is stored step by step: nobody is asked again.
  "send.before": [{ dies: "worker", during: "a reply", check: (stage) => isBilled(stage, 1) }],
  "send.begun": [{ dies: "worker", during: "a reply", unknown: { metaHasIt: false } }],
  "send.writing": [{ dies: "worker", during: "a reply", unknown: { metaHasIt: false } }],
  "send.answering": [{ dies: "worker", during: "a reply", unknown: { metaHasIt: true } }],
  "send.accepted": [{ dies: "worker", during: "a reply", unknown: { metaHasIt: true } }],
  "send.recorded": [{ dies: "worker", during: "a reply" }],
  "send.between_parts": [
    {
      dies: "worker",
      during: "a reply of two parts",
      accepted: 2,
      async arrange({ meta, write }) {
        await rows(`INSERT INTO "Persona" ("organizationId", version, content, author)
          SELECT id, 1, '{"answerCharactersMax": 16384}', 'test' FROM "Organization"`);
        await meta.addAiScript({ text: "More than fits into one message. ".repeat(200) });
        await write("tell me everything");
      },
      async check() {
        const sends = await readSends();
        expect(sends.map(({ part, status }) => ({ part, status }))).toEqual([
          { part: 1, status: "accepted" },
          { part: 2, status: "accepted" },
        ]);
      },
    },
  ],
};
