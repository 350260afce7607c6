import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/infra/database/prisma";
import { ownDatabase, rows } from "../../support/own-database";
import { askToSignIn, newOrganization, signInEnv } from "../../support/people";
import { runScript } from "../../support/run-script";
import { setEnv } from "../../support/with-env";

ownDatabase();

let org: string;
beforeEach(async () => {
  setEnv(signInEnv);
  await rows("DELETE FROM rate_limit");
  const id = await newOrganization();
  ({ slug: org } = await prisma().organization.findUniqueOrThrow({ where: { id } }));
});

async function users(args: string[], input = "") {
  const env = { DATABASE_URL: process.env.DATABASE_URL, AUTH_SECRET: signInEnv.AUTH_SECRET };
  const run = await runScript("users", [...args, "--org", org, "--json"], { env, input });
  return { ...run, json: run.exitCode === 0 ? JSON.parse(run.stdout) : run.stderr };
}

const statusOf = async (email: string, password: string) => (await askToSignIn({ email, password })).status;

describe("npm run users", () => {
  it("adds, disables, brings back, and ends sessions; whoever was added can sign in", async () => {
    const email = `ana-${org}@shop.example`;
    const added = await users(["add", email, "--name", "Ana", "--admin"]);
    expect(added.stderr).toBe("");
    const { password } = added.json;
    expect(await statusOf(email, password)).toBe(200);
    expect((await users(["sessions", email])).json).toHaveLength(1);
    expect((await users(["revoke", email])).json).toEqual({ ended: 1 });
    expect((await users(["disable", email])).stderr).toContain("last admin");
    await users(["add", `ben-${org}@shop.example`, "--name", "Ben", "--admin"]);
    expect((await users(["disable", email])).json).toMatchObject({ email, disabledAt: expect.any(String) });
    expect(await statusOf(email, password)).toBe(401);
    expect((await users(["enable", email])).json).toMatchObject({ email, disabledAt: null });
    expect(await statusOf(email, password)).toBe(200);
    expect((await users(["role", email, "agent"])).json).toMatchObject({ role: "AGENT" });
    expect((await users(["list"])).json).toHaveLength(2);
  });

  it("takes a password from standard input and then shows none", async () => {
    const email = `eva-${org}@shop.example`;
    const added = await users(["add", email, "--name", "Eva", "--type"], "a password of Eva's\n");
    expect(added.stdout).not.toContain("password");
    expect(await statusOf(email, "a password of Eva's")).toBe(200);
    expect((await users(["password", email, "--type"], "short\n")).exitCode).toBe(2);
    expect((await users(["password", email, "--type"])).stderr).toContain("No password");
    expect((await users(["password", "nobody@shop.example"])).exitCode).toBe(2);
  });
});
