// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { answers } from "./figures/answers";
import { enqueue } from "./figures/enqueue";
import { history } from "./figures/history";
import { idleXmin } from "./figures/idle-xmin";
import { inbox } from "./figures/inbox";
import { path } from "./figures/path";
import { queue } from "./figures/queue";
import { reply } from "./figures/reply";
import { runners } from "./figures/runners";
import { schema } from "./figures/schema";
import { sustained } from "./figures/sustained";

export const figures: Figure[] = [
  enqueue,
  queue,
  idleXmin,
  history,
  runners,
  path,
  reply,
  answers,
  sustained,
  inbox,
  schema,
];
