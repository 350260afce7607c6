import { describe, expect, it } from "vitest";
import { schemaOfUrl } from "@/infra/database/url-schema";
import { chooseTarget } from "../../../../scripts/db/verification-target";

describe("the URL to look through", () => {
  it("is DIRECT_URL where there is one", () => {
    const databaseUrl = "postgresql://app:p@pooled:6543/shop";
    expect(chooseTarget({ databaseUrl, directUrl: "postgresql://admin@direct/shop" })).toMatchObject({
      variable: "DIRECT_URL",
      host: "direct",
      port: 5432,
      database: "shop",
      user: "admin",
    });
    expect(chooseTarget({ databaseUrl, directUrl: "" })).toMatchObject({
      variable: "DATABASE_URL",
      host: "pooled",
    });
  });

  it("is passed on without what only Prisma understands", () => {
    const databaseUrl =
      "postgresql://u:p@h/d?pgbouncer=true&schema=public&connection_limit=1&sslmode=require";
    expect(chooseTarget({ databaseUrl }).url).toBe("postgresql://u:p@h/d?sslmode=require");
  });

  it.each([
    [
      "postgresql://u:p@ep-cool-1-pooler.eu-central-1.aws.neon.tech/d",
      "Neon's pooler",
      "host ep-cool-1.eu-central-1.aws.neon.tech",
    ],
    ["postgresql://u.ref:p@aws-0-eu.pooler.supabase.com:6543/postgres", "Supabase's pooler", "port 5432"],
    ["postgresql://u:p@db.ref.supabase.co:6543/postgres", "Supabase's pooler", "port 5432"],
    ["postgresql://u:p@pgbouncer.internal:6432/d", "PgBouncer", "port 5432"],
    ["postgresql://u:p@h/d?pgbouncer=true", "PgBouncer", "DIRECT_URL"],
  ])("%s leads to %s", (databaseUrl, name, advice) => {
    const { pooler } = chooseTarget({ databaseUrl });
    expect(pooler?.name).toBe(name);
    expect(pooler?.advice).toContain(advice);
  });

  it.each([
    "postgresql://u:p@ep-cool-1.eu-central-1.aws.neon.tech/d",
    "postgresql://u.ref:p@aws-0-eu.pooler.supabase.com:5432/postgres",
    "postgres://u:p@db.ref.supabase.co/postgres",
  ])("%s is a connection of its own", (databaseUrl) => {
    expect(chooseTarget({ databaseUrl }).pooler).toBeUndefined();
  });

  it.each(["postgresql://u:4711/5@h/d", "postgresql://u:4711#5@h/d", "postgresql://u:4711?5@h/d"])(
    "%s is refused without showing a part of its password",
    (databaseUrl) => {
      expect(() => chooseTarget({ databaseUrl })).toThrow(/^DATABASE_URL: characters such as(?!.*4711)/);
    },
  );
});

describe("the schema of a URL", () => {
  it.each([
    ["postgresql://u@h/d", "public"],
    ["postgresql://u@h/d?options=-c%20search_path%3Dshop", "shop"],
    ["postgresql://u@h/d?options=-csearch_path%3Dshop%2Cpublic", "shop"],
    ["postgresql://u@h/d?options=--search_path%3Dshop", "shop"],
    ["postgresql://u@h/d?options=-c%20search_path%3D%22My%20Shop%22", "My Shop"],
    ["postgresql://u@h/d?options=-c%20statement_timeout%3D5s", "public"],
    [undefined, "public"],
    ["not a URL", "public"],
  ])("%s: %s", (url, schema) => expect(schemaOfUrl(url)).toBe(schema));
});
