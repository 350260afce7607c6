// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { answers } from "./figures/answers";
import { path } from "./figures/path";
import { reply } from "./figures/reply";
import { sustained } from "./figures/sustained";

export const figures: Figure[] = [path, reply, answers, sustained];
