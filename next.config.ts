import { spawnSync } from "node:child_process";
import type { NextConfig } from "next";

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
  // Tokens may come in a query string; the development server would print them.
  logging: { incomingRequests: { ignore: [/[?&]token=/, /hub\.verify_token=/] } },
  rewrites: async () => [
    { source: "/healthz", destination: "/health" },
    { source: "/api/health", destination: "/health" },
    { source: "/livez", destination: "/health/live" },
    { source: "/readyz", destination: "/health/ready" },
  ],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "no-referrer" },
        { key: "x-frame-options", value: "DENY" },
      ],
    },
  ],
};

export default config;
