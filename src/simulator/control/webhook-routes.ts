import { randomBytes } from "node:crypto";
import { z } from "zod";
import { HttpError } from "../exchange";
import { changeEnvelope, layoutSchema } from "../webhooks/envelope";
import { inboundDraftSchema } from "../webhooks/inbound-message";
import type { Receipt } from "../webhooks/receipts";
import { metaJson, signatureOf } from "../webhooks/signed-json";
import type { Delivery } from "../webhooks/webhook-deliverer";
import type { World } from "../world";
import { type ControlCall, type ControlRoute, limitSchema, readInput, readQuery } from "./control-route";

const headerValue = z.string().regex(/^[\x20-\x7e]*$/, "must be printable ASCII");
const repeatFields = {
  times: z.number().int().min(1).max(10_000).default(1),
  isConcurrent: z.boolean().default(false),
};

export const writeSchema = z.strictObject({
  messages: z.array(inboundDraftSchema).min(1).max(100_000),
  /** separately: a webhook each, all at once. together: one webhook. */
  grouping: z.enum(["separately", "together"]).default("separately"),
  /** Of a joint body: one value, a change for each, or an entry for each. */
  layout: layoutSchema,
  /** Answer only when every first attempt is over; then `statuses` is filled. */
  isAwaited: z.boolean().default(false),
});

export const rawDeliverySchema = z
  .strictObject({
    body: z.string().optional(),
    base64: z.base64().optional(),
    signing: z
      .union([z.enum(["valid", "invalid", "none"]), z.strictObject({ header: headerValue })])
      .default("valid"),
    contentType: headerValue.optional(),
    /** Again until 200, as Meta would; else one attempt. */
    isRedelivered: z.boolean().default(false),
    ...repeatFields,
  })
  .refine(
    (draft) => (draft.body === undefined) !== (draft.base64 === undefined),
    "give either body or base64",
  );

export const receiptDraftSchema = z.strictObject({
  /** sent, delivered, read, played, failed, or anything else. */
  status: z.string().min(1),
  /** One the ledger knows fills in whatever is not given. */
  wamid: z.string().min(1),
  customer: z.string().optional(),
  phoneNumberId: z.string().optional(),
  /** null leaves it out. */
  opaque: z.string().nullish(),
  timestamp: z.number().int().optional(),
  code: z.number().int().optional(),
  category: z.string().optional(),
  extra: z.record(z.string(), z.unknown()).optional(),
});

export const receiptsSchema = z.strictObject({
  receipts: z.array(receiptDraftSchema).min(1).max(1000),
  grouping: z.enum(["separately", "together"]).default("separately"),
  layout: layoutSchema,
});

export const changeSchema = z.strictObject({
  field: z.string().min(1),
  value: z.record(z.string(), z.unknown()).default({}),
  phoneNumberId: z.string().optional(),
  /** Whether `value` begins with the business number, as all that belongs to one does. */
  hasMetadata: z.boolean().default(true),
});

const holdSchema = z.strictObject({
  kind: z.enum(["message", "receipt"]).optional(),
  customer: z.string().optional(),
});
const releaseSchema = holdSchema.extend({ isReversed: z.boolean().default(false) });
export const deliveryQuerySchema = z.strictObject({
  kind: z.enum(["message", "receipt", "change", "raw"]).optional(),
  state: z.enum(["pending", "delivered", "failed", "dropped"]).optional(),
  limit: limitSchema,
});

/** `signature`: as the secret of now makes it of these bytes; null for what is not rightly signed. */
function describeDelivery(world: World, { body, ...delivery }: Delivery) {
  const { appSecret } = world.settings.current;
  const signature = delivery.signing === "valid" ? signatureOf(body, appSecret) : null;
  return { ...delivery, signature, body: body.toString("utf8") };
}

function findDelivery(world: World, id: string): Delivery {
  const delivery = world.deliverer.find(id);
  if (!delivery) throw new HttpError(404, `no delivery ${id} (or no longer kept)`);
  return delivery;
}

async function deliverRaw({ world, exchange }: ControlCall) {
  const draft = await readInput(exchange, rawDeliverySchema);
  const body =
    draft.base64 === undefined ? Buffer.from(draft.body ?? "") : Buffer.from(draft.base64, "base64");
  const { signing, contentType, isRedelivered, isConcurrent } = draft;
  // Meta only sends what customers really wrote; so what is rightly signed counts as written, for window and reads.
  if (signing === "valid") world.messages.noteEnvelope(body.toString("utf8"));
  const { delivery, firstAttempt } = world.deliverer.deliver({
    kind: "raw",
    body,
    signing,
    contentType,
    isRedelivered,
  });
  const repeats = { times: draft.times - 1, isConcurrent };
  const attempts = isConcurrent
    ? await Promise.all([firstAttempt, world.deliverer.repeat(delivery, repeats)])
    : [await firstAttempt, await world.deliverer.repeat(delivery, repeats)];
  return { deliveryId: delivery.id, attempts: attempts.flat() };
}

/** A receipt of any content; what is not given comes from the ledger, if it knows the message. */
function receiptOf(world: World, draft: z.output<typeof receiptDraftSchema>): Receipt {
  const effect = world.ledger.findByWamid(draft.wamid);
  const customer = world.customers.find(draft.customer ?? effect?.customer ?? "");
  const address = draft.customer ?? effect?.customer ?? "";
  const recipient = { waId: address || undefined, userId: customer?.userId, isAddressedByUserId: false };
  const { status, wamid, timestamp, code, extra } = draft;
  return {
    status,
    wamid,
    timestamp,
    code,
    extra,
    customer: address,
    phoneNumberId:
      draft.phoneNumberId ?? effect?.phoneNumberId ?? world.settings.firstBusinessNumber.phoneNumberId,
    recipient: draft.customer === undefined ? (effect?.recipient ?? recipient) : recipient,
    opaque: draft.opaque === null ? undefined : (draft.opaque ?? effect?.opaque),
    category: draft.category ?? effect?.category,
  };
}

async function deliverReceipts({ world, exchange }: ControlCall) {
  const { receipts: drafts, grouping, layout } = await readInput(exchange, receiptsSchema);
  const receipts = drafts.map((draft) => receiptOf(world, draft));
  const bodies = grouping === "together" ? [receipts] : receipts.map((receipt) => [receipt]);
  const started = bodies.map((body) => world.receipts.deliverTogether(body, layout));
  const attempts = await Promise.all(started.map(({ firstAttempt }) => firstAttempt));
  return { deliveryIds: started.map(({ id }) => id), statuses: attempts.map(({ status }) => status) };
}

async function deliverChange({ world, exchange }: ControlCall) {
  const { field, value, phoneNumberId, hasMetadata } = await readInput(exchange, changeSchema);
  const number = world.settings.numberFor(phoneNumberId);
  const body = metaJson(changeEnvelope(number, [{ field, value, hasMetadata }]));
  const draft = { kind: "change" as const, body, signing: "valid" as const, isRedelivered: true };
  const { delivery, firstAttempt } = world.deliverer.deliver(draft);
  return { deliveryId: delivery.id, status: (await firstAttempt).status };
}

/** Meta's GET with a challenge (create-webhook-endpoint): verified only by 200 and the challenge as the body. */
async function shakeHands({ world, exchange }: ControlCall) {
  const { verifyToken } = await readInput(exchange, z.strictObject({ verifyToken: z.string() }));
  const { webhookUrl } = world.settings.current;
  if (webhookUrl === null) throw new HttpError(400, "no webhook URL is set");
  const challenge = String(randomBytes(4).readUInt32BE(0));
  const url = new URL(webhookUrl);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(world.settings.current.redelivery.timeoutMs),
    });
    const body = await response.text();
    return { isVerified: response.status === 200 && body === challenge, status: response.status, body };
  } catch (error) {
    // The receiver is down or silent: a result of the handshake, not a fault of this call.
    return { isVerified: false, status: null, body: String(error) };
  }
}

export const webhookRoutes: ControlRoute[] = [
  {
    method: "POST",
    path: "/control/messages",
    summary: "customers write {messages: [{from, type, text, …}], grouping, layout, isAwaited}",
    handle: async ({ world, exchange }) => {
      const { messages, ...options } = await readInput(exchange, writeSchema);
      return { webhooks: await world.messages.write(messages, options) };
    },
  },
  {
    method: "POST",
    path: "/control/raw",
    summary: "any bytes as a webhook {body | base64, signing, times, isConcurrent}; returns the answers",
    handle: deliverRaw,
  },
  {
    method: "POST",
    path: "/control/changes",
    summary: "a signed webhook of any field {field, value}",
    handle: deliverChange,
  },
  {
    method: "POST",
    path: "/control/receipts",
    summary: "receipts of any content, now",
    handle: deliverReceipts,
  },
  {
    method: "POST",
    path: "/control/handshake",
    summary: "verify the webhook {verifyToken}",
    handle: shakeHands,
  },
  {
    method: "GET",
    path: "/control/deliveries",
    summary: "webhooks with their attempts ?kind&state&limit",
    handle: ({ world, exchange }) => {
      const { kind, state, limit } = readQuery(exchange, deliveryQuerySchema);
      const matches = (delivery: Delivery) =>
        (kind === undefined || delivery.kind === kind) && (state === undefined || delivery.state === state);
      return world.deliverer.list(limit, matches).map((delivery) => describeDelivery(world, delivery));
    },
  },
  {
    method: "GET",
    path: "/control/deliveries/:id",
    summary: "one webhook",
    handle: ({ world, id }) => describeDelivery(world, findDelivery(world, id)),
  },
  {
    method: "POST",
    path: "/control/redeliver/:id",
    summary: "the same bytes again {times, isConcurrent}; returns the answers",
    handle: async ({ world, exchange, id }) => {
      const options = await readInput(exchange, z.strictObject(repeatFields));
      return { attempts: await world.deliverer.repeat(findDelivery(world, id), options) };
    },
  },
  {
    method: "POST",
    path: "/control/hold",
    summary: "from now on keep back webhooks {kind, customer}; both absent: all",
    handle: async ({ world, exchange }) => {
      world.gate.hold(await readInput(exchange, holdSchema));
      return { held: world.gate.heldCount };
    },
  },
  {
    method: "POST",
    path: "/control/release",
    summary: "end holds and send what they kept {kind, customer, isReversed}",
    handle: async ({ world, exchange }) => {
      const { isReversed, ...filter } = await readInput(exchange, releaseSchema);
      return { released: await world.gate.release(filter, { isReversed }) };
    },
  },
];
