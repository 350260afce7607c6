import { AppError } from "@/lib/errors";
import { handleRoute } from "./handle-route";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Answer = (request: Request) => Promise<Response>;

/**
 * What a route exports beside the methods it has: the others answer 405 in the one error shape, with what is allowed,
 * where Next.js would answer without a word.
 */
export function otherMethods(...allowed: Method[]): Record<Method | "OPTIONS", Answer> {
  const allow = [...allowed, ...(allowed.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const withAllow =
    (answer: Answer): Answer =>
    async (request) => {
      const response = await answer(request);
      response.headers.set("allow", allow);
      return response;
    };
  const publicMessage = `Allowed here: ${allow}.`;
  const refuse = handleRoute("http", (request) => {
    throw new AppError("METHOD_NOT_ALLOWED", `${request.method} is not allowed`, { publicMessage });
  });
  const refused = withAllow(refuse);
  const options = withAllow(handleRoute("http", () => new Response(null, { status: 204 })));
  return { GET: refused, POST: refused, PUT: refused, PATCH: refused, DELETE: refused, OPTIONS: options };
}
