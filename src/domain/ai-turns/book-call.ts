import { prisma } from "@/infra/database/prisma";

interface CallToBook {
  organizationId: string;
  purpose: string;
  provider: string;
  model: string;
  /** What is set aside: about how many tokens go in. */
  inputTokensEstimate?: number;
  jobId?: number;
  turnId?: string;
  contactId?: number;
}

interface CallResult<Value> {
  value: Value;
  inputTokens: number;
  outputTokens: number;
  errorCode: string | null;
}

/** Makes a call that belongs to no turn, with its row before it is made. */
export async function bookCall<Value>(
  { inputTokensEstimate: _, ...call }: CallToBook,
  work: (callId: number) => Promise<CallResult<Value>>,
): Promise<Value> {
  const { id } = await prisma().aiUsage.create({ data: call, select: { id: true } });
  const { value, inputTokens, outputTokens, errorCode } = await work(Number(id));
  await prisma().aiUsage.update({
    where: { id },
    data: { inputTokens, outputTokens, errorCode, endedAt: new Date() },
  });
  return value;
}
