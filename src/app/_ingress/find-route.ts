import { type AfterAnswer, webhookRoute } from "@/app/_webhook/webhook-route";
import * as nothing from "@/app/api/[...path]/route";
import * as check from "@/app/health/[check]/route";
import * as live from "@/app/health/live/route";
import * as ready from "@/app/health/ready/route";
import * as health from "@/app/health/route";
import * as metrics from "@/app/metrics/route";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Answer = (request: Request) => Promise<Response>;
type Route = Record<(typeof methods)[number], Answer>;

export type FindRoute = (method: string, path: string) => Answer | undefined;

/**
 * What a process answers that only takes webhooks in: they, and how it is, by the very routes of the app. Undefined for a
 * method that no route knows.
 */
export function routeFinder(afterAnswer: AfterAnswer): FindRoute {
  const routes = new Map<string, Route>([
    ["/api/webhooks/whatsapp", webhookRoute(afterAnswer)],
    ["/health", health],
    ["/healthz", health],
    ["/api/health", health],
    ["/health/live", live],
    ["/livez", live],
    ["/health/ready", ready],
    ["/readyz", ready],
    ["/metrics", metrics],
  ]);
  return (method, path) => {
    const route = routes.get(path) ?? (/^\/health\/[^/]+$/.test(path) ? check : nothing);
    const name = methods.find((one) => one === (method === "HEAD" ? "GET" : method));
    return name && route[name];
  };
}
