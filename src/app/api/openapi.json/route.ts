import { describeApi } from "@/app/_contract/describe-api";
import { handleRoute } from "@/app/_http/handle-route";
import { limited, publicApi } from "@/app/_http/limit-requests";
import { otherMethods } from "@/app/_http/other-methods";
import { release } from "@/lib/release";

export const dynamic = "force-dynamic";

let document: string | undefined;

/** What the inbox's API is, for programs that make clients of it. It tells nothing that is not in the source. */
export const GET = handleRoute(
  "http",
  limited(publicApi, () => {
    document ??= JSON.stringify(describeApi(release().version));
    return new Response(document, { headers: { "content-type": "application/json" } });
  }),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
