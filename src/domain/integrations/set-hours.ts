import { z } from "zod";
import { Prisma } from "@/infra/database/generated/client";
import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import { businessHoursSchema, quietHoursSchema, timeZoneSchema } from "./hours";

const schema = z.strictObject({
  timeZone: timeZoneSchema.nullish(),
  quietHours: quietHoursSchema.nullish(),
  businessHours: businessHoursSchema.nullish(),
});

/** What is left out stays as it is; null takes it away. */
type HoursChange = z.input<typeof schema>;

/** Sets when the bot of a business number keeps quiet and when people are there. @throws INVALID_INPUT, NOT_FOUND. */
export async function setHours(phoneNumberId: string, change: HoursChange): Promise<void> {
  const parsed = schema.safeParse(change);
  if (!parsed.success) {
    const publicMessage = parsed.error.issues
      .map(({ path, message }) => `${path.join(".")} ${message}`)
      .join("; ");
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  const { timeZone, quietHours, businessHours } = parsed.data;
  const { count } = await prisma().integration.updateMany({
    where: { phoneNumberId },
    data: { timeZone, quietHours: column(quietHours), businessHours: column(businessHours) },
  });
  if (count === 0) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
}

/** Null in JSON and none at all are two things to Prisma. */
function column<Value>(value: Value | null | undefined) {
  return value === null ? Prisma.DbNull : value;
}
