// Writes the table of message types into docs/WHATSAPP.md, from the data its test plays (test/support/inbound-types.ts).
// `--check` only says whether it is there already.

import { readFileSync, writeFileSync } from "node:fs";
import { typeTable } from "./type-table";

const FILE = "docs/WHATSAPP.md";
const BEGIN = "<!-- types: npm run docs:whatsapp -->";
const END = "<!-- end of types -->";

const text = readFileSync(FILE, "utf8");
const [head, rest] = text.split(BEGIN);
const [, tail] = rest?.split(END) ?? [];
if (head === undefined || tail === undefined) throw new Error(`${FILE} has no place for the table`);
const written = `${head}${BEGIN}\n\n${typeTable()}\n\n${END}${tail}`;
const isCheck = process.argv.includes("--check");
if (!isCheck) writeFileSync(FILE, written);
process.stdout.write(
  written === text ? `${FILE} is as it should be\n` : `${FILE} ${isCheck ? "differs" : "written"}\n`,
);
process.exitCode = isCheck && written !== text ? 1 : 0;
