import { env } from "@/lib/env";

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * Whether nobody has to sign in: INBOX_WITHOUT_SIGN_IN says so, and the request was sent to this machine's own address. A
 * machine that others reach after all, or a site whose name has been pointed at 127.0.0.1, is sent to another. Browsers
 * always say which; what is no browser can write what it likes there.
 */
export function isSignInOff(headers: Headers): boolean {
  return env().INBOX_WITHOUT_SIGN_IN && isForThisMachine(headers);
}

/** Whether the request was sent to this machine's own address, by whatever names it was sent on. */
export function isForThisMachine(headers: Headers): boolean {
  const hosts = [headers.get("host"), headers.get("x-forwarded-host")].filter((host) => host !== null);
  return hosts.every(isLoopback);
}

function isLoopback(host: string): boolean {
  return URL.canParse(`http://${host}`) && LOOPBACK.test(new URL(`http://${host}`).hostname);
}
