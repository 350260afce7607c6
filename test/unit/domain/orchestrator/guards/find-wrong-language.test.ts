import { describe, expect, it } from "vitest";
import { findWrongLanguage } from "@/domain/orchestrator/guards/find-wrong-language";
import { answerOf } from "./answer";

const english = "Thank you for your message, we will gladly help you with your order tomorrow morning.";
const spanish = "Gracias por tu mensaje, mañana por la mañana te ayudamos con mucho gusto con tu pedido.";
const portuguese =
  "Obrigado pela sua mensagem, amanhã de manhã vamos ajudar você com o seu pedido com prazer.";
const arabic = "شكرا لرسالتك، سنساعدك بكل سرور في طلبك صباح الغد";
const hindi = "आपके संदेश के लिए धन्यवाद, हम कल सुबह आपके ऑर्डर में खुशी से मदद करेंगे";
const all = { english, spanish, portuguese, arabic, hindi };

describe("an answer in another language than the customer's", () => {
  it.each(
    Object.entries(all).flatMap(([asked, question]) =>
      Object.entries(all)
        .filter(([given]) => given !== asked)
        .map(([given, text]) => [asked, given, question, text] as const),
    ),
  )("%s asked, %s answered", (_asked, _given, asked, text) => {
    expect(findWrongLanguage(answerOf(text, { asked }))).toMatchObject({ code: "WRONG_LANGUAGE" });
  });
});

describe("no finding", () => {
  it.each(Object.entries(all))("in the same language: %s", (_, text) => {
    expect(findWrongLanguage(answerOf(text, { asked: text }))).toBeNull();
  });

  it.each([
    ["the question is too short to tell", "ok hola", english],
    ["the answer is too short to tell", spanish, "Yes, sure."],
    ["the customer has asked for the language", `${spanish} ¿Me puede responder en inglés?`, english],
    [
      "the customer writes Hindi in Latin letters",
      "bhai gulab kitne ka hai aur ghar pe delivery karte ho kya batao",
      english,
    ],
    [
      "the customer is quoted",
      english,
      `Thank you for your message, we look into it. You wrote: “${english}”.`,
    ],
    ["it is a link", spanish, "https://example.com/this/is/a/very/long/english/path/to/somewhere"],
  ])("where %s", (_, asked, text) => expect(findWrongLanguage(answerOf(text, { asked }))).toBeNull());
});

describe("the persona's languages", () => {
  it("are all there is, whatever the customer writes", () => {
    const persona = { languages: ["pt-BR", "en"] };
    expect(findWrongLanguage(answerOf(portuguese, { asked: arabic, persona }))).toBeNull();
    expect(findWrongLanguage(answerOf(arabic, { asked: arabic, persona }))).toMatchObject({
      code: "WRONG_LANGUAGE",
    });
    expect(findWrongLanguage(answerOf(portuguese, { asked: english, persona }))).toMatchObject({
      code: "WRONG_LANGUAGE",
    });
  });
});
