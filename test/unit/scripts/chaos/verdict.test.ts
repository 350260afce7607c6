import { describe, expect, it } from "vitest";
import { holds, judge } from "../../../../scripts/chaos/verdict";
import { accepts, history, job, send } from "./story";

const whatOf = (findings: { what: string }[]) => findings.map(({ what }) => what);

describe("a history in which every message was answered once", () => {
  it("holds, whether answered alone, together or in parts", () => {
    const sends = [send(1), send(3), send(4), send(4, { part: 2 })];
    const [first, third, fourth, fourthB] = sends as [(typeof sends)[0], ...typeof sends];
    const verdict = judge(
      history({
        jobs: [
          job(1, { coalescedIntoId: null }),
          job(2, { coalescedIntoId: 1 }),
          job(3),
          job(4, { parts: 2 }),
        ],
        sends,
        effects: [
          accepts(first, [1, 2]),
          accepts(third as typeof first),
          accepts(fourth as typeof first),
          accepts(fourthB as typeof first, []),
        ],
      }),
    );
    expect(verdict).toEqual({
      received: 4,
      answered: 4,
      leftToPerson: 0,
      lost: [],
      doubled: [],
      misordered: [],
    });
    expect(holds(verdict)).toBe(true);
  });

  it("counts a message once, however often it was delivered", () => {
    const { written, ...rest } = history({ jobs: [job(1)] });
    expect(judge({ ...rest, written: [...written, ...written] })).toMatchObject({ received: 1, answered: 1 });
  });
});

describe("a message is lost when", () => {
  it.each([
    ["it was never stored", { jobs: [] }, "the message was never stored"],
    ["its job still waits", { jobs: [job(1, { status: "queued" })] }, "its job is queued"],
    [
      "its job has failed, although Meta has accepted something",
      { jobs: [job(1, { status: "failed", errorCode: "131026" })] },
      "its job is failed (131026)",
    ],
    [
      "its job is done and Meta has accepted nothing",
      { jobs: [job(1)], effects: [] },
      "its job is done, and Meta has accepted nothing for it",
    ],
    [
      "a part of the reply is missing",
      { jobs: [job(1, { parts: 2 })] },
      "Meta has accepted only some parts of the reply",
    ],
    [
      "a person has it although nothing was held or handed over",
      { jobs: [job(1, { status: "cancelled", errorCode: "HUMAN_TAKEOVER" })], effects: [] },
      "its job is cancelled (HUMAN_TAKEOVER)",
    ],
  ])("%s", (_, parts, why) => {
    const written = [{ wamid: "wamid.1", customer: "551190", marker: "[q1]" }];
    const verdict = judge({ ...history(parts), written });
    expect(whatOf(verdict.lost)).toEqual([why]);
    expect(verdict).toMatchObject({ received: 1, answered: 0 });
    expect(holds(verdict)).toBe(false);
  });

  it("the reply that counts for it has not seen it", () => {
    const verdict = judge(
      history({ jobs: [job(1), job(2, { coalescedIntoId: 1 })], effects: [accepts(send(1), [1])] }),
    );
    expect(verdict.lost).toEqual([
      {
        what: "the reply that counts for it has not seen it",
        wamids: ["wamid.2"],
        jobIds: [2, 1],
        ledgerIds: [],
      },
    ]);
  });
});

describe("what is left to a person, as promised, is neither lost nor answered", () => {
  it("after a second unknown outcome, with what the customer has written since", () => {
    const jobs = [
      job(1, { status: "uncertain", isHeld: true }),
      job(2, { status: "cancelled", errorCode: "HUMAN_TAKEOVER" }),
    ];
    const verdict = judge(history({ jobs, sends: [send(1, { status: "unknown" })], effects: [] }));
    expect(verdict).toMatchObject({ received: 2, answered: 0, leftToPerson: 2, lost: [] });
    expect(holds(verdict)).toBe(true);
  });

  it("after the sentence that says so, when no AI could be asked", () => {
    const effects = [{ ledgerId: "ledger-1-1", at: 0, text: "A colleague will write to you." }];
    const verdict = judge(history({ jobs: [job(1, { isFallback: true })], effects }));
    expect(verdict).toMatchObject({ leftToPerson: 1, lost: [] });
  });

  it("in that conversation only", () => {
    const jobs = [
      job(1, { status: "uncertain", isHeld: true }),
      job(2, { conversationId: 2, status: "cancelled", errorCode: "HUMAN_TAKEOVER" }),
    ];
    expect(judge(history({ jobs, effects: [] }))).toMatchObject({ leftToPerson: 1, lost: [{ jobIds: [2] }] });
  });
});

describe("something is doubled when", () => {
  it("Meta has accepted one key twice", () => {
    const { doubled } = judge(history({ jobs: [job(1)], effects: [accepts(send(1)), accepts(send(1))] }));
    expect(doubled).toEqual([
      {
        what: "Meta has accepted one idempotency key twice",
        wamids: [],
        jobIds: [1],
        ledgerIds: ["ledger-1-1"],
      },
    ]);
  });

  it("the policy has sent again what Meta had accepted", () => {
    const sends = [send(1), send(1, { ledgerId: "again" })];
    const { doubled } = judge(history({ jobs: [job(1, { resends: 1 })], sends }));
    expect(whatOf(doubled)).toEqual(["sent again under a new key although Meta had accepted it"]);
    expect(doubled[0]?.ledgerIds).toEqual(["ledger-1-1", "again"]);
  });

  it("not when the first one had come to nothing", () => {
    const sends = [send(1, { status: "unknown" }), send(1, { ledgerId: "again" })];
    const effects = sends.slice(1).map((one) => accepts(one));
    expect(judge(history({ jobs: [job(1, { resends: 1 })], sends, effects })).doubled).toEqual([]);
  });

  it("Meta has accepted what the ledger does not know", () => {
    const effects = [accepts(send(1)), { ledgerId: "from nowhere", at: 0, text: "" }];
    expect(whatOf(judge(history({ jobs: [job(1)], effects })).doubled)).toEqual([
      "Meta has accepted what the ledger does not know",
    ]);
  });

  it("the replies of two jobs answer one message", () => {
    const effects = [accepts(send(1), [1]), accepts(send(2), [1, 2])];
    const { doubled } = judge(history({ jobs: [job(1), job(2)], effects }));
    expect(doubled).toEqual([
      {
        what: "the replies of two jobs answer it",
        wamids: ["wamid.1"],
        jobIds: [1, 2],
        ledgerIds: ["ledger-1-1", "ledger-2-1"],
      },
    ]);
  });
});

describe("something is out of order when", () => {
  it("a later message of a conversation is answered before an earlier one", () => {
    const verdict = judge(history({ jobs: [job(1), job(2)], effects: [accepts(send(2)), accepts(send(1))] }));
    expect(verdict.misordered).toEqual([
      {
        what: "a later message was answered before",
        wamids: [],
        jobIds: [2, 1],
        ledgerIds: ["ledger-2-1", "ledger-1-1"],
      },
    ]);
    expect(holds(verdict)).toBe(false);
  });

  it("a reply that answers a later message too is accepted before that of one between", () => {
    const jobs = [job(1), job(2), job(3, { coalescedIntoId: 1 })];
    const effects = [accepts(send(1), [1, 3]), accepts(send(2))];
    expect(judge(history({ jobs, effects })).misordered).toHaveLength(1);
  });

  it("the second part of a reply is accepted first", () => {
    const sends = [send(1), send(1, { part: 2 })];
    const effects = [...sends].reverse().map((one) => accepts(one));
    expect(whatOf(judge(history({ jobs: [job(1, { parts: 2 })], sends, effects })).misordered)).toEqual([
      "parts of a reply out of order",
    ]);
  });

  it("another reply comes between two parts", () => {
    const sends = [send(1), send(2), send(1, { part: 2 })];
    const jobs = [job(1, { parts: 2 }), job(2)];
    expect(judge(history({ jobs, sends })).misordered).toHaveLength(1);
  });

  it("not by the order of different conversations, nor by jobs that were stored in another order than written", () => {
    const jobs = [job(1, { messageId: 20 }), job(2, { messageId: 10 }), job(3, { conversationId: 2 })];
    const effects = [accepts(send(3)), accepts(send(2)), accepts(send(1))];
    expect(judge(history({ jobs, effects })).misordered).toEqual([]);
  });
});
