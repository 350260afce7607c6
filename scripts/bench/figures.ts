// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { queue } from "./figures/queue";

export const figures: Figure[] = [queue];
