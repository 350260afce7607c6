import { expect, it } from "vitest";
import { eraseContact, findContacts } from "@/domain/contacts";
import { replayWaitingDeliveries } from "@/domain/inbound";
import { createIntegration, customerWrites, newCustomer, receive } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

const NOON = 1_767_225_600;

function preference(phone: string, value: string, at = NOON) {
  return {
    wa_id: phone,
    user_id: `BR.${phone}`,
    detail: "User requested to stop marketing messages",
    category: "marketing_messages",
    value,
    timestamp: at,
  };
}

const optedOut = (phone: string) =>
  row<{ at: Date | null }>(`SELECT "marketingOptedOutAt" AS at FROM "Contact" WHERE phone = $1`, [phone]);

it("a customer who wants no marketing is noted by Meta's clock, and an older word changes nothing", async () => {
  const { phoneNumberId } = await createIntegration();
  const phone = newCustomer();
  await customerWrites(phoneNumberId, phone, "Hi");
  const says = (value: string, at: number) =>
    receive(phoneNumberId, { user_preferences: [preference(phone, value, at)] });

  await says("stop", NOON + 10);
  expect(await optedOut(phone)).toEqual({ at: new Date((NOON + 10) * 1000) });
  await says("resume", NOON);
  expect((await optedOut(phone)).at).not.toBeNull();
  await says("resume", NOON + 20);
  expect((await optedOut(phone)).at).toBeNull();
  await says("stop", NOON + 10);
  expect((await optedOut(phone)).at).toBeNull();
});

it("several words in one webhook count by their time, also of somebody nobody here knows", async () => {
  const { phoneNumberId } = await createIntegration();
  const phone = newCustomer();
  const words = [preference(phone, "stop", NOON + 5), preference(phone, "resume", NOON + 1)];
  const received = await receive(phoneNumberId, { user_preferences: words });
  expect(received).toMatchObject({ malformed: 0 });
  expect((await optedOut(phone)).at).toEqual(new Date((NOON + 5) * 1000));
});

it("a word that cannot be read is counted, and costs the others nothing", async () => {
  const { phoneNumberId } = await createIntegration();
  const phone = newCustomer();
  const odd = [
    { ...preference(phone, "maybe") },
    { ...preference(phone, "stop"), wa_id: undefined, user_id: undefined },
    7,
  ];
  const received = await receive(phoneNumberId, { user_preferences: [...odd, preference(phone, "stop")] });
  expect(received).toMatchObject({ malformed: 3 });
  expect((await optedOut(phone)).at).not.toBeNull();
});

it("a word for a number that is added later is noted then", async () => {
  const phone = newCustomer();
  await receive("880011223344", { user_preferences: [preference(phone, "stop")] });
  await createIntegration({ phoneNumberId: "880011223344" });
  await replayWaitingDeliveries();
  expect((await optedOut(phone)).at).not.toBeNull();
});

it("a word of somebody who was erased brings nobody back, and its bytes are not kept", async () => {
  setEnv({ SESSION_SECRET: "a-session-secret-for-this-test-only" });
  const { phoneNumberId } = await createIntegration();
  const phone = newCustomer();
  await customerWrites(phoneNumberId, phone, "Hi");
  const [contact] = await findContacts(phone);
  if (!contact) throw new Error("No contact");
  await eraseContact(contact, "operator");
  await receive(phoneNumberId, { user_preferences: [preference(phone, "stop")] });
  expect(await rows(`SELECT 1 FROM "Contact" WHERE phone = $1`, [phone])).toEqual([]);
  expect(
    await rows(`SELECT 1 FROM webhook_delivery_log WHERE position($1::bytea IN raw_body) > 0`, [
      Buffer.from(phone),
    ]),
  ).toEqual([]);
});
