import { type Exchange, HttpError } from "../exchange";
import type { World } from "../world";
import type { ControlRoute } from "./control-route";
import { exampleRoutes } from "./example-routes";
import { recordRoutes } from "./record-routes";
import { simulatorRoutes } from "./simulator-routes";
import { webhookRoutes } from "./webhook-routes";

const ROUTES: ControlRoute[] = [
  {
    method: "GET",
    path: "/control",
    summary: "this list",
    handle: () => ({ routes: ROUTES.map(({ method, path, summary }) => ({ method, path, summary })) }),
  },
  ...simulatorRoutes,
  ...webhookRoutes,
  ...exampleRoutes,
  ...recordRoutes,
];

const BY_KEY = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, route]));

function findRoute({ method, path }: Exchange): { route: ControlRoute; id: string } {
  const exact = BY_KEY.get(`${method} ${path}`);
  if (exact) return { route: exact, id: "" };
  const slash = path.lastIndexOf("/");
  const withId = BY_KEY.get(`${method} ${path.slice(0, slash)}/:id`);
  if (withId) return { route: withId, id: path.slice(slash + 1) };
  throw new HttpError(404, `there is no ${method} ${path}; GET /control lists what there is`);
}

/** Everything under `/control`. Errors: `{error: {message}}`. */
export async function answerControl(world: World, exchange: Exchange): Promise<void> {
  try {
    const { route, id } = findRoute(exchange);
    const answer: unknown = await route.handle({ world, exchange, id });
    if (answer !== undefined) exchange.json(200, answer);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    exchange.json(error.status, { error: { message: error.message } });
  }
}
