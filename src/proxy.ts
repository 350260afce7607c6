// Gives every page a Content-Security-Policy with a nonce of its own, which Next.js reads from the request and puts on
// its scripts and styles. It decides nothing else: who may do what is decided in the routes, because a proxy can be
// gone round (CVE-2025-29927). What is no page has its headers from next.config.ts, and its body is never touched here.

import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { newRequestId } from "@/lib/request-id";

export const config = {
  matcher: ["/((?!api(?:/|$)|health|livez|readyz|metrics|icon\\.svg|_next/static/).*)"],
};

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const { NODE_ENV, DEV_PHONE } = env();
  const isDevelopment = NODE_ENV === "development";
  const policy = contentSecurityPolicy({ nonce, isDevelopment, hasPhone: DEV_PHONE || isDevelopment });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  // A layout is not told its address, and has to say where to go on after signing in.
  headers.set("x-address", request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", newRequestId("http"));
  return response;
}

interface Page {
  nonce: string;
  isDevelopment: boolean;
  hasPhone: boolean;
}

function contentSecurityPolicy({ nonce, isDevelopment, hasPhone }: Page): string {
  // /dev/phone shows the inbox in a frame beside it. Browsers ask this, and not X-Frame-Options, where both are there.
  const framing = hasPhone ? "'self'" : "'none'";
  // The development server shows errors with eval and inline styles.
  const script = isDevelopment ? " 'unsafe-eval'" : "";
  const style = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${script}`,
    `style-src 'self' ${style}`,
    // blob: is what a person is about to send, shown before it has left their browser.
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    ...(hasPhone ? ["frame-src 'self'"] : []),
    `frame-ancestors ${framing}`,
  ].join("; ");
}
