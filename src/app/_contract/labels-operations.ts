import { z } from "zod";
import { labelColors } from "@/domain/inbox";
import { label } from "./conversation";
import { byId, done, operation } from "./operation";

const name = z.string().trim().min(1).max(40);
const color = z.enum(labelColors);

export const listLabels = operation({
  method: "GET",
  path: "/api/inbox/labels",
  summary: "The labels there are, by their names.",
  role: "agent",
  answer: z.object({ labels: z.array(label) }),
});

export const createLabel = operation({
  method: "POST",
  path: "/api/inbox/labels",
  summary: "Makes a label; 409 when its name is taken.",
  role: "agent",
  body: z.strictObject({ name, color: color.default("gray") }),
  answer: z.object({ label }),
});

export const changeLabel = operation({
  method: "PATCH",
  path: "/api/inbox/labels/{id}",
  summary: "Renames or recolours a label, on every conversation that has it.",
  role: "agent",
  params: byId,
  body: z.strictObject({ name: name.optional(), color: color.optional() }),
  answer: z.object({ label }),
});

export const deleteLabel = operation({
  method: "DELETE",
  path: "/api/inbox/labels/{id}",
  summary: "Takes a label away, also from all conversations that have it.",
  role: "admin",
  params: byId,
  answer: done,
});
