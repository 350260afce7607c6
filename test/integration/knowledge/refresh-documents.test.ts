import { beforeEach, describe, expect, it } from "vitest";
import { getDocument, listDocuments, refreshDocuments, removeDocument } from "@/domain/knowledge";
import { answerWith, ownKnowledge, teach } from "../../support/knowledge";
import { status } from "../../support/media-server";

const own = ownKnowledge();
const { web, addUrl } = own;

let organizationId: string;
beforeEach(() => {
  organizationId = own.organizationId;
});

describe("reading again", () => {
  it("takes over what has changed; a page that cannot be read keeps its older text, and says why until it can", async () => {
    answerWith(web, "text/html", "<title>Prices</title><p>Lamps cost 49.");
    await addUrl("/prices");
    await teach(organizationId, "shop.md", "# Shop\nA file is not read again.");
    const refresh = async () =>
      (await refreshDocuments({ organizationId, actor: "test" })).outcomes.map(({ outcome }) => outcome);
    expect(await refresh()).toEqual(["unchanged"]);
    answerWith(web, "text/html", "<title>Another title</title><p>Lamps cost 59.");
    expect(await refresh()).toEqual(["changed"]);
    web.answer = status(503);
    expect(await refresh()).toEqual(["failed"]);
    expect(await getDocument(organizationId, `${web.url}/prices`)).toMatchObject({
      title: "Prices",
      version: 2,
      status: "failed",
      error: expect.stringContaining("HTTP 503"),
      pieces: [{ text: "Lamps cost 59." }],
    });
    answerWith(web, "text/html", "<title>Another title</title><p>Lamps cost 59.");
    expect(await refresh()).toEqual(["unchanged"]);
    expect(await getDocument(organizationId, `${web.url}/prices`)).toMatchObject({
      status: "ready",
      error: null,
    });
  });

  it("does not bring back what was removed meanwhile", async () => {
    answerWith(web, "text/plain", "Lamps cost 49.");
    await addUrl("/prices");
    web.answer = async (response) => {
      await removeDocument(organizationId, `${web.url}/prices`, "test");
      response.setHeader("content-type", "text/plain").end("Lamps cost 59.");
    };
    const { outcomes } = await refreshDocuments({ organizationId, actor: "test" });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["removed"]);
    expect(await listDocuments(organizationId)).toEqual([]);
  });
});
