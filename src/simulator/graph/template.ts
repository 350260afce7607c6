import { z } from "zod";

const headerSchema = z.union([
  z.strictObject({ format: z.literal("text"), text: z.string().min(1).max(60) }),
  z.strictObject({ format: z.enum(["image", "video", "document", "location"]) }),
]);

const buttonSchema = z.strictObject({
  type: z.enum(["quick_reply", "url", "phone_number", "copy_code", "flow"]),
  text: z.string().min(1).max(25),
  /** May end in {{1}}. */
  url: z.string().optional(),
  phoneNumber: z.string().optional(),
});

export const templateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "lower case letters, digits and underscores"),
  language: z.string().min(2),
  category: z.enum(["utility", "marketing", "authentication"]).default("utility"),
  header: headerSchema.optional(),
  /** With {{1}}, {{2}} … or with {{names}} where the parameters go. */
  body: z.string().min(1),
  footer: z.string().max(60).optional(),
  buttons: z.array(buttonSchema).max(10).optional(),
  status: z.enum(["approved", "pending", "rejected", "paused", "disabled"]).default("approved"),
  quality: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]).default("GREEN"),
  /** Quality-paced: the answer to a send carries `message_status`. */
  isPaced: z.boolean().default(false),
});

export type Template = z.output<typeof templateSchema>;

/** What the account has at first: one of each kind that matters to a sender. */
export const knownTemplates: z.input<typeof templateSchema>[] = [
  { name: "hello_world", language: "en_US", body: "Welcome and congratulations!" },
  ...["en", "en_US"].map((language) => ({
    name: "reopen_conversation",
    language,
    body: "Hello {{1}}, we have an answer to your message. Reply to go on.",
  })),
  { name: "reopen_conversation", language: "pt_BR", body: "Olá {{1}}, temos uma resposta à sua mensagem." },
  { name: "reopen_conversation", language: "es", body: "Hola {{1}}, tenemos una respuesta a tu mensaje." },
  { name: "order_update", language: "en_US", body: "Your order {{1}} is now {{2}}." },
  { name: "order_update", language: "pt_BR", body: "Seu pedido {{1}} agora está {{2}}." },
  {
    name: "appointment",
    language: "en_US",
    header: { format: "text", text: "Appointment {{1}}" },
    body: "Hello {{first_name}}, we see you on {{day}}.",
    footer: "Reply STOP to end",
    buttons: [
      { type: "quick_reply", text: "Confirm" },
      { type: "url", text: "Details", url: "https://example.com/a/{{1}}" },
    ],
  },
  { name: "receipt", language: "en_US", header: { format: "document" }, body: "Your receipt {{1}}." },
  { name: "not_yet", language: "en_US", status: "pending", body: "Not approved yet." },
  {
    name: "spring_sale",
    language: "en_US",
    category: "marketing",
    isPaced: true,
    body: "Everything {{1}} off.",
  },
  { name: "login_code", language: "en_US", category: "authentication", body: "{{1}} is your code." },
  {
    name: "paused_offer",
    language: "en_US",
    category: "marketing",
    status: "paused",
    body: "Too many asked.",
  },
  { name: "disabled_offer", language: "en_US", category: "marketing", status: "disabled", body: "Gone." },
];
