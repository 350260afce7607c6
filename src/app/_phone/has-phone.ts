import { isForThisMachine } from "@/app/_http/sign-in-off";
import { env } from "@/lib/env";

/** Whether /dev/phone is there for this request: on this machine, in development or where DEV_PHONE asks for it. */
export function hasPhone(headers: Headers): boolean {
  const { DEV_PHONE, NODE_ENV } = env();
  return (DEV_PHONE || NODE_ENV === "development") && isForThisMachine(headers);
}
