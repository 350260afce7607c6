import { prisma } from "@/infra/database/prisma";
import type { UserRow } from "./user-row";

/** The oldest admin: whom a machine of one's own acts as where sign-in is switched off. Null: there is none (npm run db:seed). */
export function firstAdmin(): Promise<UserRow | null> {
  return prisma().user.findFirst({
    where: { role: "ADMIN", disabledAt: null },
    orderBy: { createdAt: "asc" },
    select: { id: true, organizationId: true, name: true, email: true, role: true },
  });
}
