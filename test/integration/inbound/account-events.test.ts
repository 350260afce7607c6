import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createIntegration, receive, receiveChange } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";

ownDatabase();

const NOW = Math.floor(Date.now() / 1000);
const DISPLAY = "15550783881";

/** A business number of an account that no other test uses. */
async function account() {
  const integration = await createIntegration();
  const wabaId = String(randomInt(1e13, 9e13));
  await rows(
    `UPDATE "Integration" SET "wabaId" = $2, "displayPhoneNumber" = '+1 555-078-3881' WHERE id = $1`,
    [integration.id, wabaId],
  );
  return { ...integration, wabaId };
}

interface EventRow extends Record<string, unknown> {
  organizationId: string | null;
  integrationId: string | null;
  field: string;
  event: string | null;
  severity: string;
  payload: Record<string, unknown>;
}

const eventsOf = (wabaId: string) =>
  rows<EventRow>(
    `SELECT "organizationId", "integrationId", field, event, severity, payload FROM "AccountEvent" WHERE "wabaId" = $1
     ORDER BY id`,
    [wabaId],
  );

const notificationsOf = (organizationId: string) =>
  rows<{ title: string }>(`SELECT title FROM "Notification" WHERE "organizationId" = $1 ORDER BY id`, [
    organizationId,
  ]);

const numberOf = (id: string) =>
  row(`SELECT "qualityRating", "sendsPerSecond", "templatesSyncedAt" FROM "Integration" WHERE id = $1`, [id]);

describe("what Meta tells of an account", () => {
  it.each([
    ["account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }, "critical", 1],
    ["account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } }, "info", 1],
    ["account_update", { event: "ACCOUNT_RESTRICTION", restriction_info: [] }, "critical", 1],
    ["account_update", { event: "ACCOUNT_VIOLATION", violation_info: {} }, "warning", 1],
    ["account_update", { event: "PARTNER_ADDED" }, "info", 0],
    ["account_update", {}, "info", 0],
    ["account_alerts", { alert_severity: "CRITICAL", alert_type: "OBA_REJECTED" }, "critical", 1],
    ["account_alerts", { alert_info: { alert_severity: "WARNING", alert_type: "X" } }, "warning", 1],
    ["account_review_update", { decision: "REJECTED" }, "critical", 1],
    ["account_review_update", { decision: "APPROVED" }, "info", 0],
    ["phone_number_name_update", { display_phone_number: DISPLAY, decision: "REJECTED" }, "warning", 1],
    ["business_capability_update", { max_daily_conversation_per_phone: 2000 }, "info", 0],
    ["business_username_updates", { username: "flowers", status: "approved" }, "info", 0],
    ["security", { display_phone_number: DISPLAY, event: "PIN_CHANGED", requester: "1" }, "warning", 1],
    ["flows", { event: "FLOW_STATUS_CHANGE", flow_id: "1", new_status: "PUBLISHED" }, "info", 0],
    ["flows", { event: "ENDPOINT_AVAILABILITY", flow_id: "1" }, "warning", 0],
    ["something_new", { event: "WHO_KNOWS" }, "info", 0],
  ])("is kept once, told where it matters: %s %j", async (field, value, severity, notices) => {
    const { wabaId, organizationId, id } = await account();
    const tell = () => receiveChange(field, value, { id: wabaId, time: NOW });
    await Promise.all([tell(), tell(), tell()]);
    await tell();
    expect(await eventsOf(wabaId)).toMatchObject([{ field, severity, organizationId, integrationId: id }]);
    expect(await notificationsOf(organizationId)).toHaveLength(notices);
  });

  it.each([null, 42, "text", []])("is kept where its value is %j", async (value) => {
    const { wabaId } = await account();
    expect(await receiveChange("account_update", value, { id: wabaId })).toMatchObject({ malformed: 0 });
    expect(await eventsOf(wabaId)).toHaveLength(1);
  });

  it("is kept where no number of the account is ours, and told again when it happens again", async () => {
    const wabaId = String(randomInt(1e13, 9e13));
    await receiveChange("account_update", { event: "ACCOUNT_VIOLATION" }, { id: wabaId, time: NOW });
    await receiveChange("account_update", { event: "ACCOUNT_VIOLATION" }, { id: wabaId, time: NOW + 60 });
    expect(await eventsOf(wabaId)).toMatchObject([{ organizationId: null }, { organizationId: null }]);
  });

  it("without a time is a new event once no redelivery can be meant", async () => {
    const { wabaId, organizationId } = await account();
    const tell = () => receiveChange("account_update", { event: "ACCOUNT_VIOLATION" }, { id: wabaId });
    await tell();
    await rows(`UPDATE "AccountEvent" SET "receivedAt" = now() - interval '9 days' WHERE "wabaId" = $1`, [
      wabaId,
    ]);
    await tell();
    await tell();
    expect(await notificationsOf(organizationId)).toHaveLength(2);
  });

  it("names no customer: who is in a group or calls is left to the raw delivery", async () => {
    const { wabaId } = await account();
    const participant = { wa_id: "5511987654321", user_id: "BR.CANARY", username: "canary" };
    const value = {
      groups: [{ group_id: "120363", type: "group_participants_add", added_participants: [participant] }],
    };
    await receiveChange("group_participants_update", value, { id: wabaId });
    await receiveChange(
      "calls",
      { calls: [{ id: "wacid.1", from: "5511987654321", event: "connect" }] },
      { id: wabaId },
    );
    await receiveChange("history", { history: [{ threads: [{ id: "5511987654321" }] }] }, { id: wabaId });
    const events = await eventsOf(wabaId);
    expect(events).toHaveLength(3);
    expect(JSON.stringify(events)).not.toMatch(/5511987654321|CANARY|canary/);
    expect(JSON.stringify(events)).toMatch(/120363.*connect.*history/);
  });

  it("as an error without a message is kept, with those beside messages", async () => {
    const { wabaId, phoneNumberId, id } = await account();
    const errors = [{ code: 130429, title: "Rate limit hit" }, { title: "no code" }];
    const received = await receive(phoneNumberId, { errors });
    expect(received).toMatchObject({ malformed: 1 });
    const found = await rows<EventRow>(
      `SELECT field, event, severity FROM "AccountEvent" WHERE "integrationId" = $1`,
      [id],
    );
    expect(found).toEqual([{ field: "errors", event: "130429", severity: "warning" }]);
    expect(wabaId).not.toBe("");
  });
});

describe("what Meta tells of a number", () => {
  it("changes its quality, by the time of the event, and its speed after an upgrade", async () => {
    const { wabaId, id } = await account();
    const tell = (event: string, time: number) =>
      receiveChange(
        "phone_number_quality_update",
        { display_phone_number: DISPLAY, event },
        { id: wabaId, time },
      );
    await tell("UNFLAGGED", NOW);
    expect(await numberOf(id)).toMatchObject({ qualityRating: "YELLOW", sendsPerSecond: 80 });
    await tell("FLAGGED", NOW - 60);
    expect(await numberOf(id)).toMatchObject({ qualityRating: "YELLOW" });
    await tell("FLAGGED", NOW + 60);
    expect(await numberOf(id)).toMatchObject({ qualityRating: "RED", sendsPerSecond: 80 });
    await tell("THROUGHPUT_UPGRADE", NOW + 30);
    expect(await numberOf(id)).toMatchObject({ qualityRating: "RED", sendsPerSecond: 1_000 });
  });

  it("changes no other number of the account", async () => {
    const { wabaId, id } = await account();
    const other = await createIntegration();
    await rows(`UPDATE "Integration" SET "wabaId" = $2, "displayPhoneNumber" = '5511' WHERE id = $1`, [
      other.id,
      wabaId,
    ]);
    const value = { display_phone_number: DISPLAY, event: "FLAGGED" };
    await receiveChange("phone_number_quality_update", value, { id: wabaId });
    expect(await numberOf(id)).toMatchObject({ qualityRating: "RED" });
    expect(await numberOf(other.id)).toMatchObject({ qualityRating: null });
  });
});

describe("what Meta tells of a template", () => {
  async function template() {
    const owner = await account();
    await rows(
      `INSERT INTO "Template" (id, "integrationId", name, language, category, status, "providerTemplateId")
       VALUES (gen_random_uuid()::text, $1, 'reminder', 'en_US', 'UTILITY', 'APPROVED', '1689556908129832')`,
      [owner.id],
    );
    await rows(`UPDATE "Integration" SET "templatesSyncedAt" = now() WHERE id = $1`, [owner.id]);
    const tell = (field: string, value: Record<string, unknown>, time?: number) =>
      receiveChange(
        field,
        { message_template_name: "reminder", message_template_language: "en_US", ...value },
        { id: owner.wabaId, ...(time && { time }) },
      );
    const state = () =>
      row(
        `SELECT status, "rejectedReason", "qualityScore", category FROM "Template" WHERE "integrationId" = $1`,
        [owner.id],
      );
    return { ...owner, tell, state };
  }

  it("becomes its state, and people are told where it cannot be sent", async () => {
    const { tell, state, organizationId } = await template();
    await tell("message_template_status_update", { event: "REJECTED", reason: "INVALID_FORMAT" });
    expect(await state()).toMatchObject({ status: "REJECTED", rejectedReason: "INVALID_FORMAT" });
    await tell("message_template_status_update", { event: "APPROVED", reason: "NONE" });
    expect(await state()).toMatchObject({ status: "APPROVED", rejectedReason: null });
    await tell("message_template_quality_update", {
      previous_quality_score: "GREEN",
      new_quality_score: "YELLOW",
    });
    await tell("template_category_update", { previous_category: "UTILITY", new_category: "MARKETING" });
    expect(await state()).toMatchObject({
      status: "APPROVED",
      qualityScore: "YELLOW",
      category: "MARKETING",
    });
    expect((await notificationsOf(organizationId)).map(({ title }) => title)).toEqual([
      "A template cannot be sent",
      "Meta makes a marketing template of one",
    ]);
  });

  it("counts by its time, where an older event comes later", async () => {
    const { tell, state } = await template();
    await tell("message_template_status_update", { event: "PAUSED" }, NOW);
    await tell("message_template_status_update", { event: "APPROVED" }, NOW - 60);
    expect(await state()).toMatchObject({ status: "PAUSED" });
    await tell("message_template_status_update", { event: "REINSTATED" }, NOW + 60);
    expect(await state()).toMatchObject({ status: "APPROVED" });
  });

  it("is found by its id where Meta tells no name", async () => {
    const { tell, state } = await template();
    const unnamed = { message_template_name: undefined, message_template_language: undefined };
    await tell("message_template_status_update", {
      ...unnamed,
      message_template_id: 1_689_556_908_129_832,
      event: "DISABLED",
    });
    expect(await state()).toMatchObject({ status: "DISABLED" });
  });

  it.each([
    ["has changed", "message_template_components_update", "reminder"],
    ["is not known here", "message_template_status_update", "brand_new"],
  ])("that %s has Meta's list looked at again", async (_, field, message_template_name) => {
    const { tell, id } = await template();
    await tell(field, { message_template_name, event: "APPROVED" });
    expect(await numberOf(id)).toMatchObject({ templatesSyncedAt: null });
  });
});
