import { handleRoute } from "@/app/_http/handle-route";
import { limited, publicApi } from "@/app/_http/limit-requests";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

/** Whatever no other route of the API answers. */
const notFound = handleRoute(
  "http",
  limited(publicApi, () => {
    const publicMessage = "There is nothing here.";
    throw new AppError("NOT_FOUND", "No such route", { publicMessage });
  }),
);

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
