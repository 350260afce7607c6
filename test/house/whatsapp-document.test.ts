import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { typeTable } from "../../scripts/docs/type-table";

it("docs/WHATSAPP.md has the table of types that the tests play; npm run docs:whatsapp writes it", () => {
  expect(readFileSync("docs/WHATSAPP.md", "utf8")).toContain(`\n${typeTable()}\n`);
});
