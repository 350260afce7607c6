// Every figure, in the order in which they are measured.

import type { Figure } from "./figure";
import { inboxFigure } from "./figures/inbox";
import { schemaFigure } from "./figures/schema";

export const figures: Figure[] = [inboxFigure, schemaFigure];
