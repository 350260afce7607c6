import { spawnSync } from "node:child_process";
import type { NextConfig } from "next";

const securityHeaders = [
  // A year is what ASVS 3.4.1 asks for. Browsers pay no heed to it on http://, so a machine of one's own is not affected.
  { key: "strict-transport-security", value: "max-age=31536000; includeSubDomains" },
  { key: "x-content-type-options", value: "nosniff" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "x-frame-options", value: "DENY" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];
const nothing = { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" };
const sandboxed = { key: nothing.key, value: `sandbox; ${nothing.value}` };
const notPages = [
  "/api/:path*",
  "/health/:path*",
  "/healthz",
  "/livez",
  "/readyz",
  "/metrics",
  "/icon.svg",
  "/_next/static/:path*",
];

/** Where the build is made from a checkout, its commit. */
function commitOfCheckout(): string | undefined {
  const { status, stdout } = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

const config: NextConfig = {
  reactStrictMode: true,
  env: { BUILD_COMMIT: process.env.VERCEL_GIT_COMMIT_SHA ?? process.env.GIT_COMMIT ?? commitOfCheckout() },
  poweredByHeader: false,
  // A build checks what it builds; tests and scripts are checked by npm test.
  typescript: { tsconfigPath: "tsconfig.app.json" },
  // Messages come to the browser compiled (src/app/_i18n/compile-messages.ts), so that it needs no parser of ICU messages.
  turbopack: { resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" } },
  // Tokens may come in a query string; the development server would print them.
  logging: { incomingRequests: { ignore: [/[?&]token=/, /hub\.verify_token=/, /[?&]signature=/] } },
  rewrites: async () => [
    { source: "/healthz", destination: "/health" },
    { source: "/api/health", destination: "/health" },
    { source: "/livez", destination: "/health/live" },
    { source: "/readyz", destination: "/health/ready" },
  ],
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // What is no page shows nothing and runs nothing. Pages have theirs from src/proxy.ts.
    ...notPages.map((source) => ({ source, headers: [nothing] })),
    // Files of customers, opened by themselves in a tab. What is set here wins over what the route says.
    { source: "/api/media/:path*", headers: [sandboxed] },
  ],
};

export default config;
