import { beforeEach, describe, expect, it } from "vitest";
import { getDocument, listDocuments, removeDocument, searchKnowledge } from "@/domain/knowledge";
import { answerWith, createOrganization, ownKnowledge, teach } from "../../support/knowledge";

import { rows } from "../../support/own-database";
import { pdfOf } from "../../support/pdf";

const own = ownKnowledge();
const { web, addUrl, addFile } = own;

let organizationId: string;
beforeEach(() => {
  organizationId = own.organizationId;
});
const texts = async (which: string) =>
  (await getDocument(organizationId, which)).pieces.map(({ heading, text }) => [heading, text]);
const audit = () =>
  rows(
    `SELECT action, actor, details->>'source' AS source FROM "AuditEvent" WHERE "organizationId" = $1 ORDER BY id`,
    [organizationId],
  );

const PAGE = `<!doctype html><html><head><title>Our shop &amp; more</title><script>var secret = 1</script></head>
<body><nav>Menu Home</nav><main><h1>Shop</h1><p>We sell <a href="https://evil.example">lamps</a>.</p>
<h2>Delivery</h2><ul><li>in three days</li><li>by bicycle</li></ul>
<table><tr><th>Lamp</th><th>Price</th></tr><tr><td>Red</td><td>49</td></tr></table></main><footer>Imprint</footer></body></html>`;

describe("what is added", () => {
  it("again without a change stays as it is, and with one replaces what came from there", async () => {
    const first = await teach(organizationId, "shop.md", "# Shop\nLamps cost 49.");
    expect(await teach(organizationId, "shop.md", "# Shop\nLamps cost 49.")).toMatchObject({
      id: first.id,
      version: 1,
      outcome: "unchanged",
    });
    expect(await teach(organizationId, "shop.md", "# Shop\nLamps cost 59.")).toMatchObject({
      id: first.id,
      version: 2,
      outcome: "changed",
    });
    expect(await texts("shop.md")).toEqual([["Shop", "Lamps cost 59."]]);
    expect(await audit()).toEqual([
      { action: "knowledge_added", actor: "test", source: "shop.md" },
      { action: "knowledge_changed", actor: "test", source: "shop.md" },
    ]);
  });

  it("twenty times at once from one source is one document with the passages of one of the texts", async () => {
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        teach(
          organizationId,
          "shop.md",
          Array(1 + (n % 5))
            .fill(`# Part\nText ${n}`)
            .join("\n"),
        ),
      ),
    );
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    const [document, ...others] = await listDocuments(organizationId);
    expect(others).toEqual([]);
    expect(document?.version).toBe(20);
    const words = new Set((await texts("shop.md")).map(([, text]) => text));
    expect(words.size).toBe(1);
  });

  it("of the same name by another organization is another document", async () => {
    const other = await createOrganization();
    await teach(other, "shop.md", "# Theirs\nTheir lamps cost 5.");
    await teach(organizationId, "shop.md", "# Ours\nOur lamps cost 7.");
    expect((await listDocuments(other)).map(({ title }) => title)).toEqual(["Theirs"]);
    await expect(
      removeDocument(organizationId, (await getDocument(other, "shop.md")).id, "test"),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("as a PDF is read page by page", async () => {
    await addFile("prices.pdf", pdfOf(["Lamps cost 49 dollars", "Chairs cost 99 dollars"]));
    expect(await texts("prices.pdf")).toEqual([[null, "Lamps cost 49 dollars\n\nChairs cost 99 dollars"]]);
  });

  it("as a page has its main part under its headings, and its title", async () => {
    answerWith(web, "text/html; charset=utf-8", PAGE);
    expect(await addUrl("/shop#top")).toMatchObject({ title: "Our shop & more", outcome: "added" });
    const read = await texts(`${web.url}/shop`);
    expect(read[0]).toEqual(["Shop", "We sell lamps."]);
    expect(read[1]?.[0]).toBe("Shop › Delivery");
    expect(read[1]?.[1]).toMatch(/- in three days\n- by bicycle\n\nLamp +Price\nRed +49/);
    expect(JSON.stringify(read)).not.toMatch(/Menu|Imprint|secret|evil/);
  });

  it.each([
    ["text/plain; charset=iso-8859-1", Buffer.from("Caf\xe9 com a\xe7\xfacar", "latin1"), "Café com açúcar"],
    [
      "text/html",
      Buffer.from('<meta charset="windows-1252"><p>Caf\xe9 com a\xe7\xfacar', "latin1"),
      "Café com açúcar",
    ],
    ["text/markdown", Buffer.from("Plain words"), "Plain words"],
    ["application/pdf", pdfOf(["From the web"]), "From the web"],
  ])("as %s is read as that", async (type, body, text) => {
    answerWith(web, type, body);
    await addUrl("/file");
    expect(await texts(`${web.url}/file`)).toEqual([[null, text]]);
  });

  it("is not known any more once it is removed, by its source or its id", async () => {
    await teach(organizationId, "shop.md", "# Shop\nLamps cost 49.");
    const { id } = await teach(organizationId, "hours.md", "# Hours\nLamps are sold until 18:00.");
    await removeDocument(organizationId, "shop.md", "test");
    await removeDocument(organizationId, id, "test");
    expect(await searchKnowledge({ organizationId, query: "lamps", limit: 5 })).toEqual([]);
    expect((await audit()).slice(2)).toEqual([
      { action: "knowledge_removed", actor: "test", source: "shop.md" },
      { action: "knowledge_removed", actor: "test", source: "hours.md" },
    ]);
  });
});
