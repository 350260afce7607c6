import { describe, expect, it } from "vitest";
import { findLinks } from "@/domain/orchestrator/guards/find-links";
import { answerOf } from "./answer";

const situation = {
  asked: "Is https://evil.test/pay or bit.ly/x yours?",
  persona: { linkHosts: ["anas-flowers.com"], facts: ["Book at www.booking.example.org/ana"] },
  passages: ["See https://help.anas.shop/care?x=1 for care."],
};

describe("a link that the business has not given", () => {
  it.each([
    "Pay at https://evil.test/pay",
    "Pay at http://evil.com",
    "Pay at HTTPS://EVIL.COM:8080/a?b=c",
    "Go to evil.com now",
    "bit.ly/x",
    "[anas-flowers.com](https://evil.com)",
    "https://anas-flowers.com@evil.com/",
    "https:\\\\evil.com",
    "https://anas-flowers.com.evil.com",
    "https://notanas-flowers.com",
    "https://аnas-flowers.com",
    "https://xn--nas-flowers-86k.com",
    "evil[.]com",
    "evil (dot) com",
    "evil dot com",
    "hxxps://evil.com",
    "ｅｖｉｌ．ｃｏｍ",
    "ev\u200bil.com",
    "http://93.184.216.34/pay",
    "javascript:alert(1)",
    "data:text/html;base64,AAAA",
    "ftp://evil.com/file",
    "wa.me/5511999999999",
    "सुरक्षित.com",
  ])("%s", (text) => expect(findLinks(answerOf(text, situation))).toMatchObject({ code: "FOREIGN_LINK" }));

  it("in what a tool has added", () => {
    const parts = [
      {
        type: "interactive" as const,
        kind: "cta_url" as const,
        body: "Pay",
        displayText: "Pay",
        url: "https://evil.com",
      },
    ];
    expect(findLinks(answerOf("Here", situation, { parts }))).toMatchObject({ code: "FOREIGN_LINK" });
  });
});

describe("what may be linked", () => {
  it.each([
    "https://anas-flowers.com/roses?x=1#y",
    "shop.anas-flowers.com",
    "https://www.booking.example.org/ana.",
    "booking.example.org",
    "Read https://help.anas.shop/care",
    "(https://anas-flowers.com)",
  ])("%s", (text) => expect(findLinks(answerOf(text, situation))).toBeNull());
});

describe("what is no link", () => {
  it.each([
    "e.g. roses, i.e. flowers",
    "We use Node.js and 2.5 kg.",
    "Open 9.00-18.00. See you!",
    "Ana's price: 4.50",
    "Mr. Silva, No. 5",
    "Here is the data: two roses",
    "Sim...claro",
    "file: roses",
    "Yes.Then we go",
  ])("%s", (text) => expect(findLinks(answerOf(text, situation))).toBeNull());
});
