import { describe, expect, it } from "vitest";
import { clientAddress } from "@/app/_http/client-address";

const spoofed = { "x-forwarded-for": "6.6.6.6", "x-real-ip": "6.6.6.6", "x-vercel-forwarded-for": "6.6.6.6" };

function addressOf(
  headers: Record<string, string>,
  trust: Partial<Parameters<typeof clientAddress>[1]> = {},
) {
  return clientAddress(new Headers(headers), {
    TRUSTED_IP_HEADER: undefined,
    TRUSTED_PROXY_HOPS: undefined,
    ...trust,
  });
}

describe("the address of a client", () => {
  it("is believed to no header that nobody has declared trusted", () => {
    expect(addressOf(spoofed)).toBe("unknown");
    expect(addressOf({ ...spoofed, "x-real-ip": "7.7.7.7" })).toBe("unknown");
  });

  it("is what the platform's header says, whatever X-Forwarded-For says", () => {
    const trust = { TRUSTED_IP_HEADER: "X-Real-IP" };
    expect(addressOf({ ...spoofed, "x-real-ip": " 9.9.9.9 " }, trust)).toBe("9.9.9.9");
    expect(addressOf({ "x-forwarded-for": "6.6.6.6" }, trust)).toBe("unknown");
  });

  it("is the entry that the outermost of our proxies has appended, counted from the right", () => {
    const chain = { "x-forwarded-for": "6.6.6.6, 1.1.1.1, 2.2.2.2" };
    expect(addressOf(chain, { TRUSTED_PROXY_HOPS: 1 })).toBe("2.2.2.2");
    expect(addressOf(chain, { TRUSTED_PROXY_HOPS: 2 })).toBe("1.1.1.1");
    expect(addressOf({ "x-forwarded-for": "6.6.6.6" }, { TRUSTED_PROXY_HOPS: 2 })).toBe("unknown");
  });

  it.each(["", "nonsense", "1.2.3.4.5", "1.2.3.4:80", "<script>", "1.2.3.4, 5.6.7.8"])(
    "that is none (%j) is nobody's",
    (value) => expect(addressOf({ "x-real-ip": value }, { TRUSTED_IP_HEADER: "x-real-ip" })).toBe("unknown"),
  );

  it.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
  ])("%s is counted as %s: a household has a whole /64", (given, counted) => {
    expect(addressOf({ "x-real-ip": given }, { TRUSTED_IP_HEADER: "x-real-ip" })).toBe(counted);
  });
});
