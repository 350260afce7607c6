// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { enqueue } from "./figures/enqueue";
import { history } from "./figures/history";
import { idleXmin } from "./figures/idle-xmin";
import { inbox } from "./figures/inbox";
import { queue } from "./figures/queue";
import { runners } from "./figures/runners";
import { schema } from "./figures/schema";

export const figures: Figure[] = [enqueue, queue, idleXmin, history, runners, inbox, schema];
