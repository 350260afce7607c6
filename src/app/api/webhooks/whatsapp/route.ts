import { after } from "next/server";
import { webhookRoute } from "@/app/_webhook/webhook-route";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Then no job is claimed; a minute later those in hand are handed back, before the host ends the function. */
const RUN_LIMIT = { timeLimitMs: 200_000, graceMs: 60_000 };

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = webhookRoute(after, RUN_LIMIT);
