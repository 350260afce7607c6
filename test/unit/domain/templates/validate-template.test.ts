import { describe, expect, it } from "vitest";
import { validateTemplate } from "@/domain/templates/validate-template";

// What a template has places for (Meta, templates/components), and what is refused before it costs a call.

const known = (components: unknown[], fields: Record<string, unknown> = {}) => ({
  name: "a",
  language: "en",
  status: "APPROVED",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  rejectedReason: null,
  components,
  ...fields,
});
const body = (text: string) => ({ type: "BODY", text });
const buttons = (...list: unknown[]) => ({ type: "BUTTONS", buttons: list });
const link = "https://example.com/a.png";

const order = known([body("Your order {{1}} is now {{2}}. Again: {{1}}")]);
const named = known([body("Hi {{who}}, see you on {{day}}")], { parameterFormat: "NAMED" });
const headed = known([
  { type: "HEADER", format: "TEXT", text: "For {{1}}" },
  body("Hi"),
  { type: "FOOTER", text: "Bye" },
]);
const pictured = known([{ type: "HEADER", format: "IMAGE" }, body("Look")]);
const tracked = known([
  body("Sent"),
  buttons(
    { type: "QUICK_REPLY", text: "Thanks" },
    { type: "URL", text: "Track", url: "https://x.com/{{1}}" },
  ),
]);

describe("a template that fits", () => {
  it.each([
    [
      "has a value for each place, however often it is named",
      order,
      { body: ["7", "sent"] },
      "Your order 7 is now sent. Again: 7",
    ],
    ["has its names", named, { body: { who: "Ana", day: "Monday" } }, "Hi Ana, see you on Monday"],
    ["has a header", headed, { header: { type: "text", text: "Ana" } }, "For Ana\nHi\nBye"],
    ["has a picture", pictured, { header: { type: "image", link } }, "Look"],
    ["has what its link ends in", tracked, { buttons: [{ kind: "url", index: 1, value: "7" }] }, "Sent"],
    ["needs nothing", known([body("Hello")]), {}, "Hello"],
    [
      "has a header that is always the same",
      known([{ type: "HEADER", format: "TEXT", text: "Shop" }, body("Hi")]),
      {},
      "Shop\nHi",
    ],
  ])("%s", (_, template, parameters, preview) => {
    expect(validateTemplate(template, parameters)).toEqual({
      type: "template",
      name: "a",
      language: "en",
      parameters,
      preview,
    });
  });
});

describe("a template that does not fit is refused with the reason", () => {
  it.each<[string, ReturnType<typeof known>, unknown]>([
    ["its body has 2 parameter(s), 1 given", order, { body: ["7"] }],
    ["its body has 2 parameter(s), 3 given", order, { body: ["7", "8", "9"] }],
    ["its body has 2 parameter(s), 0 given", order, {}],
    ["its parameters have no names", order, { body: { one: "7" } }],
    ["its parameters have names: who, day", named, { body: ["Ana", "Monday"] }],
    ["its body lacks day", named, { body: { who: "Ana" } }],
    ["its body has no when", named, { body: { who: "Ana", day: "Monday", when: "now" } }],
    ["its header needs a text", headed, {}],
    [
      "the header has 64 characters when filled, Meta takes 60",
      headed,
      { header: { type: "text", text: "x".repeat(60) } },
    ],
    ["its header needs a file or place (image)", pictured, {}],
    ["its header is image, not video", pictured, { header: { type: "video", link } }],
    ["its header takes no parameter", order, { body: ["7", "8"], header: { type: "image", link } }],
    ["button 1 (Track) needs a value", tracked, {}],
    [
      "it has no button 5",
      tracked,
      {
        buttons: [
          { kind: "url", index: 1, value: "7" },
          { kind: "url", index: 5, value: "7" },
        ],
      },
    ],
    [
      "button 0 is QUICK_REPLY, not URL",
      tracked,
      {
        buttons: [
          { kind: "url", index: 0, value: "7" },
          { kind: "url", index: 1, value: "7" },
        ],
      },
    ],
    ["the body has 1039 characters when filled, Meta takes 1024", order, { body: ["x".repeat(505), "y"] }],
    [
      "it is REJECTED (INVALID_FORMAT)",
      known([body("Hi")], { status: "REJECTED", rejectedReason: "INVALID_FORMAT" }),
      {},
    ],
    ["it is GONE", known([body("Hi")], { status: "GONE" }), {}],
    ["four spaces in a row", order, { body: ["a    b", "c"] }],
    ["a line break or a tab", order, { body: ["a\tb", "c"] }],
    ["is empty", order, { body: ["", "c"] }],
  ])("%s", (reason, template, parameters) => {
    const refused = expect.objectContaining({
      code: "INVALID_INPUT",
      publicMessage: expect.stringContaining(reason),
    });
    expect(() => validateTemplate(template, parameters)).toThrow(refused);
  });

  it("and nothing that Meta may have in a template makes it fail otherwise", () => {
    for (const components of [
      null,
      "text",
      [{}],
      [{ type: 7, buttons: "no" }],
      [{ type: "BUTTONS", buttons: [7] }],
    ])
      expect(validateTemplate(known(components as unknown[]), {})).toMatchObject({ type: "template" });
  });
});
