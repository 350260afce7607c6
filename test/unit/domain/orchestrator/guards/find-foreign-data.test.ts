import { describe, expect, it } from "vitest";
import { findForeignData } from "@/domain/orchestrator/guards/find-foreign-data";
import { answerOf } from "./answer";

describe("what neither the business nor this customer has written", () => {
  it.each([
    "Maria's number is +55 11 98888-7777.",
    "Call 0800 123 4567 89.",
    "Write to joao@example.com.",
    "The order is 4711-0815-2233.",
    "Your voucher is SAVE90NOW.",
    "رقمه ٠٥٥٥١٢٣٤٥٦٧",
    "उसका नंबर ९८७६५४३२१०१ है",
  ])("%s", (text) => expect(findForeignData(answerOf(text))).toMatchObject({ code: "FOREIGN_DATA" }));
});

describe("what may be said", () => {
  const persona = { facts: ["Call us at +55 (11) 3333-4444 or write to oi@anas.example."] };
  it.each([
    ["the business's number and address", "Call 11 3333-4444 or write to OI@anas.example.", ""],
    ["the customer's own", "We will call you at 5511987654321.", ""],
    ["the order they have named", "Order AB-123456 is on its way, I am told.", "Where is ab-123456?"],
    ["a date and a time", "It is 2026-11-23 10:00 here, 23/11/2026.", ""],
    ["a price and a year", "Since 1998 we have sold 1,000,000 roses.", ""],
    ["names of things", "The iPhone 15, WD-40 and COVID rules.", ""],
  ])("%s", (_, text, asked) => expect(findForeignData(answerOf(text, { asked, persona }))).toBeNull());

  it("what a passage says", () => {
    expect(
      findForeignData(answerOf("IBAN DE89370400440532013000", { passages: ["DE89370400440532013000"] })),
    ).toBeNull();
  });
});
