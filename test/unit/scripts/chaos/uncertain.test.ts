import { expect, it } from "vitest";
import { countUncertain } from "../../../../scripts/chaos/uncertain";
import { accepts, job, send } from "./story";

it("counts how sends of unknown outcome were settled", () => {
  const unknown = { wasUnknown: true, status: "unknown", settledBy: null };
  const sends = [
    send(1),
    send(2, { wasUnknown: true, settledBy: "receipt" }),
    send(3, { wasUnknown: true, settledBy: "answer" }),
    send(4, { wasUnknown: true, status: "refused", settledBy: "answer" }),
    send(5, unknown),
    send(5, { ledgerId: "again" }),
    send(6, unknown),
    send(6, { ...unknown, ledgerId: "again" }),
    send(7, unknown),
  ];
  const jobs = [1, 2, 3, 4, 5, 7].map((id) => job(id));
  expect(countUncertain({ sends, jobs: [...jobs, job(6, { isHeld: true })], effects: [] })).toEqual({
    total: 7,
    receipt: 1,
    answer: 2,
    resend: 2,
    held: 1,
    open: 1,
    receiptLateMsMax: 0,
  });
});

it("tells how late receipts came, however they were used", () => {
  const sends = [send(1, { receiptAt: 1_200 }), send(2, { receiptAt: 9_000 }), send(3)];
  const effects = sends.map((one) => accepts(one, [], 1_000));
  expect(countUncertain({ sends, jobs: [], effects }).receiptLateMsMax).toBe(8_000);
});
