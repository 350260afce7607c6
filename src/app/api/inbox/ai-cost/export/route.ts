import { exportAiCost } from "@/app/_contract/ai-cost-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listSpending, type SpendingLine } from "@/domain/ai-turns";

export const dynamic = "force-dynamic";

const columns = [
  "day",
  "provider",
  "model",
  "purpose",
  "calls",
  "failed",
  "inputTokens",
  "outputTokens",
  "cachedTokens",
  "microUsd",
] as const satisfies (keyof SpendingLine)[];

export const GET = inboxRoute(exportAiCost, async ({ session, query }) => {
  const lines = await listSpending(session.organizationId, query.days);
  const rows = [columns, ...lines.map((line) => columns.map((column) => line[column]))];
  const text = rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  return new Response(text, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="ai-cost-${query.days}-days.csv"`,
      "cache-control": "no-store",
    },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");

/** RFC 4180; what a spreadsheet would take for a formula is text (OWASP, CSV injection). */
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
