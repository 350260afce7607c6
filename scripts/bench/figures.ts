// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";

export const figures: Figure[] = [];
