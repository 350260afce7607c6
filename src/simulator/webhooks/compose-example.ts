import { z } from "zod";
import { addressOf, type Customer, Customers } from "../customers";
import type { ChangeExample, Facts, MessageExample } from "../examples/example";
import { MediaStore } from "../graph/media-store";
import { type BusinessNumber, SettingsStore } from "../settings";
import { newWamid } from "../wamid";
import { type Change, changeEnvelope, envelopeOf, type JsonObject, type Layout } from "./envelope";
import {
  buildInboundMessage,
  type InboundDraft,
  inboundDraftSchema,
  mediaReference,
  phoneNumber,
} from "./inbound-message";

/** Who does what the example shows, and what of it is chosen. */
export const exampleRequestSchema = z
  .strictObject({
    from: phoneNumber.optional(),
    phoneNumberId: z.string().min(1).optional(),
    userId: z.string().min(1).optional(),
    parentUserId: z.string().min(1).optional(),
    username: z.string().optional(),
    name: z.string().optional(),
    omitPhone: z.boolean().optional(),
    omitUserId: z.boolean().optional(),
    text: z.string().optional(),
    emoji: z.string().optional(),
    /** The message that is quoted, reacted to, edited, taken back or told about. */
    quote: z.string().min(1).optional(),
    wamid: z.string().min(1).optional(),
    /** Unix seconds; now when absent. */
    timestamp: z.number().int().min(0).optional(),
  })
  .refine(({ from, userId }) => from !== undefined || userId !== undefined, "from or userId is required");

export type ExampleRequest = z.output<typeof exampleRequestSchema>;

interface Parts {
  customers: Customers;
  media: MediaStore;
  number: BusinessNumber;
}

function meet(customers: Customers, request: ExampleRequest): Customer {
  const { from: waId, userId, parentUserId, username, name, omitPhone: isPhoneHidden } = request;
  return customers.meet({ waId, userId, parentUserId, username, name, isPhoneHidden });
}

function factsOf(request: ExampleRequest, { customers, number }: Parts): Facts {
  const { waId, userId, parentUserId, username, name, isPhoneHidden } = meet(customers, request);
  const ids = request.omitUserId ? {} : { userId, parentUserId };
  const { text, emoji, quote } = request;
  return {
    choices: { text, emoji, quote },
    sender: { ...ids, waId: isPhoneHidden ? undefined : waId, username, name },
    number,
    timestamp: String(request.timestamp ?? Math.floor(Date.now() / 1000)),
  };
}

/** What the customer of a message example writes. */
export function draftOf(example: MessageExample, request: ExampleRequest, parts: Parts): InboundDraft {
  const told = example.needsUserId ? { ...request, omitUserId: false } : request;
  const { emoji: _, quote: __, text: ___, ...sender } = told;
  return inboundDraftSchema.parse({ ...sender, ...example.shape(factsOf(told, parts)) });
}

/** What a change example tells. */
export function changeOf(example: ChangeExample, request: ExampleRequest, parts: Parts): Change {
  const facts = factsOf(request, parts);
  const { field, hasMetadata } = example;
  const wamid = request.wamid ?? newWamid(facts.sender.waId ?? facts.sender.userId ?? "", "outbound");
  const value = example.value({
    ...facts,
    wamid,
    store: (file) => mediaReference(parts.media.addBase64(file)),
  });
  return { field, hasMetadata, value };
}

/** What composing needs where no simulator runs: its files can be fetched nowhere. */
export function createComposer(number: { phoneNumberId?: string; wabaId?: string }): Parts {
  const settings = new SettingsStore({});
  const { wabaId = settings.firstBusinessNumber.wabaId, phoneNumberId } = number;
  const parts = { customers: new Customers(), media: new MediaStore() };
  return { ...parts, number: { ...settings.numberFor(phoneNumberId), wabaId } };
}

/** One webhook body with the example in it, once for each request. */
export function composeBody(
  example: MessageExample | ChangeExample,
  requests: ExampleRequest[],
  parts: Parts & { layout: Layout },
): JsonObject {
  const { customers, media, number, layout } = parts;
  if (example.kind === "change") {
    return changeEnvelope(
      number,
      requests.map((request) => changeOf(example, request, parts)),
    );
  }
  const updates = requests.map((request) => {
    const draft = draftOf(example, request, parts);
    const customer = meet(customers, request);
    const wamid = request.wamid ?? newWamid(addressOf(customer), "inbound");
    const businessDigits = number.displayPhoneNumber;
    const { message: item, contact } = buildInboundMessage(draft, { customer, wamid, media, businessDigits });
    return { number, kind: "messages" as const, item, contact };
  });
  return envelopeOf(updates, layout);
}
