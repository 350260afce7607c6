import { beforeEach, describe, expect, it } from "vitest";
import { addDocument, addDocuments, listDocuments } from "@/domain/knowledge";
import { answerWith, ownKnowledge, teach } from "../../support/knowledge";
import { redirectingTo, status } from "../../support/media-server";
import { pdfOf } from "../../support/pdf";

const own = ownKnowledge();
const { web, addUrl, addFile } = own;

let organizationId: string;
beforeEach(() => {
  organizationId = own.organizationId;
});

describe("what cannot be read is refused with the reason, and changes nothing", () => {
  const bytes = (size: number) => Buffer.alloc(size, "a");
  it.each<[string, string, Buffer, RegExp]>([
    ["50 MB", "big.md", bytes(50 * 1024 * 1024), /larger than 20971520 bytes/],
    ["a very long text", "long.md", bytes(3_000_000), /longer than 2000000 characters/],
    [
      "a picture called .md",
      "picture.md",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      /no text in UTF-8/,
    ],
    ["a program called .txt", "program.txt", Buffer.from("MZ\x00\x01\x02 text"), /no text in UTF-8/],
    ["a broken PDF", "broken.pdf", Buffer.from("%PDF-1.4\nnothing more"), /the PDF is broken/],
    ["a text called .pdf", "text.pdf", Buffer.from("Hello"), /the PDF is broken/],
    ["a locked PDF", "locked.pdf", pdfOf(["secret"], { isLocked: true }), /locked with a password/],
    ["a PDF of pictures", "scan.pdf", pdfOf([""]), /text recognition/],
    ["nothing", "empty.md", Buffer.from(" \n\n # \n"), /there is no text in it/],
    [
      "a page without words",
      "app.html",
      Buffer.from("<div id=root></div><script>render()</script><noscript>Enable it</noscript>"),
      /JavaScript/,
    ],
    ["a spreadsheet", "prices.xlsx", Buffer.from("PK"), /only \.md/],
    ["a name of nothing", "  ", Buffer.from("text"), /needs a name/],
  ])("%s", async (_, name, content, reason) => {
    await teach(organizationId, "shop.md", "# Shop\nLamps cost 49.");
    await expect(addFile(name, content)).rejects.toMatchObject({
      code: "INVALID_INPUT",
      publicMessage: expect.stringMatching(reason),
    });
    expect((await listDocuments(organizationId)).map(({ source }) => source)).toEqual(["shop.md"]);
  });

  it("a language that is none", async () => {
    await expect(teach(organizationId, "shop.md", "# Shop", "klingonish-x!")).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it.each<[string, () => void, RegExp]>([
    [
      "is not there",
      () => {
        web.answer = status(404);
      },
      /HTTP 404/,
    ],
    ["is a picture", () => answerWith(web, "image/png", "x"), /it is image\/png/],
    [
      "redirects in a circle",
      () => {
        web.answer = redirectingTo("/again");
      },
      /More than 5 redirects/,
    ],
    [
      "redirects into the network of the cloud",
      () => {
        web.answer = redirectingTo("http://169.254.169.254/latest/meta-data");
      },
      /ADDRESS_REFUSED/,
    ],
    [
      "redirects to a name inside",
      () => {
        web.answer = redirectingTo("http://localhost/");
      },
      /ADDRESS_REFUSED/,
    ],
    [
      "redirects to a file",
      () => {
        web.answer = redirectingTo("file:///etc/passwd");
      },
      /HOST_REFUSED/,
    ],
    [
      "is larger than it says",
      () => {
        web.answer = (response) => {
          response.setHeader("content-type", "text/plain");
          response.write(bytes(21 * 1024 * 1024));
          response.end();
        };
      },
      /TOO_LARGE/,
    ],
    [
      "breaks off",
      () => {
        web.answer = (response) => {
          response.writeHead(200, { "content-length": 1_000 });
          response.write("a");
          setTimeout(() => response.destroy(), 20);
        };
      },
      /NETWORK/,
    ],
  ])("a page that %s", async (_, arrange, reason) => {
    arrange();
    await expect(addUrl("/page")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      publicMessage: expect.stringMatching(reason),
    });
    expect(await listDocuments(organizationId)).toEqual([]);
  });

  it.each([
    "http://127.0.0.1:9/",
    "http://[::1]/",
    "http://2130706433/",
    "http://user:pw@example.com/",
    "ftp://example.com/",
    "https://example.com:8443/",
    "nothing",
  ])("%s", async (url) => {
    await expect(addDocument({ organizationId, from: { url }, actor: "test" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("one of several: the others are added, and that one is named", async () => {
    web.answer = (response, { path }) =>
      path === "/broken"
        ? status(500)(response)
        : void response.setHeader("content-type", "text/plain").end(`The words of ${path}`);
    const documents = ["/a", "/broken", "/b"].map((path) => ({
      organizationId,
      from: { url: web.url + path },
      actor: "test",
    }));
    const outcomes = await addDocuments(documents);
    expect(outcomes.map(({ source, problem }) => [source, problem])).toEqual([
      [`${web.url}/a`, null],
      [`${web.url}/broken`, expect.stringContaining("HTTP 500")],
      [`${web.url}/b`, null],
    ]);
    expect(await listDocuments(organizationId)).toHaveLength(2);
  });
});
