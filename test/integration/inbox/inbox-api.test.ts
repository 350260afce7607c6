import { beforeEach, describe, expect, it } from "vitest";
import * as files from "@/app/api/inbox/knowledge/files/route";
import * as refresh from "@/app/api/inbox/knowledge/refresh/route";
import * as knowledge from "@/app/api/inbox/knowledge/route";
import * as search from "@/app/api/inbox/knowledge/search/route";
import * as check from "@/app/api/inbox/persona/check/route";
import * as diff from "@/app/api/inbox/persona/diff/route";
import * as persona from "@/app/api/inbox/persona/route";
import { answerWith, createOrganization, ownKnowledge, teach } from "../../support/knowledge";
import { actAsAdminOf, askRoute } from "../../support/operations";
import { setEnv } from "../../support/with-env";

const own = ownKnowledge();
const { web } = own;

let user: { id: string };
beforeEach(async () => {
  user = await actAsAdminOf(own.organizationId);
});

const documents = async () => (await askRoute(knowledge.GET)).body.documents;
const put = (json: unknown) => askRoute(persona.PUT, { method: "PUT", json });

const everything: [string, typeof knowledge.GET, string][] = [
  ["the list of documents", knowledge.GET, "GET"],
  ["adding documents", knowledge.POST, "POST"],
  ["adding files", files.POST, "POST"],
  ["removing a document", knowledge.DELETE, "DELETE"],
  ["reading documents again", refresh.POST, "POST"],
  ["a search", search.GET, "GET"],
  ["the persona", persona.GET, "GET"],
  ["saving a persona", persona.PUT, "PUT"],
  ["checking a persona", check.POST, "POST"],
  ["what differs", diff.GET, "GET"],
];

describe.each(everything)("%s", (_, route, method) => {
  const asked = method === "GET" || method === "DELETE" ? { method } : { method, json: {} };

  it("is closed to who is not signed in", async () => {
    setEnv({ INBOX_WITHOUT_SIGN_IN: undefined });
    expect(await askRoute(route, asked)).toMatchObject({
      status: 401,
      body: { error: { code: "UNAUTHORIZED" } },
    });
  });

  it.each([
    ["origin", "https://evil.example"],
    ["origin", "null"],
    ["sec-fetch-site", "cross-site"],
  ])("refuses what another site in the owner's browser asks for (%s: %s)", async (name, value) => {
    expect(await askRoute(route, { ...asked, headers: { [name]: value } })).toMatchObject({ status: 403 });
  });
});

describe("knowledge", () => {
  it("is added as texts and pages, each told by itself, listed and removed", async () => {
    answerWith(web, "text/plain", "Chairs cost 99.");
    const json = {
      urls: [`${web.url}/chairs`, "http://localhost/inside"],
      texts: [{ name: "Lamps", text: "Lamps cost 49." }],
    };
    expect(await askRoute(knowledge.POST, { json })).toMatchObject({
      status: 200,
      body: {
        outcomes: [
          { added: { outcome: "added" }, problem: null },
          { added: null, problem: expect.stringContaining("ADDRESS_REFUSED") },
          { source: "Lamps.md", added: { outcome: "added" } },
        ],
      },
    });
    expect(await documents()).toHaveLength(2);
    const remove = () => askRoute(knowledge.DELETE, { method: "DELETE", query: { document: "Lamps.md" } });
    expect(await remove()).toMatchObject({ status: 200, body: { removed: { title: "Lamps" } } });
    expect(await remove()).toMatchObject({ status: 404 });
  });

  it("is added as a file", async () => {
    const body = new FormData();
    body.append("file", new File(["# Lamps\nThey cost 49."], "lamps.md"));
    expect(await askRoute(files.POST, { body })).toMatchObject({
      status: 200,
      body: { outcomes: [{ source: "lamps.md", added: { title: "Lamps" } }] },
    });
  });

  it.each<[string, Parameters<typeof askRoute>[1], number]>([
    ["nothing", { json: {} }, 400],
    ["no JSON", { body: "{" }, 400],
    ["an unknown field", { json: { url: "https://example.com" } }, 400],
    ["only what cannot be read", { json: { texts: [{ name: "a.exe", text: "x" }] } }, 400],
    [
      "a title for two",
      {
        json: {
          title: "T",
          texts: [
            { name: "a", text: "x" },
            { name: "b", text: "y" },
          ],
        },
      },
      400,
    ],
    ["50 MB", { body: Buffer.alloc(50 * 1024 * 1024, " ") }, 413],
  ])("that is %s is refused", async (_, options, status) => {
    expect(await askRoute(knowledge.POST, options)).toMatchObject({ status });
    expect(await documents()).toEqual([]);
  });

  it.each<[string, Parameters<typeof askRoute>[1], number]>([
    ["no form", { body: "x", headers: { "content-type": "multipart/form-data; boundary=a" } }, 400],
    ["a form without files", { body: new FormData() }, 400],
    ["50 MB", { body: Buffer.alloc(50 * 1024 * 1024, " ") }, 413],
  ])("that is %s in place of files is refused", async (_, options, status) => {
    expect(await askRoute(files.POST, options)).toMatchObject({ status });
  });

  it("is searched as the bot searches it, and read again from where it came", async () => {
    answerWith(web, "text/plain", "Chairs cost 99.");
    await own.addUrl("/chairs");
    const found = await askRoute(search.GET, { query: { query: "chairs" } });
    expect(found.body.passages).toMatchObject([{ text: "Chairs cost 99." }]);
    answerWith(web, "text/plain", "Chairs cost 109.");
    expect(await askRoute(refresh.POST, { json: {} })).toMatchObject({
      status: 200,
      body: { outcomes: [{ outcome: "changed", problem: null }] },
    });
    expect(await askRoute(refresh.POST, { json: { document: "none" } })).toMatchObject({ status: 404 });
    expect(await askRoute(search.GET, { query: { query: " " } })).toMatchObject({ status: 400 });
  });

  it("of another organization is neither listed, found, read again nor removed", async () => {
    const other = await createOrganization();
    const { id } = await teach(other, "secret.md", "# Secret\nLamps cost 1.");
    expect(await documents()).toEqual([]);
    expect((await askRoute(search.GET, { query: { query: "lamps" } })).body.passages).toEqual([]);
    const remove = { method: "DELETE", query: { document: id } };
    expect(await askRoute(knowledge.DELETE, remove)).toMatchObject({ status: 404 });
    expect(await askRoute(refresh.POST, { json: { document: id } })).toMatchObject({ status: 404 });
  });
});

describe("the persona", () => {
  it("is saved from the version that was looked at, and shown with its versions and what it reaches", async () => {
    expect((await askRoute(persona.GET)).body).toMatchObject({ persona: { version: null }, versions: [] });
    const first = await put({ basedOn: null, persona: { name: "Ana" }, note: "first" });
    expect(first).toMatchObject({ status: 200, body: { version: 1, affects: { conversations: 0 } } });
    expect((await askRoute(persona.GET)).body).toMatchObject({
      persona: { version: 1, content: { name: "Ana" }, author: `user:${user.id}`, yaml: "name: Ana\n" },
      versions: [{ version: 1, note: "first" }],
    });
    const second = await put({ basedOn: null, persona: { name: "Bea" } });
    expect(second).toMatchObject({ status: 409, body: { error: { code: "CONFLICT" } } });
  });

  it("that is wrong is refused with everything that is", async () => {
    expect(await put({ basedOn: null, persona: { nane: "x", tone: "" } })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/tone.*nane/s) } },
    });
    expect(await put({ persona: {} })).toMatchObject({ status: 400 });
    expect(await askRoute(persona.GET, { query: { version: "9" } })).toMatchObject({ status: 404 });
    expect(await askRoute(persona.GET, { query: { version: "x" } })).toMatchObject({ status: 400 });
  });

  it("is checked as text before it is saved: what is wrong, what it would change, nothing stored", async () => {
    await put({ basedOn: null, persona: { name: "Ana" } });
    const ask = async (text: string) => (await askRoute(check.POST, { json: { text } })).body;
    expect(await ask("name: Bea\nfacts:\n  - Open till 8")).toMatchObject({
      problems: [],
      written: { name: "Bea", facts: ["Open till 8"] },
      changes: [{ path: "name", before: "Ana", after: "Bea" }, { path: "facts" }],
    });
    expect(await ask('{"name": "Bea"}')).toMatchObject({ problems: [], yaml: "name: Bea\n" });
    expect(await ask("tone: ''\nnane: x")).toMatchObject({
      problems: [{ path: "tone" }, { path: "nane" }],
      content: null,
      changes: [],
    });
    expect(await ask("a: [")).toMatchObject({ problems: [{ path: expect.stringMatching(/^line/) }] });
    expect((await askRoute(persona.GET)).body.versions).toHaveLength(1);
  });

  it("of two versions is compared", async () => {
    await put({ basedOn: null, persona: { name: "Ana" } });
    await put({ basedOn: 1, persona: { name: "Bea" } });
    const query = { from: "1", to: "2" };
    expect((await askRoute(diff.GET, { query })).body.changes).toEqual([
      { path: "name", before: "Ana", after: "Bea" },
    ]);
    expect(await askRoute(diff.GET, { query: { from: "1", to: "9" } })).toMatchObject({ status: 404 });
  });

  it("of another organization is not shown", async () => {
    await put({ basedOn: null, persona: { name: "Ana" } });
    await actAsAdminOf(await createOrganization());
    expect((await askRoute(persona.GET)).body).toMatchObject({ persona: { version: null }, versions: [] });
  });
});
