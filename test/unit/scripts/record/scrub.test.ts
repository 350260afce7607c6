import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adapt } from "../../../../scripts/record/adapt";
import { Scrubber } from "../../../../scripts/record/scrub";
import { catalogue, composeBody, createComposer } from "../../../../src/simulator";

const canary = {
  from: "5511912345678",
  userId: "BR.90909090909090909090",
  parentUserId: "BR.ENT.80808080808080808080",
  username: "canary.username",
  name: "Canária da Silva",
  text: "canary text with +55 11 91234-5678 in it",
  emoji: "🐤",
  quote: "wamid.Y2FuYXJ5LXF1b3RlZA==",
  wamid: "wamid.Y2FuYXJ5LW93bg==",
  phoneNumberId: "606060606060606",
};

/** Every string and number in a value, and every key. */
function leaves(value: unknown): (string | number)[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value).filter((key) => !/^\d+$/.test(key)), ...Object.values(value).flatMap(leaves)];
}

const bodyOf = (name: string, more: object = {}) => {
  const example = catalogue.find((one) => one.name === name) ?? catalogue[0];
  if (!example) throw new Error("the catalogue is empty");
  const composer = createComposer({ phoneNumberId: canary.phoneNumberId, wabaId: "707070707070707" });
  return JSON.parse(
    JSON.stringify(composeBody(example, [{ ...canary, ...more }], { ...composer, layout: "value" })),
  );
};
const valueIn = (body: unknown) =>
  (body as { entry: { changes: { value: Record<string, never> }[] }[] }).entry[0]?.changes[0]?.value as never;

describe("nothing personal is left", () => {
  it.each(catalogue.map(({ name }) => name))("of %s", (name) => {
    const body = bodyOf(name);
    const scrubbed = new Scrubber().scrub(body);
    const text = JSON.stringify(scrubbed);
    for (const secret of [...Object.values(canary), "91234", "Canária", "canary", "606060", "707070"])
      expect(text, secret).not.toContain(secret);
    const before = new Set(leaves(body));
    // What is in both is Meta's own word, a kind of file or a time; no name, text, id, place or hash looks like that.
    const left = leaves(scrubbed).filter((leaf) => before.has(leaf));
    const known =
      /^[a-z_]{1,40}$|^[A-Z_]{1,40}$|^sha256$|^(image|audio|video|application)\/[\w.+-]+(; codecs=opus)?$|^TIER_\w+$/;
    const time = /^1[78]\d{8}$/;
    const number = new Set(["0", "130429", "131026", "131051", "131060", "2"]);
    const strange = left.filter(
      (leaf) => !known.test(String(leaf)) && !time.test(String(leaf)) && !number.has(String(leaf)),
    );
    expect(strange).toEqual([]);
  });

  it("of names, texts and places, even where they look like Meta's words", () => {
    const message = {
      type: "text",
      text: { body: "delivered" },
      button: { payload: "yes", text: "Confirm" },
    };
    const location = { latitude: -23.5613, longitude: "-46.6565", name: "home", address: "Street" };
    const contacts = [{ name: { formatted_name: "ana" }, phones: [{ type: "mother", phone: "123" }] }];
    const scrubbed = new Scrubber().scrub({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "1",
          changes: [{ field: "messages", value: { messages: [{ ...message, location, contacts }] } }],
        },
      ],
    });
    const text = JSON.stringify(scrubbed);
    for (const secret of ["delivered", "yes", "Confirm", "home", "Street", "ana", "mother", "23.56", "46.65"])
      expect(text).not.toContain(`"${secret}`);
    expect(text).not.toContain("-23");
    expect(text).toContain(`"type":"text"`);
  });

  it("of fields, types and keys that nobody knows", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(json, fc.integer({ min: 1_000_000, max: 1e12 }), (unknown, number) => {
        const entry = [
          {
            id: "canary 1",
            changes: [{ field: "messages", value: { holograms: [unknown, { depth: number }] } }],
          },
          { "canary 5511912345678": "canary 2", unknown: { "+55 11 91234-5678": ["canary 3", number] } },
        ];
        const scrubbed = new Scrubber().scrub({ object: "canary!", entry, "canary 4": 5511912345678 });
        const text = JSON.stringify(scrubbed);
        expect(text).not.toMatch(/canary|91234/);
        const left = new Set(leaves(scrubbed));
        const isData = (leaf: string | number) => String(leaf).length > 6 && !/^[a-z_]+$/.test(String(leaf));
        expect([number, ...leaves(unknown)].filter((leaf) => left.has(leaf) && isData(leaf))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("what belongs together stays together", () => {
  it("one person, one message and one quote have one name through the whole file", () => {
    const scrubber = new Scrubber();
    const [first, second, echo, status] = [
      bodyOf("message.text"),
      bodyOf("message.text.quoted", { wamid: "wamid.c2Vjb25k", quote: canary.wamid }),
      bodyOf("smb_message_echoes.text"),
      bodyOf("status.delivered", { quote: canary.wamid }),
    ].map(
      (body) => valueIn(scrubber.scrub(body)) as Record<string, Record<string, Record<string, string>>[]>,
    );
    const [message, contact] = [first?.messages?.[0], first?.contacts?.[0]];
    expect(message?.from).toBe(contact?.wa_id);
    expect(message?.from_user_id).toBe(contact?.user_id);
    expect(second?.messages?.[0]?.from).toBe(message?.from);
    expect(second?.messages?.[0]?.context?.id).toBe(message?.id);
    expect(status?.statuses?.[0]?.id).toBe(message?.id);
    expect(echo?.message_echoes?.[0]?.to).toBe(message?.from);
    expect(second?.messages?.[0]?.id).not.toBe(message?.id);
  });

  it("a number written in two ways is one number, and two people stay two", () => {
    const scrub = (phone: string) => scrubber.scrub({ entry: [{ phone }] });
    const scrubber = new Scrubber();
    expect(scrub("+55 (11) 91234-5678")).toEqual(scrub("5511912345678"));
    expect(scrub("5511912345678")).not.toEqual(scrub("5511912345679"));
  });

  it("a flow's answer stays JSON, and a text as long as it was", () => {
    const scrubber = new Scrubber();
    const flow = valueIn(scrubber.scrub(bodyOf("message.flow_reply"))) as {
      messages: { interactive: { nfm_reply: { response_json: string } } }[];
    };
    const answer = JSON.parse(flow.messages[0]?.interactive.nfm_reply.response_json ?? "");
    expect(Object.keys(answer)).toEqual(["flow_token", "name", "date", "guests"]);
    expect(JSON.stringify(answer)).not.toMatch(/Ana|2026/);
    const long = valueIn(scrubber.scrub(bodyOf("message.text", { text: "👋".repeat(4096) }))) as {
      messages: { text: { body: string } }[];
    };
    expect(long.messages[0]?.text.body).toHaveLength(4096);
  });
});

it("a recording is played to another number, now, and again with fresh ids that still belong together", () => {
  const recorded = new Scrubber().scrub(
    bodyOf("message.text.quoted", { timestamp: 1_700_000_000, quote: canary.wamid }),
  );
  const adaption = { phoneNumberId: "42", shiftSeconds: 60, mark: "a" };
  const played = valueIn(adapt(recorded, adaption)) as {
    metadata: { phone_number_id: string };
    messages: { id: string; timestamp: string; context: { id: string } }[];
  };
  expect(played.metadata.phone_number_id).toBe("42");
  const [message] = played.messages;
  expect(message?.timestamp).toBe("1700000060");
  expect(message?.id).toBe(message?.context.id);
  expect(adapt(recorded, adaption)).toEqual(adapt(recorded, adaption));
  expect(adapt(recorded, adaption)).not.toEqual(adapt(recorded, { ...adaption, mark: "b" }));
});
