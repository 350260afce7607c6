import { prisma } from "@/infra/database/prisma";
import type { ControlClient } from "@/simulator";

/**
 * Tells the simulator who has written to the business before it was started: it keeps Meta's service window by what customers
 * have written, and the phone shows whom it knows. Groups are nobody's phone.
 */
export async function introduceCustomers(simulator: ControlClient): Promise<void> {
  const conversations = await prisma().conversation.findMany({
    where: { deletedAt: null, contact: { aliases: { none: { kind: "GROUP" } } } },
    include: { contact: true },
    orderBy: { lastMessageAt: "asc" },
  });
  for (const { contact, lastInboundAt } of conversations) {
    const { phone, userId, username, profileName } = contact;
    const withoutNumber = { userId: userId ?? "", username: username ?? undefined, isPhoneHidden: true };
    const ids = phone ? { waId: phone } : withoutNumber;
    if (!phone && !userId) continue;
    const name = profileName ?? username ?? undefined;
    const lastMessageAt = lastInboundAt?.getTime() ?? 0;
    await simulator.setCustomer({ ...ids, name, lastMessageAt });
  }
}
