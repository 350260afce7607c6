// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { ack } from "./figures/ack";
import { coldStart } from "./figures/cold-start";
import { intake } from "./figures/intake";
import { webhook } from "./figures/webhook";
import { webhookStatements } from "./figures/webhook-statements";

export const figures: Figure[] = [webhookStatements, webhook, intake, ack, coldStart];
