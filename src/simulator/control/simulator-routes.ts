import { z } from "zod";
import { addressOf, type Customer } from "../customers";
import { HttpError } from "../exchange";
import { templateSchema } from "../graph/template";
import { settingsPatchSchema } from "../settings";
import { type ControlCall, type ControlRoute, limitSchema, readInput, readQuery } from "./control-route";

export const customerDraftSchema = z
  .strictObject({
    waId: z
      .string()
      .regex(/^\d{6,15}$/)
      .optional(),
    userId: z.string().min(1).optional(),
    name: z.string().optional(),
    username: z.string().optional(),
    isPhoneHidden: z.boolean().optional(),
    /** False: sends to them are accepted and fail asynchronously with 131026. */
    isOnWhatsApp: z.boolean().optional(),
    /** Unix ms; opens or closes the service window with every business number. */
    lastMessageAt: z.number().int().min(0).optional(),
  })
  .refine((draft) => draft.waId !== undefined || draft.userId !== undefined, "waId or userId is required");

function describeCustomer({ lastMessageAt, ...customer }: Customer) {
  return { ...customer, address: addressOf(customer), lastMessageAt: Object.fromEntries(lastMessageAt) };
}

async function putCustomer({ world, exchange }: ControlCall) {
  const { lastMessageAt, ...draft } = await readInput(exchange, customerDraftSchema);
  const customer = world.customers.meet(draft);
  if (lastMessageAt !== undefined) {
    for (const number of world.settings.current.businessNumbers) {
      customer.lastMessageAt.set(number.phoneNumberId, lastMessageAt);
    }
  }
  return describeCustomer(customer);
}

async function patchSettings({ world, exchange }: ControlCall) {
  const patch = await readInput(exchange, settingsPatchSchema);
  world.settings.patch(patch);
  world.events.append({ type: "control", action: "settings", detail: Object.keys(patch).join(", ") });
  return world.settings.current;
}

async function reset({ world, exchange }: ControlCall) {
  const { isSettingsToo } = await readInput(
    exchange,
    z.strictObject({ isSettingsToo: z.boolean().default(false) }),
  );
  world.reset();
  if (isSettingsToo) world.settings.restore();
  return { isReset: true };
}

async function waitForIdle({ world, exchange }: ControlCall) {
  const querySchema = z.strictObject({
    timeoutMs: z.coerce.number().int().min(0).max(3_600_000).default(10_000),
  });
  const { timeoutMs } = readQuery(exchange, querySchema);
  if (await world.work.whenIdle(timeoutMs)) return { isIdle: true };
  throw new HttpError(
    408,
    `after ${timeoutMs} ms still pending: ${world.work.count} (webhooks, receipts, calls)`,
  );
}

function streamEvents({ world, exchange }: ControlCall): void {
  const { request, response, query } = exchange;
  // A browser that reconnects repeats its URL and says in the header how far it came.
  const after = request.headers["last-event-id"] ?? query.get("after");
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write(": subscribed\n\n");
  const unsubscribe = world.events.subscribe(
    (event) => {
      // A reader that stopped reading would fill the memory; it can come back with `after`.
      if (response.writableLength > STREAM_BACKLOG_MAX) response.destroy();
      else response.write(`id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    after === null ? Number.POSITIVE_INFINITY : Number(after) || 0,
  );
  response.on("close", unsubscribe);
}

const STREAM_BACKLOG_MAX = 64 * 1024 * 1024;

export const simulatorRoutes: ControlRoute[] = [
  {
    method: "GET",
    path: "/control/health",
    summary: "alive, and how much is pending or held",
    handle: ({ world }) => ({ isOk: true, pending: world.work.count, held: world.gate.heldCount }),
  },
  {
    method: "GET",
    path: "/control/settings",
    summary: "the settings in force",
    handle: ({ world }) => world.settings.current,
  },
  { method: "PATCH", path: "/control/settings", summary: "change settings, at once", handle: patchSettings },
  {
    method: "POST",
    path: "/control/reset",
    summary: "forget everything and cancel what is pending {isSettingsToo}",
    handle: reset,
  },
  {
    method: "GET",
    path: "/control/idle",
    summary: "answers once nothing is pending, 408 after ?timeoutMs",
    handle: waitForIdle,
  },
  {
    method: "GET",
    path: "/control/events",
    summary: "everything that happens, as server-sent events; ?after=<seq> replays from there",
    handle: streamEvents,
  },
  {
    method: "GET",
    path: "/control/customers",
    summary: "the customers known ?limit",
    handle: ({ world, exchange }) => {
      const { limit } = readQuery(exchange, z.strictObject({ limit: limitSchema }));
      return world.customers.list(limit).map(describeCustomer);
    },
  },
  {
    method: "PUT",
    path: "/control/customers",
    summary: "create or change a customer {waId | userId, name, …, lastMessageAt}",
    handle: putCustomer,
  },
  {
    method: "GET",
    path: "/control/media/:id",
    summary: "the bytes of a file, of a customer's or of ours",
    handle: ({ world, exchange, id }) => {
      const media = world.media.find(id);
      if (!media) throw new HttpError(404, `there is no file ${id}`);
      exchange.send({ status: 200, contentType: media.mimeType, body: media.bytes });
    },
  },
  {
    method: "POST",
    path: "/control/templates",
    summary: "add or replace a message template",
    handle: async ({ world, exchange }) => {
      const template = await readInput(exchange, templateSchema);
      world.templates.add(template);
      return template;
    },
  },
];
