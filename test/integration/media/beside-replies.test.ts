import { expect, it } from "vitest";
import { kickMedia } from "@/domain/media";
import { kickRunner } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { waitUntil } from "../../../scripts/local/processes";
import { customerWrites, newCustomer, repliesTo } from "../../support/factories";
import { pdf } from "../../support/media-files";
import { row } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();

it("while Meta's media server hangs, replies go on, and nobody waits for it but the file", async () => {
  setEnv({ MEDIA_TIMEOUT_MS: "60000", MEDIA_IDLE_TIMEOUT_MS: "60000", MEDIA_CONCURRENCY: "1" });
  const providerMediaId = await mediaAtMeta();
  await simulator.meta.addFault({ target: "media", action: { type: "hang" } });
  const from = newCustomer();
  await customerWrites(simulator.phoneNumberId, from, "Look at this");
  const message = await row<{ id: number; organizationId: string }>(
    `SELECT id, "organizationId" FROM "Message"`,
  );
  const asset = await prisma().mediaAsset.create({
    data: {
      organizationId: message.organizationId,
      messageId: message.id,
      kind: "image",
      mimeType: "image/png",
      providerMediaId,
    },
  });

  const stop = new AbortController();
  const downloading = kickMedia({ stop: stop.signal, graceMs: 0 });
  const isClaimed = async () =>
    (await prisma().mediaAsset.findUniqueOrThrow({ where: { id: asset.id } })).attempts === 1;
  await waitUntil(isClaimed, { what: "the download to hang", timeoutMs: 10_000 });
  await kickRunner();
  expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
  const more = newCustomer();
  await customerWrites(simulator.phoneNumberId, more, "And this?");
  await kickRunner();
  expect(await repliesTo(more)).toMatchObject([{ status: "SENT" }]);
  expect(await isClaimed()).toBe(true);

  stop.abort();
  await downloading;
  expect(await prisma().mediaAsset.findUniqueOrThrow({ where: { id: asset.id } })).toMatchObject({
    status: "pending",
    attempts: 0,
  });
});

async function mediaAtMeta(): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", new File([new Uint8Array(pdf)], "a.pdf", { type: "application/pdf" }));
  const { WHATSAPP_API_URL, WHATSAPP_ACCESS_TOKEN } = process.env;
  const answer = await fetch(`${WHATSAPP_API_URL}/v25.0/${simulator.phoneNumberId}/media`, {
    method: "POST",
    headers: { authorization: `Bearer ${WHATSAPP_ACCESS_TOKEN}` },
    body: form,
  });
  return (await answer.json()).id;
}
