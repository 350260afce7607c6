import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { findUnmappedRoutes } from "@/app/_start/find-unmapped-routes";
import { setEnv } from "../../support/with-env";

const folder = mkdtempSync(join(tmpdir(), "replyonce-build-"));

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("every route that others call is in the source, and one that is not in the build is named", () => {
  setEnv({ NODE_ENV: "development" });
  expect(findUnmappedRoutes()).toEqual([]);

  setEnv({ NODE_ENV: "production" });
  mkdirSync(join(folder, ".next"), { recursive: true });
  const built = {
    "/api/webhooks/whatsapp/route": "/api/webhooks/whatsapp",
    "/api/cron/run-outbound-jobs/route": "/api/cron/run-outbound-jobs",
    "/api/jobs/run-outbound/route": "/api/jobs/run-outbound",
    "/api/jobs/self-test/route": "/api/jobs/self-test",
    "/api/media/[assetId]/route": "/api/media/[assetId]",
    "/health/route": "/health",
    "/health/live/route": "/health/live",
    "/health/ready/route": "/health/ready",
    "/health/[check]/route": "/health/[check]",
    "/metrics/route": "/metrics",
  };
  writeFileSync(join(folder, ".next", "app-path-routes-manifest.json"), JSON.stringify(built));
  expect(findUnmappedRoutes(folder)).toEqual(["/api/cron/cleanup"]);
});
