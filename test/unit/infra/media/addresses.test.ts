import type { AddressInfo, LookupFunction } from "node:net";
import { createServer } from "node:net";
import { request } from "undici";
import { describe, expect, it } from "vitest";
import { createGuardedConnections, isPublicAddress } from "@/infra/media/guarded-connections";
import { findMediaError } from "@/infra/media/media-error";
import { judgeAddress } from "@/infra/media/media-hosts";
import { setEnv } from "../../../support/with-env";

const codeOf = (error: unknown) => findMediaError(error)?.code;

function refusalOf(address: string): string | undefined {
  try {
    judgeAddress(address);
    return undefined;
  } catch (error) {
    return codeOf(error);
  }
}

describe("an address to fetch from", () => {
  it.each([
    "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3",
    "https://graph.facebook.com/v25.0/1",
    "https://scontent.xx.fbcdn.net/v/1",
    "https://mmg.whatsapp.net/1",
  ])("of Meta's gets the token: %s", (address) => {
    expect(judgeAddress(address)).toMatchObject({ takesToken: true, mayBePrivate: false });
  });

  it.each([
    "http://lookaside.fbsbx.com/1",
    "https://lookaside.fbsbx.com:8443/1",
    "https://token@lookaside.fbsbx.com/1",
    "https://lookaside.fbsbx.com.evil.example/1",
    "https://evilfbcdn.net/1",
    "https://fbcdn.net.evil.example/",
    "https://lookaside.fbsbx.com./1",
    "https://example.com/",
    "https://localhost/",
    "file:///etc/passwd",
    "gopher://lookaside.fbsbx.com/1",
    "not an address",
    "",
  ])("is refused: %s", (address) => {
    expect(refusalOf(address)).toBe("HOST_REFUSED");
  });

  it.each([
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://93.184.216.34/",
  ])("in numbers is refused, however they are written: %s", (address) => {
    expect(refusalOf(address)).toBe("ADDRESS_REFUSED");
  });

  it("of a host that the operator has added is allowed, without the token", () => {
    setEnv({ MEDIA_HOSTS: "cdn.example, *.files.example" });
    expect(judgeAddress("https://cdn.example/1")).toMatchObject({ takesToken: false, mayBePrivate: false });
    expect(judgeAddress("https://eu.files.example/1")).toMatchObject({ takesToken: false });
    expect(refusalOf("https://files.example.evil.example/1")).toBe("HOST_REFUSED");
  });

  it("of WHATSAPP_API_URL is allowed with its exact origin, and only where that is not Meta's own", () => {
    setEnv({ WHATSAPP_API_URL: "http://127.0.0.1:4010" });
    expect(judgeAddress("http://127.0.0.1:4010/files/1")).toMatchObject({
      takesToken: true,
      mayBePrivate: true,
    });
    expect(refusalOf("http://127.0.0.1:4011/files/1")).toBe("ADDRESS_REFUSED");
    expect(refusalOf("https://127.0.0.1:4010/files/1")).toBe("ADDRESS_REFUSED");
    setEnv({ WHATSAPP_API_URL: "https://graph.facebook.com" });
    expect(judgeAddress("https://graph.facebook.com/1")).toMatchObject({ mayBePrivate: false });
    expect(refusalOf("http://graph.facebook.com/1")).toBe("HOST_REFUSED");
  });
});

describe("an address to connect to", () => {
  it.each(["93.184.216.34", "157.240.1.1", "2a03:2880:f12f:83:face:b00c:0:25de"])(
    "is public: %s",
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "nonsense",
  ])("is not: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ["one answer", [{ address: "127.0.0.1", family: 4 }]],
    [
      "one of several answers",
      [
        { address: "157.240.1.1", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ],
    ],
    ["an answer in the clothes of IPv6", [{ address: "::ffff:127.0.0.1", family: 6 }]],
  ])("of a name of Meta's is judged where it is connected to: %s", async (_, answers) => {
    let connections = 0;
    const server = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const lookUp = ((_host, options, callback) =>
      options.all ? callback(null, answers) : callback(null, answers[0]?.address ?? "", 4)) as LookupFunction;
    const dispatcher = createGuardedConnections(lookUp);
    const failure = await request(`https://lookaside.fbsbx.com:${port}/`, { dispatcher }).catch(
      (error) => error,
    );
    expect(codeOf(failure)).toBe("ADDRESS_REFUSED");
    expect(connections).toBe(0);
    await dispatcher.close();
    server.close();
  });
});
