// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { ack } from "./figures/ack";
import { answers } from "./figures/answers";
import { coldStart } from "./figures/cold-start";
import { enqueue } from "./figures/enqueue";
import { history } from "./figures/history";
import { idleXmin } from "./figures/idle-xmin";
import { inbox } from "./figures/inbox";
import { intake } from "./figures/intake";
import { path } from "./figures/path";
import { queue } from "./figures/queue";
import { reply } from "./figures/reply";
import { runners } from "./figures/runners";
import { schema } from "./figures/schema";
import { sustained } from "./figures/sustained";
import { webhook } from "./figures/webhook";
import { webhookStatements } from "./figures/webhook-statements";

export const figures: Figure[] = [
  webhookStatements,
  webhook,
  intake,
  ack,
  reply,
  answers,
  sustained,
  coldStart,
  enqueue,
  queue,
  idleXmin,
  history,
  path,
  runners,
  inbox,
  schema,
];
