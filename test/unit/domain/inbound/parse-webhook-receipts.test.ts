import { describe, expect, it } from "vitest";
import { parseWebhook } from "@/domain/inbound/parse-webhook";
import { envelope, status } from "../../../support/wire";

const ledgerId = "0199e2b0-7a4c-7d3e-9f00-3c2a1b4d5e6f";

/** The receipt of one status. */
function receiptOf(wire: Record<string, unknown>) {
  const parsed = parseWebhook(envelope("1", { statuses: [wire] }));
  expect(parsed.malformed).toEqual([]);
  return parsed.receipts[0];
}

describe("a receipt", () => {
  it("keeps what Meta says of which message, and when by Meta's clock", () => {
    const pricing = { billable: false, pricing_model: "PMP", category: "service" };
    const wire = status("wamid.x", "sent", {
      timestamp: "1767225600",
      biz_opaque_callback_data: ledgerId,
      pricing,
    });
    expect(receiptOf(wire)).toEqual({
      phoneNumberId: "1",
      providerMessageId: "wamid.x",
      status: "sent",
      occurredAt: new Date("2026-01-01T00:00:00Z"),
      opaqueId: ledgerId,
      recipients: [],
      errorCode: null,
      error: null,
      pricing,
    });
  });

  it("keeps what names the recipient, as far as Meta tells it", () => {
    const wire = status("wamid.x", "sent", { recipient_id: "5511", recipient_user_id: "BR.1" });
    expect(receiptOf(wire)?.recipients).toEqual(["5511", "BR.1"]);
    expect(receiptOf({ ...wire, recipient_id: undefined, recipient_user_id: 7 })?.recipients).toEqual([]);
  });

  it.each([
    undefined,
    "",
    "order-42",
    `${ledgerId}0`,
    ` ${ledgerId}`,
    "0199e2b07a4c7d3e9f003c2a1b4d5e6f",
    42,
  ])("with callback data that is no ledger id of ours (%j) is kept without", (biz_opaque_callback_data) => {
    const receipt = receiptOf(status("wamid.x", "sent", { biz_opaque_callback_data }));
    expect(receipt).toMatchObject({ providerMessageId: "wamid.x", opaqueId: null });
  });

  it.each(["sent", "delivered", "read", "played", "failed", "deleted", "teleported"])(
    "with the status %s is kept as it is",
    (value) => expect(receiptOf(status("wamid.x", value))?.status).toBe(value),
  );

  it("of a failure keeps the code and the words of the first error", () => {
    const errors = [
      { code: 131047, title: "Re-engagement message", message: "More than 24 hours" },
      { code: 1, title: "other" },
    ];
    expect(receiptOf(status("wamid.x", "failed", { errors }))).toMatchObject({
      errorCode: "131047",
      error: "Re-engagement message",
    });
  });

  it.each([
    [{ code: 131000, message: "Something went wrong" }, "Something went wrong"],
    [{ code: 131000 }, ""],
  ])("of a failure without a title keeps the best there is (%#)", (error, words) => {
    expect(receiptOf(status("wamid.x", "failed", { errors: [error] }))).toMatchObject({
      errorCode: "131000",
      error: words,
    });
  });

  it.each([[[]], ["none"], [[{ code: "131000" }]], [undefined]])(
    "of a failure without a readable error is still a failure (%#)",
    (errors) => {
      const receipt = receiptOf(status("wamid.x", "failed", { errors }));
      expect(receipt).toMatchObject({ status: "failed", errorCode: null, error: null });
    },
  );

  it("with a price that cannot be read is kept without", () => {
    expect(receiptOf(status("wamid.x", "sent", { pricing: "free" }))).toMatchObject({ pricing: null });
  });

  it("has nothing in it that the database cannot store", () => {
    const receipt = receiptOf(
      status("wamid.\u0000", "se\u0000nt", {
        errors: [{ code: 1, title: "t\u0000" }],
        pricing: { category: "c\u0000" },
      }),
    );
    expect(receipt).toMatchObject({
      providerMessageId: "wamid.\uFFFD",
      status: "se\uFFFDnt",
      error: "t\uFFFD",
      pricing: { category: "c\uFFFD" },
    });
  });
});
