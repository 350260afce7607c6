import { beforeEach, describe, expect, it } from "vitest";
import * as templates from "@/app/api/inbox/conversations/[id]/templates/route";
import * as readRoute from "@/app/api/inbox/notifications/[id]/read/route";
import * as snooze from "@/app/api/inbox/notifications/[id]/snooze/route";
import * as notifications from "@/app/api/inbox/notifications/route";
import { prisma } from "@/infra/database/prisma";
import { createUser, startConversation } from "../../support/inbox";
import { ask, ownInbox, read } from "../../support/inbox-actions";
import { rows } from "../../support/own-database";

const inbox = ownInbox();
beforeEach(() => rows(`DELETE FROM "Notification"`));

async function tell(fields: { organizationId?: string; userId?: string } = {}): Promise<number> {
  const { organizationId = inbox.organizationId, userId = null } = fields;
  const { id } = await prisma().notification.create({
    data: {
      organizationId,
      userId,
      kind: "HANDOVER",
      title: "A customer waits",
      dedupeKey: crypto.randomUUID(),
    },
  });
  return Number(id);
}
const told = async (query: Record<string, string> = {}) => (await read(notifications.GET, { query })).body;
const idsOf = async (query: Record<string, string> = {}) =>
  (await told(query)).notifications.map(({ id }: { id: number }) => id);
const inTime = (ms: number) => new Date(Date.now() + ms).toISOString();

describe("notifications", () => {
  it("are those for everybody and for oneself, the newest first, page by page", async () => {
    const colleague = await createUser(inbox.organizationId, { name: "Bia", role: "AGENT" });
    const everybodys = await tell();
    await tell({ userId: colleague.id });
    await tell({ organizationId: inbox.other.organizationId });
    const own = await tell({ userId: inbox.userId });
    expect(await told()).toMatchObject({
      notifications: [{ id: own }, { id: everybodys }],
      unread: 2,
      before: null,
    });
    const first = await told({ limit: "1" });
    expect(first).toMatchObject({ notifications: [{ id: own }], unread: 2 });
    expect(await idsOf({ limit: "1", before: String(first.before) })).toEqual([everybodys]);
  });

  it("go when they are read, also twice, and stay in the whole list", async () => {
    const id = await tell();
    for (const _ of [1, 2])
      expect(await ask(readRoute.POST, { params: { id } })).toMatchObject({ status: 200 });
    expect(await told()).toMatchObject({ notifications: [], unread: 0 });
    expect(await told({ all: "true" })).toMatchObject({
      notifications: [{ id, readAt: expect.any(String) }],
    });
    expect(await ask(snooze.POST, { params: { id }, body: { until: inTime(60_000) } })).toMatchObject({
      status: 409,
    });
  });

  it("are put aside until their time, and come back unread", async () => {
    const id = await tell();
    const until = inTime(3_600_000);
    expect(await ask(snooze.POST, { params: { id }, body: { until } })).toMatchObject({ status: 200 });
    expect(await told()).toMatchObject({ notifications: [], unread: 0 });
    await rows(`UPDATE "Notification" SET "snoozedUntil" = now() - interval '1 second'`);
    expect(await told()).toMatchObject({ notifications: [{ id }], unread: 1 });
    for (const wrong of [inTime(-1_000), inTime(400 * 86_400_000), "soon"])
      expect(await ask(snooze.POST, { params: { id }, body: { until: wrong } })).toMatchObject({
        status: 400,
      });
  });

  it("of a colleague and of another organization are not found", async () => {
    const colleague = await createUser(inbox.organizationId, { name: "Caio", role: "AGENT" });
    for (const id of [
      await tell({ userId: colleague.id }),
      await tell({ organizationId: inbox.other.organizationId }),
    ]) {
      expect(await ask(readRoute.POST, { params: { id } })).toMatchObject({ status: 404 });
      expect(await ask(snooze.POST, { params: { id }, body: { until: inTime(60_000) } })).toMatchObject({
        status: 404,
      });
    }
    expect(
      await rows(`SELECT id FROM "Notification" WHERE "readAt" IS NOT NULL OR "snoozedUntil" IS NOT NULL`),
    ).toEqual([]);
  });
});

describe("the templates of a conversation", () => {
  it("are the approved ones of its number, with what has to be filled in and an example of it", async () => {
    const { conversationId: id } = await startConversation(inbox.phoneNumberId, "hello");
    const common = {
      integrationId: inbox.integrationId,
      language: "en",
      category: "UTILITY",
      status: "APPROVED",
    };
    await prisma().template.createMany({
      data: [
        {
          ...common,
          name: "a_positional",
          components: [
            { type: "HEADER", format: "IMAGE" },
            {
              type: "BODY",
              text: "Hi {{1}}, order {{2}} is on its way.",
              example: { body_text: [["Ana", "#12"]] },
            },
            { type: "FOOTER", text: "Shop" },
            {
              type: "BUTTONS",
              buttons: [
                { type: "QUICK_REPLY", text: "Thanks" },
                { type: "URL", text: "Track", url: "https://shop.example/{{1}}" },
              ],
            },
          ],
        },
        {
          ...common,
          name: "b_named",
          parameterFormat: "NAMED",
          components: [
            { type: "HEADER", format: "TEXT", text: "For {{who}}", example: { header_text: ["Ana"] } },
            {
              type: "BODY",
              text: "Until {{day}}.",
              example: { body_text_named_params: [{ param_name: "day", example: "Monday" }] },
            },
          ],
        },
        { ...common, name: "c_paused", status: "PAUSED", components: [] },
      ],
    });
    const { body } = await read(templates.GET, { params: { id } });
    expect(body.templates).toMatchObject([
      {
        name: "a_positional",
        isNamed: false,
        header: { format: "IMAGE" },
        body: "Hi {{1}}, order {{2}} is on its way.",
        footer: "Shop",
        buttons: [
          { type: "QUICK_REPLY", text: "Thanks" },
          { type: "URL", text: "Track" },
        ],
        parameters: [
          { key: "image", where: "header", kind: "image", example: null },
          { key: "1", where: "body", kind: "text", example: "Ana" },
          { key: "2", where: "body", kind: "text", example: "#12" },
          { key: "1", where: "button", kind: "url", example: null },
        ],
      },
      {
        name: "b_named",
        isNamed: true,
        parameters: [
          { key: "who", where: "header", kind: "text", example: "Ana" },
          { key: "day", where: "body", kind: "text", example: "Monday" },
        ],
      },
    ]);
  });

  it("of another organization's conversation are not found", async () => {
    const { conversationId: id } = await startConversation(inbox.other.phoneNumberId, "hello");
    expect((await read(templates.GET, { params: { id } })).status).toBe(404);
  });
});
