import type { UserRole } from "@/infra/database/generated/enums";
import { prisma } from "@/infra/database/prisma";

export interface UserRow {
  id: string;
  organizationId: string;
  name: string;
  email: string;
  role: UserRole;
}

/** The oldest admin: whom a machine of one's own acts as where sign-in is switched off. Null: there is none (npm run db:seed). */
export function firstAdmin(): Promise<UserRow | null> {
  return prisma().user.findFirst({
    where: { role: "ADMIN", disabledAt: null },
    orderBy: { createdAt: "asc" },
    select: { id: true, organizationId: true, name: true, email: true, role: true },
  });
}
