import { describe, expect, it } from "vitest";
import { carriesToken, requireToken } from "@/app/_http/require-token";
import { setEnv } from "../../../support/with-env";

const token = "cron-secret-1";
const url = "https://app.example/api/cron/run-outbound-jobs";

function request(headers: Record<string, string> = {}, query = "") {
  return new Request(`${url}${query}`, { headers });
}

const bearer = (value: string) => request({ authorization: `Bearer ${value}` });

describe("a request with the token", () => {
  it.each([
    ["as a bearer token", bearer(token)],
    ["as a bearer token of a differently written scheme", request({ authorization: `bearer ${token}` })],
    ["in the query", request({}, `?token=${token}`)],
    ["in the query, beside a wrong header", request({ authorization: "Bearer wrong" }, `?token=${token}`)],
    ["in the header, beside a wrong query", request({ authorization: `Bearer ${token}` }, "?token=wrong")],
  ])("%s passes", (_where, given) => {
    expect(carriesToken(given, token)).toBe(true);
    expect(() => requireToken(given, token)).not.toThrow();
  });

  it("of any characters passes, encoded in the query as it has to be", () => {
    const odd = "a+b/c=d&e f%20";
    expect(carriesToken(request({}, `?token=${encodeURIComponent(odd)}`), odd)).toBe(true);
    expect(carriesToken(bearer(odd), odd)).toBe(true);
  });
});

describe("a request without the token", () => {
  it.each([
    ["nothing at all", request()],
    ["Vercel's cron header alone, which anybody can send", request({ "x-vercel-cron": "1" })],
    ["the token in Vercel's cron header", request({ "x-vercel-cron": token })],
    ["another token", bearer("cron-secret-2")],
    ["the beginning of the token", bearer(token.slice(0, -1))],
    ["more than the token", bearer(`${token}1`)],
    ["an empty bearer token", request({ authorization: "Bearer " })],
    ["the token without a scheme", request({ authorization: token })],
    ["the token under another scheme", request({ authorization: `Basic ${token}` })],
    ["an empty token in the query", request({}, "?token=")],
    ["the token under another name", request({}, `?access_token=${token}`)],
    ["the token in the fragment", request({}, `#token=${token}`)],
  ])("but with %s does not pass", (_what, given) => {
    expect(carriesToken(given, token)).toBe(false);
    expect(() => requireToken(given, token)).toThrow(
      expect.objectContaining({ code: "UNAUTHORIZED", publicMessage: "A valid token is required." }),
    );
  });

  it("is refused in words that hold neither the token given nor the one expected", () => {
    expect(() => requireToken(bearer("given-token"), token)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/given-token|cron-secret/) }),
    );
  });
});

describe("while no token is configured", () => {
  it.each([undefined, ""])("nobody passes (%j)", (expected) => {
    const all = [request(), bearer("undefined"), bearer(""), request({}, "?token="), request({}, "?token=x")];
    for (const given of all) {
      expect(carriesToken(given, expected)).toBe(false);
      expect(() => requireToken(given, expected)).toThrow(expect.objectContaining({ code: "UNAUTHORIZED" }));
    }
  });
});

describe("with ALLOW_TOKEN_IN_QUERY=false", () => {
  it("a token in the query counts for nothing, the header as before", () => {
    setEnv({ ALLOW_TOKEN_IN_QUERY: "false" });
    expect(carriesToken(request({}, `?token=${token}`), token)).toBe(false);
    expect(carriesToken(bearer(token), token)).toBe(true);
    setEnv({ ALLOW_TOKEN_IN_QUERY: undefined });
    expect(carriesToken(request({}, `?token=${token}`), token)).toBe(true);
  });
});
