// What Meta's webhooks bring: customers' messages and receipts.

import { receive } from "../support/factories";
import { newWamid, status, textMessage } from "../support/wire";
import type { Call, ReceiptStatus } from "./fake-meta";
import type { Customer, Model } from "./model";
import type { World } from "./world";

export type Kind = "text" | "reaction" | "late text";

const LATE_SECONDS = 25 * 3600;

interface Letter {
  customer: Customer;
  kind: Kind;
}

export interface Receipt {
  call: Call;
  status: ReceiptStatus;
  /** Whether it brings our ledger id back. */
  isEchoed: boolean;
}

export interface Post {
  letters?: Letter[];
  receipts?: Receipt[];
  /** An earlier webhook whose messages are in this one as well. */
  again?: number;
}

/** One webhook with messages and receipts. */
export async function deliver(world: World, { letters = [], receipts = [], again }: Post): Promise<void> {
  const { model } = world;
  const old = again === undefined ? undefined : model.deliveries[again % model.deliveries.length];
  const written = letters.map((letter) => write(model, letter));
  const messages = [...(old?.messages ?? []), ...written.map(({ wire }) => wire)];
  const names = [...written.map(({ name }) => name), ...(old ? [`again ${old.names}`] : [])].join(", ");
  if (messages.length > 0) model.deliveries.push({ names, messages });
  const all = [names, ...receipts.map(nameOf)].filter(Boolean).join(", ");
  await world.act(`Meta delivers ${all}`, async () => {
    await receive(model.number.phoneNumberId, { messages, statuses: receipts.map(toWire) });
    hear(model, receipts);
    return { kind: "other" };
  });
}

/** A webhook once more. */
export async function redeliver(world: World, at: number): Promise<void> {
  const { model } = world;
  const delivery = model.deliveries[at % model.deliveries.length];
  if (!delivery) return;
  await world.act(`Meta delivers ${delivery.names} again`, async () => {
    await receive(model.number.phoneNumberId, { messages: delivery.messages });
    return { kind: "redelivered" };
  });
}

function write(model: Model, { customer, kind }: Letter): { name: string; wire: unknown } {
  const count = model.inbound.filter((message) => message.customer === customer).length + 1;
  const name = `${customer.name}'s ${kind} ${count}`;
  const isLate = kind === "late text";
  const asksForAnswer = kind !== "reaction";
  const wamid = newWamid();
  model.inbound.push({ name, wamid, customer, isLate, asksForAnswer, id: null, isErased: false });
  const timestamp = String(Math.floor(Date.now() / 1000) - (isLate ? LATE_SECONDS : 0));
  const reaction = { type: "reaction", reaction: { emoji: "👍" } };
  const fields = { id: wamid, timestamp, ...(asksForAnswer ? {} : reaction) };
  return { name, wire: textMessage(customer.phone, name, fields) };
}

function nameOf({ call, status, isEchoed }: Receipt): string {
  const whose = `"${status}" for ${call.reply}, part ${call.part}`;
  return isEchoed ? whose : `${whose} (without our id)`;
}

function toWire({ call, status: value, isEchoed }: Receipt): unknown {
  const opaque = isEchoed ? { biz_opaque_callback_data: call.ledgerId } : {};
  const errors = value === "failed" ? { errors: [{ code: 131026, title: "Message undeliverable" }] } : {};
  return status(call.wamid ?? "", value, { ...opaque, ...errors });
}

/** What names our ledger id, or an id of Meta's that we know, is heard; the rest waits. */
function hear({ meta, state }: Model, receipts: Receipt[]): void {
  const isHere = ({ ledgerId }: Call) => state.sends.some(({ id }) => id === ledgerId);
  const known = receipts.map(({ call, isEchoed }) => isHere(call) && (isEchoed || call.isTold));
  receipts.forEach(({ call, status }, at) => {
    meta.tellReceipt(call, status, known[at] === true);
  });
}
