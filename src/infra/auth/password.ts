import { hashPassword, verifyPassword } from "better-auth/crypto";
import { prisma } from "@/infra/database/prisma";

const PROVIDER = "credential"; // What better-auth calls signing in with a password; the account's id is the user's.

/** Gives a user a password, whether there was one or not. */
export async function storePassword(userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  const account = { providerId: PROVIDER, accountId: userId };
  await prisma().account.upsert({
    where: { providerId_accountId: account },
    create: { ...account, userId, password: hash },
    update: { password: hash },
  });
}

/** Whether it is the password of a user. */
export async function isPasswordOf(userId: string, password: string): Promise<boolean> {
  const account = await prisma().account.findUnique({
    where: { providerId_accountId: { providerId: PROVIDER, accountId: userId } },
    select: { password: true },
  });
  return account?.password ? await verifyPassword({ hash: account.password, password }) : false;
}
