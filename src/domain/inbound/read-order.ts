import type { WireMessage } from "@/infra/whatsapp/webhook-schema";
import type { OrderItem, OrderTotal, OwnContent } from "./message-content";

type Order = Extract<OwnContent, { kind: "order" }>;

/** Meta, webhooks/reference/messages/order. */
export function readOrder(order: WireMessage["order"]): { content: Order; body: string | null } {
  const items = (order?.product_items ?? []).map(
    (item): OrderItem => ({
      retailerId: item.product_retailer_id,
      quantity: item.quantity,
      price: item.item_price,
      currency: item.currency,
    }),
  );
  const totals = totalsOf(items);
  const lines = [
    order?.text,
    ...items.map(lineOf),
    ...totals.map(({ amount, currency }) => `Total: ${amount} ${currency}`),
  ].filter((line) => line !== undefined);
  const content: Order = { kind: "order", catalogId: order?.catalog_id, text: order?.text, items, totals };
  return { content, body: lines.join("\n") || null };
}

function lineOf({ retailerId = "?", quantity = 1, price, currency }: OrderItem): string {
  const each = price === undefined ? "" : ` (${[priceText(price), currency].filter(Boolean).join(" ")})`;
  return `${quantity} × ${retailerId}${each}`;
}

/** Money is added in ten-thousandths: fractions of the binary kind would not sum up. */
const FINE = 10_000;

function totalsOf(items: OrderItem[]): OrderTotal[] {
  const sums = new Map<string, number>();
  const incomplete = new Set<string>();
  for (const { price, quantity, currency } of items) {
    if (currency === undefined) continue;
    if (price === undefined || quantity === undefined) incomplete.add(currency);
    else sums.set(currency, (sums.get(currency) ?? 0) + Math.round(price * FINE) * quantity);
  }
  return [...sums]
    .filter(([currency]) => !incomplete.has(currency))
    .map(([currency, sum]) => ({ currency, amount: priceText(sum / FINE) }));
}

/** Two decimals, or as many as there are. */
function priceText(price: number): string {
  const text = String(Math.round(price * FINE) / FINE);
  const decimals = text.split(".")[1]?.length ?? 0;
  return decimals > 2 ? text : price.toFixed(2);
}
