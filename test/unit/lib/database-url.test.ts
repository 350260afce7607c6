import { describe, expect, it } from "vitest";
import { isDatabaseUrl, readDatabaseUrl } from "@/lib/database-url";

const hrefs = (text: string | undefined) => readDatabaseUrl(text).map(({ href }) => href);

describe("a connection URL", () => {
  it("leads to one server", () => {
    const url = "postgresql://app:pw@db.internal:6543/replyonce?sslmode=require";
    expect(hrefs(url)).toEqual([url]);
  });

  it("may name several servers, each with a port of its own or none, and what they share", () => {
    const shared = "app?options=-c%20search_path=a,b&target_session_attrs=read-write";
    expect(hrefs(`postgres://u:p%2C@one:1,two,[::1]:3/${shared}`)).toEqual([
      `postgres://u:p%2C@one:1/${shared}`,
      `postgres://u:p%2C@two/${shared}`,
      `postgres://u:p%2C@[::1]:3/${shared}`,
    ]);
  });

  it("is read up to the last @ of the password", () => {
    const [url] = readDatabaseUrl("postgresql://u:a,b@c@host:5/db");
    expect(url).toMatchObject({ hostname: "host", port: "5", password: "a,b%40c" });
  });

  it.each([
    undefined,
    "",
    "mysql://db/app",
    "db.internal",
    "postgresql://h:1,h:port/db",
    "postgresql://h:1,/db",
  ])("%s is none", (text) => {
    expect(hrefs(text)).toEqual([]);
    expect(isDatabaseUrl(text ?? "")).toBe(false);
  });
});
