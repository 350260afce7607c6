// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { path } from "./figures/path";

export const figures: Figure[] = [path];
