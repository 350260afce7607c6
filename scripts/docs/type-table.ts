import type { TypeCase } from "../../test/support/inbound-case";
import { typeCases } from "../../test/support/inbound-types";

const sample = {
  person: { phone: "5511987654321", userId: "BR.13491208655302741918" },
  newPhone: "5511912345678",
  newUserId: "BR.24502319766413852029",
  groupId: "120363",
};

const CELL_MAX = 90;

/** One row for each case that is played. */
export function typeTable(): string {
  const rows = typeCases(sample).map(
    (each) =>
      `| ${[typeOf(each), each.what, said(each.body), said(each.prompt), answer(each)].join(" | ")} |`,
  );
  return [
    "| Meta's type | what | in the inbox | the AI reads | answered, opens the window |",
    "|---|---|---|---|---|",
  ]
    .concat(rows)
    .join("\n");
}

function typeOf({ type, storedAs }: TypeCase): string {
  return storedAs ? `\`${type}\`, stored as \`${storedAs}\`` : `\`${type}\``;
}

function said(text: string | null): string {
  if (text === null || text === "") return "–";
  const line = text.replaceAll("\n", " ⏎ ").replaceAll("|", "\\|");
  const cut = [...line].length > CELL_MAX ? `${[...line].slice(0, CELL_MAX).join("")}…` : line;
  return `\`${cut}\``;
}

function answer({ isAnswered }: TypeCase): string {
  return isAnswered ? "yes" : "no";
}
