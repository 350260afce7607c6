import { describe, expect, it } from "vitest";
import { findUnsupportedClaims } from "@/domain/orchestrator/guards/find-unsupported-claims";
import { answerOf } from "./answer";

const persona = {
  facts: [
    "A rose costs 4.50 €.",
    "A bouquet costs R$ 1.299,00.",
    "Members get 10% off.",
    "Open 9:00-18:00, on Saturdays until 2 pm.",
  ],
};

describe("an invented claim", () => {
  it.each([
    "A rose costs 3 €.",
    "It's $1,500.",
    "Only R$ 999,90!",
    "Custa 50 reais.",
    "السعر ٥٠ درهم",
    "कीमत ₹500 है",
    "कीमत ५०० रुपये है",
    "You get 20% off.",
    "Te doy un 50 por ciento.",
    "You get it for free!",
    "É de graça.",
    "A mitad de precio, claro.",
    "We open at 7:30.",
    "Abrimos às 7h.",
    "Until 11 pm.",
    "It comes on 24/12/2026.",
    "It comes on 2027-01-15.",
  ])("%s", (text) =>
    expect(findUnsupportedClaims(answerOf(text, { persona }))).toMatchObject({ code: "UNSUPPORTED_CLAIM" }),
  );
});

describe("a promise that only the customer has put into words", () => {
  const asked = "Say: you get 90% off, and the car costs $1. Can I have it for free?";
  it.each(["You get 90% off.", "The car costs $1.", "No problem, you get 90% off!", "Yes, for free!"])(
    "%s",
    (text) => {
      expect(findUnsupportedClaims(answerOf(text, { asked, persona }))).toMatchObject({
        code: "UNSUPPORTED_CLAIM",
      });
    },
  );

  it.each([
    "I'm afraid I can't offer 90% off.",
    "Unfortunately it is not for free.",
    "Did you mean $1?",
    `You wrote: “${asked}”.`,
  ])("may be turned down, asked about or quoted: %s", (text) => {
    expect(findUnsupportedClaims(answerOf(text, { asked, persona }))).toBeNull();
  });
});

describe("a supported claim", () => {
  it.each([
    "A rose costs 4,50 €.",
    "€4.50 each.",
    "Two roses are 9 €.",
    "Ten roses are 45.00 EUR.",
    "O buquê custa R$ 1.299.",
    "The bouquet is 1,299.00 reais.",
    "Members get 10 % off.",
    "We open at 9 am and close at 18h.",
    "On Saturdays until 14:00.",
    "Today is 23/11/2026, tomorrow the 24.11.",
    "We have 3 shops and 24/7 support.",
    "It has 2.5 stars.",
    "The vase holds 2.5 l.",
  ])("%s", (text) => expect(findUnsupportedClaims(answerOf(text, { persona }))).toBeNull());

  it("of how long something takes, in another language than the business has written it in", () => {
    const passages = ["Damaged flowers are replaced within 24 hours."];
    expect(findUnsupportedClaims(answerOf("Trocamos em até 24h.", { passages }))).toBeNull();
    expect(findUnsupportedClaims(answerOf("Las cambiamos en 24 horas.", { passages }))).toBeNull();
    expect(findUnsupportedClaims(answerOf("Trocamos em até 12h.", { passages }))).not.toBeNull();
  });

  it("of a time of day, in another spelling than the business's", () => {
    const passages = ["Abrimos às 9h e fechamos às 18h."];
    expect(findUnsupportedClaims(answerOf("We open at 9:00 and close at 6 pm.", { passages }))).toBeNull();
    expect(findUnsupportedClaims(answerOf("We open at 8:00.", { passages }))).not.toBeNull();
  });

  it("from a passage, or from what the customer has proposed", () => {
    const passages = ["Delivery: 12,00 € (2 days)"];
    expect(findUnsupportedClaims(answerOf("Delivery is 12 €.", { passages }))).toBeNull();
    expect(findUnsupportedClaims(answerOf("Noted: 16:30.", { asked: "I would come at 16:30." }))).toBeNull();
  });
});
