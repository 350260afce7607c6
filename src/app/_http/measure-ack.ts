import { recordWebhookAck } from "@/infra/monitoring/metrics";

type Route = (request: Request) => Promise<Response>;

/** Wraps the webhook's route: what Meta was answered and after how long goes to the metrics. */
export function measureAck(route: Route): Route {
  return async (request) => {
    const startedAt = performance.now();
    const response = await route(request);
    recordWebhookAck(response.status, (performance.now() - startedAt) / 1_000);
    return response;
  };
}
