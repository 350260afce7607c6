// The product with a business number of its own, played through its own verbs. Every step is looked at: at what must
// hold in every state, and at what the step itself must and must not have done.

import { randomUUID } from "node:crypto";
import { run } from "@/infra/database/statement";
import { reloadEnv } from "@/lib/env";
import { newCustomer } from "../support/factories";
import { type Customer, Model } from "./model";
import { observe } from "./observe";
import { checkMoment } from "./rules/check-moment";
import type { Step } from "./step";

const createStatement = {
  name: "property_create",
  text: `WITH o AS (INSERT INTO "Organization" (id, name, slug, "updatedAt") VALUES ($1, 'Shop', $1, now()) RETURNING id)
    INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId", "updatedAt")
    SELECT $1, id, 'Shop', $2, now() FROM o`,
};

const closeStatement = {
  name: "property_close",
  text: `WITH waiting AS (DELETE FROM "ReceiptEvent" WHERE "integrationId" = $1 AND "appliedAt" IS NULL)
    UPDATE "OutboundJob" j SET status = 'cancelled', "completedAt" = now(), "leaseToken" = NULL, "leaseUntil" = NULL,
      "uncertainAt" = NULL, "heldAt" = NULL
    FROM "Conversation" c WHERE c."integrationId" = $1 AND j."conversationId" = c.id
      AND j.status IN ('queued', 'running', 'uncertain')`,
};

export interface Settings {
  debounceMs: number;
}

export class World {
  private constructor(readonly model: Model) {}

  /** A business number and two customers that no other run knows. */
  static async create({ debounceMs }: Settings): Promise<World> {
    const id = randomUUID();
    const phoneNumberId = String(BigInt(`0x${id.slice(0, 13).replace("-", "")}`));
    setVariable("WHATSAPP_PHONE_NUMBER_ID", phoneNumberId);
    setVariable("REPLY_DEBOUNCE_MS", String(debounceMs));
    await run(createStatement, [id, phoneNumberId]);
    const customers = ["Ana", "Bo"].map((name): Customer => ({ name, phone: newCustomer() }));
    const number = { id, phoneNumberId, accessTokenEncrypted: null };
    return new World(new Model(number, customers, await observe(id, [])));
  }

  /** Does something to the product, and sees whether all is well afterwards. */
  async act(line: string, verb: () => Promise<Step>): Promise<void> {
    const { model } = this;
    model.tell(line);
    const step = await verb();
    const before = model.state;
    const { id, phoneNumberId } = model.number;
    const keys = model.inbound.map(({ wamid }) => `message:${phoneNumberId}:${wamid}`);
    model.state = await observe(id, keys);
    model.notePutAway();
    checkMoment(model, { step, before, after: model.state });
  }

  /** Leaves nothing behind that another run could claim, rescue or decide. */
  async close(): Promise<void> {
    await run(closeStatement, [this.model.number.id]);
  }
}

/** Sets a variable of the product's environment. */
export function setVariable(name: string, value: string): void {
  if (process.env[name] === value) return;
  process.env[name] = value;
  reloadEnv();
}
